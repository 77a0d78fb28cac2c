"""Persons shown under the number they are known by: as if every record had been written with it."""

from __future__ import annotations

import random

import pytest

from tests.analysis.random_province import AS_OF, PEOPLE, province
from tests.analysis.segments import stored
from zhiheng.analysis import engine
from zhiheng.analysis.spark import engine as on_spark
from zhiheng.analysis.spark import session as sessions
from zhiheng.analysis.spark.library import open_spark_library
from zhiheng.records.core.library import open_library
from zhiheng.records.core.persons import hold_same, identity_columns, person_columns
from zhiheng.schema import DATASETS

ALIASES = {
    "510104200806290026": PEOPLE[0],
    "510104198806290035": PEOPLE[0],
    "510104200806300022": PEOPLE[1],
    "510104200601010027": PEOPLE[2],
}


def under_other_numbers(given, seed):
    """The same rows, each with one of the numbers of its person."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    numbers = {known: [known, *(number for number, shown in ALIASES.items() if shown == known)] for known in PEOPLE}
    return {name: [_renamed(row, identity_columns(name), numbers, chance) for row in rows] for name, rows in given.items()}


def _renamed(row, columns, numbers, chance):
    return {field: chance.choice(numbers.get(value, [value])) if field in columns else value for field, value in row.items()}


def told(clues):
    return [(clue.subject, clue.occurrence, clue.organ, clue.level, clue.summary, clue.values) for clue in clues]


def exchanged(catalog):
    """The models of exchanged records alone: what the platform keeps is renamed where it is read (tests/work/test_kept_tables.py)."""
    return {name: model for name, model in catalog.models.items() if set(model.reads) <= set(DATASETS)}


def test_every_model_finds_what_it_would_in_records_written_with_one_number(catalog, room, tmp_path):
    unlike, found = [], 0
    for name, model in exchanged(catalog).items():
        for seed in range(3):
            given = province(f"{name}-{seed}", model.reads)
            root = tmp_path / f"{name}-{seed}"
            plain, written = stored(room, root / "plain", given), stored(room, root / "written", under_other_numbers(given, seed))
            with open_library(plain, root / "plain", datasets=model.reads) as library:
                expected = told(engine.run_model(model, library, as_of=AS_OF))
            with open_library(written, root / "written", datasets=model.reads, same_person=ALIASES) as library:
                got = told(engine.run_model(model, library, as_of=AS_OF))
            found += len(expected)
            if got != expected:
                unlike.append((name, seed))
    assert unlike == []
    assert found > 100


def test_records_of_a_few_are_whole_and_may_be_renamed_again(catalog, room, tmp_path):
    given = province("few", ["sentences", "custody_records", "dependants", "trial_nodes"])
    snapshot = stored(room, tmp_path, given)
    with open_library(snapshot, tmp_path, datasets=list(given), persons=[PEOPLE[0]]) as library:
        counts = {name: library.connection.table(name).to_arrow_table() for name in given}
        for name, rows in given.items():
            wanted = [row for row in rows if not person_columns(name) or PEOPLE[0] in {row[one] for one in person_columns(name)}]
            assert len(counts[name]) == len(wanted), name
        hold_same(library.connection, {PEOPLE[0]: "甲"})
        assert set(library.connection.table("sentences").to_arrow_table()["id_number"].to_pylist()) == {"甲"}
        keys = library.connection.table("sentences").to_arrow_table()["_key"].to_pylist()
        assert all(PEOPLE[0] in key for key in keys)


@pytest.mark.spark
@pytest.mark.slow
def test_spark_shows_the_same_numbers(catalog, room, tmp_path):
    if reason := sessions.missing():
        pytest.skip(f"Spark cannot run here: {reason}")
    reads = sorted({name for model in exchanged(catalog).values() for name in model.reads})
    snapshot = stored(room, tmp_path, under_other_numbers(province("both", reads), "both"))
    small = {"spark.master": "local[2]", "spark.driver.memory": "1g", "spark.sql.shuffle.partitions": "2"}
    with (
        open_library(snapshot, tmp_path, datasets=reads, same_person=ALIASES) as library,
        sessions.open_session(tmp_path, settings=small) as session,
        open_spark_library(session, snapshot, tmp_path, datasets=reads, same_person=ALIASES) as there,
    ):
        here = {name: library.connection.sql(f"select * from {name}").to_arrow_table().sort_by("_ref").to_pylist() for name in reads}
        assert sum(map(len, here.values())) > 20
        for name in reads:
            assert on_spark.select(there.session, f"select * from {name}", name).sort_by("_ref").to_pylist() == here[name], name
        for name in ("undelivered_sentence", "child_unprotected", "leave_ultra_vires"):
            model = catalog.models[name]
            mine, theirs = engine.run_model(model, library, as_of=AS_OF), on_spark.run_model(model, there, as_of=AS_OF)
            assert [clue.to_json() for clue in theirs] == [clue.to_json() for clue in mine]
