"""A rule's shape of facts as fields of a plain form, and a sent form as facts.

A field's name is its dotted place (`sentence.months`, `reductions.1.type`), so that the address of a filled form is a permanent link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from zhiheng.law.facts import Amount, Code, Day, Flag, Items, Kind, Record, Time, WholeNumber
from zhiheng.web.law.entered import day_of, sum_of, term_of, time_of

MOST_ROWS = 20
WIDGETS: Mapping[type, str] = {Flag: "flag", WholeNumber: "number", Amount: "money", Code: "select", Day: "date", Time: "time"}
HINTS = {
    "term": "如 三年六个月、拘役五个月七日、42（月）",
    "date": "如 2026年1月3日、2026.1.3、20260103",
    "time": "如 2026年1月3日9时30分",
    "money": "元；可写 2万元",
}
_IN_MONTHS = re.compile(r"（月）|(?<=，)月(?=）)")
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
    wanted: bool = False
    aside: bool = False
    length_of_punishment: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether the field stands in the open: needed, asked for next, filled, or the length beside the punishment."""
        return bool(self.entered) or ((self.required or self.wanted or self.length_of_punishment) and not self.aside)

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
    wanted: bool = False
    required: bool = False

    @property
    def is_filled(self) -> bool:
        """Whether anything below was entered."""
        return any(field.entered for field in self.fields) or any(group.is_filled for group in self.groups)

    @property
    def is_asked(self) -> bool:
        """Whether the group stands in the open: something in it is needed, asked for next, or filled."""
        inside = any(each.wanted or each.entered for each in self.fields) or any(each.is_asked for each in self.groups if not self.repeated)
        return self.required or self.wanted or self.rows > 0 or self.is_filled or inside

    @property
    def asked_fields(self) -> tuple[Field, ...]:
        """The fields in the open; all of them where none is told apart."""
        asked = tuple(field for field in self.fields if field.is_asked)
        return asked if asked or self.groups else self._open_fields

    @property
    def other_fields(self) -> tuple[Field, ...]:
        """The fields that are asked only where the answer hangs on them."""
        asked = set(self.asked_fields)
        return tuple(field for field in self._open_fields if field not in asked)

    @property
    def asked_groups(self) -> tuple[Group, ...]:
        """The groups in the open."""
        return tuple(group for group in self.groups if group.is_asked)

    @property
    def other_groups(self) -> tuple[Group, ...]:
        """The groups that are asked only where the answer hangs on them."""
        return tuple(group for group in self.groups if not group.is_asked)

    @property
    def _open_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.entered or not field.aside)


def form_of(shape: Record, sent: QueryDict, wanted: Iterable[str] = ()) -> Group:
    """The form of a rule's facts with what was sent filled in; `wanted` are the dotted places the rule asks for next."""
    return _group("", shape.zh, shape, SentForm(sent, frozenset(wanted)))


@dataclass(frozen=True)
class SentForm:
    """What was sent, and the places the rule asks for next."""

    values: QueryDict
    wanted: frozenset[str] = frozenset()


def facts_of(shape: Record, sent: QueryDict) -> dict[str, Any]:
    """The facts a sent form states: empty inputs are facts not given, never false."""
    return dict(_stated(shape, "", sent))


def rows_asked(name: str, sent: QueryDict) -> int:
    """How many rows a list shows: one more than asked or filled, at most `MOST_ROWS`."""
    filled = [int(found[1]) for key in sent if sent.get(key) and (found := re.match(rf"{re.escape(name)}\.(\d{{1,3}})\.", key))]
    asked = sent.get(f"{name}.rows", "")
    return max(0, min(max([*filled, int(asked) if asked.isdecimal() else 0]), MOST_ROWS))


def _group(name: str, title: str, shape: Record, sent: SentForm, *, required: bool = False) -> Group:
    fields = tuple(
        _field(_inside(name, key), kind, sent, required=key in shape.required, aside=key == "days" and _is_term(shape.fields.get("months")))
        for key, kind in shape.fields.items()
        if not _holds_more(kind)
    )
    groups = tuple(
        _deeper(_inside(name, key), kind, sent, required=key in shape.required) for key, kind in shape.fields.items() if _holds_more(kind)
    )
    if "kind" in shape.required:
        fields = tuple(_named_in(each, _inside(name, "months"), sent) if each.name == _inside(name, "kind") else each for each in fields)
        fields = tuple(
            replace(each, length_of_punishment=each.widget == "term" and each.name == _inside(name, "months")) for each in fields
        )
    return Group(name, title, fields, groups, wanted=name in sent.wanted, required=required)


