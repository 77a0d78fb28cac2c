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
REVIEW = {"state": "reviewed", "organ": "浆洗街司法所", "why": "quarter", "risk": "low"}
OTHERS = ("eased", "tightened", "unchanged", "moved")
REVIEWS = [
    {**REVIEW, "id_number": "eased", "reviewed_on": "2026-07-15", "level_after": "ordinary"},
    {**REVIEW, "id_number": "eased", "reviewed_on": "2026-10-16", "level_after": "lenient"},
    {**REVIEW, "id_number": "tightened", "reviewed_on": "2026-07-15", "level_after": "strict"},
    {**REVIEW, "id_number": "unchanged", "reviewed_on": "2026-07-15", "level_after": "ordinary"},
    {**REVIEW, "id_number": "unchanged", "reviewed_on": "2026-07-16", "level_after": "strict", "state": "expected"},
    {**REVIEW, "id_number": "unchanged", "reviewed_on": "2026-03-16", "level_after": "strict"},
]
MOVE = {
    "case": "9", "subject": "moved", "receive__on": "2026-07-15", "receive__outcome": "received",
    "organ__new_agency": "沙坪坝区社区矫正管理局", "receive__new_office": "歌乐山司法所",
}  # fmt: skip


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


@pytest.fixture(scope="module")
def later():
    """Persons whose level or place changed during the term."""
    first = {"eased": "strict", "tightened": "ordinary", "unchanged": "ordinary", "moved": "ordinary"}
    cases = [{**PLAN, "plan__manage_level": first[name], "case": name, "subject": name} for name in OTHERS]
    terms = [{**TERM, "id_number": name, "person_no": f"J{name}"} for name in OTHERS]
    terms += [{**TERM, "id_number": "moved", "person_no": "J9", "released_on": "2026-07-15", "end_reason": "moved"}]
    tables = {"case_enrolment": cases, "corrections_cases": terms, "register_plan_reviews": REVIEWS, "case_relocation": [MOVE]}
    with open_cases(schemas(CATALOG)) as room:
        yield DuckEngine(room.library(tables))


def owed_to(engine, duty, as_of):
    found = owed_by_data(CATALOG.duties[duty], engine, as_of=date.fromisoformat(as_of))
    return {one.subject: (one.organ, one.first_on.isoformat(), one.last_on.isoformat()) for one in found}


def test_a_change_of_level_changes_what_is_owed_from_that_day_on(later):
    """Strict: 2026-04-09 and each seventh day; eased on 07-15: each fourteenth from there; lenient on 10-16: each twenty-eighth."""
    here = "浆洗街司法所"
    before = owed_to(later, "report_each", "2026-07-15")
    assert before["eased"] == (here, "2026-07-10", "2026-07-16") and before["tightened"] == (here, "2026-07-03", "2026-07-16")
    after = owed_to(later, "report_each", "2026-07-16")
    assert after["eased"] == (here, "2026-07-15", "2026-07-29") and after["tightened"] == (here, "2026-07-15", "2026-07-22")
    assert after["unchanged"] == (here, "2026-07-03", "2026-07-16")
    assert owed_to(later, "report_each", "2026-07-23")["tightened"] == (here, "2026-07-23", "2026-07-29")
    assert owed_to(later, "report_each", "2026-10-17")["eased"] == (here, "2026-10-16", "2026-11-13")
    assert owed_to(later, "visit_each", "2026-07-16")["tightened"] == (here, "2026-07-15", "2026-08-12")
    assert owed_to(later, "visit_each", "2026-07-16")["eased"] == (here, "2026-07-15", "2026-09-09")


def test_after_a_move_the_new_place_owes_from_its_receipt_on(later):
    there = "歌乐山司法所"
    assert owed_to(later, "report_each", "2026-07-15")["moved"][0] == "浆洗街司法所"
    assert owed_to(later, "report_each", "2026-07-16")["moved"] == (there, "2026-07-15", "2026-07-29")
    assert owed_to(later, "visit_each", "2026-07-16")["moved"] == (there, "2026-07-15", "2026-09-09")
    assert owed_to(later, "group_meeting_each", "2026-07-16")["moved"] == (there, "2026-07-15", "2026-10-14")


HELD = {"receive__outcome": "recorded", "receive__on": "2026-05-04", "opening__measure_kind": "detention"}


@pytest.mark.parametrize(
    ("measure", "as_of", "owed"),
    [
        ({}, "2026-05-08", {}),  # held: nothing is owed, what was noted lapses
        ({"held__outcome": "judged", "held__on": "2026-05-06", "ended_on": "2026-05-06"}, "2026-05-08", {"held": "2026-05-14"}),  # over
        ({"receive__on": "2025-05-04"}, "2026-05-08", {"held": "2026-05-14"}),  # of an earlier term
        ({"opening__measure_kind": "bail"}, "2026-05-08", {"held": "2026-05-14"}),  # on bail they report as before
        ({"receive__outcome": "not_ours"}, "2026-05-08", {"held": "2026-05-14"}),
        ({"receive__on": "2026-05-09"}, "2026-05-08", {"held": "2026-05-14"}),  # not noted yet
        ({"held__outcome": "freed", "held__on": "2026-05-12", "held__ended_on": "2026-05-11", "ended_on": "2026-05-12"}, "2026-05-11", {}),
        (
            {"held__outcome": "freed", "held__on": "2026-05-12", "held__ended_on": "2026-05-11", "ended_on": "2026-05-12"},
            "2026-05-12",
            {"held": "2026-05-18"},
        ),
    ],
)
def test_who_is_held_owes_no_report_and_begins_anew_when_free(measure, as_of, owed):
    """Strict from 2026-04-09: each seventh day; the custody runs from 05-04."""
    tables = {
        "case_enrolment": [{**PLAN, "plan__manage_level": "strict", "case": "1", "subject": "held"}],
        "corrections_cases": [{**TERM, "id_number": "held", "person_no": "J1"}],
        "case_measure_notice": [{**HELD, "case": "2", "subject": "held", **measure}],
    }
    with open_cases(schemas(CATALOG)) as room:
        found = owed_by_data(CATALOG.duties["report_each"], DuckEngine(room.library(tables)), as_of=date.fromisoformat(as_of))
    assert {one.subject: one.last_on.isoformat() for one in found} == owed
