"""Which clue goes on as which, when a person comes to be known by another number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhiheng.oversight.core.dependencies import Identity, renamed

WEIGHT: Mapping[str, int] = {"received": 0, "assigned": 1, "refuted": 2, "verified": 3, "documented": 4, "closed": 5}
"""State → how far the work on a clue has come; of two clues that become one, the further goes on."""


@dataclass(frozen=True)
class Numbers:
    """Persons by their numbers. known_as: number → the one its person is known by; of_person: number → all of its person's."""

    known_as: Mapping[str, str]
    of_person: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, aliases: Mapping[str, str]) -> Numbers:
        """From aliases as screening holds them."""
        together: dict[str, set[str]] = {}
        for number, known in aliases.items():
            together.setdefault(known, {known}).add(number)
        return cls(aliases, {number: frozenset(group) for group in together.values() for number in group})

    def known(self, number: str) -> str:
        """The number the person is known by."""
        return self.known_as.get(number, number)

    def all_of(self, number: str) -> frozenset[str]:
        """Every number of the person."""
        return self.of_person.get(number, frozenset({number}))


def successor(gone: Identity, found: Mapping[Identity, object], was: Numbers, now: Numbers, joined: Iterable[str] = ()) -> Identity | None:
    """The found clue that tells of the same thing as one no longer found; None where there is none.

    was, now   persons when it was last found and now
    joined     numbers of undecided matches it rested on
    """
    under = (_under(gone, number) for number in _likely(gone[1], was, now, joined))
    return next((identity for identity in under if identity in found), None)


def _under(gone: Identity, number: str) -> Identity:
    return renamed(gone, lambda part: number if part == gone[1] else part)


def _likely(subject: str, was: Numbers, now: Numbers, joined: Iterable[str]) -> Iterator[str]:
    """Numbers the person may be known by now, the likeliest first."""
    yield now.known(subject)
    for number in (*sorted(joined), *sorted(was.all_of(subject))):
        yield now.known(number)


def is_by_identity(subject: str, was: Numbers, now: Numbers, rested: Iterable[int], undecided: Iterable[int]) -> bool:
    """Whether a clue is gone since it was decided who is one person: its person's numbers changed, or a match it rested on is settled."""
    return was.all_of(subject) != now.all_of(subject) or not set(rested) <= set(undecided)
