"""Files as organs send them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from zhiheng.schema.identity import check_character

ROWS = [
    {
        "登记号": "H1",
        "公民身份号码": "510104199003078914",
        "姓名": "张某某",
        "旅馆行政区划": "510107",
        "入住时间": "2026-05-06 22:06",
        "退房时间": "2026-05-07 09:00",
    },
    {
        "登记号": "H2",
        "公民身份号码": "510104900307891",
        "姓名": "张　某某",
        "旅馆行政区划": "513401",
        "入住时间": "2026-06-01 08:00:30",
        "退房时间": "",
    },
    {
        "登记号": "H3",
        "公民身份号码": "11010519491231002X",
        "姓名": "李, 某",
        "旅馆行政区划": "500101",
        "入住时间": "2026-06-02T00:00",
        "退房时间": "",
    },
]


def number(serial: int) -> str:
    """A valid identity number."""
    first = f"51010419{60 + serial % 40:02d}{serial % 12 + 1:02d}{serial % 28 + 1:02d}{serial % 1000:03d}"
    return first + check_character(first)


def csv_bytes(rows, encoding="utf-8", separator=",", bom=False):
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]), delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return (b"\xef\xbb\xbf" if bom else b"") + made.getvalue().encode(encoding)


def xlsx_bytes(rows, *, typed=False, above=()):
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    shown = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for line, title in enumerate(above):
        sheet.write_string(line, 0, title)
    for place, heading in enumerate(rows[0]):
        sheet.write_string(len(above), place, heading)
    for line, row in enumerate(rows, start=len(above) + 1):
        for place, value in enumerate(row.values()):
            if typed and value[:2] == "20" and "-" in value:
                sheet.write_datetime(line, place, datetime.fromisoformat(value), shown)
            elif typed and value.isdigit() and len(value) < 10:
                sheet.write_number(line, place, int(value))
            elif value:
                sheet.write_string(line, place, value)
    book.close()
    return made.getvalue()


def jsonl_bytes(rows, encoding="utf-8"):
    return "".join(json.dumps({key: value for key, value in row.items() if value != ""}, ensure_ascii=False) + "\n" for row in rows).encode(
        encoding
    )


def parquet_bytes(rows, *, typed=False):
    made = io.BytesIO()
    columns = {key: [row[key] or None for row in rows] for key in rows[0]}
    if typed:
        for key in ("入住时间", "退房时间"):
            columns[key] = pa.array(
                [None if value is None else datetime.fromisoformat(value) for value in columns[key]], pa.timestamp("us")
            )
        columns["旅馆行政区划"] = pa.array([int(value) for value in columns["旅馆行政区划"]])
    pq.write_table(pa.table(columns), made)
    return made.getvalue()


def stays(numbers, *, name="张某某", day=date(2026, 5, 6)):
    """Clean rows of hotel_stays under field names."""
    return [
        {
            "stay_no": f"H{one:06d}",
            "id_number": number(one),
            "name": name,
            "division": "510107",
            "checkin_at": f"{day} {one % 24:02d}:00:00",
        }
        for one in numbers
    ]


@pytest.fixture()
def sent(tmp_path):
    """Writes a file into an organ's folder and returns its path: sent("旅馆.csv", bytes)."""

    def write(name: str, content: bytes, organ: str = "成都市公安局") -> Path:
        place = tmp_path / "sent" / organ / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return place

    return write
