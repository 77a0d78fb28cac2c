"""The calendar of days off: weekends, public holidays and the weekend days worked in their place (调休).

The table `data/holidays.csv` lists, for every year whose calendar has been published, the weekdays that are off and the weekend days
that are worked. A year without a published list is known by its weekends only, and `is_published` says so.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from zhiheng.law.errors import Refused

Days = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

FIRST = np.datetime64("1900-01-01", "D")
LAST = np.datetime64("2299-12-31", "D")
_MONDAY_BASED = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True)
class Listed:
    """A day the published calendar treats otherwise than its weekday would."""

    day: date
    off: bool
    occasion: str


@dataclass(frozen=True)
class Table:
    """Every day from FIRST to LAST, by its place from FIRST on, and every month of those years.

    off, following, working     whether the day is off; place of the first working day not before it; places of all working days
    month_of, place_of          the day's month, counted from the first, and its place in that month from 0; ends_month: it is the last
    month_start, month_length   first day and number of days of each month
    """

    off: Flags
    following: Whole
    working: Whole
    month_of: NDArray[np.int32]
    place_of: NDArray[np.int8]
    ends_month: Flags
    month_start: Days
    month_length: NDArray[np.int8]


@cache
def listed_days() -> tuple[Listed, ...]:
    """The dated table, oldest first."""
    text = files("zhiheng.law").joinpath("data/holidays.csv").read_text(encoding="utf-8")
    return tuple(Listed(date.fromisoformat(row["day"]), row["kind"] == "off", row["occasion"]) for row in csv.DictReader(text.splitlines()))


@cache
def published_years() -> frozenset[int]:
    """The years whose calendar is in the table."""
    return frozenset(listed.day.year for listed in listed_days())


@cache
def table() -> Table:
    """The calendar unrolled once, so that every question about a day is one look-up."""
    days = np.arange(FIRST, LAST + np.timedelta64(1, "D"))
    off = _days_off(days)
    places = np.arange(len(days))
    following = np.minimum.accumulate(np.where(off, len(days), places)[::-1])[::-1]
    months = np.arange(FIRST.astype("datetime64[M]"), LAST.astype("datetime64[M]") + 1)
    starts, ends = months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]")
    length = (ends - starts).astype(np.int8)
    month_of = np.repeat(np.arange(len(months), dtype=np.int32), length)
    place_of = (places - _index(starts)[month_of]).astype(np.int8)
    return Table(off, following, places[~off], month_of, place_of, place_of == length[month_of] - 1, starts, length)


def _days_off(days: Days) -> Flags:
    """Weekends, then the published lists over them."""
    off = (days.astype(np.int64) + _MONDAY_BASED) % 7 >= 5
    for listed in listed_days():
        off[_index(np.datetime64(listed.day, "D"))] = listed.off
    return np.asarray(off)


def index_of(day: Days) -> Whole:
    """Place of each day in the table; a day outside it, or none (NaT), is refused, for nothing is known about its calendar."""
    places = _index(day)
    if places.size and not 0 <= places.min() <= places.max() < len(table().off):
        raise Refused("DATE_OUT_OF_RANGE", "日期超出 1900 年至 2299 年", "请核对日期")
    return places


def _index(day: Days | np.datetime64) -> Whole:
    return np.asarray((day - FIRST).astype(np.int64))


def is_off(day: date) -> bool:
    """Whether the day is a holiday, a rest day or a weekend day not worked; in an unpublished year weekends only."""
    return bool(table().off[index_of(np.asarray(day, dtype="datetime64[D]"))])


def is_published(year: int) -> bool:
    """Whether the calendar of the year has been published and is in the table."""
    return year in published_years()
