"""CSV: read by Arrow in blocks of 16 MB, in UTF-8 or GB18030, separated by comma, tab or semicolon."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from zhiheng.exchange.core.blocks import BLOCK_ROWS, Block, Reading, columns_of, no_rows
from zhiheng.exchange.core.source import LONGEST_LINE_BYTES, Source, unusable
from zhiheng.schema.columns import strings
from zhiheng.schema.headings import Columns, match_columns
from zhiheng.schema.rejections import Rejection, unreadable
from zhiheng.schema.standard import Dataset

SEPARATORS = (",", "\t", ";")


def read_csv(source: Source, dataset: Dataset) -> Reading:
    """The rows of a CSV file. Blank lines are passed over and not counted; a row with more or fewer cells than headings is unreadable."""
    separator, headings, header_lines = _header(source, dataset)
    columns = columns_of(source, headings, dataset)
    cut = _line_by_line if source.quotes % 2 else _by_arrow
    return Reading(_some(source, cut(source, columns, len(headings), header_lines, separator)), list(columns.unknown))


def _some(source: Source, blocks: Iterator[Block]) -> Iterator[Block]:
    rows = 0
    for block in blocks:
        rows += block.table.num_rows + len(block.unreadable)
        yield block
    if rows == 0:
        raise no_rows(source)


def _text(source: Source) -> io.TextIOWrapper:
    encoding = "utf-8-sig" if source.encoding == "utf-8" else source.encoding
    return io.TextIOWrapper(source.path.open("rb"), encoding=encoding, newline="")


def _header(source: Source, dataset: Dataset) -> tuple[str, list[str], int]:
    """Separator, headings and the number of lines they take; of the separators the one that makes the most known headings."""
    with _text(source) as file:
        lines = file.read(1 << 20).splitlines(keepends=True)
    best: tuple[int, str, list[str], int] = (-1, ",", [], 0)
    for separator in SEPARATORS:
        cells, taken = _first_row(lines, separator)
        known = len(match_columns(cells, dataset).places)
        if known > best[0]:
            best = (known, separator, cells, taken)
    return best[1:]


def _first_row(lines: list[str], separator: str) -> tuple[list[str], int]:
    rows = csv.reader(lines, delimiter=separator)
    for row in rows:
        if row:
            return row, rows.line_num
    return [], len(lines)


def _by_arrow(source: Source, columns: Columns, width: int, header_lines: int, separator: str) -> Iterator[Block]:
    places = [f"c{position}" for position in range(width)]
    ragged: list[Rejection] = []
    ragged_numbers: list[int] = []

    def note(row: pacsv.InvalidRow) -> str:
        number = row.number - header_lines
        ragged_numbers.append(number)
        ragged.append(_ragged(number, row.text, row.actual_columns, width))
        return "skip"

    try:
        reader = pacsv.open_csv(
            str(source.path),
            read_options=pacsv.ReadOptions(
                block_size=LONGEST_LINE_BYTES, use_threads=False, encoding=source.encoding, column_names=places, skip_rows=header_lines
            ),
            parse_options=pacsv.ParseOptions(delimiter=separator, newlines_in_values=source.quotes > 0, invalid_row_handler=note),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()),
                include_columns=[places[position] for position in columns.places.values()],
                strings_can_be_null=False,
            ),
        )
        seen = 0
        for batch in reader:
            numbers = _numbers(seen, batch.num_rows, ragged_numbers)
            seen = int(numbers[-1]) if len(numbers) else seen
            table = pa.table(batch.columns, names=list(columns.places))
            yield Block(table, numbers, tuple(ragged))
            ragged.clear()
    except pa.ArrowInvalid as error:
        raise _refusal(source, error) from error
    if ragged:
        yield Block(pa.table({name: pa.nulls(0, pa.string()) for name in columns.places}), np.empty(0, dtype=np.int64), tuple(ragged))


def _numbers(seen: int, rows: int, ragged: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Row numbers of the next rows after row `seen`, passing over the ragged ones."""
    after = [number for number in ragged if number > seen]
    numbers = np.arange(seen + 1, seen + rows + len(after) + 1, dtype=np.int64)
    return numbers[~np.isin(numbers, after)][:rows] if after else numbers


def _ragged(number: int, text: str, cells: int, width: int) -> Rejection:
    return unreadable(number, text, f"本行有 {cells} 格，表头有 {width} 格", "请检查本行的逗号和引号，含逗号的内容应加双引号")


def _refusal(source: Source, error: pa.ArrowInvalid) -> Exception:
    if "straddl" in str(error):
        return unusable(source.path, f"有一行超过 {LONGEST_LINE_BYTES >> 20} MB", "请检查换行符和引号是否丢失，重新导出后再报送")
    if "skip initial" in str(error) or "Empty CSV" in str(error):
        return no_rows(source)
    return unusable(source.path, f"不能按 CSV 读取（{' '.join(str(error).split())[:120]}）", "请重新导出后再报送")


def _line_by_line(source: Source, columns: Columns, width: int, header_lines: int, separator: str) -> Iterator[Block]:
    """Where double quotes do not pair up in the file, each line is a row of its own: one open quote must not swallow the rows after it."""
    with _text(source) as file:
        lines = enumerate((line for line in islice(file, header_lines, None) if line.strip("\r\n")), start=1)
        while some := list(islice(lines, BLOCK_ROWS)):
            yield _block_of_lines(some, columns, width, separator)


def _block_of_lines(lines: list[tuple[int, str]], columns: Columns, width: int, separator: str) -> Block:
    rows: list[list[str]] = []
    numbers: list[int] = []
    refused: list[Rejection] = []
    for number, line in lines:
        text = line.rstrip("\r\n")
        cells = next(csv.reader([text], delimiter=separator), [])
        if text.count('"') % 2:
            refused.append(unreadable(number, text, "双引号没有成对", "请补上或者删去多余的双引号"))
        elif len(cells) != width:
            refused.append(_ragged(number, text, len(cells), width))
        else:
            rows.append(cells)
            numbers.append(number)
    table = pa.table({name: strings([cells[position] for cells in rows]) for name, position in columns.places.items()})
    return Block(table, np.array(numbers, dtype=np.int64), tuple(refused))
