"""A rule's shape of facts as fields of a plain form, and a sent form as facts.

A field's name is its dotted place (`sentence.months`, `reductions.1.type`), so that the address of a filled form is a permanent link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from zhiheng.law.facts import Amount, Code, Day, Flag, Items, Kind, Record, Time, Whole

MOST_ROWS = 20
WIDGETS: Mapping[type, str] = {Flag: "flag", Whole: "number", Amount: "money", Code: "select", Day: "date", Time: "time"}
YES_NO = (("yes", "是"), ("no", "否"))


@dataclass(frozen=True)
class Field:
    """One input: its dotted name, Chinese label, kind of input, choices and what was entered (several values for ticks)."""

    name: str
    label: str
    widget: str
    choices: tuple[tuple[str, str], ...] = ()
    entered: tuple[str, ...] = ()
    required: bool = False
    hint: str = ""

    @property
    def value(self) -> str:
        """What was entered, as one text."""
        return " ".join(self.entered)


@dataclass(frozen=True)
class Group:
    """Fields that belong together: a record of facts, or the rows of a list of records."""

    name: str
    title: str
    fields: tuple[Field, ...]
    groups: tuple[Group, ...] = ()
    repeated: bool = False
    rows: int = 0

    @property
    def is_filled(self) -> bool:
        """Whether anything below was entered."""
        return any(field.entered for field in self.fields) or any(group.is_filled for group in self.groups)


def form_of(shape: Record, sent: QueryDict) -> Group:
    """The form of a rule's facts with what was sent filled in."""
    return _group("", shape.zh, shape, sent)


def facts_of(shape: Record, sent: QueryDict) -> dict[str, Any]:
    """The facts a sent form states: empty inputs are facts not given, never false."""
    return dict(_stated(shape, "", sent))


def rows_asked(name: str, sent: QueryDict) -> int:
    """How many rows a list shows: one more than asked or filled, at most `MOST_ROWS`."""
    filled = [int(found[1]) for key in sent if sent.get(key) and (found := re.match(rf"{re.escape(name)}\.(\d{{1,3}})\.", key))]
    asked = sent.get(f"{name}.rows", "")
    return max(0, min(max([*filled, int(asked) if asked.isdecimal() else 0]), MOST_ROWS))


def _group(name: str, title: str, shape: Record, sent: QueryDict) -> Group:
    fields = tuple(
        _field(_inside(name, key), kind, sent, required=key in shape.required)
        for key, kind in shape.fields.items()
        if not _holds_more(kind)
    )
    groups = tuple(_deeper(_inside(name, key), kind, sent) for key, kind in shape.fields.items() if _holds_more(kind))
    return Group(name, title, fields, groups)


def _deeper(name: str, kind: Kind, sent: QueryDict) -> Group:
    if isinstance(kind, Record):
        return _group(name, kind.zh, kind, sent)
    row = kind.kind  # type: ignore[attr-defined]
    rows = rows_asked(name, sent)
    shown = tuple(_group(f"{name}.{number}", f"第 {number} 项", row, sent) for number in range(1, max(rows, 1) + 1))
    return Group(name, kind.zh, (), shown, repeated=True, rows=rows)


def _holds_more(kind: Kind) -> bool:
    return isinstance(kind, Record) or (isinstance(kind, Items) and isinstance(kind.kind, Record))


def _field(name: str, kind: Kind, sent: QueryDict, *, required: bool) -> Field:
    entered = tuple(value for value in sent.getlist(name) if value)
    if isinstance(kind, Items):
        return _list_field(name, kind, entered, required=required)
    choices = YES_NO if isinstance(kind, Flag) else tuple(kind.codes.items()) if isinstance(kind, Code) else ()
    return Field(name, kind.zh, WIDGETS.get(type(kind), "text"), choices, entered[:1], required, "" if choices else kind.expects())


def _list_field(name: str, kind: Items, entered: tuple[str, ...], *, required: bool) -> Field:
    if isinstance(kind.kind, Code):
        return Field(name, kind.zh, "ticks", tuple(kind.kind.codes.items()), entered, required)
    return Field(name, kind.zh, "text", (), entered, required, f"可填多个，用空格分开；每个为{kind.kind.expects()}")


def _stated(shape: Record, name: str, sent: QueryDict) -> Iterator[tuple[str, Any]]:
    for key, kind in shape.fields.items():
        place = _inside(name, key)
        found = _value(kind, place, sent)
        if found not in (None, [], {}) or (key in shape.required and _holds_more(kind)):
            yield key, found


def _value(kind: Kind, place: str, sent: QueryDict) -> Any:
    if isinstance(kind, Record):
        return dict(_stated(kind, place, sent))
    if isinstance(kind, Items) and isinstance(kind.kind, Record):
        rows = (dict(_stated(kind.kind, f"{place}.{number}", sent)) for number in range(1, rows_asked(place, sent) + 1))
        return [row for row in rows if row]
    entered = [value.strip() for value in sent.getlist(place) if value.strip()]
    if isinstance(kind, Items):
        return [_typed(kind.kind, each) for each in _several(kind, entered)]
    return _typed(kind, entered[0]) if entered else None


def _several(kind: Items, entered: Iterable[str]) -> list[str]:
    """Ticks as they came; a text with several values taken apart."""
    return list(entered) if isinstance(kind.kind, Code) else [part for text in entered for part in re.split(r"[\s,，、;；]+", text) if part]


def _typed(kind: Kind, text: str) -> Any:
    """A text as the JSON value its kind reads; what does not fit stays text and is refused by the rule, with the field's name."""
    if isinstance(kind, Flag):
        return {"yes": True, "no": False}.get(text, text)
    if isinstance(kind, Whole) and re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        return int(text)
    if isinstance(kind, Amount) and re.fullmatch(r"-?[\d,]{1,18}(\.\d{1,2})?", text, re.ASCII):
        return float(text.replace(",", ""))
    return text


def _inside(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key
