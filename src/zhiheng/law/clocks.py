"""The two clocks of the law, and the only places where dates are added up.

A term (刑期) ends on the day before the corresponding day; a period (期间) ends on the corresponding day and may move past days off.
Source: 刑事诉讼法解释 第二百零二条, 刑事诉讼法 第一百零五条, 行政处罚法 第八十五条. Every function takes a `date` or an array of
`datetime64[D]` and answers in kind; the arithmetic is written once, on arrays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from zhiheng.law.calendar import Days, Flags, Whole, index_of, is_published, table
from zhiheng.law.errors import Refused
from zhiheng.law.moments import SHANGHAI

Count = int | NDArray[np.integer[Any]]
UNITS = ("minute", "hour", "day", "month", "workday")
OF_INSTANTS: Mapping[str, timedelta] = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
"""Units counted from an instant: elapsed time, which never moves past days off."""


@dataclass(frozen=True)
class Due:
    """The end of a period: before and after moving past days off; `provisional` when a calendar it rests on is not published."""

    nominal_due: date | datetime | None
    due: date | datetime | None
    rolled: bool = False
    provisional: bool = False
    cites: tuple[str, ...] = ()
    mark: str = "T"


@overload
def term_after(start: date, months: int, days: int = 0) -> date: ...
@overload
def term_after(start: Days, months: Count, days: Count = 0) -> Days: ...
def term_after(start: date | Days, months: Count, days: Count = 0) -> date | Days:
    """First day outside a term of `months` and `days` that begins on `start` (解释 第二百零二条第二款).

    Whole years are moved first (no such day: the last day of that month), then the months left over (a start on the last day of its month
    goes to the last day; no such day: the last day), then the days. Half a month is 15 days.
    """
    count = np.asarray(months)
    moved = _move(_days(start), count, month_end_kept=count % 12 != 0)
    return _answer_like(start, moved + _span(days))


@overload
def term_end(start: date, months: int, days: int = 0) -> date: ...
@overload
def term_end(start: Days, months: Count, days: Count = 0) -> Days: ...
def term_end(start: date | Days, months: Count, days: Count = 0) -> date | Days:
    """Last day of a term that begins on `start`: the day before `term_after`."""
    return _answer_like(start, _days(term_after(_days(start), months, days)) - 1)


@overload
def months_after(day: date, months: int) -> date: ...
@overload
def months_after(day: Days, months: Count) -> Days: ...
def months_after(day: date | Days, months: Count) -> date | Days:
    """The corresponding day `months` later as a period counts it (解释 第二百零二条第一款): month-end to month-end, gone to in one step."""
    return _answer_like(day, _move(_days(day), np.asarray(months), month_end_kept=True))


@overload
def add_days(day: date, count: int) -> date: ...
@overload
def add_days(day: Days, count: Count) -> Days: ...
def add_days(day: date | Days, count: Count) -> date | Days:
    """The day `count` calendar days later (earlier when negative)."""
    return _answer_like(day, _days(day) + _span(count))


@overload
def days_between(earlier: date, later: date) -> int: ...
@overload
def days_between(earlier: Days, later: Days) -> Whole: ...
def days_between(earlier: date | Days, later: date | Days) -> int | Whole:
    """Calendar days from `earlier` to `later`; 0 for the same day, negative when they stand the other way round."""
    between = (_days(later) - _days(earlier)).astype(np.int64)
    return int(between) if isinstance(earlier, date) and isinstance(later, date) else between


def add_hours(moment: datetime, hours: int) -> datetime:
    """The instant so many hours later, to the minute."""
    return moment + timedelta(hours=hours)


def midnight(day: date) -> datetime:
    """The first instant of a day, without a zone."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - facts are China time without a zone


