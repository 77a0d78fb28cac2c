"""Rejected rows as a workbook that the sender mends and sends again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter

from zhiheng.schema.standard import Dataset

ROW_HEADING, REASON_HEADING, BREACH_HEADING, REMEDY_HEADING = "原行号", "拒收原因", "异常原因", "处理办法"
OWN_HEADINGS = frozenset({ROW_HEADING, REASON_HEADING, BREACH_HEADING, REMEDY_HEADING})
"""Headings that these workbooks add: in a file that comes back they are no unknown columns."""
_WIDEST = 40


def rejected_workbook_bytes(
    dataset: Dataset, rows: Iterable[tuple[int, Mapping[str, str | None], list[dict[str, Any]]]], *, why: str = REASON_HEADING
) -> bytes:
    """An .xlsx of (row number, cells by field, errors): wrong cells marked, every cell plain text, nothing in it is run as a formula.

    why  heading of the column with the reasons
    """
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet(dataset.short_zh[:31])
    text, wrong = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bg_color": "#FFD9D9"})
    bold, note = book.add_format({"bold": True, "bg_color": "#EEF3FA"}), book.add_format({"font_color": "#B00020"})
    fields = list(dataset.fields.values())
    headings = [*(field.zh for field in fields), ROW_HEADING, why, REMEDY_HEADING]
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
        width = _WIDEST if place > len(fields) else max(10, 2 * len(heading) + 2)
        sheet.set_column(place, place, width, text if place < len(fields) else None)
    sheet.freeze_panes(1, 0)
    for line, (number, cells, errors) in enumerate(rows, start=1):
        faulty = {error["column"] for error in errors}
        for place, field in enumerate(fields):
            sheet.write_string(line, place, cells.get(field.name) or "", wrong if field.name in faulty else text)
        sheet.write_number(line, len(fields), number)
        sheet.write_string(line, len(fields) + 1, "；".join(error["reason"] for error in errors if error["reason"]), note)
        sheet.write_string(line, len(fields) + 2, "；".join(dict.fromkeys(error["remedy"] for error in errors if error["remedy"])), note)
    book.close()
    return made.getvalue()
