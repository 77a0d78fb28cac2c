"""Excel workbooks (.xlsx), read by calamine after the zip directory has been looked at: nothing is unpacked that could fill the memory."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from zhiheng.exchange.core.blocks import BLOCK_ROWS, Block, Reading, columns_of, no_heading, no_rows
from zhiheng.exchange.core.source import Source, unusable
from zhiheng.records.core.faults import raise_if_of_machine
from zhiheng.schema.columns import number_text, strings
from zhiheng.schema.headings import match_columns
from zhiheng.schema.standard import Dataset

MOST_UNPACKED_BYTES = 1 << 30
MOST_RATIO = 200  # unpacked to packed, of a part of more than 16 MB
SMALL_PART_BYTES = 16 << 20
MOST_CELLS = 40_000_000
HEADING_ROWS = 10  # titles may stand above the headings
_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 64
_FAR_REFERENCE = re.compile(rb'\br\s?=\s?["\'](?:[A-Z]{2,}[0-9]|[A-Z]?[0-9]{7})')  # beyond column Z or row 999 999
_REFERENCE = re.compile(rb'\br\s?=\s?["\']([A-Z]*)([0-9]+)')


def read_xlsx(source: Source, dataset: Dataset) -> Reading:
    """The rows of the first visible sheet with headings of the dataset among its first ten rows.

    Empty rows are passed over but counted.
    """
    _inspect(source)
    try:
        book = CalamineWorkbook.from_path(str(source.path))
        sheets = [sheet.name for sheet in book.sheets_metadata if _is_shown(sheet)]
        for name in sheets:
            sheet = book.get_sheet_by_name(name)
            at = _heading_row(sheet, dataset)
            if at is not None:
                return _reading(source, sheet, at, dataset)
    except (CalamineError, OSError, ValueError) as error:
        raise_if_of_machine(error)
        raise _damaged(source) from error
    raise no_heading(source, dataset)


def _is_shown(sheet: SheetMetadata) -> bool:
    return bool(sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible)


def _heading_row(sheet: CalamineSheet, dataset: Dataset) -> int | None:
    """Position of the row with the most known headings among the first ones; None where there is none."""
    first: list[list[Any]] = list(islice(sheet.iter_rows(), HEADING_ROWS))
    known = [len(match_columns([_text(cell) or "" for cell in row], dataset).places) for row in first]
    return known.index(max(known)) if any(known) else None


def _reading(source: Source, sheet: CalamineSheet, at: int, dataset: Dataset) -> Reading:
    rows = sheet.iter_rows()
    headings = [_text(cell) or "" for cell in next(islice(rows, at, None))]
    columns = columns_of(source, headings, dataset)
    return Reading(_blocks(source, rows, columns.places), list(columns.unknown))


def _blocks(source: Source, rows: Iterator[Sequence[Any]], places: Any) -> Iterator[Block]:
    seen = found = 0
    while some := list(islice(rows, BLOCK_ROWS)):
        filled = [(number, row) for number, row in enumerate(some, start=seen + 1) if any(cell != "" for cell in row)]
        seen, found = seen + len(some), found + len(filled)
        cells = list(zip(*(row for _, row in filled), strict=True))
        if cells:
            table = pa.table({field: _column(cells[position]) for field, position in places.items()})
            yield Block(table, np.array([number for number, _ in filled], dtype=np.int64))
    if found == 0:
        raise no_rows(source)


def _column(cells: Sequence[Any]) -> pa.StringArray:
    try:
        return pa.array(cells, type=pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid, UnicodeEncodeError):
        return strings([_text(cell) for cell in cells])


def _text(cell: Any) -> str | None:
    """A cell as text in the forms the checks read."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return number_text(float(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds") if cell.microsecond == 0 else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else _length_text(cell)


def _length_text(cell: Any) -> str | None:
    return str(cell) if isinstance(cell, timedelta) else None


def _inspect(source: Source) -> None:
    """Refuse a workbook that is damaged, or that would unpack to more than a workbook of records can hold."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            parts = archive.infolist()
            _weigh(source, parts)
            if not any(part.filename.startswith("xl/") for part in parts):
                raise unusable(source.path, "内容不是 Excel 工作簿", "请另存为 .xlsx 后再报送")
            with source.path.open("rb") as file:
                for part in parts:
                    _unpack_in_passing(source, file, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise _damaged(source) from error


def _weigh(source: Source, parts: list[zipfile.ZipInfo]) -> None:
    """Judge by what the directory says; what it hides is found in passing."""
    heavy = any(part.file_size > SMALL_PART_BYTES and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts)
    if heavy or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise _bomb(source)


def _unpack_in_passing(source: Source, file: IO[bytes], part: zipfile.ZipInfo) -> None:
    """Unpack a part piece by piece without keeping it: its length must be as stated, and a sheet's cells few enough."""
    length, far = 0, False
    for piece in _overlapping(file, part):
        length += len(piece) - _OVERLAP_BYTES
        if length > part.file_size:
            raise _bomb(source)
        far = far or _FAR_REFERENCE.search(piece) is not None
    if far and part.filename.startswith("xl/worksheets/") and _cells(_overlapping(file, part)) > MOST_CELLS:
        reason = f"工作表占用的区域超过 {MOST_CELLS // 10_000} 万格"
        raise unusable(source.path, reason, "请删除远处的空白行列，或者拆成几个文件报送")


def _cells(pieces: Iterator[bytes]) -> int:
    """Cells up to the lower right corner of a sheet's XML: a reader reserves room for all of them."""
    rows, columns = 1, 1
    for piece in pieces:
        for letters, number in _REFERENCE.findall(piece):
            rows = max(rows, int(number[:10]))
            columns = max(columns, _column_number(letters[:8]))
    return rows * columns


def _overlapping(file: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The pieces of a part, each with the end of the one before in front of it, so that no reference is cut in two."""
    before = bytes(_OVERLAP_BYTES)
    for piece in _pieces(file, part):
        whole = before + piece
        yield whole
        before = whole[-_OVERLAP_BYTES:]


def _pieces(file: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of a part, at most a megabyte at a time whatever the directory says."""
    file.seek(part.header_offset)
    head = file.read(30)
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile(part.filename)
    file.seek(part.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"))
    left, unpacker = part.compress_size, zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (packed := file.read(min(left, _CHUNK_BYTES))):
        left -= len(packed)
        if part.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield unpacker.decompress(packed, _CHUNK_BYTES)
            packed = unpacker.unconsumed_tail
    if left > 0:
        raise zipfile.BadZipFile(part.filename)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _bomb(source: Source) -> Exception:
    return unusable(source.path, "解压后大得不合常理（疑似压缩炸弹）", "请重新导出；确有很多数据时请拆成几个文件，或者用 CSV 报送")


def _damaged(source: Source) -> Exception:
    return unusable(source.path, "Excel 文件不完整或者已损坏", "请用 Excel 打开确认，另存为 .xlsx 后再报送")
