"""How an organ stands to another by level and place: which decides to whom a paper goes at once, and to whom through others."""

from __future__ import annotations

from typing import Literal

Standing = Literal["", "own", "higher", "lower", "elsewhere"]
"""own: of the same level and place; empty: not known."""

DIGITS = {"province": 2, "city": 4, "county": 6}
"""How many digits of a division code name the area of an organ of a level; of a township the code says no more than its county."""
RANKS = ("province", "city", "county", "township")
BY_RELATION = frozenset({"prison"})
"""Kinds whose level says nothing of who supervises them: only a relation does."""


def standing(kind: str, level: str, division: str, to_level: str, to_division: str) -> Standing:
    """How the first organ stands to the second; not known where a level or a place is not, or the kind goes by relations alone."""
    if kind in BY_RELATION or not division or not to_division or level not in RANKS or to_level not in DIGITS:
        return ""
    rank, to_rank = RANKS.index(level), RANKS.index(to_level)
    wider = level if rank <= to_rank else to_level
    shared = DIGITS[wider]
    if division[:shared] != to_division[:shared]:
        return "elsewhere"
    if rank == to_rank:
        return "own"
    return "higher" if rank < to_rank else "lower"
