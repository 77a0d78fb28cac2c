"""Every kind of file gives the same rows; rows that cannot be cut are told, one by one."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
import xlsxwriter

from zhiheng.exchange.core.folders import files_under
from zhiheng.exchange.core.intake import take_in
from zhiheng.exchange.core.source import open_source
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

from .conftest import ROWS, csv_bytes, jsonl_bytes, parquet_bytes, stays, xlsx_bytes

STAYS = DATASETS["hotel_stays"]


def taken(path, dataset=STAYS):
    return take_in(open_source(path), dataset)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", csv_bytes(ROWS)),
        ("bom.csv", csv_bytes(ROWS, bom=True)),
        ("gb.csv", csv_bytes(ROWS, "gb18030")),
        ("tab.tsv", csv_bytes(ROWS, separator="\t")),
        ("semicolon.txt", csv_bytes(ROWS, separator=";")),
        ("text.xlsx", xlsx_bytes(ROWS)),
        ("typed.xlsx", xlsx_bytes(ROWS, typed=True)),
        ("titled.xlsx", xlsx_bytes(ROWS, above=("成都市公安局旅馆信息", ""))),
        ("a.jsonl", jsonl_bytes(ROWS)),
        ("gb.jsonl", jsonl_bytes(ROWS, "gb18030")),
        ("text.parquet", parquet_bytes(ROWS)),
        ("typed.parquet", parquet_bytes(ROWS, typed=True)),
        ("misnamed.csv", xlsx_bytes(ROWS)),
        ("unquoted.csv", csv_bytes([{**row, "姓名": row["姓名"].replace(",", "")} for row in ROWS])),
        ("crossed.csv", csv_bytes([dict(reversed(row.items())) for row in ROWS])),
    ],
)
def test_the_same_rows_from_every_kind_of_file(sent, name, content):
    got = taken(sent(name, content))
    reference = taken(sent("reference.csv", csv_bytes(ROWS)))
    assert got.rows == 3
    assert got.rejected == []
    names = ["张某某", "张某某", "李,某"]
    assert reference.checked.table["name"].to_pylist() == names
    if name == "unquoted.csv":
        assert got.checked.table.drop("name").equals(reference.checked.table.drop("name"))
    else:
        assert got.checked.table.equals(reference.checked.table)


def test_field_names_head_columns_as_well_and_unknown_columns_are_told(sent):
    rows = [{"备注": "无", **row, "etl_batch": "1"} for row in stays(range(3))]
    for name, content in (
        ("a.csv", csv_bytes(rows)),
        ("a.xlsx", xlsx_bytes(rows)),
        ("a.jsonl", jsonl_bytes(rows)),
        ("a.parquet", parquet_bytes(rows)),
    ):
        got = taken(sent(name, content))
        assert got.accepted == 3, name
        assert list(got.unknown) == ["备注", "etl_batch"], name


def test_a_row_with_too_many_or_too_few_cells_is_rejected_and_counted(sent):
    head, one, two, three = csv_bytes(stays([1, 2, 3])).decode().splitlines()
    got = taken(sent("a.csv", "\n".join([head, one, "H9,少一格", "", two + ",多一格", three]).encode()))
    assert (got.rows, got.accepted) == (4, 2)
    assert [(one.row, one.errors[0].code) for one in got.rejected] == [(2, "unreadable_row"), (3, "unreadable_row")]
    assert got.checked.row_numbers.tolist() == [1, 4]


def test_rows_are_numbered_through_all_blocks(sent, monkeypatch):
    monkeypatch.setattr("zhiheng.exchange.core.csv_reader.LONGEST_LINE_BYTES", 4096)
    monkeypatch.setattr("zhiheng.exchange.core.jsonl_reader.BLOCK_ROWS", 7)
    monkeypatch.setattr("zhiheng.exchange.core.sheets.BLOCK_ROWS", 7)
    monkeypatch.setattr("zhiheng.exchange.core.parquet_reader.BLOCK_ROWS", 7)
    rows = stays(range(200))
    lines = csv_bytes(rows).decode().splitlines()
    lines[101] = "少一格"
    for name, content in (("a.xlsx", xlsx_bytes(rows)), ("a.jsonl", jsonl_bytes(rows)), ("a.parquet", parquet_bytes(rows))):
        got = taken(sent(name, content))
        assert got.checked.row_numbers.tolist() == list(range(1, 201)), name
        assert got.checked.table["stay_no"].to_pylist() == [row["stay_no"] for row in rows], name
    got = taken(sent("a.csv", "\n".join(lines).encode()))
    assert got.checked.row_numbers.tolist() == [*range(1, 101), *range(102, 201)]
    assert [one.row for one in got.rejected] == [101]


def test_a_quoted_line_break_stays_within_its_row(sent):
    rows = stays([1, 2])
    rows[0]["name"] = "张\n某"
    got = taken(sent("a.csv", csv_bytes(rows)))
    assert got.checked.table["name"].to_pylist() == ["张某", "张某某"]


def test_an_open_quote_costs_its_own_row_only(sent):
    lines = csv_bytes(stays(range(50))).decode().splitlines()
    lines[5] = lines[5].replace("张某某", '"张某某')
    lines[7] = lines[7].replace("张某某", '"张,某某"')
    got = taken(sent("a.csv", "\n".join(lines).encode()))
    assert [(one.row, one.errors[0].reason) for one in got.rejected] == [(5, "双引号没有成对")]
    assert got.accepted == 49
    assert "张,某某" in got.checked.table["name"].to_pylist()


def test_lines_that_are_no_objects_are_rejected(sent):
    good = jsonl_bytes(stays([1])).decode().strip()
    lines = [good, "[1]", "{", "nonsense", "[" * 100_000, "", good.replace("H000001", "H2")]
    got = taken(sent("a.jsonl", "\n".join(lines).encode()))
    assert (got.rows, got.accepted) == (6, 2)
    assert [one.row for one in got.rejected] == [2, 3, 4, 5]


def test_numbers_in_json_keep_their_digits(sent):
    row = {"account_no": "A1", "entry_no": "1", "id_number": "510104199003078914", "name": "张某某", "booked_on": "20260101"}
    text = json.dumps(row, ensure_ascii=False)[:-1] + ', "amount": 12345678901234.56, "balance": 0.1, "kind": null}\n'
    got = taken(sent("a.jsonl", text.encode()), DATASETS["inmate_accounts"])
    assert [str(value) for value in (got.checked.table["amount"][0].as_py(), got.checked.table["balance"][0].as_py())] == [
        "12345678901234.56",
        "0.10",
    ]


def test_lone_surrogates_and_hostile_text_do_no_harm(sent):
    row = {**stays([1])[0], "stay_no": "=cmd|' /C calc'!A0"}
    lines = [json.dumps(row), json.dumps({**row, "name": "\ud800张"})]
    got = taken(sent("a.jsonl", "\n".join(lines).encode()))
    assert got.checked.table["stay_no"].to_pylist() == ["=cmd|' /C calc'!A0"]
    assert [(one.row, error.column, error.code) for one in got.rejected for error in one.errors] == [(2, "name", "damaged_text")]
    nul = taken(sent("nul.csv", csv_bytes(stays([1, 2])).replace("张某某".encode(), "张\x00某\x07某".encode())))
    assert nul.checked.table["name"].to_pylist() == ["张某某", "张某某"]


def test_empty_rows_of_a_sheet_are_passed_over_but_counted(sent):
    rows = [stays([1])[0], dict.fromkeys(stays([1])[0], ""), stays([3])[0]]
    got = taken(sent("a.xlsx", xlsx_bytes(rows)))
    assert (got.rows, got.checked.row_numbers.tolist()) == (2, [1, 3])


def test_files_of_a_folder_come_in_the_order_of_their_names(sent):
    for organ, name in (
        ("乙", "b_2.csv"),
        ("甲", "a_1.csv"),
        ("乙", "b_1.xlsx"),
        ("乙", ".hidden.csv"),
        ("乙", "~$b.xlsx"),
        ("乙", "readme.md"),
    ):
        folder = sent(name, b"x", organ).parent.parent
    assert [path.name for path in files_under([folder])] == ["b_1.xlsx", "b_2.csv", "a_1.csv"]
    assert [path.name for path in files_under([folder / "乙" / "b_2.csv", folder])] == ["b_1.xlsx", "b_2.csv", "a_1.csv"]


def test_a_file_that_grows_while_it_is_read_is_refused(sent):
    place = sent("a.csv", csv_bytes(stays([1])))
    source = open_source(place)
    place.write_bytes(csv_bytes(stays([1, 2])))
    with pytest.raises(UnusableInputError, match="被改动"):
        take_in(source, STAYS)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_characters_at_the_edge_of_a_block_are_whole(sent, monkeypatch, encoding):
    monkeypatch.setattr("zhiheng.exchange.core.csv_reader.LONGEST_LINE_BYTES", 1021)
    rows = stays(range(500), name="欧阳𠮷人")
    got = taken(sent("a.csv", csv_bytes(rows, encoding)))
    assert got.rejected == []
    assert set(got.checked.table["name"].to_pylist()) == {"欧阳𠮷人"}
    assert got.checked.row_numbers.tolist() == list(range(1, 501))


def test_values_of_any_kind_in_json(sent):
    row = {
        **stays([1])[0],
        "ticket_no": "T1",
        "mode": "rail",
        "from_division": 510104,
        "to_division": 510104.0,
        "depart_at": 46027.5,
        "refunded": True,
    }
    got = taken(sent("a.jsonl", (json.dumps(row) + "\n").encode()), DATASETS["journeys"])
    (kept,) = got.checked.table.to_pylist()
    assert (kept["from_division"], kept["refunded"], kept["depart_at"].isoformat()) == ("510104", True, "2026-01-05T12:00:00+08:00")
    crimes = {
        "id_number": row["id_number"],
        "name": "张某",
        "judgment_no": "1",
        "court": "x",
        "judged_on": "20260105",
        "effective_on": "20260116",
    }
    listed = {**crimes, "crimes": ["盗窃罪", 2.5, None], "penalty": "fixed"}
    got = taken(sent("b.jsonl", (json.dumps(listed) + "\n").encode()), DATASETS["sentences"])
    assert got.checked.table["crimes"].to_pylist() == [["盗窃罪", "2.5"]]
    nested = {**listed, "crimes": {"a": 1}}
    got = taken(sent("c.jsonl", (json.dumps(nested) + "\n").encode()), DATASETS["sentences"])
    assert [(error.column, error.code) for one in got.rejected for error in one.errors] == [("crimes", "unknown_code")]


def test_values_of_any_kind_in_a_sheet(sent, tmp_path):
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet, clock = book.add_worksheet(), book.add_format({"num_format": "hh:mm"})
    length = book.add_format({"num_format": "[h]:mm"})
    for place, heading in enumerate(["id_number", "name", "ticket_no", "mode", "from_division", "to_division", "depart_at", "refunded"]):
        sheet.write_string(0, place, heading)
    for line, (at, form) in enumerate([(46027.5, None), (0.5, clock), (1.5, length)], start=1):
        sheet.write_row(line, 0, ["510104199003078914", "张某", f"T{line}", "火车", 510104, 513401.0])
        sheet.write_number(line, 6, at, form)
        sheet.write_boolean(line, 7, line == 1)
    book.close()
    got = taken(sent("a.xlsx", made.getvalue()), DATASETS["journeys"])
    (kept,) = got.checked.table.to_pylist()
    assert (kept["from_division"], kept["refunded"], kept["depart_at"].isoformat()) == ("510104", True, "2026-01-05T12:00:00+08:00")
    assert [(one.row, one.errors[0].column, one.errors[0].value) for one in got.rejected] == [
        (2, "depart_at", "12:00:00"),
        (3, "depart_at", "1 day, 12:00:00"),
    ]


def test_a_workbook_that_is_not_compressed(sent):
    packed = zipfile.ZipFile(io.BytesIO(xlsx_bytes(ROWS)))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as book:
        for part in packed.namelist():
            book.writestr(part, packed.read(part))
    assert taken(sent("a.xlsx", made.getvalue())).accepted == 3
