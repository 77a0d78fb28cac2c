"""Who is one person, folded from the decisions in force: numbers decided to be the same are joined, others stay apart."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zhiheng.subjects.core.states import DIFFERENT, SAME

Rank = tuple[int, int]


@dataclass(frozen=True)
class InForce:
    """A decision in force.

    seq          order in which it was made; match: the match it is about
    kind         same or different
    left, right  the two numbers; equal where two names under one number are concerned (different: the number is shared by two persons)
    ranks        number → (resident with a valid number 1/0, organs that wrote it), when it was decided
    """

    seq: int
    match: int
    kind: str
    left: str
    right: str
    ranks: Mapping[str, Rank] = field(default_factory=dict)

    @property
    def joins(self) -> bool:
        """Whether it makes two numbers one person's."""
        return self.kind == SAME and self.left != self.right

    @property
    def shares(self) -> bool:
        """Whether it says that one number is used by two persons."""
        return self.kind == DIFFERENT and self.left == self.right


def aliases(decisions: Iterable[InForce]) -> dict[str, str]:
    """Number → the number its person is known by, for numbers that differ from it.

    Known by is the resident's valid number, of several the one more organs wrote, of those the smallest; as it stood at the first
    decision in force that names it, so that later data do not change it.
    """
    kept = list(decisions)
    ranks = ranks_of(kept)
    told: dict[str, str] = {}
    for group in groups(kept):
        known = known_by(group, ranks)
        told |= {number: known for number in group if number != known}
    return told


def ranks_of(decisions: Iterable[InForce]) -> dict[str, Rank]:
    """Number → its rank as it stood at the first decision that names it."""
    ranks: dict[str, Rank] = {}
    for one in sorted(decisions, key=lambda one: one.seq):
        for number, rank in one.ranks.items():
            ranks.setdefault(number, rank)
    return ranks


def known_by(numbers: Iterable[str], ranks: Mapping[str, Rank]) -> str:
    """Which of its numbers a person is known by."""
    return min(numbers, key=lambda number: (*(-part for part in ranks.get(number, (0, 0))), number))


def groups(decisions: Iterable[InForce]) -> list[frozenset[str]]:
    """Numbers of one person each, where there are two or more, in the order of their smallest numbers."""
    beside = _same_person(decisions)
    found: list[frozenset[str]] = []
    seen: set[str] = set()
    for number in sorted(beside):
        if number not in seen:
            group = frozenset(_paths(number, beside))
            seen |= group
            found.append(group)
    return found


def contradiction(decisions: Iterable[InForce], new: InForce) -> InForce | None:
    """The decision in force that the new one would contradict, None where there is none."""
    kept = sorted(decisions, key=lambda one: one.seq)
    beside = _same_person(kept)
    if new.joins:
        joined = {*_paths(new.left, beside), *_paths(new.right, beside)}
        apart = (one for one in kept if one.kind == DIFFERENT and one.left in joined and one.right in joined)
        return next(apart, None)
    if new.kind == DIFFERENT:
        if new.shares:
            return next((one for _, one in beside.get(new.left, ())), None)
        return _paths(new.left, beside).get(new.right)
    return None


def _same_person(decisions: Iterable[InForce]) -> dict[str, list[tuple[str, InForce]]]:
    """Number → the numbers decided to be the same person's, with the decision."""
    beside: dict[str, list[tuple[str, InForce]]] = {}
    for one in decisions:
        if one.joins:
            beside.setdefault(one.left, []).append((one.right, one))
            beside.setdefault(one.right, []).append((one.left, one))
    return beside


def _paths(number: str, neighbours: Mapping[str, list[tuple[str, InForce]]]) -> dict[str, InForce | None]:
    """Every number of the person, with the last decision on the shortest way to it (None for the number itself)."""
    reached: dict[str, InForce | None] = {number: None}
    waiting = deque([number])
    while waiting:
        at = waiting.popleft()
        for other, by in neighbours.get(at, ()):
            if other not in reached:
                reached[other] = by
                waiting.append(other)
    return reached
