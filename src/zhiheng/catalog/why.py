"""Why a model found something, row by row: what is looked at, what is required, what is so, and whether that is as required."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.catalog.errors import did_you_mean
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.spoken import Words, spoken_value
from zhiheng.catalog.template import fill, placeholders

ABSENT = "没有记载"
DAY = 10
"""Signs of a day in ISO form."""


@dataclass(frozen=True)
class Why:
    """A row in a model's front matter; fact, needs and actual are texts with `{column}` or `{parameter}` places.

    absent   what is shown_values where every place of `actual` is empty
    met      column that says whether the row is as required (nothing in it: not known); without it the row is what was found wrong
    """

    fact: str
    needs: str
    actual: str
    absent: str
    met: str


@dataclass(frozen=True)
class WhyRow:
    """A row for one clue; met: None where it is not known."""

    fact: str
    needs: str
    actual: str
    met: bool | None


def read(fields: Fields, columns: Iterable[str], parameters: Iterable[str]) -> tuple[Why, ...]:
    """Read `why`; a place or column that is not there is a fault."""
    known = ["subject", "occurrence", "organ", "as_of", *columns, *parameters]
    found = []
    for inner in fields.listed("why", lambda row: f"why {row.get('fact', '')}") if "why" in fields else ():
        fact, needs, actual = inner.text("fact"), inner.text("needs"), inner.text("actual")
        row = Why(fact, needs, actual, inner.text("absent", default=ABSENT), inner.text("met", default=""))
        inner.only()
        named = [*placeholders(row.fact), *placeholders(row.needs), *placeholders(row.actual), *([row.met] if row.met else [])]
        for name in named:
            if name not in known:
                inner.fault(None, f"没有 {{{name}}} 这一列", did_you_mean(name, known))
        found.append(row)
    return tuple(found)


def rows_of(why: Iterable[Why], values: Mapping[str, Any], words: Mapping[str, Words]) -> list[WhyRow]:
    """The rows filled with a clue's values (and the parameters it was found with)."""
    shown_values = {name: _in_sentence(words.get(name), value) for name, value in values.items()}
    return [_row(one, values, shown_values) for one in why]


def _row(one: Why, values: Mapping[str, Any], shown_values: Mapping[str, Any]) -> WhyRow:
    places = placeholders(one.actual)
    empty = bool(places) and all(values.get(name) in (None, "", []) for name in places)
    met = None if one.met and values.get(one.met) is None else bool(values[one.met]) if one.met else False
    return WhyRow(fill(one.fact, shown_values), fill(one.needs, shown_values), one.absent if empty else fill(one.actual, shown_values), met)


def _in_sentence(words: Words | None, value: Any) -> Any:
    """A value as sentences say it; kept days are texts in ISO form."""
    shown = spoken_value(words, value)
    if isinstance(shown, str) and len(shown) == DAY and shown[4:5] == shown[7:8] == "-":
        try:
            return date.fromisoformat(shown)
        except ValueError:
            return shown
    return shown
