"""The second look on a few records tells what two whole screenings would: with two persons apart and with the two as one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from tests.analysis.segments import stored
from tests.oversight.conftest import PACKS
from zhiheng.analysis.case_library import open_cases
from zhiheng.analysis.engine import run_model
from zhiheng.catalog import packs
from zhiheng.oversight.core.dependencies import Pair, pairs_of, renamed, rounds
from zhiheng.oversight.services.screening import find
from zhiheng.records.core.library import open_library
from zhiheng.records.core.persons import person_columns
from zhiheng.schema import DATASETS
from zhiheng.subjects.core.identities import Identities, Undecided

OTHER = "′"


def provinces(model):
    """All cases of a model that share a day, side by side; what the datasets beside the first say is said under another number."""
    together = defaultdict(lambda: defaultdict(list))
    for place, case in enumerate(case for case in model.cases.cases if not case.parameters):
        for dataset, rows in case.given.items():
            mark = f"·{place}" + (OTHER if dataset != model.reads[0] else "")
            together[case.as_of][dataset] += [marked(row, person_columns(dataset), place, mark) for row in rows]
    return {date.fromisoformat(day): dict(given) for day, given in together.items()}


def marked(row, persons, place, mark):
    numbers = {name: f"{value}{mark}" for name, value in row.items() if name in persons and value is not None}
    papers = {name: f"{value}·{place}" for name, value in row.items() if name.endswith("_no") and value is not None}
    return {**row, **papers, **numbers}


def matches(given):
    said = {row[name] for dataset, rows in given.items() for row in rows for name in person_columns(dataset) if row.get(name)}
    pairs = sorted((number.removesuffix(OTHER), number) for number in said if number.endswith(OTHER))
    return tuple(Undecided(number, pair) for number, pair in enumerate(pairs, start=1))


def whole(model, snapshot, root, as_of, same_person):
    with open_library(snapshot, root, datasets=model.reads, same_person=same_person) as library:
        return {clue.identity: clue for clue in run_model(model, library, as_of=as_of)}


def by_whole_screenings(model, snapshot, root, as_of, undecided):
    """All matches at once: the cases have no person in common."""
    same = {one.numbers[1]: one.numbers[0] for one in undecided}
    apart, joined = whole(model, snapshot, root, as_of, {}), whole(model, snapshot, root, as_of, same)
    under = {renamed(identity, lambda number: same.get(number, number)) for identity in apart}
    only = {("only_if_same", *identity, joined[identity].digest) for identity in joined.keys() - under}
    gone = {
        ("gone_if_same", *identity, clue.digest)
        for identity, clue in apart.items()
        if renamed(identity, lambda number: same.get(number, number)) not in joined
    }
    return only | gone


def test_as_two_whole_screenings_would_tell(tmp_path, settings):
    effects = defaultdict(int)
    with open_cases() as room:
        exchanged = {name: model for name, model in packs.loaded(PACKS).models.items() if set(model.reads) <= set(DATASETS)}
        for name, model in exchanged.items():
            for as_of, given in provinces(model).items():
                settings.LIBRARY = root = tmp_path / f"{name}-{as_of}"
                snapshot, undecided = stored(room, root, given), matches(given)
                found = find([model], snapshot, as_of=as_of, engine="duckdb", identities=Identities(undecided=undecided))
                got = {(rest["effect"], *clue.identity, clue.digest) for clue in found for rest in clue.rests_on}
                assert got == by_whole_screenings(model, snapshot, root, as_of, undecided), (name, as_of)
                for effect, *_ in got:
                    effects[effect] += 1
    assert min(effects["only_if_same"], effects["gone_if_same"]) > 10, effects


def test_pairs_that_touch_nobody_in_common_go_together():
    pairs = pairs_of([(1, ("a", "b")), (2, ("c", "d")), (3, ("b", "c")), (4, ("e", "e"))], [("child", "a"), ("child", None)])
    assert [pair.touched for pair in pairs] == [{"a", "b", "child"}, {"c", "d"}, {"b", "c"}]
    assert [[pair.match for pair in together] for together in rounds(pairs)] == [[1, 2], [3]]


@pytest.mark.parametrize("together", [[("a", "x"), ("x", "y"), ("y", "b")], [("y", "b"), ("a", "x"), ("x", "y")]])
def test_families_are_followed_to_their_end(together):
    assert pairs_of([(1, ("a", "z"))], together) == [Pair(1, ("a", "z"), frozenset("abxyz"))]
