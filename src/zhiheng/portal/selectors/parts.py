"""What is shown of an item: lines of label and text, each with its day, why, article and limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from zhiheng.law.moments import SHANGHAI, chinese_date

EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Line:
    """One thing of an item.

    facts   label and text
    why     reasons, in sentences; article: where it stands in the law
    due     the last day in words; late: it has passed
    case    the case it is of; act: the person is to do something about it; page: the page on which
    order   lines are sorted by it, the smallest first
    objection   the procedure by which it may be objected to now, and what its form is filled with
    """

    title: str
    says: str = ""
    on: date | None = None
    facts: tuple[tuple[str, str], ...] = ()
    why: tuple[str, ...] = ()
    article: str = ""
    due: str = ""
    late: bool = False
    case: Any = None
    act: bool = False
    page: str = ""
    order: str = "9"
    objectable: bool = False
    objection: tuple[str, Mapping[str, str]] | None = None

    @property
    def objection_words(self) -> str:
        """What the form of the objection is filled with, as an address carries it."""
        return urlencode(self.objection[1]) if self.objection else ""

    @property
    def short(self) -> Line:
        """Title, outcome and day alone."""
        return Line(self.title, self.says, self.on, case=self.case, due=self.due, late=self.late)


@dataclass(frozen=True)
class Part:
    """An item as it is shown: its lines, or the sentence in their place."""

    item: str
    title: str
    lines: Sequence[Line] = field(default_factory=tuple)
    says: str = ""


def text_of(value: Any, codes: Mapping[str, Any] | None = None, unit: str = "") -> str:
    """A value as people write it."""
    if value in EMPTY:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(text_of(one, codes) for one in value)
    if isinstance(value, (date, datetime)):
        return day_text(value)
    return f"{_plain(value, codes or {})}{unit}"


def _plain(value: Any, codes: Mapping[str, Any]) -> str:
    said = codes.get(str(value))
    if said:
        return said if isinstance(said, str) else str(next(iter(said)))
    text = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    return day_text(date.fromisoformat(text)) if _is_day(text) else text


def _is_day(text: str) -> bool:
    return len(text) == len("2026-01-01") and text[:4].isdigit() and text[4] == text[7] == "-"


def day_text(day: date) -> str:
    """2026年5月29日, with the time where it is an instant."""
    if isinstance(day, datetime):
        local = day.astimezone(SHANGHAI)
        return f"{chinese_date(local.date())}{local:%H:%M}"
    return chinese_date(day)
