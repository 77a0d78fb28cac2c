"""Values of fields: typed, bounded, required ones present, unknown ones refused; every fault in one answer. Kept values are plain JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from zhiheng.catalog.field_shapes import NUMBERS, FieldShape
from zhiheng.law.moments import SHANGHAI

EMPTY: tuple[object, ...] = (None, "", [], (), {})
LONGEST = 20_000


@dataclass(frozen=True)
class FieldFault:
    """One faulty value: the field (`row.field` within rows, rows counted from 1), its title, the reason."""

    field: str
    title: str
    reason: str

    def __str__(self) -> str:
        return f"{self.title}：{self.reason}"


class FieldFaultsError(ValueError):
    """Every fault of the values given for a form."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(map(str, self.faults)))


def holds(when: Mapping[str, object], values: Mapping[str, object]) -> bool:
    """Whether every value named by a condition is the given one, one of a given list, or within given bounds.

    A list value need only contain it. Bounds are those of the law's limits, `{at_least: 6}`, `{under: 6}`, or
    days, `{under: "2026-11-01"}`; what is no number and no day is within none.
    """
    return all(_is_among(values.get(name), wanted) for name, wanted in when.items())


BOUNDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "over": lambda number, bound: number > bound,
    "at_least": lambda number, bound: number >= bound,
    "under": lambda number, bound: number < bound,
    "at_most": lambda number, bound: number <= bound,
}


def _is_within(value: object, bounds: Mapping[str, object]) -> bool:
    if isinstance(value, bool):
        return False
    try:
        number = Decimal(str(value))
        return all(word in BOUNDS and BOUNDS[word](number, Decimal(str(bound))) for word, bound in bounds.items())
    except InvalidOperation:
        day = _ordinal(value)
    limits = {word: _ordinal(bound) for word, bound in bounds.items()}
    return day is not None and all(word in BOUNDS and end is not None and BOUNDS[word](day, end) for word, end in limits.items())


