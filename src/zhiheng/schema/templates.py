"""Excel templates of the datasets: headings, drop-down lists of codes, and a sheet that explains every column."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import xlsxwriter

from zhiheng.schema.dictionary import FieldEntry, entries
from zhiheng.schema.standard import Dataset

LISTED_ROWS = 10_000  # rows of the template to which drop-down lists apply
EXPLANATION, CODE_LISTS = "填写说明", "代码表"
_HEADINGS = ("列名", "字段名", "含义", "类型", "必填", "主键", "单位", "不填时", "可填的值", "示例", "信息类别")
_WIDTHS = (20, 20, 50, 14, 6, 6, 6, 10, 50, 26, 14)


def write_template(dataset: Dataset, path: Path) -> None:
    """Write the template as .xlsx; filled in and sent, it is read as any other workbook (the first sheet holds the records)."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        _write_records(book, dataset)
        _write_explanation(book, dataset)
    path.write_bytes(made.getvalue())


def _write_records(book: Any, dataset: Dataset) -> None:
    """The sheet to be filled in: every cell text, so that numbers keep their digits and dates their form."""
    sheet, listed = book.add_worksheet(dataset.short_zh[:31]), book.add_worksheet(CODE_LISTS)
    plain = book.add_format({"num_format": "@"})
    needed = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1})
    optional = book.add_format({"bold": True, "bg_color": "#EEF3FA", "border": 1})
    for place, entry in enumerate(entries(dataset)):
        sheet.write_string(0, place, entry.zh, needed if entry.demanded else optional)
        sheet.set_column(place, place, max(12, 2 * len(entry.zh) + 4), plain)
        sheet.write_comment(0, place, entry.explanation)
        if entry.spellings and not entry.several:
            _write_list(sheet, listed, place, entry)
    sheet.freeze_panes(1, 0)
    listed.hide()


def _write_list(sheet: Any, listed: Any, place: int, entry: FieldEntry) -> None:
    """A drop-down list; its values stand on a sheet of their own, because a list in the cell itself may not be long."""
    listed.write_column(0, place, [entry.zh, *entry.spellings])
    column = xlsxwriter.utility.xl_col_to_name(place)
    source = f"='{CODE_LISTS}'!${column}$2:${column}${len(entry.spellings) + 1}"
    sheet.data_validation(
        1, place, LISTED_ROWS, place, {"validate": "list", "source": source, "error_title": entry.zh, "error_type": "warning"}
    )


def _write_explanation(book: Any, dataset: Dataset) -> None:
    sheet = book.add_worksheet(EXPLANATION)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, f"{dataset.zh}（{dataset.name}）", bold)
    sheet.write_string(1, 0, dataset.doc)
    sheet.write_string(2, 0, "底色为橙色的列必填；多个值用顿号分开；日期写作 2024-01-31，时间写作 2024-01-31 08:30。")
    for place, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(4, place, f"【{heading}】", bold)
        sheet.set_column(place, place, width)
    for line, entry in enumerate(entries(dataset), start=5):
        for place, text in enumerate(entry.cells()):
            sheet.write_string(line, place, text, wrapped)
