"""Values of a form: typed, required ones present, unknown ones refused; every fault in one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from zhiheng.catalog.procedure_parts import FormField
from zhiheng.procedure.core.errors import ActRefused

EMPTY: tuple[object, ...] = (None, "", [], ())


def read(fields: tuple[FormField, ...], given: Mapping[str, object], *, title: str) -> dict[str, object]:
    """The values as the case keeps them (JSON-able); raises ActRefused naming every faulty field."""
    known = {item.id: item for item in fields}
    faults = [f"没有字段 {name}" for name in given if name not in known]
    values: dict[str, object] = {}
    for item in fields:
        value = given.get(item.id)
        if value in EMPTY:
            value = item.default
        fault = fault_of(item, value)
        if fault:
            faults.append(f"{item.title}：{fault}")
        elif value not in EMPTY:
            values[item.id] = kept(item, value)
    if faults:
        raise ActRefused(f"表单“{title}”", "", "；".join(faults), "请改正后再提交")
    return values


def fault_of(item: FormField, value: object) -> str:
    """What is wrong with one value, empty when nothing is."""
    if value in EMPTY:
        return "必须填写" if item.required else ""
    return CHECKS[item.type](item, value)


def kept(item: FormField, value: object) -> object:
    """The value in the form that is stored."""
    if item.type == "paragraphs" and isinstance(value, str):
        return [line.strip() for line in value.splitlines() if line.strip()]
    if item.type == "int":
        return int(str(value))
    return value.isoformat() if isinstance(value, date) else value


def _text(_item: FormField, value: object) -> str:
    return "" if isinstance(value, str) else "应为文字"


def _paragraphs(_item: FormField, value: object) -> str:
    good = isinstance(value, str) or (isinstance(value, (list, tuple)) and all(isinstance(line, str) for line in value))
    return "" if good else "应为一段或几段文字"


def _date(_item: FormField, value: object) -> str:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return f"“{value}”不是日期，应如 2026-06-30"
    return ""


def _bool(_item: FormField, value: object) -> str:
    return "" if isinstance(value, bool) else "应为是或否"


def _int(_item: FormField, value: object) -> str:
    text = str(value)
    return "" if not isinstance(value, bool) and text.isascii() and text.isdigit() and 0 < int(text) < 10_000 else f"“{value}”不是正整数"


def _choice(item: FormField, value: object) -> str:
    return "" if value in item.codes else f"没有选项 {value}，可选：{'、'.join(item.codes.values())}"


CHECKS: Mapping[str, Callable[[FormField, object], str]] = {
    "text": _text,
    "paragraphs": _paragraphs,
    "date": _date,
    "bool": _bool,
    "int": _int,
    "choice": _choice,
    "file": _text,
}
