"""CSV: read by Arrow in blocks where its quotes stand as they should, else line by line; UTF-8 or GB18030; comma, tab or semicolon."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from zhiheng.exchange.core.blocks import BLOCK_ROWS, Block, Reading, agreed, aside_of, columns_of, no_rows
from zhiheng.exchange.core.csv_quotes import Cutter, RowTooLongError, all_plain
from zhiheng.exchange.core.source import LONGEST_LINE_BYTES, Source, unusable
from zhiheng.schema.columns import strings
from zhiheng.schema.headings import Columns, match_columns
from zhiheng.schema.rejections import Rejection, unreadable
from zhiheng.schema.standard import Dataset

SEPARATORS = (",", "\t", ";")
_SEPARATOR_LINE = re.compile(r'"?sep=([,;|\t])"?\s*', re.IGNORECASE)
"""A line before the headings with which Excel is told the separator."""
HEADING_LINES = 200  # blank ones before the headings, and line breaks within them


@dataclass(frozen=True, eq=False)
class _Form:
    """How a file is cut: separator, number of headings, lines they take, fields, and the columns of the table by position."""

    separator: str
    width: int
    header_lines: int
    columns: Columns
    positions: Mapping[str, int]

    def block(
        self, table: pa.Table, numbers: np.ndarray[tuple[int], np.dtype[np.int64]], refused: Sequence[Rejection], blank: int
    ) -> Block:
        """The block of these rows, with two columns for one field agreed."""
        table, doubts = agreed(table, self.columns, {position: name for name, position in self.positions.items()})
        return Block(table, numbers, tuple(refused), doubts, blank)


def read_csv(source: Source, dataset: Dataset) -> Reading:
    """The rows of a CSV file. Blank lines are passed over and not counted; a row with more or fewer cells than headings is unreadable."""
    separator, headings, header_lines = _header(source, dataset)
    columns = columns_of(source, headings, dataset)
    form = _Form(separator, len(headings), header_lines, columns, {**columns.places, **aside_of(headings, columns)})
    plain = not source.damaged and (source.quotes == 0 or (source.quotes % 2 == 0 and all_plain(source.path, separator)))
    return Reading(_some(source, (_by_arrow if plain else _line_by_line)(source, form)), list(columns.unknown))


def _some(source: Source, blocks: Iterator[Block]) -> Iterator[Block]:
    rows = 0
    for block in blocks:
        rows += block.table.num_rows + len(block.unreadable)
        yield block
    if rows == 0:
        raise no_rows(source)


def _text(source: Source) -> io.TextIOWrapper:
    encoding = "utf-8-sig" if source.encoding == "utf-8" else source.encoding
    return io.TextIOWrapper(source.path.open("rb"), encoding=encoding, errors="replace", newline="")


def _header(source: Source, dataset: Dataset) -> tuple[str, list[str], int]:
    """Separator, headings and the number of lines they take; of the separators the one that makes the most known headings."""
    with _text(source) as file:
        lines = list(islice(file, HEADING_LINES))
    named = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    best: tuple[int, str, list[str], int] = (-1, ",", [], 0)
    for separator in (named[1],) if named else SEPARATORS:
        cells, taken = _first_row(lines[1:] if named else lines, separator)
        known = len(match_columns(cells, dataset).places)
        if known > best[0]:
            best = (known, separator, cells, taken + bool(named))
    return best[1:]


def _first_row(lines: list[str], separator: str) -> tuple[list[str], int]:
    rows = csv.reader(lines, delimiter=separator)
    try:
        for row in rows:
            if row:
                return row, rows.line_num
    except csv.Error:
        pass
    return [], len(lines)


class _Ragged:
    """Rows with more or fewer cells than headings, gathered while Arrow reads: refused, put right, or blank."""

    def __init__(self, form: _Form) -> None:
        self.form = form
        self.numbers: list[int] = []
        self.refused: list[Rejection] = []
        self.mended: list[tuple[int, list[str]]] = []
        self.blank = 0

    def note(self, row: pacsv.InvalidRow) -> str:
        """Told each such row; it is left out of what Arrow gives."""
        number = row.number - self.form.header_lines
        self.numbers.append(number)
        cells, _ = Cutter(self.form.separator, self.form.width).single(row.text)
        judged = _fitted(number, row.text, cells, self.form.width)
        if isinstance(judged, Rejection):
            self.refused.append(judged)
        elif judged:
            self.mended.append((number, judged))
        else:
            self.blank += 1
        return "skip"

    def emptied(self) -> tuple[list[Rejection], list[tuple[int, list[str]]], int]:
        """What was gathered since it was asked last."""
        found = (self.refused, self.mended, self.blank)
        self.refused, self.mended, self.blank = [], [], 0
        return found


def _by_arrow(source: Source, form: _Form) -> Iterator[Block]:
    places = [f"c{position}" for position in range(form.width)]
    ragged = _Ragged(form)
    try:
        reader = pacsv.open_csv(
            source.for_arrow,
            read_options=pacsv.ReadOptions(
                block_size=LONGEST_LINE_BYTES,
                use_threads=False,
                encoding=source.encoding,
                column_names=places,
                skip_rows=form.header_lines,
            ),
            parse_options=pacsv.ParseOptions(delimiter=form.separator, newlines_in_values=False, invalid_row_handler=ragged.note),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()),
                include_columns=[places[position] for position in form.positions.values()],
                strings_can_be_null=False,
            ),
        )
        seen = 0
        for batch in reader:
            numbers = _numbers(seen, batch.num_rows, ragged.numbers)
            seen = int(numbers[-1]) if len(numbers) else seen
            yield _with_mended(form, pa.table(batch.columns, names=list(form.positions)), numbers, ragged)
    except pa.ArrowInvalid as error:
        raise _refusal(source, error) from error
    if ragged.refused or ragged.mended or ragged.blank:
        yield _with_mended(form, _table_of([], form), np.empty(0, dtype=np.int64), ragged)


def _with_mended(form: _Form, table: pa.Table, numbers: np.ndarray[tuple[int], np.dtype[np.int64]], ragged: _Ragged) -> Block:
    """The block with the rows that were put right, in the order of the file."""
    refused, mended, blank = ragged.emptied()
    if mended:
        table = pa.concat_tables([table, _table_of([cells for _, cells in mended], form)])
        numbers = np.concatenate([numbers, np.array([number for number, _ in mended], dtype=np.int64)])
        order = np.argsort(numbers, kind="stable")
        table, numbers = table.take(pa.array(order)).combine_chunks(), numbers[order]
    return form.block(table, numbers, refused, blank)


def _table_of(rows: list[list[str]], form: _Form) -> pa.Table:
    return pa.table({name: strings([cells[position] for cells in rows]) for name, position in form.positions.items()})


def _numbers(last_row: int, rows: int, ragged: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Row numbers of the next rows after `last_row`, passing over the ragged ones."""
    after = [number for number in ragged if number > last_row]
    numbers = np.arange(last_row + 1, last_row + rows + len(after) + 1, dtype=np.int64)
    return numbers[~np.isin(numbers, after)][:rows] if after else numbers


