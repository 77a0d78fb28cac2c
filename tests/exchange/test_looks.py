"""What a workbook shows otherwise than it holds is rejected; what it hides or notes beside is told."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import datetime

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from zhiheng.exchange.core.intake import take_in
from zhiheng.exchange.core.source import open_source
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.templates import write_template

ITEMS = DATASETS["seized_items"]
HEADS = ["财物编号", "案件编号", "名称特征", "扣押日期", "估价"]


def made(change=None, rows=3):
    book = openpyxl.Workbook()
    book.calculation.fullCalcOnLoad = False
    sheet = book.active
    sheet.title = "名单"
    sheet.append(HEADS)
    for serial in range(1, rows + 1):
        sheet.append([f"W{serial}", "C1", "手机", "2024-03-01", 100])
    if change:
        change(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture()
def taken(sent):
    def run(content, name="seized_items.xlsx"):
        return take_in(open_source(sent(name, content)), ITEMS)

    return run


def faults(got):
    return {(one.row, error.column, error.code) for one in got.rejected for error in one.errors}


def test_struck_out_cells_are_rejected(taken):
    def strike(sheet):
        sheet["C2"].font = Font(strike=True)
        sheet["C3"] = CellRichText(TextBlock(InlineFont(strike=True), "手机"), TextBlock(InlineFont(), "电脑"))
        sheet["C4"].font = Font(strike=False, bold=True)
        sheet["H2"].font = Font(strike=True)

    got = taken(made(strike))
    assert faults(got) == {(1, "description", "struck_out"), (2, "description", "struck_out")}
    assert got.accepted == 1


def test_struck_out_shared_texts_are_rejected(taken):
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        for line in (1, 2):
            sheet.write_row(line, 0, [f"W{line}", "C1", "手机", "2024-03-01"])
        sheet.write_rich_string(1, 2, "黑色", book.add_format({"font_strikeout": True}), "手机", "电脑")
    content = target.getvalue()
    assert faults(taken(content)) == {(1, "description", "struck_out")}


def test_numbers_shown_otherwise_are_rejected_where_it_matters(taken):
    def shown(sheet):
        for line, number_format in enumerate(["00000", '"W"0', "0", "General", "#,##0"], start=2):
            sheet.cell(line, 1).value = 12 + line
            sheet.cell(line, 1).number_format = number_format
        sheet["E5"].number_format = "0.00%"
        sheet["E6"].number_format = '#,##0.00" 元"'

    got = taken(made(shown, rows=5))
    assert faults(got) == {(1, "item_no", "shown_otherwise"), (2, "item_no", "shown_otherwise"), (4, "value", "shown_otherwise")}
    assert got.checked.table["item_no"].to_pylist() == ["16", "18"]


def test_days_of_which_a_part_is_not_shown_are_rejected(taken):
    shown = ["yyyy/m/d", 'yyyy"年"m"月"', "mmm-yy", 'm"月"d"日"', "h:mm", 'yyyy"年"m"月"d"日";@', "m/d/yy h:mm", "General"]

    def show(sheet):
        for line, number_format in enumerate(shown, start=2):
            sheet.cell(line, 4).value = datetime(2024, 3, 5, 8, 30) if number_format != "General" else 45356
            sheet.cell(line, 4).number_format = number_format

    got = taken(made(show, rows=len(shown)))
    assert faults(got) == {(row, "seized_on", "shown_otherwise") for row in (2, 3, 4, 5)}


def test_hidden_rows_and_comments_are_told(taken):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet["A2"].comment = Comment("应为 W9", "审核")
        sheet["A1"].comment = Comment("必填", "模板")

    got = taken(made(hide))
    assert got.accepted == 3
    assert list(got.unread) == [
        "工作表“名单”第 3 行等 1 行被隐藏或者筛掉：没有理会隐藏，这些行照常读取",
        "工作簿中有 1 处批注没有读取",
    ]


def test_our_own_template_says_nothing_of_its_comments(taken, tmp_path):
    write_template(ITEMS, tmp_path / "template.xlsx")
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    sheet = book.worksheets[0]
    given = dict(zip(HEADS, ["W1", "C1", "手机", "2024-03-01", 100], strict=True))
    for cell in sheet[1]:
        sheet.cell(2, cell.column).value = given.get(str(cell.value).strip("*"))
    target = io.BytesIO()
    book.save(target)
    got = taken(target.getvalue())
    assert got.accepted == 1
    assert not [part for part in got.unread if "批注" in part]


def test_parts_of_one_name_refuse_the_workbook(taken):
    content, target = made(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(target, "w") as copy, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in parts.namelist():
            copy.writestr(name, parts.read(name))
        copy.writestr("xl/worksheets/Sheet1.xml", parts.read("xl/worksheets/sheet1.xml").replace(b"2024", b"2023"))
    with pytest.raises(UnusableInputError, match="重名"):
        taken(target.getvalue())


@pytest.mark.parametrize("separator", [",", ";", "|", "\t"])
def test_a_line_that_names_the_separator(taken, separator):
    lines = [f"sep={separator}", separator.join(HEADS), separator.join(["W1", "C1", "手机", "2024-03-01", "100"])]
    got = taken("\r\n".join(lines).encode(), "seized_items.csv")
    assert got.checked.table["item_no"].to_pylist() == ["W1"]
    assert got.rows == 1
