"""Models that read cases and ledgers, on provinces in which their own cases are played: every planted clue is found, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from zhiheng.analysis.case_library import CaseRoom, open_cases
from zhiheng.analysis.engine import run_model
from zhiheng.catalog.kept_tables import schemas
from zhiheng.simulate import kept
from zhiheng.simulate.persons import check_digit
from zhiheng.simulate.province import parts

PERSONS, SEED = 60, 31


@pytest.fixture(scope="module")
def catalog():
    from zhiheng.models.in_force import packs_on_disk

    return packs_on_disk()


@pytest.fixture(scope="module")
def room(catalog):
    with open_cases(schemas(catalog)) as made:
        yield made


@pytest.fixture(scope="module")
def worlds(catalog) -> list[kept.Kept]:
    """Every world, with a province of that day around what the platform keeps."""
    made = kept.worlds(catalog)
    for world in made:
        kept.join(world, parts(persons=PERSONS, seed=SEED, as_of=world.as_of))
    return made


def found(catalog, room: CaseRoom, world: kept.Kept) -> dict[str, set[tuple[str, str]]]:
    """What the models whose cases the world plays find in it."""
    library = room.library(world.rows)
    return {
        name: {(clue.subject, clue.occurrence) for clue in run_model(catalog.models[name], library, as_of=world.as_of)}
        for name in sorted(world.models)
    }


def truth(world: kept.Kept) -> dict[str, set[tuple[str, str]]]:
    return {name: {(clue.subject, clue.occurrence) for clue in world.clues if clue.model == name} for name in sorted(world.models)}


def test_every_model_of_cases_and_ledgers_is_planted_with_clues_and_lookalikes(catalog, worlds):
    asked = {model.id for model in catalog.models.values() if kept.reads_kept(model)}
    assert asked == {name for world in worlds for name in world.models}
    assert asked - {clue.model for world in worlds for clue in world.clues} == set()
    plain = [(model.id, case) for model in catalog.models.values() for case in (model.cases.cases if model.cases else ())]
    assert asked - {name for name, case in plain if not case.expect and not case.parameters} == set()
    assert sum(world.lookalikes for world in worlds) > len(asked)


def test_what_is_planted_is_found_and_nothing_else(catalog, room, worlds):
    assert [found(catalog, room, world) for world in worlds] == [truth(world) for world in worlds]


def test_a_clue_that_is_taken_out_of_the_world_is_not_found(catalog, room, worlds):
    """The comparison sees a difference: without its rows a planted clue is missed, and a clue that nobody planted is one too many."""
    world = max(worlds, key=lambda one: len(one.models))
    table = max((name for name in world.rows if name.startswith("register_")), key=lambda name: len(world.rows[name]))
    emptied = replace(world, rows={**world.rows, table: []})
    lost = {name for name, clues in found(catalog, room, emptied).items() if clues != truth(world)[name]}
    assert lost == {name for name in world.models if table in catalog.models[name].reads}


@pytest.mark.parametrize("place", [1, 99, 100, 2345])
def test_an_identity_number_stays_one(place):
    rng = Random(place)  # noqa: S311 - a synthetic number
    body = "510107" + date(1990, 1, 1).strftime("%Y%m%d") + f"{rng.randint(0, 999):03d}"
    other = kept.apart(body + check_digit(body), place)
    assert other != body + check_digit(body)
    assert check_digit(other[:17]) == other[17]
    assert (other[6:14], other[16]) == (body[6:14], body[16])


def test_names_keep_apart_what_a_case_keeps_apart():
    assert kept.apart("涉物1号", 7) != kept.apart("涉物2号", 7)
    assert kept.apart("510107199001012911", 7) != kept.apart("510107199001013316", 7)
