"""The second look of a screening: which clues rest on matches of persons that nobody has decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.analysis.clues import FoundClue
from zhiheng.catalog.kept_tables import dataset_names
from zhiheng.catalog.models import ModelSpec
from zhiheng.oversight.core.dependencies import GONE_IF_SAME, ONLY_IF_SAME, ClueDependencies, Pair, joined_as, pairs_of, rounds
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.models import Clue
from zhiheng.records.core.library import Library, open_library
from zhiheng.records.core.persons import hold_same, numbers_in, numbers_together, person_columns
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.subjects import selectors as subjects
from zhiheng.subjects.core.identities import Identities

REASONS: Mapping[str, str] = {
    ONLY_IF_SAME: "两个身份号码是否同一人尚未认定，只有认定为同一人线索才成立",
    GONE_IF_SAME: "两个身份号码是否同一人尚未认定，认定为同一人后线索即不成立",
}
CluesOf = Callable[[Library, ModelSpec], list[FoundClue]]
"""Runs one model on an open library, with the parameters of the screening."""


def with_dependencies(
    found: list[FoundClue], specs: list[ModelSpec], snapshot: Snapshot, identities: Identities, *, clues_of: CluesOf
) -> list[FoundClue]:
    """The clues with what they rest on, and those there would be only if two persons are one; the same as given where nothing is open.

    Only the records of the persons concerned are read, once, on DuckDB, whatever the engine of the screening. Each match is taken
    by itself: all others stay undecided.
    """
    about_persons = [spec for spec in specs if any(map(person_columns, dataset_names(spec.reads)))]
    if not identities.undecided or not about_persons:
        return found
    reads = dataset_names({name for spec in about_persons for name in spec.reads})
    pairs = _pairs(snapshot, identities, reads)
    grounds = ClueDependencies(found)
    with _few(snapshot, identities.aliases, {number for pair in pairs for number in pair.touched}, reads) as library:
        named = {name: numbers_in(library.connection, name) for name in reads}
        concerned = {pair.match: [spec for spec in about_persons if _may_change(spec, pair, named)] for pair in pairs}
        for together in rounds([pair for pair in pairs if concerned[pair.match]]):
            wanted = {spec.id for pair in together for spec in concerned[pair.match]}
            running = [spec for spec in about_persons if spec.id in wanted]
            hold_same(library.connection, identities.aliases)
            apart = [clue for spec in running for clue in clues_of(library, spec)]
            hold_same(library.connection, joined_as(identities.aliases, together))
            joined = [clue for spec in running for clue in clues_of(library, spec)]
            grounds.compare(together, apart, joined)
    return grounds.clues([spec.id for spec in specs])


def _may_change(spec: ModelSpec, pair: Pair, named: Mapping[str, set[str]]) -> bool:
    """Whether joining the pair can change what a model finds: records it reads name both."""
    numbers = set[str]().union(*(named[name] for name in dataset_names(spec.reads)))
    return numbers.issuperset(pair.numbers)


def _pairs(snapshot: Snapshot, identities: Identities, reads: list[str]) -> list[Pair]:
    """The pairs with everybody who stands in one record with them, and with these, and so on."""
    aliases = identities.aliases
    undecided = [(one.match, tuple(aliases.get(number, number) for number in one.numbers)) for one in identities.undecided]
    known = {number for _, numbers in undecided for number in numbers}
    return pairs_of(undecided, _records_beside(snapshot, aliases, known, reads))


def all_beside(snapshot: Snapshot, same_person: Mapping[str, str], known: set[str], reads: Sequence[str]) -> set[str]:
    """Every number, as records came with it, of these persons and of those who stand in one record with them, and with these."""
    reached = known.union(*_records_beside(snapshot, same_person, known, reads))
    return _as_they_came(same_person, {number for number in reached if number})


def _records_beside(
    snapshot: Snapshot, same_person: Mapping[str, str], known: set[str], reads: Sequence[str]
) -> list[tuple[str | None, ...]]:
    """Numbers that stand together in a record, from these persons on."""
    shared = [name for name in reads if len(person_columns(name)) > 1]
    found: list[tuple[str | None, ...]] = []
    reached, seen = set(known), 0
    while shared and len(reached) > seen:
        seen = len(reached)
        with _few(snapshot, same_person, reached, shared) as library:
            found = numbers_together(library.connection, shared)
        reached |= {number for together in found for number in together if number}
    return found


def _few(snapshot: Snapshot, same_person: Mapping[str, str], known: set[str], datasets: Sequence[str]) -> AbstractContextManager[Library]:
    """The library of these persons alone, under every number they have."""
    numbers = _as_they_came(same_person, known)
    return open_library(snapshot, Path(settings.LIBRARY), datasets=datasets, same_person=same_person, persons=numbers)


def _as_they_came(same_person: Mapping[str, str], known: set[str]) -> set[str]:
    return known | {number for number, shown in same_person.items() if shown in known}


def demand_settled(act: str, clue: Clue) -> None:
    """Refuse an act on a clue that rests on a match nobody has decided, or that was decided against it."""
    if not clue.rests_on:
        return
    now = subjects.identities_now()
    undecided = {one.match for one in now.undecided}
    for rest in clue.rests_on:
        place = f"线索 {clue.pk}（第 {rest['match']} 号匹配）"
        if rest["match"] in undecided:
            raise ClueRefused(act, place, REASONS[rest["effect"]], "请先在“同一人认定”中对该匹配作出认定，再核实线索")
        if is_contradicted(rest, now):
            raise ClueRefused(act, place, "按照现在的认定，该线索不再成立", "请重新运行筛查，或者以“身份认错”排除")


def is_contradicted(rest: Mapping[str, Any], now: Identities) -> bool:
    """Whether what is decided now speaks against a clue that rests on a match."""
    is_one = len({now.aliases.get(number, number) for number in rest["numbers"]}) == 1
    wants_one: bool = rest["effect"] == ONLY_IF_SAME
    return is_one != wants_one
