"""Picking days at random and moving between them; every sum is made by `law.clocks`, once, and remembered.

A province asks for millions of sums of one day each; the line of days is laid out by one array sum and then only looked up.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from random import Random

import numpy as np

from zhiheng.law import clocks

_FIRST = np.datetime64("1900-01-01", "D")
_LINE: list[date] = clocks.add_days(np.repeat(_FIRST, 100_000), np.arange(100_000)).tolist()
_PLACE = {day: place for place, day in enumerate(_LINE)}

months_after = lru_cache(maxsize=1 << 16)(clocks.months_after)
term_after = lru_cache(maxsize=1 << 16)(clocks.term_after)
working_days_after = lru_cache(maxsize=1 << 16)(clocks.add_working_days)
worked_from = lru_cache(maxsize=1 << 14)(clocks.next_working_day)


def plus(day: date, count: int) -> date:
    """The day `count` days later, earlier when negative."""
    return _LINE[_PLACE[day] + count]


def apart(earlier: date, later: date) -> int:
    """Days from `earlier` to `later`; negative when they stand the other way round."""
    return _PLACE[later] - _PLACE[earlier]


def between(rng: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both possible; `first` when they stand the other way round."""
    return plus(first, rng.randint(0, max(0, apart(first, last))))


def at(day: date, minute: int, second: int = 0) -> datetime:
    """The instant `minute` minutes after the beginning of `day` by the clock on the wall (Asia/Shanghai); may run into later days."""
    days, rest = divmod(minute, 1440)
    return datetime.combine(plus(day, days), time(rest // 60, rest % 60, second))


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return plus(day, -day.weekday())


def month_start(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)
