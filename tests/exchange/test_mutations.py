"""Good files spoiled in many ways: no value is stored that the sender did not write, and a row that is stored is a row of the file."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiheng.exchange.core.intake import take_in
from zhiheng.exchange.core.source import open_source
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

from . import literal

ITEMS = DATASETS["seized_items"]
HEADS = ["财物编号", "案件编号", "名称特征", "扣押日期", "库位"]
TEXTS = ("item_no", "case_no", "description", "location")
DESCRIPTIONS = ("黑色手机一部", "电脑，银色", "现金, 二千元", '55"电视', "手表\n一只", "")
quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows(drawn):
    return [
        [f"W{place}", f"C{place % 3}", DESCRIPTIONS[which], f"2024-03-{place + 1:02d}", f"{place}库"] for place, which in enumerate(drawn)
    ]


def quoted(cell, always):
    return '"' + cell.replace('"', '""') + '"' if always or any(mark in cell for mark in ',"\n') else cell


def csv_text(drawn, always):
    return "\n".join(",".join(quoted(cell, always) for cell in cells) for cells in [HEADS, *rows(drawn)]) + "\n"


def stored(tmp_path, name, content):
    place = tmp_path / name
    place.write_bytes(content)
    try:
        got = take_in(open_source(place), ITEMS)
    except UnusableInputError:
        return []
    assert got.rows == got.accepted + len(got.rejected)
    return got.checked.table.to_pylist()


def no_invention(kept, written):
    allowed = literal.folded(written, "text")
    for row in kept:
        for name in TEXTS:
            assert row[name] is None or row[name] in allowed, (name, row[name])


def of_several_lines(content):
    """Cells that a change broke over lines within their quotes, as the standard library reads them."""
    text = content.decode("utf-8", errors="replace")
    return {cell for cells in csv.reader(io.StringIO(text, newline="")) for cell in cells if "\n" in cell or "\r" in cell}


drawn_rows = st.lists(st.integers(0, 4), min_size=2, max_size=7)
edits = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(["cut", "quote", "move", "byte", "escape", "comma"])), min_size=1, max_size=3
)


def spoiled(content: bytes, changes, order) -> bytes:
    for at, kind in changes:
        place = at % max(len(content), 1)
        if kind == "cut":
            content = content[:place] + content[place + 1 :]
        elif kind == "quote":
            content = content[:place] + b'"' + content[place:]
        elif kind == "move":
            found = content.find(b'"', place)
            content = content if found < 0 else content[:place] + b'"' + content[place:found] + content[found + 1 :]
        elif kind == "byte":
            content = content[:place] + bytes([order % 256]) + content[place + 1 :]
        elif kind == "escape":
            content = content.replace(b'""', b'\\"', 1)
        else:
            found = content.find(b",", place)
            content = content if found < 0 else content[:found] + content[found + 1 :]
    return content


@quick
@given(drawn=drawn_rows, always=st.booleans(), changes=edits, order=st.integers(0, 255))
def test_text_with_bytes_cut_and_quotes_moved(tmp_path, drawn, always, changes, order):
    content = spoiled(csv_text(drawn, always).encode(), changes, order)
    written = literal.csv_values(content)
    several = {cell for cells in rows(drawn) for cell in cells if "\n" in cell} | of_several_lines(content)
    no_invention(stored(tmp_path, "涉案财物.csv", content), written | several)


@quick
@given(drawn=drawn_rows, opened=st.sets(st.integers(0, 6), max_size=4))
def test_open_quotes_cost_their_own_rows_only(tmp_path, drawn, opened):
    """Rows without a quote and a line break stand on a line of their own; whatever stands around them they are stored or told."""
    plain = [which if which in {0, 1} else 0 for which in drawn]
    lines = csv_text(plain, always=False).splitlines()
    for place in opened:
        if place < len(plain):
            cells = lines[place + 1].split(",")
            lines[place + 1] = ",".join([*cells[:2], '"' + cells[2], *cells[3:]])
    kept = {row["item_no"] for row in stored(tmp_path, "涉案财物.csv", "\n".join(lines).encode())}
    assert kept == {f"W{place}" for place in range(len(plain)) if place not in opened}


@quick
@given(drawn=drawn_rows, data=st.data())
def test_workbooks_with_merged_cells_numbers_and_errors(tmp_path, drawn, data):
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in [HEADS, *rows(drawn)]:
        sheet.append(cells)
    cell = st.tuples(st.integers(2, len(drawn) + 1), st.integers(1, 5))
    for (line, column), value in data.draw(
        st.lists(st.tuples(cell, st.sampled_from(["=A1", "#N/A", 6.222e18, True, 12345, 1.5])), max_size=4)
    ):
        sheet.cell(line, column).value = value
    (top, left), (bottom, right) = sorted([data.draw(cell), data.draw(cell)])
    if data.draw(st.booleans()):
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=min(left, right), end_column=max(left, right))
    made = io.BytesIO()
    book.save(made)
    no_invention(stored(tmp_path, "涉案财物.xlsx", made.getvalue()), literal.sheet_values(made.getvalue()) | {"12345"})


@quick
@given(drawn=drawn_rows, data=st.data())
def test_lines_of_json_with_values_of_every_kind(tmp_path, drawn, data):
    odd = st.sampled_from(["true", "null", "NaN", "1.5", "6e18", "[1]", '{"a":1}', '"\\ud800"', '"好"'])
    lines = []
    for cells in rows(drawn):
        pairs = [
            f"{json.dumps(head, ensure_ascii=False)}: {json.dumps(cell, ensure_ascii=False)}"
            for head, cell in zip(HEADS, cells, strict=True)
        ]
        if data.draw(st.booleans()):
            pairs.insert(
                data.draw(st.integers(0, 5)), f"{json.dumps(data.draw(st.sampled_from(HEADS)), ensure_ascii=False)}: {data.draw(odd)}"
            )
        if data.draw(st.booleans()):
            pairs[data.draw(st.integers(0, len(pairs) - 1))] = f'"库位": {data.draw(odd)}'
        lines.append("{" + ", ".join(pairs) + "}")
    content = "\n".join(lines).encode()
    no_invention(stored(tmp_path, "涉案财物.jsonl", content), literal.json_values(content))


@quick
@given(drawn=drawn_rows, data=st.data())
def test_parquet_with_columns_of_other_types(tmp_path, drawn, data):
    columns = dict(zip(HEADS, map(list, zip(*rows(drawn), strict=True)), strict=True))
    numbers = st.lists(st.sampled_from([1.0, 2.0, 1.5, 6.222e18, float("nan"), None]), min_size=len(drawn), max_size=len(drawn))
    for head in data.draw(st.sets(st.sampled_from(HEADS), max_size=2)):
        kind = data.draw(st.sampled_from(["float", "bool", "nested"]))
        if kind == "float":
            columns[head] = pa.array(data.draw(numbers), pa.float64(), from_pandas=False)
        else:
            columns[head] = [True if kind == "bool" else {"a": "b"}] * len(drawn)
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made)
    no_invention(stored(tmp_path, "涉案财物.parquet", made.getvalue()), literal.parquet_values(made.getvalue()))
