"""Rows of why: what a model requires and what is so, in words; what is not known is never said to be as required."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.catalog import models
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.packs import loaded
from zhiheng.catalog.why import Why, rows_of

PACKS = Path(__file__).resolve().parents[2] / "packs"
ROW = Why("{stage}", "{most}日内", "{ended}办结", "没有办结", "in_time")


@pytest.mark.parametrize(("kept", "met"), [(True, True), (False, False), (None, None)])
def test_a_row_says_whether_it_is_as_required_or_not_known(kept, met):
    values = {"stage": "held", "most": 15, "ended": "2026-09-05", "in_time": kept}
    row = rows_of([ROW], values, {"stage": {"held": "拘留"}})[0]
    assert (row.fact, row.needs, row.actual, row.met) == ("拘留", "15日内", "2026年9月5日办结", met)


def test_nothing_there_is_said_in_words_and_a_row_without_a_column_is_what_was_found_wrong():
    row = rows_of([Why("出所", "应当出所", "{ended}出所", "没有出所记载", "")], {"ended": None}, {})[0]
    assert (row.actual, row.met) == ("没有出所记载", False)


def test_a_place_that_is_no_column_is_a_fault():
    spec = loaded(PACKS).models["overdue_release"]
    faults = Faults()
    models.of_text(spec.id, spec.pack, spec.text.replace('"{days_over}日"', '"{days_ovr}日"'), spec.cases.text, faults)
    assert any("days_ovr" in str(fault) for fault in faults)


def test_models_of_missed_limits_say_why_row_by_row():
    found = [spec for spec in loaded(PACKS).models.values() if spec.id.endswith("_deadline_missed")]
    assert len(found) >= 20
    assert all(spec.why for spec in found)
