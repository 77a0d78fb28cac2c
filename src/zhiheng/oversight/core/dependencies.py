"""What clues rest on while it is undecided whether two persons are one: compared with the two apart and with the two as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhiheng.analysis.clues import FoundClue

Identity = tuple[str, str, str]
SEPARATOR = "|"
ONLY_IF_SAME, GONE_IF_SAME = "only_if_same", "gone_if_same"


@dataclass(frozen=True)
class Pair:
    """An undecided match. numbers: known-as numbers it would join, the first the one kept; touched: these and persons in records beside."""

    match: int
    numbers: tuple[str, ...]
    touched: frozenset[str]

    def rest(self, effect: str) -> dict[str, Any]:
        """What a clue says of the match it rests on."""
        return {"match": self.match, "effect": effect, "numbers": list(self.numbers)}


def pairs_of(undecided: Iterable[tuple[int, tuple[str, ...]]], records: Iterable[tuple[str | None, ...]]) -> list[Pair]:
    """The pairs in the order of their matches. records: numbers that stand together in one record."""
    families = _families(records)
    return [
        Pair(match, numbers, frozenset().union(*(families.get(number, frozenset({number})) for number in numbers)))
        for match, numbers in sorted(undecided)
        if numbers[0] != numbers[1]
    ]


def _families(records: Iterable[tuple[str | None, ...]]) -> dict[str, frozenset[str]]:
    """Number → all numbers it is tied to by records, itself among them."""
    families: dict[str, set[str]] = {}
    for together in records:
        numbers = {number for number in together if number}
        family = numbers.union(*(families.get(number, set()) for number in numbers))
        families.update(dict.fromkeys(family, family))
    return {number: frozenset(family) for number, family in families.items()}


def rounds(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """Pairs that touch nobody in common go together, so that a few runs answer for all."""
    taken: list[tuple[set[str], list[Pair]]] = []
    for pair in pairs:
        place = next((one for one in taken if not one[0] & pair.touched), None)
        if place is None:
            taken.append(place := (set(), []))
        place[0].update(pair.touched)
        place[1].append(pair)
    return [chosen for _, chosen in taken]


def joined_as(aliases: Mapping[str, str], pairs: Iterable[Pair]) -> dict[str, str]:
    """The aliases as if these pairs were one person each."""
    joined = {pair.numbers[1]: pair.numbers[0] for pair in pairs}
    return {**{number: joined.get(known, known) for number, known in aliases.items()}, **joined}


def renamed(identity: Identity, known_as: Callable[[str], str]) -> Identity:
    """Model, subject and occurrence under other numbers of persons."""
    model, subject, occurrence = identity
    return model, known_as(subject), SEPARATOR.join(known_as(part) for part in occurrence.split(SEPARATOR))


class ClueDependencies:
    """The clues of a screening, to which each comparison adds what rests on undecided matches."""

    def __init__(self, found: Iterable[FoundClue]) -> None:
        self.found = {clue.identity: clue for clue in found}
        self.known = frozenset(self.found)

    def compare(self, pairs: Sequence[Pair], apart: Iterable[FoundClue], joined: Iterable[FoundClue]) -> None:
        """Take one round in: clues of a few persons as things stand, and with these pairs as one person each."""
        pair_of = {number: pair for pair in pairs for number in pair.touched}
        kept = {pair.numbers[1]: pair.numbers[0] for pair in pairs}
        as_one = {clue.identity: clue for clue in joined if clue.subject in pair_of}
        as_two = {clue.identity for clue in apart if clue.subject in pair_of}
        told = {identity: renamed(identity, lambda number: kept.get(number, number)) for identity in as_two}
        for identity in as_one.keys() - set(told.values()) - self.known:
            self._add(as_one[identity], pair_of[identity[1]].rest(ONLY_IF_SAME))
        for identity in as_two & self.known:
            if told[identity] not in as_one:
                self._add(self.found[identity], pair_of[identity[1]].rest(GONE_IF_SAME))

    def _add(self, clue: FoundClue, rest: Mapping[str, Any]) -> None:
        held = self.found.get(clue.identity, clue)
        self.found[clue.identity] = replace(held, rests_on=(*held.rests_on, rest))

    def clues(self, models: Sequence[str]) -> list[FoundClue]:
        """All clues in the order of the models, then of subject and occurrence."""
        place = {model: number for number, model in enumerate(models)}
        return sorted(self.found.values(), key=lambda clue: (place[clue.model], clue.subject, clue.occurrence))
