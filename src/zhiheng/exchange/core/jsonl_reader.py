"""JSON Lines: one object a line, in UTF-8 or GB18030; numbers are kept digit by digit as they are written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from zhiheng.exchange.core.blocks import ASIDE, BLOCK_ROWS, Block, Reading, columns_of, no_heading, no_rows
from zhiheng.exchange.core.counted_days import is_certain_day
from zhiheng.exchange.core.source import Source, unusable
from zhiheng.schema.checking import Faults
from zhiheng.schema.cleaning import clean
from zhiheng.schema.columns import strings
from zhiheng.schema.headings import match_columns
from zhiheng.schema.rejections import (
    DAMAGED_TEXT,
    DOUBLED,
    IMPOSSIBLE_DATE,
    LOST_DIGITS,
    NOT_A_NUMBER,
    WRONG_KIND,
    Rejection,
    unreadable,
)
from zhiheng.schema.standard import Dataset, Field

_BROKEN = "不是一个 JSON 对象"
_REMEDY = '每行应为一个完整的 JSON 对象，如 {"姓名": "张某某"}'


class _Number(str):
    """A number as it stands in the file."""

    __slots__ = ()


class _NoNumber(str):
    """NaN or infinity."""

    __slots__ = ()


class _DoubledError(Exception):
    """A name that stands twice in one object."""


def read_jsonl(source: Source, dataset: Dataset) -> Reading:
    """The rows of a JSON Lines file; blank lines are passed over and not counted, a line that is no object is unreadable."""
    reader = _Reader(source, dataset)
    return Reading(reader.blocks(), reader.unknown)


class _Reader:
    """Learns the names of the file's columns as they come."""

    def __init__(self, source: Source, dataset: Dataset) -> None:
        self.source, self.dataset = source, dataset
        self.unknown: list[str] = []
        self.fields: dict[str, str | None] = {}

    def blocks(self) -> Iterator[Block]:
        """The file's rows; raises UnusableInputError where no line names a field."""
        rows = 0
        with self.source.path.open("rb") as file:
            lines = enumerate(((place, line) for place, line in enumerate(file, start=1) if line.strip()), start=1)
            while some := list(islice(lines, BLOCK_ROWS)):
                rows += len(some)
                yield self._block(some)
        if rows == 0:
            raise no_rows(self.source)
        if not any(self.fields.values()):
            raise no_heading(self.source, self.dataset)

    def _block(self, lines: list[tuple[int, tuple[int, bytes]]]) -> Block:
        objects: list[dict[str, Any]] = []
        numbers: list[int] = []
        refused: list[Rejection] = []
        for number, (place, line) in lines:
            text = line.decode(self.source.encoding, "replace").removeprefix("\ufeff").strip()
            given = _object(text) if place not in self.source.doubtful else unreadable_text(place)
            if isinstance(given, dict):
                objects.append(given)
                numbers.append(number)
            else:
                refused.append(unreadable(number, text, *given))
        self._learn({key: None for given in objects for key in given})
        table, doubts = self._table(objects)
        return Block(table, np.array(numbers, dtype=np.int64), tuple(refused), doubts)

    def _table(self, objects: list[dict[str, Any]]) -> tuple[pa.Table, dict[str, Faults]]:
        keys: dict[str, list[str]] = {}
        for key, name in self.fields.items():
            keys.setdefault(name or ASIDE + clean(key), []).append(key)
        columns: dict[str, pa.StringArray] = {}
        doubts: dict[str, Faults] = {}
        for name, given in keys.items():
            one = self.dataset.fields.get(name)
            read = [_value(row, given, one) for row in objects]
            columns[name] = strings([text for text, _ in read])
            for code in {code for _, code in read if code and one}:
                doubts.setdefault(name, {})[code] = np.array([code == said for _, said in read], dtype=np.bool_)
        return pa.table(columns) if columns else _without_columns(len(objects)), doubts

    def _learn(self, keys: dict[str, None]) -> None:
        """Give new names their fields; two names of the standard for one field are refused as two columns are."""
        new = [key for key in keys if key not in self.fields]
        if not new:
            return
        known = [key for key in self.fields if self.fields[key]]
        columns = match_columns([*known, *new], self.dataset)
        if columns.doubled:
            columns_of(self.source, [*known, *new], self.dataset)
        found = {position: name for name, position in columns.places.items()}
        found |= {position: name for name, positions in columns.others.items() for position in positions}
        for position, key in enumerate([*known, *new]):
            self.fields[key] = found.get(position)
        self.unknown.extend(clean(key) for key in new if self.fields[key] is None)


