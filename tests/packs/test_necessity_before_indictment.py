"""A review of the need of custody once before indictment, for each held person likely to get three years or less, until one was begun."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from zhiheng.analysis.case_library import open_cases
from zhiheng.analysis.duties import owed_by_data
from zhiheng.analysis.selects import DuckEngine
from zhiheng.catalog import packs
from zhiheng.catalog.kept_tables import schemas

CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")
HELD = {
    "organ__case_organ": "涪城区人民检察院",
    "stage__stage": "prosecution",
    "stage__from_on": "2026-10-09",
    "stage__due_on": "2026-11-09",
}
PERSONS = {
    "owed": {"stage__likely_three_years": True},
    "reviewed": {"stage__likely_three_years": True},
    "reviewed_before": {"stage__likely_three_years": True},
    "grave": {"stage__likely_three_years": False},
    "investigated": {"stage__likely_three_years": True, "stage__stage": "investigation"},
    "released": {"stage__likely_three_years": True, "ended_on": "2026-10-20"},
}
REVIEWS = [
    {"case": "91", "subject": "reviewed", "receive__outcome": "handed_on", "receive__stage": "prosecution", "receive__on": "2026-10-20"},
    {
        "case": "92",
        "subject": "reviewed_before",
        "receive__outcome": "handed_on",
        "receive__stage": "prosecution",
        "receive__on": "2026-09-01",
    },
]


def test_each_light_case_before_indictment_owes_one_review():
    held = [{**HELD, **more, "case": str(number), "subject": name} for number, (name, more) in enumerate(PERSONS.items())]
    with open_cases(schemas(CATALOG)) as room:
        engine = DuckEngine(room.library({"case_custody": held, "case_custody_necessity": REVIEWS}))
        found = owed_by_data(CATALOG.duties["necessity_before_indictment"], engine, as_of=date(2026, 10, 27))
    assert {one.subject: one.last_on for one in found} == {"owed": date(2026, 11, 9), "reviewed_before": date(2026, 11, 9)}
