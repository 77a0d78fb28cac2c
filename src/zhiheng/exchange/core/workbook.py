"""Rejected rows as a workbook that the sender mends and sends again: whole values, columns nobody knows, and rows that could not be cut."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter

from zhiheng.schema.standard import Dataset

ROW_HEADING, REASON_HEADING, BREACH_HEADING, REMEDY_HEADING = "原行号", "拒收原因", "异常原因", "处理办法"
RAW = "原文（没有分成列）"
"""Heading, and name among the cells of a rejected row, of the text of a row that could not be cut into columns."""
OWN_HEADINGS = frozenset({ROW_HEADING, REASON_HEADING, BREACH_HEADING, REMEDY_HEADING, RAW})
"""Headings that these workbooks add: in a file that comes back they are no unknown columns."""
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""
_WIDEST = 40
_ASIDE = "+"


def rejected_workbook_bytes(
    dataset: Dataset, rows: Iterable[tuple[int, Mapping[str, str | None], list[dict[str, Any]]]], *, why: str = REASON_HEADING
) -> bytes:
    """An .xlsx of (row number, cells by field, errors): wrong cells marked, every cell plain text, nothing in it is run as a formula.

    why  heading of the column with the reasons
    """
    listed = list(rows)
    names = [*dataset.fields, *dict.fromkeys(name for _, cells, _ in listed for name in cells if name not in dataset.fields)]
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet(dataset.short_zh[:31])
    text, wrong = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bg_color": "#FFD9D9"})
    bold, note = book.add_format({"bold": True, "bg_color": "#EEF3FA"}), book.add_format({"font_color": "#B00020"})
    headings = [*(_heading(name, dataset) for name in names), ROW_HEADING, why, REMEDY_HEADING]
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
        sheet.set_column(place, place, _width(place, names, headings, listed), text if place < len(names) else None)
    sheet.freeze_panes(1, 0)
    for line, (number, cells, errors) in enumerate(listed, start=1):
        faulty = {error["column"] or RAW for error in errors}
        for place, name in enumerate(names):
            sheet.write_string(line, place, (cells.get(name) or "")[:LONGEST_CELL], wrong if name in faulty else text)
        sheet.write_number(line, len(names), number)
        sheet.write_string(line, len(names) + 1, _joined(errors, "reason"), note)
        sheet.write_string(line, len(names) + 2, _joined(errors, "remedy"), note)
    sheet.autofilter(0, 0, max(len(listed), 1), len(headings) - 1)
    book.close()
    return made.getvalue()


def _heading(name: str, dataset: Dataset) -> str:
    return dataset.fields[name].zh if name in dataset.fields else name.removeprefix(_ASIDE)


def _width(
    place: int, names: list[str], headings: list[str], rows: list[tuple[int, Mapping[str, str | None], list[dict[str, Any]]]]
) -> int:
    """Wide enough for the heading and for the cells of the first rows, within reason."""
    if place > len(names):
        return _WIDEST
    cells = [cells.get(names[place]) or "" for _, cells, _ in rows[:200]] if place < len(names) else []
    return min(_WIDEST, max([10, *(_shown_width(cell) for cell in [headings[place], *cells])]) + 2)


def _shown_width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text[:60])


def _joined(errors: list[dict[str, Any]], part: str) -> str:
    return "；".join(dict.fromkeys(error[part] for error in errors if error[part]))[:LONGEST_CELL]
