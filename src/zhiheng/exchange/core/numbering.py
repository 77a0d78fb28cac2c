"""Numbers of messages: which are missing among those that came, in few words."""

from __future__ import annotations

from collections.abc import Iterable

MOST_RANGES = 5
"""So many stretches are named; of the others only how many."""


def missing(known: Iterable[int], until: int) -> list[tuple[int, int]]:
    """Stretches (first, last) of numbers from 1 to before `until` that are not known."""
    found, expected = [], 1
    for number in sorted({*known, until}):
        if expected < number <= until:
            found.append((expected, number - 1))
        expected = max(expected, number + 1)
    return found


def in_words(stretches: list[tuple[int, int]]) -> str:
    """第 3、5–7 号; of many stretches the first ones and how many numbers there are in all."""
    named = "、".join(str(first) if first == last else f"{first}–{last}" for first, last in stretches[:MOST_RANGES])
    count = sum(last - first + 1 for first, last in stretches)
    return f"第 {named} 号" + (f"等 {count} 份" if len(stretches) > MOST_RANGES else "") if stretches else ""
