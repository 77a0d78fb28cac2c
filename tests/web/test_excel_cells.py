"""Exported workbooks keep identity numbers, long numbers and days as what they are."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from zhiheng.web.excel import write_rows
from zhiheng.web.listing import Column

pytestmark = pytest.mark.drawn


def test_every_kind_of_value_comes_back_as_it_was():
    at = datetime(2026, 5, 6, 22, 6, tzinfo=ZoneInfo("Asia/Shanghai"))
    values = [
        "510104199003078914",
        123456789012345678,
        Decimal("123456789012345.67"),
        Decimal("12.50"),
        date(2026, 5, 6),
        at,
        "=1+1",
        None,
        True,
    ]
    columns = [Column(f"列{place}", lambda row, place=place: row[place]) for place in range(len(values))]
    made = io.BytesIO()
    assert write_rows(made, "表", columns, [values, values]) == 2
    sheet = openpyxl.load_workbook(io.BytesIO(made.getvalue())).active
    cells = list(sheet[2])
    assert [cell.value for cell in cells[:3]] == ["510104199003078914", "123456789012345678", "123456789012345.67"]
    assert {cell.number_format for cell in cells[:3]} == {"@"}
    assert (cells[3].value, cells[4].value.date(), cells[5].value) == (12.5, date(2026, 5, 6), datetime(2026, 5, 6, 22, 6))
    assert (cells[6].value, cells[6].data_type) == ("=1+1", "s")
    assert sheet.auto_filter.ref == "A1:I3"
    assert sheet.column_dimensions["A"].width > 18
