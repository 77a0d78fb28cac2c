"""Dates and instants in every form, against the standard library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.schema import moments

DAY_FORMS = [
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
]
TIME_FORMS = [
    lambda t: f" {t:%H:%M:%S}",
    lambda t: f"T{t:%H:%M:%S}",
    lambda t: f"  {t.hour}:{t:%M:%S}",
    lambda t: f" {t.hour}时{t.minute}分{t.second}秒",
    lambda t: f"T{t:%H:%M:%S}+08:00",
    lambda t: f" {t:%H:%M:%S}.000",
]
DAYS = st.dates(date(1900, 1, 2), date(2199, 12, 31))


def read_dates(values):
    got, wrong = moments.dates(pa.array(values, type=pa.string()))
    return [None if np.isnat(value) else value.astype(object) for value in got], wrong.tolist()


def read_instants(values):
    got, wrong = moments.instants(pa.array(values, type=pa.string()))
    return [None if np.isnat(value) else value.astype(object).replace(tzinfo=UTC) for value in got], wrong.tolist()


@given(st.lists(st.tuples(DAYS, st.sampled_from(DAY_FORMS)), min_size=1))
def test_a_date_in_any_form_is_the_day(days):
    assert read_dates([form(day) for day, form in days])[0] == [day for day, _ in days]


@given(
    st.lists(
        st.tuples(st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 31)), st.sampled_from(DAY_FORMS), st.sampled_from(TIME_FORMS)),
        min_size=1,
    )
)
def test_an_instant_in_any_form_is_the_instant_in_china(given_moments):
    east = timezone(timedelta(hours=8))
    expected = [moment.replace(microsecond=0, tzinfo=east) for moment, _, _ in given_moments]
    assert read_instants([day(moment) + time(moment) for moment, day, time in given_moments])[0] == expected


@given(st.integers(10_000, 99_999))
def test_an_excel_serial_is_the_day_excel_shows(serial):
    assert read_dates([str(serial)])[0] == [date.fromordinal(date(1899, 12, 30).toordinal() + serial)]


@given(st.integers(1800, 2100), st.integers(0, 99), st.integers(0, 99))
def test_only_days_that_exist_are_read(year, month, day):
    try:
        expected = date(year, month, day)
    except ValueError:
        expected = None
    if expected in {date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)}:
        expected = None  # what programs write where there is no day
    got, wrong = read_dates([f"{year}-{month:02d}-{day:02d}"])
    assert got == [expected]
    assert wrong == [expected is None]


@given(st.lists(st.one_of(st.none(), st.text(alphabet="0123456789-/年月日: T.Z+", max_size=20), st.text(max_size=8)), max_size=12))
def test_a_column_is_read_as_its_values_are(values):
    got, wrong = read_instants(values)
    for value, instant, bad in zip(values, got, wrong, strict=True):
        wall = None if value is None else moments.wall_seconds(value)
        assert bad == (value is not None and wall is None)
        assert (instant is None) == (wall is None)
        if wall is not None:
            assert instant.timestamp() == wall - 8 * 3600


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-01-31T00:55:01Z", "2024-01-31T00:55:01+00:00"),
        ("2024-01-31 08:55", "2024-01-31T00:55:00+00:00"),
        ("2024-01-31T08:55:01-05:00", "2024-01-31T13:55:01+00:00"),
        ("20240131085509", "2024-01-31T00:55:09+00:00"),
        ("45322.5", "2024-01-31T04:00:00+00:00"),
        ("2024-01-31", "2024-01-30T16:00:00+00:00"),
        ("２０２４", None),
        ("2024-01-31 24:00", None),
        ("2024-01-31 08:60", None),
        ("2024-01-31 8", None),
        ("1 2024-01-31", None),
        ("2023年2月29日", None),
        ("0000-00-00", None),
        ("99999", "2173-10-12T16:00:00+00:00"),
        ("9999", None),
    ],
)
def test_single_instants(text, instant):
    expected = None if instant is None else datetime.fromisoformat(instant)
    assert read_instants([text])[0] == [expected]


def test_a_date_sent_as_an_instant_of_utc_is_the_day_in_china():
    assert read_dates(["2024-01-30T16:00:00.000Z"])[0] == [date(2024, 1, 31)]
