"""The law's functions over whole columns, as SQL models call them (`law_<name>`).

Every `Vector` takes NumPy arrays of its argument kinds and answers a masked array: NULL in → NULL out. NULL is a masked place, NaT or
NaN. Kinds: `date` datetime64[D], `int` int64, `bool`, `str`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhiheng.law import clocks
from zhiheng.law.calendar import Days, Flags, Whole, index_of, table

Column = NDArray[Any]
_FILL: Mapping[str, Any] = {"date": np.datetime64("2000-01-01", "D"), "int": 0, "bool": False, "str": ""}
_DTYPE: Mapping[str, str] = {"date": "datetime64[D]", "int": "int64", "bool": "bool", "str": "object"}


@dataclass(frozen=True)
class Vector:
    """A function over columns: its argument kinds in order and its result's."""

    function: Callable[..., Column]
    arguments: tuple[str, ...]
    result: str
    zh: str

    def __call__(self, *columns: Column) -> np.ma.MaskedArray[Any, Any]:
        """The function on every row without a NULL; the others are masked."""
        null = np.zeros(np.shape(columns[0]), dtype=bool)
        for column in columns:
            null = null | nulls_of(column)
        filled = [_filled(column, null, kind) for column, kind in zip(columns, self.arguments, strict=True)]
        return np.ma.MaskedArray(self.function(*filled), mask=null)


def nulls_of(column: Column) -> Flags:
    """Where a column has no value."""
    masked = np.ma.getmaskarray(column)  # type: ignore[no-untyped-call]
    values = np.ma.getdata(column)  # type: ignore[no-untyped-call]
    if values.dtype.kind == "M":
        return np.asarray(masked | np.isnat(values))
    if values.dtype.kind == "f":
        return np.asarray(masked | np.isnan(values))
    return np.asarray(masked | (values == None)) if values.dtype.kind == "O" else np.asarray(masked)  # noqa: E711 - elementwise


def _filled(column: Column, null: Flags, kind: str) -> Column:
    values = np.array(np.ma.getdata(column))  # type: ignore[no-untyped-call]
    values[null] = _FILL[kind]
    return values.astype(_DTYPE[kind])


def term_end(start: Days, months: Whole, days: Whole, credit_days: Whole) -> Days:
    """Last day of a term from `start`, moved earlier by the days credited."""
    return clocks.add_days(clocks.term_end(start, months, days), -credit_days)


def period_due_months(start: Days, months: Whole, in_custody: Flags) -> Days:
    """Last day of a period in months; moved past days off unless it keeps a person held."""
    nominal = clocks.months_after(start, months)
    return np.where(in_custody, nominal, clocks.next_working_day(nominal))


def period_due_days(start: Days, days: Whole, in_custody: Flags) -> Days:
    """Last day of a period in days; moved past days off unless it keeps a person held."""
    nominal = clocks.add_days(start, days)
    return np.where(in_custody, nominal, clocks.next_working_day(nominal))


def proposal_reply_due(served_on: Days) -> Days:
    """Last day to reply to a procuratorial proposal: two months after service, moved past days off in favour of the organ that replies."""
    return clocks.next_working_day(clocks.months_after(served_on, np.asarray(2)))


def is_off(day: Days) -> Flags:
    """Whether the day is off by the calendar; in an unpublished year weekends only."""
    return np.asarray(table().off[index_of(day)])


FUNCTIONS: Mapping[str, Vector] = {
    "add_days": Vector(clocks.add_days, ("date", "int"), "date", "若干日后的日期"),
    "days_between": Vector(clocks.days_between, ("date", "date"), "int", "两个日期之间的日数"),
    "months_after": Vector(clocks.months_after, ("date", "int"), "date", "期间：若干月后的同日"),
    "next_working_day": Vector(clocks.next_working_day, ("date",), "date", "当日或其后第一个工作日"),
    "add_working_days": Vector(clocks.add_working_days, ("date", "int"), "date", "第若干个工作日"),
    "working_days_between": Vector(clocks.working_days_between, ("date", "date"), "int", "两个日期之间的工作日数（首日不计、末日计入）"),
    "is_off": Vector(is_off, ("date",), "bool", "是否节假日、休息日"),
    "term_after": Vector(clocks.term_after, ("date", "int", "int"), "date", "刑期届满次日"),
    "term_end": Vector(term_end, ("date", "int", "int", "int"), "date", "刑期届满日（起算日、月、日、折抵日数）"),
    "period_due_months": Vector(period_due_months, ("date", "int", "bool"), "date", "以月计的期间届满日"),
    "period_due_days": Vector(period_due_days, ("date", "int", "bool"), "date", "以日计的期间届满日"),
    "proposal_reply_due": Vector(proposal_reply_due, ("date",), "date", "检察建议回复期限届满日"),
}
