"""Where files lie while they come in or are worked on: below the home, for its own account alone; what a killed process left is swept."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

DIRECTORY = "incoming"
LEFT_SECONDS = 24 * 3600
"""What nobody has touched for so long belongs to a process that is gone."""


def use(home: Path) -> None:
    """Let every temporary file of this process and of those it starts lie below the home."""
    place = home / DIRECTORY
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["TMPDIR"] = str(place)
    tempfile.tempdir = str(place)


def left_behind(home: Path, at_seconds: float) -> Iterator[Path]:
    """Passing files and folders that were left by processes that are gone; at_seconds: now, seconds of the epoch."""
    before = at_seconds - LEFT_SECONDS
    found = (*(home / DIRECTORY).glob("*"), *(home / "files").glob("*/.*"), *(home / "packages").glob("*/.zhiheng-package-*"))
    yield from (place for place in sorted(found) if _newest(place) < before)


def sweep(home: Path, at_seconds: float) -> int:
    """Remove them; returns how many. One that another process removes meanwhile is no fault."""
    count = 0
    for place in left_behind(home, at_seconds):
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)
        count += not place.exists()
    return count


def _newest(place: Path) -> float:
    """When anything of it was last written; what cannot be looked at is taken for new."""
    try:
        inner = place.rglob("*") if place.is_dir() and not place.is_symlink() else ()
        return max(one.lstat().st_mtime for one in (place, *inner))
    except OSError:
        return float("inf")
