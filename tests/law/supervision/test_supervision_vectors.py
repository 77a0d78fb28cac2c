"""The functions over columns answer as the rules do, row by row."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.supervision import supervision_literal as literal
from zhiheng.law.check import answer
from zhiheng.law.errors import Refused
from zhiheng.law.limit_rules.vectors import CITY, COUNTY, FUNCTIONS, OFFICE

days = st.lists(st.dates(date(2021, 3, 1), date(2025, 9, 1)), min_size=1, max_size=6)
LEVELS = {OFFICE: "office", COUNTY: "county", CITY: "city"}


def column(values: list[date]) -> np.ndarray:
    return np.array(values, dtype="datetime64[D]")


@settings(max_examples=40, deadline=None)
@given(starts=days, extension=st.integers(0, 3))
def test_investigation_due(starts, extension):
    found = FUNCTIONS["investigation_due"](column(starts), np.full(len(starts), extension)).tolist()
    facts = {"limit": "investigation", "extension": extension, "complex": True, "expected_months": 120}
    asked = [answer("custody.limit", start, {**facts, "start": str(start)})["result"]["due"] for start in starts]
    assert [str(each) for each in found] == asked


@settings(max_examples=40, deadline=None)
@given(starts=days, special=st.booleans(), gang=st.booleans())
def test_detention_request_due(starts, special, gang):
    found = FUNCTIONS["detention_request_due"](column(starts), np.full(len(starts), special), np.full(len(starts), gang)).tolist()
    facts = {"limit": "detention_request", "special": special, "gang": gang}
    assert [str(each) for each in found] == [answer("custody.limit", day, {**facts, "start": str(day)})["result"]["due"] for day in starts]


@settings(max_examples=40, deadline=None)
@given(starts=days, set_days=st.integers(1, 40))
def test_notice_reply_due(starts, set_days):
    found = FUNCTIONS["notice_reply_due"](column(starts), np.full(len(starts), set_days)).tolist()
    facts = {"limit": "correction_notice", "set_days": set_days}
    assert [str(each) for each in found] == [
        answer("supervision.reply", day, {**facts, "start": str(day)})["result"]["due"] for day in starts
    ]


@settings(max_examples=60, deadline=None)
@given(pairs=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=6))
def test_leave_level(pairs):
    away, total = np.array([pair[0] for pair in pairs]), np.array([sum(pair) for pair in pairs])
    facts = {"crosses_boundary": True, "office_delegated": True}
    asked = [
        answer("corrections.leave", "2024-06-11", {**facts, "days": int(one), "days_two_months": int(all_in)})["result"]["approver"]
        for one, all_in in zip(away, total, strict=True)
    ]
    assert [LEVELS[level] for level in FUNCTIONS["leave_level"](away, total).tolist()] == asked


def test_summons_most_hours():
    grave, approved = np.array([False, True, True, False]), np.array([False, False, True, True])
    assert FUNCTIONS["summons_most_hours"](grave, approved).tolist() == [12, 12, 24, 12]


@settings(max_examples=40, deadline=None)
@given(starts=days)
def test_months_of_monitoring_absence_and_review(starts):
    for name, months in (("monitoring_latest_end", 3), ("absence_month_end", 1), ("medical_review_due", 3)):
        assert FUNCTIONS[name](column(starts)).tolist() == [literal.count_months(start, months) for start in starts]


def test_several_limits_in_one_column():
    names = np.array(["delivery.limit/prisoner_to_prison", "corrections.limit/assessment", "supervision.reply/file_notice"])
    starts = column([date(2024, 4, 3), date(2024, 9, 24), date(2024, 9, 18)])
    assert [str(day) for day in FUNCTIONS["limit_due"](names, starts, np.zeros(3, dtype=bool)).tolist()] == [
        "2024-05-03",
        "2024-10-12",
        "2024-10-08",
    ]


def test_nulls_stay_nulls():
    found = FUNCTIONS["monitoring_latest_end"](np.array(["2024-03-01", "NaT"], dtype="datetime64[D]"))
    assert found.tolist() == [date(2024, 6, 1), None]


@pytest.mark.parametrize("name", ["custody.limit/family_notice", "supervision.reply/correction_notice"])
def test_a_limit_without_days_is_refused(name):
    with pytest.raises(Refused, match="NO_DAYS"):
        FUNCTIONS["limit_due"](np.array([name]), column([date(2024, 3, 1)]), np.array([False]))
