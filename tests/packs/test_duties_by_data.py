"""Duties that data tell: the next report of each person under correction, by level, until the term or the file ends."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiheng.analysis.case_library import open_cases
from zhiheng.analysis.duties import owed_by_data
from zhiheng.analysis.selects import DuckEngine
from zhiheng.catalog import packs
from zhiheng.catalog.kept_tables import schemas

CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")
PLAN = {
    "case": "1",
    "organ__office": "浆洗街司法所",
    "announce__on": "2026-03-24",
    "announce__outcome": "announced",
    "plan__on": "2026-04-09",
    "plan__outcome": "approved",
}
TERM = {"category": "probation", "division": "510107", "term_start": "2026-03-10", "term_end": "2028-03-09"}
PERSONS = {
    "strict": ({}, {}),
    "ordinary": ({}, {}),
    "lenient": ({"plan__manage_level": "lenient"}, {"term_end": "2026-05-06"}),
    "dead": ({"plan__manage_level": "strict"}, {"released_on": "2026-04-20", "end_reason": "died"}),
    "returned": ({"plan__manage_level": "strict", "plan__outcome": "returned"}, {}),
}


@pytest.fixture(scope="module")
def engine():
    cases, terms = [], []
    for number, (name, (plan, term)) in enumerate(PERSONS.items()):
        cases.append({**PLAN, "plan__manage_level": name, **plan, "case": str(number), "subject": name})
        terms.append({**TERM, **term, "id_number": name, "person_no": f"J{number}"})
    with open_cases(schemas(CATALOG)) as room:
        yield DuckEngine(room.library({"case_enrolment": cases, "corrections_cases": terms}))


@pytest.mark.parametrize(
    ("duty", "as_of", "owed"),
    [
        ("report_each", "2026-04-23", {"strict": "2026-04-23", "ordinary": "2026-04-23"}),
        ("report_each", "2026-04-24", {"strict": "2026-04-30", "ordinary": "2026-05-07"}),
        ("report_each", "2026-04-09", {}),
        ("visit_each", "2026-04-24", {"strict": "2026-05-07", "ordinary": "2026-06-04"}),
        ("group_meeting_each", "2026-06-23", {"strict": "2026-06-23", "ordinary": "2026-06-23", "returned": "2026-06-23"}),
        ("group_meeting_each", "2026-06-24", {"strict": "2026-09-22", "ordinary": "2026-09-22", "returned": "2026-09-22"}),
    ],
)
def test_the_next_day_of_each_person_by_level(engine, duty, as_of, owed):
    found = owed_by_data(CATALOG.duties[duty], engine, as_of=date.fromisoformat(as_of))
    assert {one.subject: one.last_on.isoformat() for one in found} == owed
    assert {one.organ for one in found} <= {"浆洗街司法所"}
