"""Readers of judgments: the index as it stands, one judgment, the courts by whose side one searches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from zhiheng.judgments.core.building import parts_of
from zhiheng.judgments.core.index import Index, Part, open_part
from zhiheng.judgments.core.judgment import Judgment
from zhiheng.judgments.core.tiers import Searcher
from zhiheng.records.core.library import open_library
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.records.selectors import snapshot_now
from zhiheng.registry.rights import may, may_read_sensitive
from zhiheng.registry.selectors.relations import related

DATASET: Final = "published_judgments"
RIGHT: Final = "judgment.read"
COURT: Final = "court"
MOST_ABOVE: Final = 4


@dataclass(frozen=True)
class Corpus:
    """The index of the judgments there are; unread: judgments received that are not in it yet; newest: day of the newest batch in words."""

    index: Index
    unread: int
    received_at: Any = None


def index_place() -> Path:
    """Where the index lies: beside the theme library."""
    return Path(settings.HOME) / "judgments"


def corpus_now() -> Corpus:
    """The judgments that can be searched now, whoever asks: they are published; what is sealed among them is kept apart by who asks."""
    snapshot = snapshot_now([DATASET])
    built = {segment.digest: parts_of(index_place(), segment.digest) for segment in snapshot.segments}
    ready = Snapshot.of(segment for segment in snapshot.segments if built[segment.digest] is not None)
    unread = sum(segment.rows for segment in snapshot.segments if built[segment.digest] is None)
    received_at = max((segment.received_at for segment in snapshot.segments), default=None)
    return Corpus(_opened(ready, str(index_place()), str(settings.LIBRARY)), unread, received_at)


@lru_cache(maxsize=2)
def _opened(snapshot: Snapshot, index: str, library: str) -> Index:
    """The index of these segments, once a process."""
    found: list[Part] = []
    for segment in snapshot.segments:
        found += [open_part(path) for path in parts_of(Path(index), segment.digest) or ()]
    if not found:
        return Index(())
    with open_library(snapshot, Path(library), datasets=[DATASET], threads=1) as opened:
        alive = opened.connection.execute(f"select _ref from {DATASET}").fetchnumpy()["_ref"]  # noqa: S608 - a constant
    return Index(found, alive)


def judgment_seen_by(viewer: Any, judgment_no: str) -> Judgment | None:
    """A judgment by its number; a sealed one only for posts that may read sensitive records. None where there is none for the viewer."""
    if not may(viewer, RIGHT):
        return None
    index = corpus_now().index
    number = index.numbered(judgment_no)
    found = index.judgment(number) if number is not None else None
    return None if found and found.sealed and not may_read_sensitive(viewer) else found


def searcher_of(viewer: Any) -> Searcher:
    """From which court the viewer searches: the own one with those above it; other organs search from none."""
    if viewer.organ.kind != COURT:
        return Searcher()
    above: list[str] = []
    at, today = viewer.organ, timezone.localdate()
    while (uppers := related(at, "upper", on=today)) and len(above) < MOST_ABOVE and uppers[0].name not in above:
        at = uppers[0]
        above.append(at.name)
    return Searcher(viewer.organ.name, tuple(above))
