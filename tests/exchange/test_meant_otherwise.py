"""Values that could be meant otherwise: rows below headings in another order, days as a count from nobody says when."""

from __future__ import annotations

import io
import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhiheng.exchange.core.intake import take_in
from zhiheng.exchange.core.source import open_source

from .test_kinds import CASES, HEADS, book, row


@pytest.fixture()
def taken(sent):
    def run(name, content):
        return take_in(open_source(sent(name, content if isinstance(content, bytes) else content.encode())), CASES)

    return run


@pytest.mark.parametrize(
    ("given", "stored"),
    [(20240305, date(2024, 3, 5)), (45356, date(2024, 3, 5)), (45356.5, date(2024, 3, 5)), (19787, None), (1709568000000, None)],
)
def test_counts_of_days_are_read_where_no_other_count_can_be_meant(taken, given, stored):
    cells = dict(zip(HEADS, row(1), strict=True)) | {"矫正起日": given}
    made = io.BytesIO()
    pq.write_table(pa.table({name: [value] for name, value in cells.items()}), made)
    for name, content in (("a.parquet", made.getvalue()), ("a.jsonl", json.dumps(cells))):
        got = taken(name, content)
        assert got.checked.table["term_start"].to_pylist() == [stored] * (stored is not None)
        assert [one.code for one in got.rejections] == ["impossible_date"] * (stored is None)


SWAPPED = [*HEADS[:5], HEADS[6], HEADS[5]]


class TestSecondTables:
    """Rows below headings in another order are not read by the first headings."""

    def rows(self):
        other = [*row(2)[:5], "2026-03-04", "2024-03-05"]
        return [HEADS, row(1), HEADS, row(3), SWAPPED, other, [*row(5)[:6], "不"], HEADS, row(4)]

    def check(self, got):
        assert got.checked.table["person_no"].to_pylist() == ["SQ1", "SQ3", "SQ4"]
        assert got.checked.row_numbers.tolist() == [1, 3, 8]
        moved = {one.row for one in got.rejections if one.code == "moved_headings"}
        assert moved == {2, 4, 5, 7}
        assert [one.reason for one in got.rejections if one.row in {2, 4, 7}] == [
            "本行是重复的表头，不是数据", "本行是另一行表头，列的次序或者内容与第一行不同", "本行是重复的表头，不是数据",
        ]  # fmt: skip
        assert {one.row for one in got.rejected} == {2, 4, 5, 6, 7}

    def test_in_a_text_file(self, taken):
        self.check(taken("a.csv", "\n".join(",".join(cells) for cells in self.rows())))

    def test_over_blocks(self, taken, monkeypatch):
        from zhiheng.exchange.core import csv_reader

        monkeypatch.setattr(csv_reader, "BLOCK_ROWS", 2)
        self.check(taken("a.csv", "\n".join(",".join(cells) for cells in self.rows())))

    def test_in_a_sheet_and_not_in_the_next_one(self, taken):
        got = taken("a.xlsx", book(("一", [HEADS, row(1), SWAPPED, row(2)]), ("二", [HEADS, row(3)])))
        assert got.checked.table["person_no"].to_pylist() == ["SQ1", "SQ3"]
