"""Arithmetic twice: what the rules answer and what the articles, counted literally, give, on random facts."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.law.supervision import supervision_literal as literal
from zhiheng.law.check import answer
from zhiheng.law.limit_rules.vectors import FUNCTIONS
from zhiheng.law.limits import limits_of

#: Families whose lengths are written a second time here; those of the others are held against their articles (test_supervision_texts).
FAMILIES = ("custody.limit", "delivery.limit", "referral.limit")
days = st.dates(date(2021, 3, 1), date(2025, 9, 1))
minutes = st.datetimes(datetime(2021, 3, 1), datetime(2025, 9, 1)).map(lambda moment: moment.replace(second=0, microsecond=0))


def test_the_literal_list_is_whole():
    """Every limit of the tables is written a second time, but the two without a period of their own."""
    written = {limit.id for family in FAMILIES for limit in limits_of(family).values()}
    assert written <= set(literal.PERIODS) | set(literal.HOURS) | {"custody.limit/arrest_review"}


@pytest.mark.parametrize("limit", sorted(literal.PERIODS))
@settings(max_examples=12, deadline=None)
@given(start=days, in_custody=st.booleans())
@example(start=date(2024, 1, 31), in_custody=False)
@example(start=date(2024, 2, 29), in_custody=True)
@example(start=date(2024, 9, 30), in_custody=False)
def test_limit_in_days_or_months(limit, start, in_custody):
    family, name = limit.split("/")
    newest = limits_of(family)[name].newest
    start = min(max(start, newest.since), newest.until or date.max)
    found = answer(family, start, {"limit": name, "start": start.isoformat(), "in_custody": in_custody})["result"]
    assert found["due"] == literal.due(limit, start, in_custody=in_custody).isoformat()


@settings(max_examples=60, deadline=None)
@given(start=days, in_custody=st.booleans(), complex_case=st.booleans())
def test_review_of_arrest(start, in_custody, complex_case):
    facts = {"limit": "arrest_review", "start": start.isoformat(), "in_custody": in_custody, "complex": complex_case}
    nominal = literal.count_days(start, 7 if in_custody else 20 if complex_case else 15)
    assert answer("custody.limit", start, facts)["result"]["due"] == (nominal if in_custody else literal.roll(nominal)).isoformat()


@pytest.mark.parametrize("limit", sorted(literal.HOURS))
@settings(max_examples=20, deadline=None)
@given(start=minutes, late=st.integers(-90, 90))
def test_limit_in_hours(limit, start, late):
    family, name = limit.split("/")
    end = literal.count_minutes(start, literal.HOURS[limit])
    done = datetime.fromtimestamp(end.timestamp() + late * 60)
    facts = {"limit": name, "start": f"{start:%Y-%m-%dT%H:%M}", "done": f"{done:%Y-%m-%dT%H:%M}"}
    found = answer(family, done.date(), facts)["result"]
    assert (found["due"], found["overdue"]) == (f"{end:%Y-%m-%dT%H:%M}", late > 0)


@settings(max_examples=150, deadline=None)
@given(
    start=days,
    amount=st.integers(1, 60),
    unit=st.sampled_from(["day", "month", "workday"]),
    in_custody=st.booleans(),
    travel=st.integers(0, 9),
)
def test_period(start, amount, unit, in_custody, travel):
    amount = min(amount, 3) if unit == "month" else amount
    facts = {"start": start.isoformat(), "amount": amount, "unit": unit, "in_custody": in_custody}
    found = answer("period.due", start, {**facts, **({} if unit == "workday" else {"travel_days": travel})})["result"]
    if unit == "workday":
        assert found["due"] == literal.count_workdays(start, amount).isoformat()
        return
    counted = literal.count_days(start, amount) if unit == "day" else literal.count_months(start, amount)
    nominal = literal.count_days(counted, travel)
    due = nominal if in_custody else literal.roll(nominal)
    assert found == {
        "nominal_due": nominal.isoformat(), "due": due.isoformat(), "rolled": due != nominal, "overdue": found["overdue"],
    }  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(start=days, done_after=st.integers(0, 60), travel=st.integers(0, 5))
def test_overdue_is_later_than_the_end(start, done_after, travel):
    done = literal.count_days(start, done_after)
    facts = {"start": start.isoformat(), "amount": 20, "unit": "day", "travel_days": travel, "done": done.isoformat()}
    found = answer("period.due", done, facts)["result"]
    assert found["overdue"] == (done > literal.roll(literal.count_days(start, 20 + travel)))


@settings(max_examples=80, deadline=None)
@given(start=days, extension=st.integers(0, 3), months=st.integers(0, 300))
def test_investigation_ladder(start, extension, months):
    facts = {"limit": "investigation", "start": start.isoformat(), "extension": extension, "expected_months": months, "complex": True}
    found = answer("custody.limit", start, facts)["result"]
    allowed = extension < 3 or months >= 120
    length = (2, 3, 5, 7)[extension if allowed else extension - 1]
    assert found["allowed"] == allowed
    assert found["due"] == literal.count_months(start, length).isoformat()
    assert literal.count_days(date.fromisoformat(found["request_by"]), 7).isoformat() == found["due"]


@settings(max_examples=80, deadline=None)
@given(start=days, length=st.integers(0, 120))
def test_monitoring_reaches_three_months(start, length):
    end = literal.count_days(start, length)
    facts = {"grounds": ["absence"], "approver": "county_head", "start": start.isoformat(), "end": end.isoformat()}
    assert answer("corrections.monitoring", end, facts)["result"]["lawful"] == (end <= literal.count_months(start, 3))


@settings(max_examples=80, deadline=None)
@given(start=days, length=st.integers(0, 60), good=st.booleans())
def test_absence_longer_than_a_month(start, length, good):
    end = literal.count_days(start, length)
    facts = {"category": "parole", "absent_from": start.isoformat(), "absent_to": end.isoformat(), "no_good_reason": not good}
    assert answer("corrections.revocation", end, facts)["result"]["revoke"] == (end > literal.count_months(start, 1) and not good)


@settings(max_examples=120, deadline=None)
@given(days_away=st.integers(0, 60), earlier=st.integers(0, 60), delegated=st.booleans())
def test_leave_level(days_away, earlier, delegated):
    total = days_away + earlier
    facts = {"crosses_boundary": True, "days": days_away, "days_two_months": total, "office_delegated": delegated}
    level = answer("corrections.leave", "2024-06-11", facts)["result"]["approver"]
    if days_away > 30 or total > 30:
        assert level == "city"
    else:
        assert level == ("office" if delegated and days_away <= 7 else "county")


@pytest.mark.parametrize("limit", sorted(literal.PERIODS))
def test_limit_over_a_column(limit):
    starts = [date(2023, 1, 31), date(2024, 2, 29), date(2024, 9, 21), date(2025, 1, 20), date(2025, 4, 3)]
    held = [False, True, False, False, True]
    column = FUNCTIONS["limit_due"](np.array([limit] * 5), np.array(starts, dtype="datetime64[D]"), np.array(held))
    assert column.tolist() == [literal.due(limit, start, in_custody=state) for start, state in zip(starts, held, strict=True)]
