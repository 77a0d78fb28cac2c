"""The rows of a workbook's sheets: every sheet with the dataset's headings is read, every other one that holds something is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final

import numpy as np
import pyarrow as pa
from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from zhiheng.exchange.core.blocks import BLOCK_ROWS, Block, Reading, agreed, aside_of, columns_of, no_heading, no_rows
from zhiheng.exchange.core.sheet_faults import Cells, Workings
from zhiheng.exchange.core.sheet_looks import PADDED, PART_OF_DAY
from zhiheng.exchange.core.source import Source
from zhiheng.schema.checking import Faults
from zhiheng.schema.cleaning import clean
from zhiheng.schema.columns import number_text, strings
from zhiheng.schema.headings import Columns, match_columns
from zhiheng.schema.rejections import LOST_DIGITS, MERGED_CELLS, SHOWN_OTHERWISE, WRONG_KIND
from zhiheng.schema.standard import Dataset, Field

HEADING_ROWS: Final = 10  # titles may stand above the headings
DAYS_1904: Final = 1462
CERTAIN_BELOW: Final = 1e15
"""A number cell holds fifteen digits; what is longer has lost its last ones."""
Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


@dataclass(eq=False)
class _Sheet:
    """A sheet to be read. at: first data row, from 0; offset: rows of the sheets before it."""

    name: str
    sheet: CalamineSheet
    at: int
    headings: list[str]
    columns: Columns
    merged: Merged
    doubtful: Cells
    since_1904: bool
    offset: int = 0
    rows_read: int = 0
    positions: Mapping[str, int] = field(default_factory=dict)
    carried: dict[tuple[int, int], Any] = field(default_factory=dict)


def read_sheets(source: Source, book: CalamineWorkbook, workings: Workings, dataset: Dataset) -> Reading:
    """The rows of every visible sheet that has the dataset's headings among its first ten rows; the others are named as not read."""
    found: list[_Sheet] = []
    unread: list[str] = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.height == 0 or sheet.width == 0:
            continue
        if about.visible != SheetVisibleEnum.Visible:
            unread.append(f"工作表“{about.name}”没有读取：它是隐藏的")
        elif (read := _found(about, sheet, workings, dataset)) is None:
            unread.append(f"工作表“{about.name}”没有读取：前 {HEADING_ROWS} 行没有“{dataset.zh}”的列名")
        else:
            found.append(read)
    used = _used(found, dataset, unread)
    if not used:
        raise no_heading(source, dataset)
    for one in used:
        columns_of(source, one.headings, dataset)
    unread.extend(_looks(used, workings))
    unknown = list(dict.fromkeys(heading for sheet in used for heading in sheet.columns.unknown))
    return Reading(_blocks_of(source, used, dataset), unknown, unread)


def _looks(used: list[_Sheet], workings: Workings) -> Iterator[str]:
    """What a reader of the sheets sees and the records do not say: hidden rows, comments."""
    for sheet in used:
        hidden = [row for row in workings.hidden.get(sheet.name, []) if row >= sheet.at]
        if hidden:
            yield f"工作表“{sheet.name}”第 {hidden[0] + 1} 行等 {len(hidden)} 行被隐藏或者筛掉：没有理会隐藏，这些行照常读取"
    if workings.comments:
        yield f"工作簿中有 {workings.comments} 处批注没有读取"


def _used(found: list[_Sheet], dataset: Dataset, unread: list[str]) -> list[_Sheet]:
    """The sheets that are records: those with every demanded column, or the one with the most columns."""
    if not found:
        return []
    demanded = {one.name for one in dataset.fields.values() if dataset.demands(one) and one.default is None}
    best = max(found, key=lambda sheet: (not sheet.columns.doubled, len(sheet.columns.places)))
    same = best.columns.places.keys()
    used = [
        sheet
        for sheet in found
        if sheet is best or ((demanded <= sheet.columns.places.keys() or sheet.columns.places.keys() == same) and not sheet.columns.doubled)
    ]
    unread.extend(f"工作表“{sheet.name}”没有读取：缺少“{dataset.zh}”的必填列" for sheet in found if sheet not in used)
    return used


