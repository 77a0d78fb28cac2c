"""JSON Lines: one object a line, in UTF-8 or GB18030; numbers are kept digit by digit as they are written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from zhiheng.exchange.core.blocks import BLOCK_ROWS, Block, Reading, columns_of, no_heading, no_rows
from zhiheng.exchange.core.source import Source, unusable
from zhiheng.schema.columns import strings
from zhiheng.schema.headings import match_columns
from zhiheng.schema.rejections import Rejection, unreadable
from zhiheng.schema.standard import Dataset

_BROKEN = "不是一个 JSON 对象"
_REMEDY = '每行应为一个完整的 JSON 对象，如 {"姓名": "张某某"}'


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
            lines = enumerate((line for line in file if line.strip()), start=1)
            while some := list(islice(lines, BLOCK_ROWS)):
                rows += len(some)
                yield self._block(some)
        if rows == 0:
            raise no_rows(self.source)
        if not any(self.fields.values()):
            raise no_heading(self.source, self.dataset)

    def _block(self, lines: list[tuple[int, bytes]]) -> Block:
        objects: list[dict[str, Any]] = []
        numbers: list[int] = []
        refused: list[Rejection] = []
        for number, line in lines:
            text = line.decode(self.source.encoding).removeprefix("\ufeff").strip()
            given = _object(text)
            if given is None:
                refused.append(unreadable(number, text, _BROKEN, _REMEDY))
            else:
                objects.append(given)
                numbers.append(number)
        self._learn({key: None for given in objects for key in given})
        names = {field: key for key, field in self.fields.items() if field}
        table = pa.table({field: strings([_text(given.get(key)) for given in objects]) for field, key in names.items()})
        return Block(table if names else _without_columns(len(objects)), np.array(numbers, dtype=np.int64), tuple(refused))

    def _learn(self, keys: dict[str, None]) -> None:
        """Give new names their fields; two names for one field are refused as two columns are."""
        new = [key for key in keys if key not in self.fields]
        if not new:
            return
        known = [key for key in self.fields if self.fields[key]]
        columns = match_columns([*known, *new], self.dataset)
        if columns.doubled:
            columns_of(self.source, [*known, *new], self.dataset)
        found = {position: field for field, position in columns.places.items()}
        for position, key in enumerate([*known, *new]):
            self.fields[key] = found.get(position)
        self.unknown.extend(key for key in new if self.fields[key] is None)


def _without_columns(rows: int) -> pa.Table:
    """A table of rows that name no field; `_` is no field."""
    return pa.table({"_": pa.nulls(rows, pa.string())})


def _object(text: str) -> dict[str, Any] | None:
    try:
        given = json.loads(text, parse_float=_written, parse_int=str)
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def _written(number: str) -> str:
    """A number as it stands in the file; a whole one without the point that some programs add."""
    return number.removesuffix(".0")


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def refuse_array(source: Source) -> None:
    """Raise UnusableInputError where the file is one JSON array instead of a line for each object."""
    with source.path.open("rb") as file:
        if file.read(64).decode(source.encoding, "replace").lstrip("\ufeff \t\r\n").startswith("["):
            raise unusable(source.path, "是一个 JSON 数组", "请改为每行一个 JSON 对象（JSON Lines）")
