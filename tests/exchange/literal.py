"""A slow reader that takes a file literally: what the sender wrote in each cell, cell by cell, without any kindness."""

from __future__ import annotations

import io
import json

import openpyxl
import pyarrow.parquet as pq

from zhiheng.schema.cleaning import read_value


def csv_lines(content: bytes) -> list[str]:
    """The physical lines of a text."""
    return content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def csv_values(content: bytes) -> set[str]:
    """Every value that the text can be said to hold: between separators on one line, or between quotes; quotes taken off and halved."""
    text = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    found: set[str] = set()
    for line in text.split("\n"):
        cells = line.split(",")
        for first in range(len(cells)):
            for last in range(first, min(len(cells), first + 4)):
                found.add(",".join(cells[first : last + 1]))
    found |= {piece[1:-1].replace('""', '"') for piece in list(found) if len(piece) > 1 and piece[0] == piece[-1] == '"'}
    found |= {piece[1:-1].replace('\\"', '"') for piece in list(found) if len(piece) > 1 and piece[0] == piece[-1] == '"'}
    return found


def sheet_values(content: bytes) -> set[str]:
    """Every value that stands in a cell of a workbook, and is neither formula nor error nor a number that lost digits."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return {str(cell.value) for cell in cells if cell.data_type in {"s", "inlineStr"} and cell.value is not None}


def json_values(content: bytes) -> set[str]:
    """Every text of every line that is an object."""
    found: set[str] = set()
    for line in content.decode("utf-8", "replace").splitlines():
        try:
            pairs = json.loads(line, object_pairs_hook=list)
        except (ValueError, RecursionError):
            continue
        found |= {value for _, value in pairs if isinstance(value, str)} if isinstance(pairs, list) else set()
    return found


def parquet_values(content: bytes) -> set[str]:
    """Every text, and whole number of at most fifteen digits, of the table."""
    columns = pq.read_table(io.BytesIO(content)).columns
    values = (value for column in columns for value in column.to_pylist())
    return {str(value) if isinstance(value, str) else str(int(value)) for value in values if isinstance(value, str) or _is_whole(value)}


def _is_whole(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15 and float(value).is_integer()


def folded(values: set[str], form: str) -> set[str]:
    """The values as they are stored once cleaned."""
    return {read_value(value, form)[0] for value in values}