def minutes_between(earlier: datetime, later: datetime) -> int:
    """Whole minutes from one instant to another."""
    return int((later - earlier).total_seconds() // 60)


@overload
def next_working_day(day: date, *, off: Collection[date] | None = None) -> date: ...
@overload
def next_working_day(day: Days) -> Days: ...
def next_working_day(day: date | Days, *, off: Collection[date] | None = None) -> date | Days:
    """The day itself when it is worked, else the first day after it that is.

    off     the only days that count as off, in place of the public calendar (one day at a time)
    """
    if off is None:
        found = table().following[index_of(_days(day))]
        return _answer_like(day, _days(day) + (found - index_of(_days(day))))
    while day in off:
        day = add_days(day, 1)
    return day


@overload
def add_working_days(day: date, count: int) -> date: ...
@overload
def add_working_days(day: Days, count: Count) -> Days: ...
def add_working_days(day: date | Days, count: Count) -> date | Days:
    """The `count`-th working day after `day`, before it when negative; the day itself is 0 (行政处罚法 第八十五条)."""
    begun, many = _days(day), np.asarray(count)
    place = index_of(begun)
    working = table().working
    after, before = (np.searchsorted(working, place, side=side) for side in ("right", "left"))
    nth = np.where(many < 0, before + many, after + many - 1)
    if np.any((nth >= len(working)) | ((nth < 0) & (many != 0))):
        raise Refused("DATE_OUT_OF_RANGE", "工作日数过大，期满日超出 1900 年至 2299 年", "请核对工作日数")
    return _answer_like(day, np.where(many == 0, begun, begun + (working[nth] - place)))


@overload
def working_days_between(earlier: date, later: date) -> int: ...
@overload
def working_days_between(earlier: Days, later: Days) -> Whole: ...
def working_days_between(earlier: date | Days, later: date | Days) -> int | Whole:
    """Working days after `earlier` up to and with `later`: 0 where there is none, negative when they stand the other way round."""
    working = table().working
    first, last = (np.searchsorted(working, index_of(_days(one)), side="right") for one in (earlier, later))
    between = (last - first).astype(np.int64)
    return int(between) if isinstance(earlier, date) and isinstance(later, date) else between


def period_due(
    start: date,
    amount: int,
    unit: str,
    *,
    in_custody: bool = False,
    travel_days: int = 0,
    non_working_days: Collection[date] | None = None,
) -> Due:
    """End of a period (期间) of `amount` minutes, hours, days, months or workdays from `start`, which is not counted.

    start               the trigger: a day, for minutes and hours an instant
    in_custody          the period keeps a person held: it never moves past days off (刑事诉讼法 第一百零五条第四款)
    travel_days         time on the road, left out of the period (第三款)
    non_working_days    the only days off to move past, in place of the public calendar
    returns             minutes and hours are elapsed time and never move
    """
    if unit in OF_INSTANTS:
        end = _instant(start) + amount * OF_INSTANTS[unit] + timedelta(days=travel_days)
        return Due(end, end)
    begun = day_of(start)
    if unit == "workday":
        end_on = add_days(add_working_days(begun, amount), travel_days)
        return Due(end_on, end_on, provisional=not _known(begun, end_on))
    nominal = add_days(_counted(begun, amount, unit), travel_days)
    if in_custody:
        return Due(nominal, nominal)
    due = next_working_day(nominal, off=non_working_days)
    return Due(nominal, due, due != nominal, non_working_days is None and not _known(nominal, due))


def _counted(begun: date, amount: int, unit: str) -> date:
    """The nominal last day of a period in days or months."""
    if unit == "day":
        return add_days(begun, amount)
    if unit == "month":
        return months_after(begun, amount)
    raise Refused("UNKNOWN_UNIT", f"没有“{unit}”这种期间单位", f"可用：{'、'.join(UNITS)}")


def _known(first: date, last: date) -> bool:
    """Whether the calendar of every year between the two days is published."""
    return all(is_published(year) for year in range(first.year, last.year + 1))


def _instant(start: date) -> datetime:
    if not isinstance(start, datetime):
        raise Refused("TIME_NEEDED", "按小时、分钟计算的期间需要起算时刻", "请写成“2024-05-10T09:00”")
    return start


def day_of(moment: date) -> date:
    """The day of an instant in China, or the day itself; an instant without a zone is China time."""
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(SHANGHAI) if moment.tzinfo else moment).date()


def _days(day: date | Days) -> Days:
    """Days as an array of `datetime64[D]`; a scalar becomes an array without dimensions."""
    return np.asarray(day_of(day) if isinstance(day, date) else day, dtype="datetime64[D]")


def _span(count: Count) -> NDArray[np.timedelta64]:
    return np.asarray(count).astype("timedelta64[D]")


def _answer_like(asked: date | Days, found: Any) -> date | Days:
    """An answer in the kind it was asked in: a `date` for a date, an array for an array."""
    if isinstance(asked, date) and np.ndim(found) == 0:
        day: date = found.item()
        return day
    return np.asarray(found)


def _move(day: Days, months: NDArray[np.integer[Any]], *, month_end_kept: bool | Flags) -> Days:
    """The same day of the month `months` later; where there is none, or a month's last day is kept as such: the last day."""
    known = table()
    index = index_of(day)
    place, ends, target = known.place_of[index], known.ends_month[index], known.month_of[index] + months
    if np.any((target < 0) | (target >= len(known.month_length))):
        raise Refused("DATE_OUT_OF_RANGE", "日期超出 1900 年至 2299 年", "请核对日期和刑期")
    last = known.month_length[target] - 1
    return np.asarray(known.month_start[target] + np.where(ends & month_end_kept, last, np.minimum(place, last)))


def hours_between(earlier: datetime, later: datetime) -> float:
    """Hours from one instant to another, negative when they stand the other way round."""
    return (later - earlier).total_seconds() / 3600


def pushed_back(last: datetime, began: datetime, ended: datetime) -> datetime:
    """The last instant of a period of hours after a pause: later by as long as the pause lasted."""
    return last + (ended - began)
