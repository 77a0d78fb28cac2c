"""Over random provinces the SQL of every model and its second telling find the same clues."""

from __future__ import annotations

import os

import pytest

from zhiheng.analysis.engine import run_model
from zhiheng.schema import DATASETS

from . import literal
from .literal_rows import rows_of
from .random_province import AS_OF, province

MODELS = [
    name
    for name in vars(literal)
    if hasattr(vars(literal)[name], "__code__") and vars(literal)[name].__code__.co_varnames[:2] == ("p", "as_of")
]
SEEDS = int(os.environ.get("ZHIHENG_RANDOM_PROVINCES", "20"))
RARE = {"recidivist_missed": 6, "able_but_unpaid": 6, "overdue_release": 6}  # several records must fit together: more provinces


class Province:
    """Rows by dataset, read once."""

    def __init__(self, given):
        self.given = given
        self.read = {name: rows_of(given, name) for name in given}

    def __call__(self, name):
        return self.read[name]

    def raw(self, name):
        return self.given[name]


@pytest.mark.parametrize("name", MODELS)
def test_sql_and_second_telling_agree(name, catalog, room):
    model = catalog.models[name]
    met = 0
    for seed in range(SEEDS * RARE.get(name, 1)):
        given = province(f"{name}-{seed}", model.reads)
        found = {(clue.subject, clue.occurrence) for clue in run_model(model, room.library(given), as_of=AS_OF)}
        told = set(vars(literal)[name](Province(given), AS_OF))
        assert found == told, f"province {name}-{seed}: only SQL {sorted(found - told)}, only told {sorted(told - found)}"
        met += len(found)
    assert met or SEEDS < 20, f"no random province made {name} find anything"


def test_all_models_of_exchanged_records_but_those_of_the_law_table_are_told_twice(catalog):
    exchanged = {name for name, spec in catalog.models.items() if set(spec.reads) <= set(DATASETS)}
    assert exchanged - set(MODELS) == {"unlawful_commutation", "unlawful_parole"}
