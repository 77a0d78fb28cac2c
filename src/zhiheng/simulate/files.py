"""Exchange files: CSV, Excel, JSON Lines and Parquet, with the same content for the same rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from zhiheng.schema import Dataset, Field
from zhiheng.simulate.handwriting import Handwriting
from zhiheng.simulate.history import Line
from zhiheng.simulate.styles import EXTRA_HEADERS, Style

MADE_AT = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed mark inside workbooks, so that equal content gives equal files
EXTRA_VALUES = ("已核", "系统导入", None)
EMPTY_COLUMN_SHARE = 0.5


def write(path: Path, lines: Sequence[Line], dataset: Dataset, style: Style, rng: Random) -> None:
    """Write the lines to the path, whose ending the style's kind gives."""
    columns = _columns(lines, dataset, rng)
    headers = [field.zh if style.chinese else field.name for field in columns]
    extras = rng.sample(EXTRA_HEADERS, rng.choice((0, 0, 0, 1, 2)))
    WRITERS[style.kind](path, headers + extras, _Sheet(lines, columns, len(extras), style, rng))


def _columns(lines: Sequence[Line], dataset: Dataset, rng: Random) -> list[Field]:
    """The columns of the file in a random order: all that hold something, all that must not be missing, and some empty ones."""
    filled = {name for line in lines for name in line.values} | {line.spoiled.column for line in lines if line.spoiled}
    kept = [one for one in dataset.fields.values() if one.name in filled or dataset.demands(one) or rng.random() < EMPTY_COLUMN_SHARE]
    rng.shuffle(kept)
    return kept


class _Sheet:
    """The cells of a file, row by row, in the organ's hand."""

    def __init__(self, lines: Sequence[Line], columns: list[Field], extras: int, style: Style, rng: Random) -> None:
        self.lines, self.columns, self.extras, self.style, self.rng = lines, columns, extras, style, rng
        self.hand = Handwriting(style, rng)

    def rows(self, write: Callable[..., Any]) -> list[list[Any]]:
        """All rows; `write` is the hand's way of writing a value, as text or as the format's own kind."""
        return [[self._cell(line, field, write) for field in self.columns] + self._aside(place) for place, line in enumerate(self.lines, 1)]

    def _cell(self, line: Line, field: Field, write: Callable[..., Any]) -> Any:
        if line.spoiled and line.spoiled.column == field.name:
            return line.spoiled.text or None
        value = line.values.get(field.name)
        return None if value is None else write(field, value, short_id=line.short_id and field.name == "id_number")

    def _aside(self, place: int) -> list[str | None]:
        """Values of the further columns nobody asked for."""
        return [self.rng.choice((*EXTRA_VALUES, str(place))) for _ in range(self.extras)]


def _write_csv(path: Path, headers: list[str], sheet: _Sheet) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=sheet.style.line_end)
    writer.writerow(headers)
    writer.writerows(sheet.rows(sheet.hand.text))
    path.write_bytes(text.getvalue().encode(sheet.style.encoding))


def _write_jsonl(path: Path, headers: list[str], sheet: _Sheet) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in sheet.rows(sheet.hand.cell):
            filled = {header: _plain(value) for header, value in zip(headers, row, strict=True) if value is not None}
            file.write(json.dumps(filled, ensure_ascii=False) + "\n")


def _plain(value: Any) -> Any:
    """Dates as text: JSON has none of its own."""
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat() if isinstance(value, date) else value


def _write_xlsx(path: Path, headers: list[str], sheet: _Sheet) -> None:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": MADE_AT})
    page = book.add_worksheet("数据")
    day, instant = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    page.write_row(0, 0, headers)
    for place, row in enumerate(sheet.rows(sheet.hand.cell), 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(place, column, value, instant if isinstance(value, datetime) else day)
            elif value is not None:
                page.write(place, column, value)
    book.close()


def _write_parquet(path: Path, headers: list[str], sheet: _Sheet) -> None:
    columns = list(zip(*sheet.rows(sheet.hand.cell), strict=True))
    pq.write_table(pa.table([_array(list(column)) for column in columns], names=headers), path)


def _array(column: list[Any]) -> pa.Array:
    """The column in its own type where all its values share one, else as text."""
    kinds = {type(value) for value in column if value is not None}
    if len(kinds) > 1:
        column = [None if value is None else str(_plain(value)) for value in column]
    return pa.array(column, type=None if kinds else pa.string())


WRITERS: dict[str, Callable[[Path, list[str], _Sheet], None]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
}
