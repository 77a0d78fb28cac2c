"""Recurring periods (day, workday, week, month … year): the one a day lies in, those between two days, and until when after its end."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from zhiheng.analysis.periods import Period, parse
from zhiheng.catalog.registers import Due
from zhiheng.law.calendar import is_off
from zhiheng.law.clocks import add_days, add_working_days, months_after
from zhiheng.law.moments import SHANGHAI, chinese_date
from zhiheng.schema.errors import UnusableInputError

MONTHS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
EVERY: Final = {
    "day": "每日", "workday": "每个工作日", "week": "每周", "month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年",
}  # fmt: skip
MOST_PERIODS: Final = 4000


def period_of(every: str, day: date) -> Period | None:
    """The period of a kind that a day lies in; None for a workday that is none."""
    if every in {"day", "workday"}:
        return None if every == "workday" and is_off(day) else Period(day.isoformat(), day, day)
    if every == "week":
        year, week, weekday = day.isocalendar()
        first_on = add_days(day, 1 - weekday)
        return Period(f"{year}-W{week:02d}", first_on, add_days(first_on, 6))
    length = MONTHS[every]
    first_on = date(day.year, (day.month - 1) // length * length + 1, 1)
    names = {
        "month": f"{first_on:%Y-%m}", "quarter": f"{first_on.year}Q{(first_on.month + 2) // 3}",
        "half_year": f"{first_on.year}H{1 if first_on.month == 1 else 2}", "year": f"{first_on.year:04d}",
    }  # fmt: skip
    return Period(names[every], first_on, add_days(months_after(first_on, length), -1))


def periods_between(every: str, since: date, until: date) -> list[Period]:
    """The periods that end on a day from `since` to `until`, oldest first."""
    found: list[Period] = []
    day = since
    while day <= until and len(found) < MOST_PERIODS:
        period = period_of(every, day)
        if period is None:
            day = add_days(day, 1)
            continue
        if period.last_on <= until:
            found.append(period)
        day = add_days(period.last_on, 1)
    return found


def named(text: str) -> Period:
    """Read a period by its name: 2026, 2026H1, 2026Q2, 2026-06, 2026-W27, 2026-06-30."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            day = date.fromisoformat(text)
            return Period(text, day, day)
        if found := re.fullmatch(r"(\d{4})-W(\d{2})", text):
            return period_of("week", date.fromisocalendar(int(found[1]), int(found[2]), 1)) or parse(text)
        if found := re.fullmatch(r"(\d{4})H([12])", text):
            return period_of("half_year", date(int(found[1]), int(found[2]) * 6, 1)) or parse(text)
    except ValueError as error:
        raise UnusableInputError(f"期间 {text}", "", "没有这个日期或者周次", "请核对期间") from error
    return parse(text)


def title_of(period: Period) -> str:
    """The period in Chinese, days and weeks too."""
    first = period.first_on
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", period.name):
        return chinese_date(first)
    if "W" in period.name:
        return f"{chinese_date(first)}起的一周"
    return f"{first.year}年{'上' if first.month == 1 else '下'}半年" if "H" in period.name else period.zh


def due_at(last_on: date, due: Due) -> datetime:
    """Until when something is due that follows a day: so many days or workdays later, at an hour (else the end of the day)."""
    day = add_working_days(last_on, due.workdays) if due.workdays is not None else add_days(last_on, due.days or 0)
    hour, minute = (int(part) for part in (due.at or "24:00").split(":"))
    return datetime.combine(day, time(23, 59, 59) if hour == 24 else time(hour, minute), SHANGHAI)
