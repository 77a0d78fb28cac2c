"""Writers of judgments: the index grows with what was received; every search leaves its trace with the corpus it was asked of."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.judgments.core.building import LOCK, build, parts_of, sweep
from zhiheng.judgments.core.judgment import judgment_of
from zhiheng.judgments.core.ranges import Range, population
from zhiheng.judgments.core.searching import WEIGHTS, Found, Question, element_values, search
from zhiheng.judgments.core.words import TOKENISER
from zhiheng.judgments.selectors import DATASET, RIGHT, Corpus, corpus_now, index_place
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.records.core.snapshot import Segment
from zhiheng.records.core.soundness import demand_readable
from zhiheng.records.selectors import snapshot_now
from zhiheng.registry.rights import demand
from zhiheng.schema.errors import UnusableInputError

AT_ONCE: Final = 2_000
"""Judgments that a search itself takes into the index; more wait for the periodic work."""
MOST_TEXT: Final = 20_000
_READ: Final = 1_000


@dataclass(frozen=True)
class Indexed:
    """What was taken into the index and how many folders of what is gone were removed."""

    judgments: int
    removed: int


@dataclass(frozen=True)
class Searched:
    """What a search gave, with the range of outcomes of similar cases, and what is not in the index yet."""

    found: Found
    range: Range
    unread: int
    corpus: str
    at: datetime


def index_judgments(*, actor: Actor, now: datetime, most: int | None = None) -> Indexed:
    """Take every batch of judgments that is not in the index yet into it (`most`: none where they hold more).

    The same work done twice is done once.
    """
    segments = snapshot_now([DATASET]).segments
    with _alone(index_place()):
        waiting = [one for one in segments if parts_of(index_place(), one.digest) is None]
        if most is not None and sum(one.rows for one in waiting) > most:
            waiting = []
        demand_readable(Path(settings.LIBRARY), waiting)
        for segment in waiting:
            _take_in(segment)
        removed = sweep(index_place(), [one.digest for one in segments])
    done = Indexed(sum(one.rows for one in waiting), removed)
    if waiting:
        details = {"judgments": done.judgments, "segments": [one.digest for one in waiting], "tokeniser": TOKENISER}
        with transaction.atomic():
            append(actor=actor, act="judgments.indexed", thing="judgments", details=details, now=now)
    return done


def corpus_ready(*, actor: Actor, now: datetime) -> Corpus:
    """The judgments that can be searched, with what came since taken in where it is little."""
    corpus = corpus_now()
    if 0 < corpus.unread <= AT_ONCE:
        index_judgments(actor=actor, now=now, most=AT_ONCE)
        corpus = corpus_now()
    return corpus


def _take_in(segment: Segment) -> None:
    """Build the parts of one batch from its file, some rows at a time."""

    def rows() -> Iterator[Mapping[str, Any]]:
        with pq.ParquetFile(Path(settings.LIBRARY) / segment.path) as file:
            for batch in file.iter_batches(_READ):
                yield from batch.to_pylist()

    build((judgment_of(row) for row in rows()), index_place(), made_from=segment.digest, keys=(row["_ref"] for row in rows()))


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One builder at a time, whatever the number of processes."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def search_judgments(
    *, actor: Actor, now: datetime, reader: Any, question: Question, about: str = "", most: int = 20, first: int = 0
) -> Searched:
    """Search for the reader, and note what was asked of which corpus.

    about    the case at hand, as the trace names it
    raises   PermissionDenied; UnusableInputError where nothing is asked
    """
    demand(reader, RIGHT, on=timezone.localdate(now))
    if not (question.text.strip() or question.elements or _filtered(question)):
        raise UnusableInputError("类案检索", "检索条件", "没有写检索内容", "请写关键词、案情，或者选罪名、情节")
    if len(question.text) > MOST_TEXT:
        raise UnusableInputError("类案检索", "检索内容", f"超过 {MOST_TEXT} 字", "请只写案情和争议焦点")
    corpus = corpus_ready(actor=actor, now=now)
    found = search(corpus.index, question, most=most, first=first)
    known = population(corpus.index, question, on=timezone.localdate(now))
    details = {
        "text": question.text[:500], **element_values(question.elements), "tiers": list(question.filters.tiers),
        "filters": _filter_values(question), "corpus": found.corpus, "total": found.total, "weights": dict(WEIGHTS),
        "shown": [hit.judgment.judgment_no for hit in found.hits],
    }  # fmt: skip
    with transaction.atomic():
        append(actor=actor, act="judgments.searched", thing=about or "judgments", details=details, now=now)
    return Searched(found, known, corpus.unread, found.corpus, now)


def _filtered(question: Question) -> bool:
    given = question.filters
    return bool(given.charges or given.kinds or given.levels or given.courts or given.tiers or given.circumstances)


def _filter_values(question: Question) -> dict[str, Any]:
    """The filters that were set, as plain values."""
    given = question.filters
    told = {name: getattr(given, name) for name in ("charges", "kinds", "levels", "courts", "circumstances")}
    days = {name: day.isoformat() for name in ("since", "until") if (day := getattr(given, name))}
    return {**{name: list(values) for name, values in told.items() if values}, **days, "effective": given.effective, "sealed": given.sealed}
