"""The form field of each type of the one vocabulary of fields. What is typed stays text: the catalogue reads it and says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.law.moments import SHANGHAI

Choices = Sequence[tuple[str, Any]]
LONGEST = 20_000
ONE_LINE, MOST_LINES = 36, 8
"""Signs of a line of an input, and the most lines of one."""
MOST_BOXES = 12
LISTS = frozenset({"choices", "items", "officers"})
YES_NO = {"true": True, "false": False}
WITH_LIST = frozenset({"organ", "officer", "item", "division", "text"})


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Several files of one field."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file as a file field cleans it."""
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(SeveralFiles, self).clean(one, initial) for one in given]


def field_of(item: FieldShape, offered: Choices = (), *, default: bool = True) -> forms.Field:
    """The form field of a declared field; `offered` are the values it may be chosen from."""
    shared: dict[str, Any] = {"label": label_of(item), "required": False, "help_text": hint_of(item, offered)}
    if default and item.default is not None and not item.when:
        shared["initial"] = shown_initial(item, item.default)
    if item.type in LISTS and (offered or item.codes):
        several = offered or codes_of(item)
        widget = forms.CheckboxSelectMultiple() if len(several) <= MOST_BOXES else forms.SelectMultiple(attrs={"size": 4})
        return forms.MultipleChoiceField(choices=several, widget=widget, **shared)
    if item.type in {"choice", "flag"} or (offered and item.type in WITH_LIST):
        return forms.ChoiceField(choices=[("", _("请选择")), *(offered or codes_of(item))], **shared)
    return MAKERS.get(item.type, line)(item, shared)


def codes_of(item: FieldShape) -> Choices:
    """The codes of a field with their titles; yes and no for a flag."""
    if item.type == "flag":
        return [("true", _("是")), ("false", _("否"))]
    return list(item.codes.items()) if isinstance(item.codes, Mapping) else []


def label_of(item: FieldShape) -> str:
    """The title, with the unit in which it is given."""
    return f"{item.title}（{item.unit}）" if item.unit else item.title


def hint_of(item: FieldShape, offered: Choices = ()) -> str:
    """What to know about a field before it is filled in."""
    parts = [
        item.doc,
        "" if offered else FORMATS.get(item.type, ""),
        _("由系统算出，可以不填") if item.counts else "",
        _("仅本机关内部可见") if item.inner else "",
    ]
    return "；".join(part for part in parts if part)


def line(_item: FieldShape, shared: dict[str, Any]) -> forms.Field:
    """One line of text."""
    return forms.CharField(max_length=LONGEST, strip=True, **shared)


def room_for(text: str) -> forms.Textarea:
    """An input in which a text that is longer than a line can be read whole."""
    return forms.Textarea(attrs={"rows": min(MOST_LINES, 1 + len(text) // ONE_LINE)})


def _area(item: FieldShape, shared: dict[str, Any]) -> forms.Field:
    rows = 4 if item.type == "paragraphs" else 2
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **shared)


def _number(item: FieldShape, shared: dict[str, Any]) -> forms.Field:
    mode = "numeric" if item.type == "whole" else "decimal"
    return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"}), **shared)


def _dated(kind: str) -> Callable[[FieldShape, dict[str, Any]], forms.Field]:
    def make(_item: FieldShape, shared: dict[str, Any]) -> forms.Field:
        return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"type": kind}), **shared)

    return make


def _file(_item: FieldShape, shared: dict[str, Any]) -> forms.Field:
    return forms.FileField(max_length=200, **{**shared, "initial": None})


def _files(_item: FieldShape, shared: dict[str, Any]) -> forms.Field:
    return SeveralFiles(max_length=200, **{**shared, "initial": None})


MAKERS: Mapping[str, Callable[[FieldShape, dict[str, Any]], forms.Field]] = {
    "paragraphs": _area, "choices": _area, "items": _area, "officers": _area, "date": _dated("date"), "time": _dated("datetime-local"),
    "whole": _number, "decimal": _number, "amount": _number, "file": _file, "files": _files,
}  # fmt: skip
FORMATS: Mapping[str, str] = {"items": "用顿号分开", "officers": "用顿号分开", "division": "六位行政区划代码"}


def shown_initial(item: FieldShape, value: Any) -> Any:
    """A kept value as the input shows it."""
    if value is None:
        return None
    if item.type == "paragraphs" and isinstance(value, (list, tuple)):
        return "\n".join(map(str, value))
    if item.type == "flag":
        return {True: "true", False: "false"}.get(value, "")
    if item.type == "time":
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        local = moment.astimezone(SHANGHAI) if moment.tzinfo else moment
        return local.strftime("%Y-%m-%dT%H:%M")
    if item.type in LISTS:
        return list(value) if isinstance(value, (list, tuple)) else [value]
    return value if isinstance(value, (str, dict, list)) else str(value)


def given_value(item: FieldShape, cleaned: Any) -> Any:
    """What was typed, as the plain value the catalogue reads."""
    if item.type == "flag":
        return YES_NO.get(cleaned)
    if item.type in LISTS and isinstance(cleaned, str):
        return [part for part in cleaned.replace("，", "、").replace(",", "、").replace("\n", "、").split("、") if part.strip()]
    if item.type == "paragraphs" and isinstance(cleaned, str):
        return [part for part in cleaned.splitlines() if part.strip()]
    return cleaned
