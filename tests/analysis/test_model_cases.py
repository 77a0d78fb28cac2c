"""Every model finds in its cases what they expect, and every trap of the contract stands among them as an innocent look-alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.analysis.case_check import check_cases
from zhiheng.analysis.case_library import open_cases
from zhiheng.catalog import packs
from zhiheng.catalog.kept_tables import schemas

ROOT = Path(__file__).resolve().parents[2]

CATALOG = packs.loaded(ROOT / "packs")


@pytest.fixture(scope="module")
def room():
    with open_cases(schemas(CATALOG)) as opened:
        yield opened


@pytest.mark.parametrize("name", sorted(CATALOG.models))
def test_cases_come_out_as_written(name, room):
    outcomes = check_cases(CATALOG.models[name], room)
    assert outcomes, f"{name} has no cases"
    assert [f"{outcome.case.name}: {outcome.difference}" for outcome in outcomes if not outcome.passed] == []


@pytest.mark.parametrize("name", sorted(CATALOG.models))
def test_cases_show_a_clue_and_innocent_look_alikes(name):
    cases = CATALOG.models[name].cases.cases
    assert any(case.expect for case in cases)
    assert any(case.trap and not case.expect for case in cases)
