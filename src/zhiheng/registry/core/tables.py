"""A small table that a person fills in (CSV or Excel): rows of text under known headings, with every fault of its form."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from zhiheng.registry.core.errors import TableFault, TableRefused

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
REMEDY = "请用本页的模板填写，第一行是列名"


@dataclass(frozen=True)
class Row:
    """A row of the file; `number` counts from the head, which is row 1."""

    number: int
    values: Mapping[str, str]

    def fault(self, column: str, reason: str, remedy: str) -> TableFault:
        """A fault in a cell of this row."""
        return TableFault(self.number, column, self.values.get(column, ""), reason, remedy)


def read_table(content: bytes, name: str, columns: Mapping[str, bool]) -> list[Row]:
    """Rows of the file that hold anything; columns: heading → whether every row must fill it. All faults are raised together."""
    if len(content) > MOST_BYTES:
        raise TableRefused("文件", name, f"超过 {MOST_BYTES // 1_000_000} MB", "请分成几个文件")
    cells = _sheet(content, name) if content[:2] == b"PK" else _csv(content, name)
    head, body = (cells[0], cells[1:]) if cells else ([], [])
    _demand_head(head, columns, name)
    rows = [Row(place, dict(zip(head, line, strict=False))) for place, line in enumerate(body, 2) if any(line)]
    if len(rows) > MOST_ROWS:
        raise TableRefused("文件", name, f"有 {len(rows)} 行，超过 {MOST_ROWS} 行", "请分成几个文件")
    faults = [
        row.fault(column, "没有填写", "请填写") for row in rows for column, must in columns.items() if must and not row.values.get(column)
    ]
    if not rows or faults:
        raise TableRefused("文件", name, f"有 {len(faults)} 处错误" if rows else "没有一行数据", REMEDY, faults)
    return rows


def _demand_head(head: Sequence[str], columns: Mapping[str, bool], name: str) -> None:
    """Refuse a head that lacks a column that must be there, names one twice, or one nobody knows."""
    faults = [TableFault(1, column, "", "缺少这一列", REMEDY) for column, must in columns.items() if must and column not in head]
    faults += [TableFault(1, one, one, "不认识这一列", "可用：" + "、".join(columns)) for one in head if one and one not in columns]
    faults += [TableFault(1, one, one, "这一列重复", "请只留一列") for one in sorted({one for one in head if one and head.count(one) > 1})]
    if faults:
        raise TableRefused("文件", name, "列名不对", REMEDY, faults)


def _csv(content: bytes, name: str) -> list[list[str]]:
    """Cells of a CSV file in UTF-8 or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text, newline=""), strict=True)]
        except csv.Error as error:
            raise TableRefused("文件", name, f"不是可读的 CSV（{error}）", REMEDY) from error
    raise TableRefused("文件", name, "文字编码不是 UTF-8 或 GB18030", "请另存为 UTF-8 编码的 CSV，或用 Excel 文件")


def _sheet(content: bytes, name: str) -> list[list[str]]:
    """Cells of the first sheet of an Excel file."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False) if book.sheet_names else []
    except (CalamineError, OSError, ValueError) as error:
        raise TableRefused("文件", name, "不是可读的 Excel 文件", REMEDY) from error
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: Any) -> str:
    """What a cell shows: whole numbers without a point, days as 2026-06-30."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
