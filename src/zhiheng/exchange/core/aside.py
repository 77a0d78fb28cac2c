"""A file with columns nobody knows is kept as it came: what the exchange standard has no place for is set aside, not thrown away."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from zhiheng.dossier.core.keeping import place_of
from zhiheng.exchange.core.source import Source
from zhiheng.ledger.core import at_rest


def keep_original(root: Path, source: Source) -> None:
    """Copy the file under the digest of its bytes, whole or not at all; a copy already there is left as it is."""
    place = place_of(root, source.digest)
    if place.is_file():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    writing = place.with_name(f".{source.digest}.{secrets.token_hex(4)}")
    try:
        with source.path.open("rb") as came, at_rest.writing(writing) as kept:
            shutil.copyfileobj(came, kept, 1 << 20)
        source.unchanged()
        writing.replace(place)
    finally:
        writing.unlink(missing_ok=True)


def original_at(root: Path, digest: str) -> Path | None:
    """Where the file of that digest was kept; None where it was not."""
    place = place_of(root, digest)
    return place if place.is_file() else None
