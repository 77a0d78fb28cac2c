"""What rooms above this one know of its persons, named by them at the start of the program without this room reading them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from zhiheng.schema.identity import to_18

Numbers = frozenset[str]
JOINS: list[Callable[[Numbers], Numbers]] = []
"""Numbers → these and all that were decided to be of the same persons."""
_WHOLE, _CENTURY = 18, slice(6, 8)


def join_persons_with(join: Callable[[Numbers], Numbers]) -> None:
    """Name what knows which numbers are one person's."""
    JOINS[:] = [join]


def every_number_of(numbers: Iterable[str]) -> Numbers:
    """All numbers by which these persons may be written: decided to be the same person's, of fifteen digits, with a small x."""
    found = frozenset(to_18(one.upper()) for one in numbers)
    for join in JOINS if found else ():
        found |= join(found)
    return frozenset(spelling for one in found for spelling in _spellings(one))


def _spellings(number: str) -> Iterator[str]:
    """A number as it may have been typed: whole, as it was before 1999, with a small x."""
    yield number
    if number.endswith("X"):
        yield number.lower()
    if len(number) == _WHOLE and number[_CENTURY] == "19":
        yield number[: _CENTURY.start] + number[_CENTURY.stop : -1]
