"""The last thirty days as bars, a day each: the rows of the list that the total opens, counted by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhiheng.law.clocks import add_days
from zhiheng.registry.rights import may
from zhiheng.web.cases.cases import LATELY_DAYS
from zhiheng.web.centre.counted import ROWS, Number, rows_of

TRENDS = (
    (_("建案"), "cases", "lately=opened", "opened_at__date"),
    (_("办结"), "cases", "lately=ended", "ended_on"),
    (_("发现线索"), "clues", f"age={LATELY_DAYS}", "found_at__date"),
    (_("定位警报"), "alarms", f"age={LATELY_DAYS}", "began_at__date"),
)
"""Title, list, filters of its address, the field that says the day."""


@dataclass(frozen=True)
class Trend:
    """The number of the whole time, and the numbers of each day as the charts take them."""

    total: Number
    numbers: Mapping[str, Any]


def trends_of(viewer: Any, today: date) -> list[Trend]:
    """The trends of the lists that the viewer may open."""
    return [trend(viewer, today, *one) for one in TRENDS if may(viewer, ROWS[one[1]][0])]


def trend(viewer: Any, today: date, title: Any, name: str, query: str, field: str) -> Trend:
    """The rows of a list by day, from thirty days ago to today."""
    rows = rows_of(viewer, name, query).order_by().values_list(field).annotate(Count("pk"))
    by_day: dict[date, int] = dict(rows)
    days = [add_days(today, -ago) for ago in range(LATELY_DAYS, -1, -1)]
    numbers = {"kind": "columns", "names": [f"{day:%m-%d}" for day in days], "values": [by_day.get(day, 0) for day in days], "unit": ""}
    return Trend(Number(title, sum(by_day.values()), f"{reverse(name)}?{query}"), numbers)
