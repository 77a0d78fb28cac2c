"""Registers as Excel: a template with headings, lists and explanations; entries written with the same headings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.registers import RegisterAct, RegisterShape
from zhiheng.register.core.ledgers import text_of

LISTED_ROWS = 10_000
NOT_IN_CELLS = frozenset({"rows", "file", "files"})
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
TYPES: Mapping[str, str] = {
    "text": "文字", "paragraphs": "文字", "date": "日期（2026-06-30）", "time": "时刻（2026-06-30 14:05）",
    "whole": "整数", "decimal": "数字",
    "amount": "金额（元）", "flag": "是或否", "choice": "选一项", "choices": "选几项，用顿号分开",
    "item": "目录编号", "items": "目录编号，用顿号分开",
    "person": "姓名 证件号码", "organ": "机关全称", "officer": "人员", "officers": "人员，用顿号分开", "division": "六位区划代码",
}  # fmt: skip


def fields_in_cells(shape: RegisterShape, act: RegisterAct) -> list[FieldShape]:
    """The fields of an act that a cell can hold."""
    return [shape.field[name] for name in act.asks if shape.field[name].type not in NOT_IN_CELLS]


def headings_of(shape: RegisterShape, act: RegisterAct) -> dict[str, str]:
    """Heading → field: titles and ids are both understood."""
    found = fields_in_cells(shape, act)
    return {**{item.id: item.id for item in found}, **{item.title: item.id for item in found}}


def template(shape: RegisterShape, act: RegisterAct) -> bytes:
    """The template of an act: what must be filled is marked, choices are lists, a second sheet explains every column."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, told = book.add_worksheet(shape.title[:31]), book.add_worksheet("填写说明")
        plain, head = book.add_format({"num_format": "@"}), {"bold": True, "border": 1}
        needed, free = book.add_format({**head, "bg_color": "#FCE4D6"}), book.add_format({**head, "bg_color": "#EEF3FA"})
        told.write_row(0, 0, ["列名", "怎样填", "必填", "可填的值", "说明"], book.add_format({"bold": True}))
        told.set_column(0, 4, 24)
        for place, item in enumerate(fields_in_cells(shape, act)):
            must = item.required or item.id in act.required
            sheet.write_string(0, place, item.title, needed if must else free)
            sheet.set_column(place, place, max(12, 2 * len(item.title) + 4), plain)
            titles = list(item.codes.values()) if isinstance(item.codes, Mapping) else []
            told.write_row(place + 1, 0, [item.title, TYPES.get(item.type, item.type), "是" if must else "", "、".join(titles), item.doc])
            if titles and item.type == "choice":
                told.write_column(0, 6 + place, [item.title, *titles])
                column = xlsxwriter.utility.xl_col_to_name(6 + place)
                source = f"='填写说明'!${column}$2:${column}${len(titles) + 1}"
                sheet.data_validation(1, place, LISTED_ROWS, place, {"validate": "list", "source": source})
        sheet.freeze_panes(1, 0)
    return made.getvalue()


def export(shape: RegisterShape, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Entries as a workbook; text stays text. columns: fields, and `number`, `state`, `organ`, `entered_on`."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        sheet = book.add_worksheet(shape.title[:31])
        sheet.write_row(0, 0, [heading(shape, name) for name in columns], book.add_format({"bold": True, "border": 1}))
        for line, row in enumerate(rows, start=1):
            for place, name in enumerate(columns):
                sheet.write_string(line, place, cell_text(shape, name, row.get(name)))
    return made.getvalue()


OWN = {"number": "编号", "state": "状态", "organ": "机关", "unit": "内设机构", "entered_on": "登记日期"}


def heading(shape: RegisterShape, name: str) -> str:
    """The heading of a column."""
    return shape.field[name].title if name in shape.field else OWN.get(name, name)


def cell_text(shape: RegisterShape, name: str, value: Any) -> str:
    """A value as a cell shows it."""
    if name == "state":
        return shape.states.get(str(value), str(value or ""))
    return text_of(shape.field[name], value) if name in shape.field else str(value or "")


def cell_value(item: FieldShape, cell: Any) -> Any:
    """What a cell means for a field: titles of codes become codes, 是 and 否 flags, lists are cut at 、."""
    text = cell.strip() if isinstance(cell, str) else cell
    codes = {title: code for code, title in item.codes.items()} if isinstance(item.codes, Mapping) else {}
    if item.type == "choice":
        return codes.get(text, text)
    if item.type in {"choices", "items", "officers"} and isinstance(text, str):
        return [codes.get(part, part) for part in text.replace(",", "、").replace("，", "、").split("、") if part]
    if item.type == "flag" and isinstance(text, str):
        return {"是": True, "否": False}.get(text, text)
    if item.type == "date" and isinstance(text, str):
        return text[:10].replace("/", "-") if "T00:00" in text or "/" in text else text
    if item.type == "person" and isinstance(text, str):
        name, _, number = text.partition(" ")
        return {"name": name, "id_number": number} if number else {"name": name}
    return text
