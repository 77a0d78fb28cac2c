"""Values of a case in a form that sorts and compares as text, for indexed columns of lists."""

from __future__ import annotations

import re
from decimal import Decimal

WIDTH = 120
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)
_SHIFT = Decimal(10) ** 15


def sortable(value: object) -> str:
    """A number as `#` and digits that sort as numbers do (below zero too), a flag as 是 or 否, a list by its parts, other text as it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(filter(None, (_plain(item) for item in value)))[:WIDTH]
    text = str(value)
    if isinstance(value, (int, Decimal)) or (_NUMBER.fullmatch(text) and not (len(text) > 1 and text[0] == "0" and "." not in text)):
        return _sortable_number(Decimal(text))
    return text[:WIDTH]


def _sortable_number(number: Decimal) -> str:
    shifted = number + _SHIFT  # below zero the shifted number is smaller, so text and number sort alike
    return f"#{shifted:023.6f}"


def _plain(value: object) -> str:
    return "" if isinstance(value, dict) else str(value)