def _ordinal(value: object) -> Decimal | None:
    """A day as a number, in Shanghai where it is an instant; None for what is no day."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return Decimal(f"{moment.astimezone(SHANGHAI) if moment.tzinfo else moment:%Y%m%d}")


def _is_among(value: object, wanted: object) -> bool:
    if isinstance(wanted, Mapping):
        return _is_within(value, wanted)
    allowed = wanted if isinstance(wanted, (list, tuple)) else (wanted,)
    given = value if isinstance(value, (list, tuple)) else (value,)
    return any(item == option or str(item) == str(option) for item in given for option in allowed if item is not None or option is None)


def read(fields: Sequence[FieldShape], given: Mapping[str, object], *, known_values: Mapping[str, object] | None = None) -> dict[str, Any]:
    """The values as they are kept.

    known_values   values of the case or entry that conditions of fields may also name
    raises   FieldFaultsError naming every faulty field
    """
    known = {item.id for item in fields}
    faults = [FieldFault(name, name, "没有这个字段") for name in given if name not in known]
    values: dict[str, Any] = {}
    for item in fields:
        value = given.get(item.id)
        if item.when and not holds(item.when, {**(known_values or {}), **values}):
            if value not in EMPTY and value is not False and value != item.default:
                faults.append(FieldFault(item.id, item.title, "在此情形下不填"))
            continue
        _take(item, item.default if value in EMPTY else value, values, faults)
    if faults:
        raise FieldFaultsError(faults)
    return values


def _take(item: FieldShape, value: object, values: dict[str, Any], faults: list[FieldFault]) -> None:
    if value in EMPTY:
        if item.required and not item.counts:
            faults.append(FieldFault(item.id, item.title, "必须填写"))
        return
    try:
        _not_elsewhere(item, value)
        values[item.id] = KEPT[item.type](item, value)
    except FieldFaultsError as error:
        faults += [FieldFault(f"{item.id}.{fault.field}", f"{item.title}{fault.title}", fault.reason) for fault in error.faults]
    except ValueError as error:
        faults.append(FieldFault(item.id, item.title, str(error)))


def _not_elsewhere(item: FieldShape, value: object) -> None:
    for one in _several(value) if item.elsewhere else ():
        if one in item.elsewhere:
            raise ValueError(f"{one} 不在这里填写：{item.elsewhere[str(one)]}")


def _text(item: FieldShape, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("应为文字")
    text = value.strip()
    _within(item, len(text), "字数")
    if len(text) > LONGEST:
        raise ValueError(f"超过 {LONGEST} 字")
    if "\x00" in text:
        raise ValueError("含有不能保存的字符")
    return text


def _paragraphs(item: FieldShape, value: object) -> list[str]:
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, (list, tuple)) or not all(isinstance(line, str) for line in lines):
        raise ValueError("应为一段或几段文字")
    _text(item.model_copy(update={"least": None, "most": None}), "\n".join(lines))
    return [line.strip() for line in lines if line.strip()]


def _date(_item: FieldShape, value: object) -> str:
    if isinstance(value, datetime):
        raise ValueError("应为日期，不带时刻")
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"“{value}”不是日期，应如 2026-06-30")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(f"“{value}”不是日期，应如 2026-06-30") from None


def _time(_item: FieldShape, value: object) -> str:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}”不是时刻，应如 2026-06-30 14:05") from None
    if not isinstance(value, datetime) and len(str(value)) <= len("2026-06-30"):
        raise ValueError("应写明时刻，如 2026-06-30 14:05")
    local = moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    return local.isoformat(timespec="minutes")


def _number(item: FieldShape, value: object) -> Decimal:
    text = str(value).strip().replace(",", "")
    if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", text, re.ASCII):
        raise ValueError(f"“{value}”不是数字")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"“{value}”不是数字") from None
    if item.least is not None and number < item.least:
        raise ValueError(f"不得小于 {item.least}{item.unit}")
    if item.most is not None and number > item.most:
        raise ValueError(f"不得大于 {item.most}{item.unit}")
    return number


def _whole(item: FieldShape, value: object) -> int:
    number = _number(item, value)
    if number != number.to_integral_value():
        raise ValueError(f"“{value}”不是整数")
    return int(number)


def _decimal(item: FieldShape, value: object) -> str:
    return f"{_number(item, value):f}"


def _amount(item: FieldShape, value: object) -> str:
    number = _number(item, value)
    if number != round(number, 2):
        raise ValueError("金额最多两位小数（元）")
    return f"{number:.2f}"


def _flag(_item: FieldShape, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("应为是或否")


def _choice(item: FieldShape, value: object) -> str:
    codes = item.codes if isinstance(item.codes, Mapping) else {}
    if not isinstance(value, str) or value not in codes:
        raise ValueError(f"没有选项 {value}，可选：{'、'.join(codes.values())}")
    return value


def _choices(item: FieldShape, value: object) -> list[str]:
    return [_choice(item, one) for one in _several(value)]


def _several(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _several_texts(item: FieldShape, value: object) -> list[str]:
    one_text = item.model_copy(update={"least": None, "most": None})
    found = [_text(one_text, one) for one in _several(value)]
    _within(item, len(found), "个数")
    return found


def _person(item: FieldShape, value: object) -> dict[str, str]:
    given = {"name": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping) or not set(given) <= {"name", "id_number"} or not given.get("name"):
        raise ValueError("应写明姓名（和证件号码）")
    return {key: _text(item, text) for key, text in given.items() if text}


def _division(_item: FieldShape, value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\d{6}", value, re.ASCII):
        raise ValueError("应为六位行政区划代码")
    return value


def _rows(item: FieldShape, value: object) -> list[dict[str, Any]]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(row, Mapping) for row in value):
        raise ValueError("应为若干行")
    _within(item, len(value), "行数")
    kept: list[dict[str, Any]] = []
    faults: list[FieldFault] = []
    for index, row in enumerate(value, 1):
        try:
            kept.append(read(item.rows, row))
        except FieldFaultsError as error:
            faults += [FieldFault(f"{index}.{fault.field}", f"第 {index} 行{fault.title}", fault.reason) for fault in error.faults]
    if faults:
        raise FieldFaultsError(faults)
    return kept


def _within(item: FieldShape, count: int, word: str) -> None:
    if item.type in NUMBERS:
        return
    if item.least is not None and count < item.least:
        raise ValueError(f"{word}不得少于 {item.least}")
    if item.most is not None and count > item.most:
        raise ValueError(f"{word}不得多于 {item.most}")


KEPT: Mapping[str, Callable[[FieldShape, Any], Any]] = {
    "text": _text, "paragraphs": _paragraphs, "date": _date, "time": _time, "whole": _whole, "decimal": _decimal, "amount": _amount,
    "flag": _flag, "choice": _choice, "choices": _choices, "item": _text, "items": _several_texts, "file": _text, "files": _several_texts,
    "person": _person, "organ": _text, "officer": _text, "officers": _several_texts, "division": _division, "rows": _rows,
}  # fmt: skip
