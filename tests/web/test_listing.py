"""Lists: sorting, pages, exact counts, and the Excel file of the same rows."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.http import QueryDict

from zhiheng.web.excel import write_rows
from zhiheng.web.listing import Column, listing

COLUMNS = [
    Column("名称", lambda row: row["name"], sort="name"),
    Column("数", lambda row: row["n"], sort="n"),
    Column("备注", lambda row: ""),
]
ROWS = [{"name": f"第{n:03d}", "n": None if n == 7 else n} for n in range(45)]


def shown(asked: str):
    return listing(ROWS, COLUMNS, QueryDict(asked), sort="name")


def test_counts_exactly_and_cuts_into_pages():
    page = shown("page=3")
    assert (page.count, len(page.page.object_list), page.page.paginator.num_pages) == (45, 5, 3)


@pytest.mark.parametrize(("asked", "number"), [("page=99", 3), ("page=-1", 3), ("page=abc", 1), ("page=", 1)])
def test_pages_that_are_not_there_fall_back(asked, number):
    assert shown(asked).page.number == number


@pytest.mark.parametrize(("asked", "size"), [("size=50", 50), ("size=7", 20), ("size=all", 20), ("size=100000", 20)])
def test_page_sizes_are_those_on_offer(asked, size):
    assert shown(asked).size == size


def test_sorts_by_known_columns_only():
    assert shown("sort=-n").page.object_list[0]["n"] == 44
    assert shown("sort=n").page.object_list[0]["n"] is None
    assert shown("sort=password").sort == "name"
    assert shown("sort=--n").page.object_list[0]["name"] in {"第044", "第007"}


def test_head_turns_the_sorted_column_round():
    heads = shown("sort=name").heads
    assert [(head.link, head.state) for head in heads] == [("-name", "ascending"), ("n", "none"), ("", "none")]
    assert shown("sort=-name").heads[0].state == "descending"


def test_excel_keeps_text_as_text_and_dates_as_dates():
    values = ["=1+1", "http://x.example", date(2026, 6, 30), datetime(2026, 6, 30, 1, 30, tzinfo=UTC), Decimal("12.50"), True, None, "011"]
    columns = [Column(f"列{n}", lambda row, n=n: row[n]) for n in range(len(values))]
    book = io.BytesIO()
    assert write_rows(book, "清单", columns, [values]) == 1
    sheet = openpyxl.load_workbook(io.BytesIO(book.getvalue())).active
    cells = [cell.value if cell.value is not None else "" for cell in sheet[2]]
    assert cells == ["=1+1", "http://x.example", datetime(2026, 6, 30), datetime(2026, 6, 30, 9, 30), 12.5, "是", "", "011"]
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].hyperlink is None


def test_excel_of_nothing_has_its_head():
    book = io.BytesIO()
    assert write_rows(book, "清单", [Column("名称", str)], []) == 0
    assert openpyxl.load_workbook(io.BytesIO(book.getvalue())).active["A1"].value == "名称"
