"""Values of a stored record as its organ would write them in a file of the exchange format."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zhiheng.law.moments import SHANGHAI
from zhiheng.schema.dictionary import spelling
from zhiheng.schema.standard import Field


def as_sent(field: Field, value: Any) -> str:
    """A value as text that the checks read back to the same value; nothing is the empty text."""
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        return "、".join(as_sent(field, one) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return spelling(field, str(value))
