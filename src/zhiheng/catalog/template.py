"""Chinese sentences with {column} places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from zhiheng.law.moments import chinese_date

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def placeholders(template: str) -> tuple[str, ...]:
    """Give the names in braces, in order."""
    return tuple(_PLACE.findall(template))


def fill(template: str, values: Mapping[str, Any]) -> str:
    """Put the values in: dates as 2026年6月30日, lists joined by 、, an absent value as —."""
    return "".join(spoken(values.get(part)) if at % 2 else part for at, part in enumerate(parts(template)))


@lru_cache(maxsize=512)
def parts(template: str) -> tuple[str, ...]:
    """Text and names of places by turns."""
    return tuple(_PLACE.split(template))


def spoken(value: Any) -> str:
    """Say one value in Chinese."""
    if type(value) is str:
        return value
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{chinese_date(value)}{value:%H:%M}"
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, (list, tuple)):
        return "、".join(spoken(item) for item in value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
