"""The periods that numbers are asked for: a year, a quarter, a month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from zhiheng.law.clocks import add_days, months_after
from zhiheng.schema.errors import UnusableInputError

_FORM: Final = re.compile(r"(?P<year>[0-9]{4})(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")
_LENGTHS: Final = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both in it; `name` as it is written: 2026, 2026Q2, 2026-06."""

    name: str
    first_on: date
    last_on: date

    @property
    def zh(self) -> str:
        """In Chinese."""
        year, quarter, month = self.first_on.year, (self.first_on.month + 2) // 3, self.first_on.month
        if "Q" in self.name:
            return f"{year}年第{'一二三四'[quarter - 1]}季度"
        return f"{year}年{month}月" if "-" in self.name else f"{year}年"

    @property
    def earlier_zh(self) -> str:
        """What the period before this one is called."""
        return "上季度" if "Q" in self.name else "上月" if "-" in self.name else "上年"


def parse(text: str) -> Period:
    """Read 2026, 2026Q2 or 2026-06."""
    found = _FORM.fullmatch(text.strip())
    if found is None or found["year"] == "0000":
        raise UnusableInputError(f"期间 {text}", "", "不是年、季度或者月份", "写成 2026、2026Q2 或者 2026-06。")
    kind = "quarter" if found["quarter"] else "month" if found["month"] else "year"
    month = int(found["month"] or 1) if kind != "quarter" else int(found["quarter"]) * 3 - 2
    first_on = date(int(found["year"]), month, 1)
    return Period(found[0], first_on, add_days(months_after(first_on, _LENGTHS[kind]), -1))