def _found(about: SheetMetadata, sheet: CalamineSheet, workings: Workings, dataset: Dataset) -> _Sheet | None:
    merged = sheet.merged_cell_ranges or []
    first: list[list[str]] = [[text_of(cell) or "" for cell in row] for row in islice(sheet.iter_rows(), HEADING_ROWS + 1)]
    at, lines, headings = _headings(first, merged, dataset)
    if at is None:
        return None
    return _Sheet(
        about.name,
        sheet,
        at + lines,
        headings,
        match_columns(headings, dataset),
        merged,
        workings.doubtful.get(about.name, {}),
        workings.since_1904,
    )


def _headings(first: list[list[str]], merged: Merged, dataset: Dataset) -> tuple[int | None, int, list[str]]:
    """Row of the headings, the lines they take (one or two), and the headings; the fewest lines with the most known ones."""
    best: tuple[int, int | None, int, list[str]] = (0, None, 1, [])
    for at, row in enumerate(first[:HEADING_ROWS]):
        two = _of_two_lines(row, first[at + 1], at, merged, dataset) if at + 1 < len(first) else row
        for lines, headings in ((1, row), (2, two)):
            known = len(match_columns(headings, dataset).places)
            if known > best[0]:
                best = (known, at, lines, headings)
    return best[1:]


def _of_two_lines(upper: list[str], lower: list[str], at: int, merged: Merged, dataset: Dataset) -> list[str]:
    """Headings of two lines: what stands below is the heading, alone or after what stands above it."""
    over = list(upper)
    for (top, left), (_, right) in merged:
        if top == at and left < len(over):
            over[left : right + 1] = [upper[left]] * (min(right + 1, len(over)) - left)
    headings = []
    for above, below in zip(over, lower, strict=True):
        joined = clean(above) + clean(below)
        known = [name for name in (below, joined) if clean(name) and match_columns([name], dataset).places]
        headings.append(known[0] if known else (above if not clean(below) else joined))
    return headings


def _blocks_of(source: Source, sheets: list[_Sheet], dataset: Dataset) -> Iterator[Block]:
    offset = found = 0
    for number, sheet in enumerate(sheets):
        sheet.offset = offset
        sheet.positions = {**sheet.columns.places, **aside_of(sheet.headings, sheet.columns)}
        for block in _blocks(sheet, dataset):
            found += block.table.num_rows
            yield block if number == 0 else Block(block.table, block.row_numbers, (), block.doubts, block.blank, sheet.name, offset + 1)
        offset += sheet.rows_read
    if found == 0:
        raise no_rows(source)


def _blocks(sheet: _Sheet, dataset: Dataset) -> Iterator[Block]:
    rows = islice(sheet.sheet.iter_rows(), sheet.at, None)
    while some := list(islice(rows, BLOCK_ROWS)):
        begins = sheet.at + sheet.rows_read
        values = _spread(some, begins, sheet)
        blank = [""] * len(values[0])
        filled = [(begins + place, row) for place, row in enumerate(values) if row != blank or _has_doubt(sheet, begins + place)]
        sheet.rows_read += len(some)
        if filled:
            yield _block(filled, sheet, dataset, len(some) - len(filled))


def _has_doubt(sheet: _Sheet, row: int) -> bool:
    return bool(sheet.doubtful) and any((row, position) in sheet.doubtful for position in sheet.positions.values())


def _spread(rows: list[list[Any]], begins: int, sheet: _Sheet) -> list[list[Any]]:
    """The rows with the value of cells merged over several rows of one column in each of them."""
    for (top, left), (bottom, right) in sheet.merged:
        if left != right or top < sheet.at or bottom < begins or top >= begins + len(rows) or left >= len(rows[0]):
            continue
        if top >= begins:
            sheet.carried[top, left] = rows[top - begins][left]
        code = sheet.doubtful.get((top, left))
        for row in range(max(top, begins), min(bottom + 1, begins + len(rows))):
            rows[row - begins][left] = sheet.carried[top, left]
            if code:
                sheet.doubtful[row, left] = code
    return rows


