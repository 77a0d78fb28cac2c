"""The operator's file of boundaries, and which one the trace says positions were held against last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiheng.ledger.core.kept import KeptFile
from zhiheng.ledger.selectors import entries_about

BOUNDARIES, BOUNDED = "tracking:boundaries", "tracking.boundaries"


def boundary_file() -> Path:
    """Where the operator's boundaries lie, whether or not there are some."""
    return Path(settings.TRACKING_BOUNDARIES or settings.HOME / "boundaries.geojson")


def boundary_digest() -> str:
    """SHA-256 of the file, empty where there is none."""
    place = boundary_file()
    try:
        state = place.stat()
    except OSError:
        return ""
    return _digest(place, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=4)
def _digest(place: Path, *_state: int) -> str:
    return hashlib.sha256(place.read_bytes()).hexdigest()


def bounded_digest() -> str:
    """The digest that the trace told last, empty where it told of none."""
    newest = entries_about(BOUNDARIES).order_by("-seq").only("details").first()  # a trace that an older program left lacks columns
    return str(newest.facts.get("digest", "")) if newest else ""


def kept_files() -> Iterator[KeptFile]:
    """The file as it was last held against, for the verdict; none where it was never used."""
    if digest := bounded_digest():
        yield KeptFile(boundary_file(), digest, "执行地边界文件（改换后，下次接收位置时会记入留痕）")
