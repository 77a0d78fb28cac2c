"""Values of cases in the words of their procedure's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.registry.core.masking import HIDDEN
from zhiheng.registry.gate import hides_marked


def field_named(spec: ProcedureSpec, name: str) -> FieldShape | None:
    """The field a listed value stands for: `months` or `ruling.months`."""
    step, _, field = name.rpartition(".")
    if step in spec.steps:
        return next((item for item in spec.form_of(spec.steps[step]) if item.id == field), None)
    opening = {item.id: item for item in spec.opening_fields}
    return opening.get(field) or spec.fields.get(field)


def title_of_value(spec: ProcedureSpec, name: str) -> str:
    """The heading of a listed value."""
    field = field_named(spec, name)
    return field.title if field else spec.title


def value_in_words(spec: ProcedureSpec, name: str, value: Any) -> str:
    """A listed value for people; empty where there is none."""
    return value_text(field_named(spec, name), value)


def value_text(field: FieldShape | None, value: Any) -> str:
    """A value for people."""
    if value in (None, "", [], {}):
        return ""
    if hides_marked(field):
        return HIDDEN
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return " ".join(str(one) for one in value.values() if one not in (None, ""))
    if isinstance(value, list | tuple):
        return "、".join(value_text(field, one) for one in value)
    codes = field.codes if field and isinstance(field.codes, Mapping) else {}
    text = codes.get(str(value), str(value))
    if field and field.type == "time":
        return text[:16].replace("T", " ")
    return f"{text}{field.unit}" if field and field.unit and str(value) not in codes else text
