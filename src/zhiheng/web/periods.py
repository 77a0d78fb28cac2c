"""Periods that pages offer, and a long time cut into quarters or months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from zhiheng.analysis.indicators import Figure, figure_of
from zhiheng.analysis.periods import Period, parse
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.law.clocks import months_after

QUARTERS = 8
MONTHS = 12


def offered(today: date) -> list[tuple[str, str]]:
    """Two years, eight quarters and twelve months up to today: written form and Chinese."""
    years = [parse(str(today.year - back)) for back in range(2)]
    return [(period.name, period.zh) for period in (*years, *reversed(list(quarters(today))), *reversed(list(months(today))))]


def quarters(today: date) -> Iterator[Period]:
    """The last eight quarters, oldest first."""
    for back in reversed(range(QUARTERS)):
        day = months_after(first_of_month(today), -3 * back)
        yield parse(f"{day.year}Q{(day.month + 2) // 3}")


def months(today: date) -> Iterator[Period]:
    """The last twelve months, oldest first."""
    for back in reversed(range(MONTHS)):
        day = months_after(first_of_month(today), -back)
        yield parse(f"{day.year}-{day.month:02d}")


@lru_cache(maxsize=64)
def before(period: Period) -> Period:
    """The year, quarter or month before."""
    if "Q" in period.name:
        day = months_after(period.first_on, -3)
        return parse(f"{day.year}Q{(day.month + 2) // 3}")
    if "-" in period.name:
        day = months_after(period.first_on, -1)
        return parse(f"{day.year}-{day.month:02d}")
    return parse(str(period.first_on.year - 1))


def first_of_month(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def whole(periods: Sequence[Period]) -> Period:
    """From the first day of the first period to the last day of the last."""
    return Period(f"{periods[0].name}至{periods[-1].name}", periods[0].first_on, periods[-1].last_on)


def trend(spec: IndicatorSpec, rows: Sequence[Mapping[str, Any]], periods: Sequence[Period]) -> list[tuple[Period, Figure]]:
    """The number of each period, counted from the rows of the whole time."""
    return [(period, figure_of(spec, [row for row in rows if within(row, period)])) for period in periods]


def within(row: Mapping[str, Any], period: Period) -> bool:
    """Whether a row's day falls in a period."""
    return bool(row["day"]) and period.first_on <= date.fromisoformat(str(row["day"])[:10]) <= period.last_on
