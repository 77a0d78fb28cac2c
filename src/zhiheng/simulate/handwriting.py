"""From canonical values to what an organ writes: forms of dates, spellings of codes, stray spaces, full-width digits, short numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from zhiheng.law.moments import SHANGHAI, chinese_date
from zhiheng.schema import Field
from zhiheng.simulate.days import apart
from zhiheng.simulate.styles import Style

FIRST_DAY = date(1900, 1, 1)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
BLANK_DEFAULTS = 0.3
LONE_SPACES = ("  ", "　", " ")


class Handwriting:
    """Writes the values of one organ's file, a little carelessly; every form it uses is one the exchange standard accepts."""

    def __init__(self, style: Style, rng: Random) -> None:
        self.style, self.rng = style, rng
        self._by_type: dict[str, Callable[[Field, Any], str]] = {
            "str": self._string,
            "division": lambda _, value: str(value),
            "int": self._integer,
            "decimal": self._decimal,
            "bool": lambda _, value: self.style.truths[0 if value else 1],
            "date": lambda _, value: self._date(value),
            "datetime": lambda _, value: self._instant(value),
            "list": self._list,
        }

    def text(self, field: Field, value: Any, *, short_id: bool = False) -> str:
        """The value as text; a value equal to the field's default may be left out."""
        if field.default is not None and value == field.default and self.rng.random() < BLANK_DEFAULTS:
            return ""
        if field.form == "identity":
            return self._identity(value, short=short_id)
        return self._by_type[field.type](field, value)

    def cell(self, field: Field, value: Any, *, short_id: bool = False) -> Any:
        """The value as the file format's own kind of value where the style writes such, else as text; None where it is left out."""
        if field.type == "date" and self.style.dates == "cell":
            return value
        if field.type == "datetime" and self.style.dates == "cell":
            return value
        if field.type == "date" and self.style.dates == "serial":
            return excel_serial(value)
        if self.style.native and field.type == "list" and self.style.kind == "jsonl":
            return value
        if self.style.native and field.type in {"int", "bool", "division"} and self.style.kind != "xlsx":
            return int(value) if field.type == "division" else value
        if self.style.native and (field.type == "int" or (field.type == "decimal" and field.places == 2)):
            return float(value) if field.type == "decimal" else value
        return self.text(field, value, short_id=short_id) or None

    def _string(self, field: Field, value: str) -> str:
        if field.codes and self.style.chinese:
            return self.rng.choice(field.codes.get(value) or (value,))
        if field.form == "person_name" and len(value) == 2 and self.rng.random() < 0.15:
            return value[0] + self.rng.choice(LONE_SPACES) + value[1]
        return self._stray(value)

    def _stray(self, text: str) -> str:
        luck = self.rng.random()
        return f"{text}　" if luck < 0.003 else f" {text}" if luck < 0.008 else text

    def _identity(self, value: str, *, short: bool) -> str:
        luck = self.rng.random()
        if short or (luck < 0.03 and len(value) == 18 and value[6:8] == "19"):
            return value[:6] + value[8:17]
        if luck < 0.04:
            return value.translate(FULL_WIDTH)
        if luck < 0.05:
            return f"{value[:6]} {value[6:14]} {value[14:]}"
        if luck < 0.06:
            return f"{value} "
        return value.lower() if luck < 0.45 else value

    def _integer(self, _: Field, value: int) -> str:
        return str(value).translate(FULL_WIDTH) if self.rng.random() < 0.02 else str(value)

    def _decimal(self, field: Field, value: Decimal) -> str:
        return f"{value:,.{field.places}f}" if self.style.thousands and field.places == 2 else f"{value:.{field.places}f}"

    def _date(self, value: date) -> str:
        return DATE_TEXTS[self.style.dates](value)

    def _instant(self, value: datetime) -> str:
        joint = "T" if self.style.dates == "iso" and self.rng.random() < 0.3 else " "
        clock = f"{value:%H:%M:%S}" if value.second or self.rng.random() < 0.5 else f"{value:%H:%M}"
        if joint == "T" and self.rng.random() < 0.2:
            return f"{value.replace(tzinfo=SHANGHAI).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        zone = "+08:00" if joint == "T" and self.rng.random() < 0.5 else ""
        form = "iso" if self.style.dates in {"serial", "cell"} else self.style.dates
        return f"{DATE_TEXTS[form](value)}{joint}{clock}{zone}"

    def _list(self, field: Field, value: list[str]) -> str:
        words = [self.rng.choice(field.codes[one]) if field.codes and self.style.chinese else one for one in value]
        return json.dumps(words, ensure_ascii=False) if self.style.joint == "json" else self.style.joint.join(words)


def excel_serial(day: date) -> int:
    """Excel's number of a day: 1 March 1900 is 61, and every later day one more."""
    return apart(FIRST_DAY, day) + 2


DATE_TEXTS: dict[str, Callable[[date], str]] = {
    "iso": lambda day: f"{day:%Y-%m-%d}",
    "cell": lambda day: f"{day:%Y-%m-%d}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "chinese": chinese_date,
    "slash": lambda day: f"{day.year}/{day.month}/{day.day}",
    "serial": lambda day: str(excel_serial(day)),
}
