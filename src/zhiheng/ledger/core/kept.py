"""A file that a room keeps, and the digest that its row has of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class KeptFile:
    """digest: SHA-256 in hex; words: what the file is, in Chinese, as a finding begins."""

    place: Path
    digest: str
    words: str