def _fitted(number: int, text: str, cells: list[str] | None, width: int) -> list[str] | Rejection:
    """The cells of a row: empty ones beyond the headings are left off, a blank row has none; else why the row cannot be read."""
    if cells is None:
        return unreadable(number, text, "双引号没有成对", "请补上或者删去多余的双引号；内容里的双引号应写成两个")
    if not any(cell.strip() for cell in cells):
        return []
    if len(cells) < width:
        return unreadable(
            number,
            text,
            f"本行有 {len(cells)} 格，表头有 {width} 格，末尾缺少 {width - len(cells)} 格",
            "请补齐末尾的空格子，并核对各列没有错位",
        )
    if any(cell.strip() for cell in cells[width:]):
        return unreadable(number, text, f"本行有 {len(cells)} 格，表头有 {width} 格", "请检查本行的逗号和引号，含逗号的内容应加双引号")
    return cells[:width]


def _refusal(source: Source, error: pa.ArrowInvalid) -> Exception:
    if "straddl" in str(error):
        return _too_long(source)
    if "skip initial" in str(error) or "Empty CSV" in str(error):
        return no_rows(source)
    return unusable(source.path, f"不能按 CSV 读取（{' '.join(str(error).split())[:120]}）", "请重新导出后再报送")


def _too_long(source: Source) -> Exception:
    return unusable(source.path, f"有一行超过 {LONGEST_LINE_BYTES >> 20} MB", "请检查换行符和引号是否丢失，重新导出后再报送")


def _line_by_line(source: Source, form: _Form) -> Iterator[Block]:
    """Where a quote stands amiss, or a byte does not decode, only what is certain is read: one open quote swallows no row."""
    with _text(source) as file:
        lines = enumerate(islice(file, form.header_lines, None), start=form.header_lines + 1)
        rows = enumerate(Cutter(form.separator, form.width).rows(lines), start=1)
        try:
            while some := list(islice(rows, BLOCK_ROWS)):
                yield _block_of_rows(some, form, source.doubtful)
        except RowTooLongError as error:
            raise _too_long(source) from error


def _block_of_rows(rows: list[tuple[int, tuple[int, str, list[str] | None]]], form: _Form, doubtful: frozenset[int]) -> Block:
    kept: list[list[str]] = []
    numbers: list[int] = []
    refused: list[Rejection] = []
    blank = 0
    for number, (line, text, cells) in rows:
        if doubtful and not doubtful.isdisjoint(range(line, line + text.count("\n") + 1)):
            judged: list[str] | Rejection = unreadable(
                number, text, f"文件第 {line} 行的文字不能可靠解码", "请在原系统核对本行，改用 UTF-8 编码重新导出"
            )
        else:
            judged = _fitted(number, text, cells, form.width)
        if isinstance(judged, Rejection):
            refused.append(judged)
        elif judged:
            kept.append(judged)
            numbers.append(number)
        else:
            blank += 1
    return form.block(_table_of(kept, form), np.array(numbers, dtype=np.int64), refused, blank)
