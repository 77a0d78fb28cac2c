"""Random checks: who is called is drawn by a lot that anybody can repeat from its seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from math import ceil


def lot(seed: str, key: str) -> str:
    """The lot of one candidate."""
    return sha256(f"{seed}|{key}".encode()).hexdigest()


def frame_digest(keys: Iterable[str]) -> str:
    """One digest of those from whom is drawn, in the order of their keys."""
    return sha256("\n".join(sorted(keys)).encode()).hexdigest()


def drawn(keys: Sequence[str], seed: str, percent: int) -> list[str]:
    """So many per cent of the keys, rounded up, in the order of their lots."""
    return sorted(keys, key=lambda key: lot(seed, key))[: ceil(len(keys) * percent / 100)]
