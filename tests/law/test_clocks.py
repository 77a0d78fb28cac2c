"""The two clocks and the calendar at their edges: hours, custody, travel, unpublished years, days nobody can count."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from zhiheng.law import calendar
from zhiheng.law.clocks import (
    add_days, add_working_days, days_between, months_after, next_working_day, period_due, term_after, term_end, working_days_between,
)  # fmt: skip
from zhiheng.law.errors import Refused


def test_hours_are_elapsed_time_and_never_move():
    due = period_due(datetime(2024, 9, 30, 15, 30), 24, "hour")
    assert due.due == datetime(2024, 10, 1, 15, 30)
    assert not due.rolled


def test_hours_need_an_instant():
    with pytest.raises(Refused) as said:
        period_due(date(2024, 9, 30), 24, "hour")
    assert said.value.code == "TIME_NEEDED"


def test_days_take_the_day_of_an_instant():
    assert period_due(datetime(2024, 3, 1, 23, 59), 10, "day").due == date(2024, 3, 11)


def test_unknown_units_are_refused_with_those_there_are():
    with pytest.raises(Refused) as said:
        period_due(date(2024, 9, 30), 1, "week")
    assert "workday" in said.value.remedy


def test_time_on_the_road_is_left_out():
    assert period_due(date(2024, 3, 1), 10, "day", travel_days=3).due == date(2024, 3, 14)


def test_custody_is_not_extended_by_holidays():
    assert period_due(date(2024, 9, 21), 10, "day", in_custody=True).due == date(2024, 10, 1)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "provisional"),
    [
        (date(2026, 12, 20), 10, "day", False),
        (date(2026, 12, 25), 10, "day", True),
        (date(2026, 12, 25), 10, "workday", True),
        (date(2003, 12, 1), 10, "day", True),
        (date(2024, 1, 1), 12, "month", False),
    ],
)
def test_a_year_without_a_published_calendar_is_provisional(start, amount, unit, provisional):
    assert period_due(start, amount, unit).provisional is provisional


def test_nothing_is_provisional_where_no_calendar_is_asked():
    assert not period_due(date(2026, 12, 25), 10, "day", in_custody=True).provisional
    assert not period_due(date(2026, 12, 25), 10, "day", non_working_days=[date(2027, 1, 4)]).provisional


def test_given_days_off_take_the_place_of_the_calendar():
    due = period_due(date(2024, 9, 21), 10, "day", non_working_days=[date(2024, 10, 1), date(2024, 10, 2)])
    assert due.due == date(2024, 10, 3)


def test_spring_festival_2026_and_its_make_up_days():
    assert not calendar.is_off(date(2026, 2, 14))
    assert calendar.is_off(date(2026, 2, 16))
    assert next_working_day(date(2026, 2, 15)) == date(2026, 2, 24)
    assert add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 14)


def test_the_table_covers_2004_to_2026_and_says_so():
    assert calendar.published_years() == set(range(2004, 2027))
    assert calendar.is_published(2026)
    assert not calendar.is_published(2027)


def test_the_table_lists_only_what_a_weekday_does_not_tell():
    for listed in calendar.listed_days():
        assert listed.off == (listed.day.weekday() < 5)
        assert listed.occasion


def test_an_unpublished_year_is_known_by_its_weekends():
    assert calendar.is_off(date(2030, 1, 5))
    assert not calendar.is_off(date(2030, 1, 1))


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2300, 1, 1)])
def test_days_outside_the_calendar_are_refused(day):
    with pytest.raises(Refused) as said:
        next_working_day(day)
    assert said.value.code == "DATE_OUT_OF_RANGE"


def test_a_count_beyond_the_calendar_is_refused():
    with pytest.raises(Refused):
        add_working_days(date(2299, 12, 1), 60)
    with pytest.raises(Refused):
        term_after(date(2299, 12, 1), 60)


def test_scalars_and_arrays_are_answered_in_kind():
    days = np.array(["2024-01-31", "2023-02-28"], dtype="datetime64[D]")
    assert term_end(date(2024, 1, 31), 1) == date(2024, 2, 28)
    assert term_end(days, np.array([1, 12])).tolist() == [date(2024, 2, 28), date(2024, 2, 27)]
    assert months_after(days, np.array([1, 12])).tolist() == [date(2024, 2, 29), date(2024, 2, 29)]
    assert add_days(days, np.array([1, -1])).tolist() == [date(2024, 2, 1), date(2023, 2, 27)]
    assert next_working_day(np.array(["2024-10-01"], dtype="datetime64[D]")).tolist() == [date(2024, 10, 8)]
    assert add_working_days(days, np.array([0, 1])).tolist() == [date(2024, 1, 31), date(2023, 3, 1)]
    assert days_between(days, days + 3).tolist() == [3, 3]


def test_minutes_are_elapsed_time_to_the_minute():
    assert period_due(datetime(2026, 9, 30, 23, 58), 5, "minute").due == datetime(2026, 10, 1, 0, 3)
    with pytest.raises(Refused):
        period_due(date(2026, 9, 30), 5, "minute")


def test_working_days_between_leave_out_the_first_day_and_count_the_last():
    assert working_days_between(date(2026, 9, 30), date(2026, 10, 8)) == 1  # the holidays of October
    assert working_days_between(date(2026, 2, 9), date(2026, 2, 28)) == 10  # two Saturdays worked
    assert (working_days_between(date(2026, 3, 2), date(2026, 3, 2)), working_days_between(date(2026, 3, 3), date(2026, 3, 2))) == (0, -1)
    for n in range(1, 30):
        assert working_days_between(date(2026, 1, 5), add_working_days(date(2026, 1, 5), n)) == n