def unreadable_text(line: int) -> tuple[str, str]:
    """The reason and the remedy for a line whose bytes cannot be read."""
    return f"文件第 {line} 行的文字不能可靠解码", "请在原系统核对本行，改用 UTF-8 编码重新导出"


def _without_columns(rows: int) -> pa.Table:
    """A table of rows that name no field; `_` is no field."""
    return pa.table({"_": pa.nulls(rows, pa.string())})


def _object(text: str) -> dict[str, Any] | tuple[str, str]:
    try:
        given = json.loads(text, parse_float=_written, parse_int=_Number, parse_constant=_NoNumber, object_pairs_hook=_once)
    except _DoubledError as doubled:
        return f"“{doubled}”在一行中出现了两次", "请每个名称只写一次"
    except (ValueError, RecursionError):
        return _BROKEN, _REMEDY
    return given if isinstance(given, dict) else (_BROKEN, _REMEDY)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    given = dict(pairs)
    if len(given) != len(pairs):
        names = [name for name, _ in pairs]
        raise _DoubledError(next(name for name in names if names.count(name) > 1))
    return given


def _written(number: str) -> _Number:
    """A number as it stands in the file; a whole one without the point that some programs add."""
    return _Number(number.removesuffix(".0"))


def _value(row: dict[str, Any], keys: list[str], one: Field | None) -> tuple[str | None, str]:
    """The text of a field in this row, and why it is not certain; several names for the field must say the same."""
    given = [row[key] for key in keys if row.get(key) is not None]
    if not given:
        return None, ""
    texts = [_text(value) for value in given]
    if len({clean(text) for text in texts} - {""}) > 1:
        return "；".join(texts), DOUBLED
    filled = next((place for place, text in enumerate(texts) if text), 0)
    return texts[filled], _doubt(given[filled], one) if one else ""


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _doubt(value: Any, one: Field) -> str:
    is_text = one.type in {"str", "list"} and not one.codes
    if isinstance(value, _NoNumber):
        return NOT_A_NUMBER
    if isinstance(value, _Number):
        return _doubt_of_number(value, one) if is_text else "" if is_certain_day(value, one) else IMPOSSIBLE_DATE
    if isinstance(value, str):
        return DAMAGED_TEXT if _has_half(value) else ""
    if isinstance(value, bool):
        return WRONG_KIND if is_text or one.type in {"division", "date", "datetime", "int", "decimal"} else ""
    if isinstance(value, list) and one.type == "list" and not any(isinstance(element, list | dict | _NoNumber | bool) for element in value):
        return DAMAGED_TEXT if any(isinstance(element, str) and _has_half(element) for element in value) else ""
    return "unknown_code" if one.type == "list" else WRONG_KIND


def _doubt_of_number(value: str, one: Field) -> str:
    if one.form.startswith("person_name"):
        return WRONG_KIND
    return "" if value.isdigit() else LOST_DIGITS


def _has_half(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def refuse_array(source: Source) -> None:
    """Raise UnusableInputError where the file is one JSON array instead of a line for each object."""
    with source.path.open("rb") as file:
        if file.read(64).decode(source.encoding, "replace").lstrip("\ufeff \t\r\n").startswith("["):
            raise unusable(source.path, "是一个 JSON 数组", "请改为每行一个 JSON 对象（JSON Lines）")