def _deeper(name: str, kind: Kind, sent: SentForm, *, required: bool) -> Group:
    if isinstance(kind, Record):
        return _group(name, kind.zh, kind, sent, required=required)
    row = kind.kind  # type: ignore[attr-defined]
    rows = rows_asked(name, sent.values)
    shown = tuple(_group(f"{name}.{number}", f"第 {number} 项", row, sent) for number in range(1, max(rows, 1) + 1))
    return Group(name, kind.zh, (), shown, repeated=True, rows=rows, wanted=name in sent.wanted, required=required)


def _named_in(punishment: Field, term: str, sent: SentForm) -> Field:
    """The punishment as the term beside it names it, where none was chosen."""
    read = None if punishment.entered else term_of(sent.values.get(term, ""))
    return replace(punishment, entered=(read.kind,)) if read and read.kind else punishment


def _holds_more(kind: Kind) -> bool:
    return isinstance(kind, Record) or (isinstance(kind, Items) and isinstance(kind.kind, Record))


def _is_term(kind: Kind | None) -> bool:
    """Whether a number is a length in months, which people write in words."""
    return isinstance(kind, WholeNumber) and "月" in kind.zh and "第" not in kind.zh


def _field(name: str, kind: Kind, sent: SentForm, *, required: bool, aside: bool) -> Field:
    entered = tuple(value for value in sent.values.getlist(name) if value)
    wanted = name in sent.wanted
    if isinstance(kind, Items):
        return replace(_list_field(name, kind, entered, required=required), wanted=wanted)
    choices = YES_NO if isinstance(kind, Flag) else tuple(kind.codes.items()) if isinstance(kind, Code) else ()
    widget = "term" if _is_term(kind) else WIDGETS.get(type(kind), "text")
    label = _IN_MONTHS.sub("", kind.zh) if widget == "term" else kind.zh
    return Field(name, label, widget, choices, entered[:1], required, HINTS.get(widget, ""), wanted, aside)


def _list_field(name: str, kind: Items, entered: tuple[str, ...], *, required: bool) -> Field:
    if isinstance(kind.kind, Code):
        return Field(name, kind.zh, "ticks", tuple(kind.kind.codes.items()), entered, required)
    example = "，如 2026年1月3日 20260110" if isinstance(kind.kind, Day) else ""
    return Field(name, kind.zh, "text", (), entered, required, f"可填多个，用空格分开{example}")


def _stated(shape: Record, name: str, sent: QueryDict) -> Iterator[tuple[str, Any]]:
    found = {key: value for key, kind in shape.fields.items() if (value := _value(kind, _inside(name, key), sent)) not in (None, [], {})}
    for key, kind in shape.fields.items():
        if _is_term(kind) and isinstance(found.get(key), str):
            found |= _term(key, found, shape)
    for key, kind in shape.fields.items():
        if key in found or (key in shape.required and _holds_more(kind)):
            yield key, found.get(key, [] if isinstance(kind, Items) else {})


def _term(key: str, found: Mapping[str, Any], shape: Record) -> dict[str, Any]:
    """A term in words as months, days and, where it was named, the punishment; one that does not fit stays and is refused."""
    term = term_of(found[key])
    days = "days" if key == "months" else f"{key.removesuffix('_months')}_days"
    if term is None or (term.days and (days not in shape.fields or found.get(days))):
        return {}
    named = term.kind if key == "months" and "kind" in shape.fields else None
    if named and found.get("kind", named) != named:
        return {}
    return {key: term.months} | ({days: term.days} if term.days else {}) | ({"kind": named} if named else {})


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
    if isinstance(kind, WholeNumber) and re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        return int(text)
    if isinstance(kind, Amount):
        read = sum_of(text)
        return text if read is None else read
    if isinstance(kind, Day | Time):
        return day_of(text) if isinstance(kind, Day) else time_of(text)
    return text


def _inside(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key
