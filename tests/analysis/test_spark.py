"""Spark finds what DuckDB finds: the same clues with the same digests, for every model, over the same records."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date

import pytest

from zhiheng.analysis import engine
from zhiheng.analysis.spark import session as sessions
from zhiheng.analysis.spark.engine import run_model
from zhiheng.analysis.spark.library import SparkLibrary, with_law
from zhiheng.catalog import digest

pytestmark = [pytest.mark.spark, pytest.mark.slow]
if reason := sessions.missing():
    pytest.skip(f"Spark cannot run here: {reason}", allow_module_level=True)

SMALL = {
    "spark.master": "local[2]",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.codegen.wholeStage": "false",
}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with sessions.open_session(tmp_path_factory.mktemp("spark"), settings=SMALL) as opened:
        yield opened


@pytest.fixture(scope="module")
def beside(session):
    return with_law(session)


def situations(model):
    """All cases of a model that share a day and parameters, side by side: numbers of persons and papers say whose case they are of."""
    together = defaultdict(list)
    for place, case in enumerate(model.cases.cases):
        together[(case.as_of, digest.canonical_json(case.parameters or {}))].append((place, case))
    for (as_of, parameters), cases in together.items():
        given = defaultdict(list)
        for place, case in cases:
            for dataset, rows in case.given.items():
                given[dataset] += [{name: marked(name, value, place) for name, value in row.items()} for row in rows]
        yield date.fromisoformat(as_of), json.loads(parameters), given, sum(len(case.expect) for _, case in cases)


def marked(name, value, place):
    return f"{value}·{place}" if name.endswith(("id_number", "_no")) and value is not None else value


def told(clues):
    return [clue.to_json() for clue in clues]


def test_every_model_finds_the_same_in_the_rows_of_its_cases(catalog, room, beside):
    unlike = {}
    for name, model in catalog.models.items():
        for as_of, parameters, given, written in situations(model):
            library = room.library(given)
            expected = told(engine.run_model(model, library, as_of=as_of, parameters=parameters))
            assert len(expected) == written, name
            for dataset in model.reads:
                beside.createDataFrame(room.connection.table(dataset).to_arrow_table()).createOrReplaceTempView(dataset)
            got = told(run_model(model, SparkLibrary(beside, library.locate), as_of=as_of, parameters=parameters))
            if got != expected:
                unlike[name] = {"only Spark": [c for c in got if c not in expected], "only DuckDB": [c for c in expected if c not in got]}
    assert unlike == {}