def _block(filled: list[tuple[int, list[Any]]], sheet: _Sheet, dataset: Dataset, blank: int) -> Block:
    numbers = np.array([sheet.offset + row - sheet.at + 1 for row, _ in filled], dtype=np.int64)
    rows = np.array([row for row, _ in filled], dtype=np.int64)
    cells = list(zip(*(row for _, row in filled), strict=True))
    doubts: dict[str, Faults] = {}
    columns: dict[str, pa.StringArray] = {}
    for name, position in sheet.positions.items():
        one = dataset.fields.get(name)
        columns[name], faults = _column(cells[position], one, since_1904=sheet.since_1904)
        if one is not None:
            _add_cells(faults, rows, position, sheet, one)
            if faults:
                doubts[name] = faults
    table, differ = agreed(pa.table(columns), sheet.columns, {position: name for name, position in sheet.positions.items()})
    for name, faults in differ.items():
        doubts[name] = {**doubts.get(name, {}), **faults}
    return Block(table, numbers, (), doubts, blank)


def _reason_for(code: str, one: Field) -> str:
    """The reason as it concerns the field: zeros and words around a number are lost to a text only, a part of a day to a day only."""
    if code == PART_OF_DAY:
        return SHOWN_OTHERWISE if one.type in {"date", "datetime"} else ""
    if code == PADDED:
        return SHOWN_OTHERWISE if one.type in {"str", "list", "division"} and not one.codes else ""
    return "" if code == SHOWN_OTHERWISE and one.type in {"date", "datetime", "bool"} else code


def _add_cells(faults: Faults, rows: np.ndarray[tuple[int], np.dtype[np.int64]], position: int, sheet: _Sheet, one: Field) -> None:
    """Add what is known of single cells: errors, formulas, and cells merged with those beside them."""
    listed = [(row, code) for (row, column), found in sheet.doubtful.items() if column == position and (code := _reason_for(found, one))]
    for (top, left), (bottom, right) in sheet.merged:
        if right > left and left <= position <= right and bottom >= sheet.at:
            listed.extend((row, MERGED_CELLS) for row in range(max(top, sheet.at), bottom + 1))
    for row, code in listed:
        at = np.searchsorted(rows, row)
        if at < len(rows) and rows[at] == row:
            faults.setdefault(code, np.zeros(len(rows), dtype=np.bool_))[at] = True


def _column(cells: Sequence[Any], one: Field | None, *, since_1904: bool) -> tuple[pa.StringArray, Faults]:
    """The cells of a column as text, and those that are no certain value of the field."""
    try:
        return pa.array(cells, type=pa.string()), _serials_as_text(cells, one) if since_1904 else {}
    except (pa.ArrowTypeError, pa.ArrowInvalid, UnicodeEncodeError):
        pass
    is_day = one is not None and one.type in {"date", "datetime"}
    faults = _serials_as_text(cells, one) if since_1904 else {}
    if one is not None:
        for row, cell in enumerate(cells):
            if code := _doubt(cell, one):
                faults.setdefault(code, np.zeros(len(cells), dtype=np.bool_))[row] = True
    shift = DAYS_1904 if since_1904 and is_day else 0
    return strings(
        [text_of(cell + shift if shift and isinstance(cell, int | float) and not isinstance(cell, bool) else cell) for cell in cells]
    ), faults


def _serials_as_text(cells: Sequence[Any], one: Field | None) -> Faults:
    """Days written as a bare count in text, in a workbook that counts from 1904: nobody can tell which count is meant."""
    if one is None or one.type not in {"date", "datetime"}:
        return {}
    bare = np.array([isinstance(cell, str) and cell.strip().isdigit() and len(cell.strip()) == 5 for cell in cells], dtype=np.bool_)
    return {WRONG_KIND: bare} if bare.any() else {}


def _doubt(cell: Any, one: Field) -> str:
    is_text = one.type in {"str", "list"} and not one.codes
    if isinstance(cell, bool):
        return WRONG_KIND if is_text or one.type in {"division", "date", "datetime", "int", "decimal"} else ""
    if isinstance(cell, int | float):
        lost = abs(cell) >= CERTAIN_BELOW or (is_text and not float(cell).is_integer())
        return LOST_DIGITS if lost else ""
    return WRONG_KIND if is_text and isinstance(cell, date | datetime | time | timedelta) else ""


def text_of(cell: Any) -> str | None:
    """A cell as text in the forms the checks read."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return number_text(float(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds") if cell.microsecond == 0 else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else (str(cell) if isinstance(cell, timedelta) else None)
