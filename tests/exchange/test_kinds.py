"""Kinds of plausible files: what is not certain is rejected, what is not read is named."""

from __future__ import annotations

import io
import json
import math
import os
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlwt

from zhiheng.exchange.core.intake import take_in
from zhiheng.exchange.core.source import open_source
from zhiheng.exchange.walled import take_in_walled
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

from .conftest import number

CASES, PERSONS, ACCOUNTS, ITEMS = (DATASETS[name] for name in ("corrections_cases", "persons", "inmate_accounts", "seized_items"))
HEADS = ["人员编号", "公民身份号码", "姓名", "矫正类别", "执行地行政区划", "矫正起日", "矫正止日"]


def row(serial, **more):
    cells = [f"SQ{serial}", number(serial), "张某某", "缓刑", "510107", "2024-03-05", "2026-03-04"]
    for place, value in more.items():
        cells[int(place[1:])] = value
    return cells


def book(*sheets, change=None, since_1904=False):
    made = openpyxl.Workbook()
    made.remove(made.active)
    made.calculation.fullCalcOnLoad = False
    if since_1904:
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    if change:
        change(made)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.fixture()
def taken(sent):
    def run(name, content, dataset=CASES):
        return take_in(open_source(sent(name, content if isinstance(content, bytes) else content.encode())), dataset)

    return run


def faults(intake):
    return {(one.row, error.column, error.code) for one in intake.rejected for error in one.errors}


def parquet(**columns):
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made)
    return made.getvalue()


class TestSheets:
    def test_notes_first_and_two_months(self, taken):
        got = taken(
            "a.xlsx", book(("说明", [["请按月填写"]]), ("一月", [HEADS, row(1)]), ("二月", [["二月名单"], HEADS, row(2), row(3, c6="不")]))
        )
        assert got.accepted == 2
        assert got.unread == ("工作表“说明”没有读取：前 10 行没有“社区矫正对象信息”的列名",)
        assert faults(got) == {(3, "term_end", "impossible_date")}
        assert "工作表“二月”第 2 行" in got.rejections[0].reason

    def test_hidden_and_other_sheets_are_named(self, taken):
        def hide(made):
            made["旧"].sheet_state = "hidden"

        got = taken(
            "a.xlsx", book(("名单", [HEADS, row(1)]), ("旧", [HEADS, row(2)]), ("汇总", [["姓名", "次数"], ["张某", 2]]), change=hide)
        )
        assert got.accepted == 1
        assert [part.split("”")[0] for part in got.unread] == ["工作表“旧", "工作表“汇总"]

    def test_errors_formulas_booleans_and_days_in_text(self, taken):
        def change(made):
            sheet = made.active
            sheet["G2"] = "=B9"
            sheet["G3"] = "#N/A"
            sheet["A4"] = True
            sheet["A5"] = date(2024, 3, 5)
            sheet["A6"] = 5.1010419850312e17

        got = taken("a.xlsx", book(("名单", [HEADS, *(row(serial) for serial in range(1, 7))]), change=change))
        assert faults(got) == {
            (1, "term_end", "formula"),
            (2, "term_end", "error_cell"),
            (3, "person_no", "wrong_kind"),
            (4, "person_no", "wrong_kind"),
            (5, "person_no", "lost_digits"),
        }

    def test_a_stored_result_counts_unless_all_is_to_be_calculated_anew(self, taken):
        import xlsxwriter

        for anew, accepted in ((True, 0), (False, 1)):
            made = io.BytesIO()
            with xlsxwriter.Workbook(made) as target:
                sheet = target.add_worksheet()
                sheet.write_row(0, 0, HEADS)
                sheet.write_row(1, 0, row(1))
                sheet.write_formula(1, 6, '="2026-03-04"', None, "2026-03-04")
            content = made.getvalue()
            if not anew:
                parts = zipfile.ZipFile(io.BytesIO(content))
                plain = io.BytesIO()
                with zipfile.ZipFile(plain, "w") as target:
                    for part in parts.namelist():
                        target.writestr(part, parts.read(part).replace(b' fullCalcOnLoad="1"', b""))
                content = plain.getvalue()
            assert taken("a.xlsx", content).accepted == accepted

    def test_days_counted_from_1904(self, taken):
        rows = [HEADS, row(1, c6=date(2024, 3, 5)), row(2, c6=43894), row(3, c6="43894")]
        got = taken("a.xlsx", book(("名单", rows), since_1904=True))
        assert got.checked.table["term_end"].to_pylist() == [date(2024, 3, 5), date(2024, 3, 5)]
        assert faults(got) == {(3, "term_end", "wrong_kind")}

    def test_cells_merged_over_rows_and_columns(self, taken):
        def merge(made):
            made.active.merge_cells("D2:D4")
            made.active.merge_cells("F5:G5")

        got = taken("a.xlsx", book(("名单", [HEADS, *(row(serial) for serial in range(1, 5))]), change=merge))
        assert got.checked.table["category"].to_pylist() == ["probation"] * 3
        assert faults(got) == {(4, "term_start", "merged_cells"), (4, "term_end", "merged_cells")}

    def test_headings_of_two_lines(self, taken):
        def merge(made):
            made.active.merge_cells("F1:G1")

        upper = [*HEADS[:5], "矫正", None]
        lower = [None] * 5 + ["起日", "止日"]
        got = taken("a.xlsx", book(("名单", [upper, lower, row(1)]), change=merge))
        assert (got.rows, got.checked.table["term_end"].to_pylist()) == (1, [date(2026, 3, 4)])

    def test_old_forms_are_read_and_refused_with_error_values(self, taken):
        old = xlwt.Workbook()
        sheet = old.add_sheet("名单")
        for line, cells in enumerate([HEADS, row(1)]):
            for place, cell in enumerate(cells):
                sheet.write(line, place, cell)
        made = io.BytesIO()
        old.save(made)
        for name in ("a.xls", "a.et"):
            assert taken(name, made.getvalue()).accepted == 1
        sheet.row(1).set_cell_error(8, 0x2A)
        made = io.BytesIO()
        old.save(made)
        with pytest.raises(UnusableInputError, match="I2"):
            taken("b.xls", made.getvalue())

    def test_an_open_document_is_read_and_a_bomb_of_cells_refused(self, taken):
        def cells(values):
            return "".join(f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>' for value in values)

        def ods(rows):
            spaces = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text"))
            body = f'<office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w") as target:
                target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
                target.writestr("META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
                target.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
            return made.getvalue()

        rows = "".join(f"<table:table-row>{cells(values)}</table:table-row>" for values in (HEADS, row(1)))
        assert taken("a.ods", ods(rows)).accepted == 1
        cell = '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
        wide = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
        with pytest.raises(UnusableInputError, match="过大"):
            taken("b.ods", ods(rows + wide))


class TestText:
    def test_quotes(self, taken):
        head = "财物编号,案件编号,名称特征,扣押日期\n"
        lines = [
            'W1,A,"55寸,2024-03-01',
            "W2,A,手机,2024-03-02",
            'W3,A,电视",2024-03-03',
            'W4,A,"说 \\"好\\"",2024-03-04',
            'W5,A,"两\n行",2024-03-05',
        ]
        got = taken("a.csv", head + "\n".join(lines) + "\n", ITEMS)
        assert dict(zip(got.checked.table["item_no"].to_pylist(), got.checked.table["description"].to_pylist(), strict=True)) == {
            "W2": "手机",
            "W4": '说 "好"',
            "W5": "两 行",
        }
        assert [(one.row, one.errors[0].reason) for one in got.rejected] == [(1, "双引号没有成对"), (3, "双引号没有成对")]
        assert got.rows == 5

    def test_encodings_by_the_whole_file(self, taken):
        text = "姓名,公民身份号码\n" + "".join(f"欧阳某,{number(serial)}\n" for serial in range(20))
        damaged = text.encode().replace("欧阳某".encode(), "欧阳".encode() + b"\xe6\x9f", 1)
        got = taken("a.csv", damaged, PERSONS)
        assert (got.accepted, faults(got)) == (19, {(1, "name", "damaged_text")})
        chinese = text.encode("gb18030").replace("欧阳某".encode("gb18030"), "欧阳某".encode(), 1)
        got = taken("b.csv", chinese, PERSONS)
        assert (got.accepted, got.rejected[0].row, got.rejected[0].errors[0].code) == (19, 1, "unreadable_row")
        with pytest.raises(UnusableInputError, match="混杂"):
            taken("c.csv", text.encode() + text.encode("gb18030") * 2, PERSONS)

    def test_two_columns_for_one_field_must_agree(self, taken):
        got = taken("a.csv", f"姓名,公民身份号码,身份证号\n张某,{number(1)},\n李某,,{number(2)}\n王某,{number(3)},{number(4)}\n", PERSONS)
        assert got.checked.table["id_number"].to_pylist() == [number(1), number(2)]
        assert faults(got) == {(3, "id_number", "doubled_value")}

    def test_numbers_rounded_by_a_sheet(self, taken):
        rounded = [one for one in (f"51010419850312{serial:01d}000" for serial in range(10)) if len(one) == 18]
        fits = next(
            number_
            for number_ in (
                f"5101041985{month:02d}{day:02d}{first}000" for month in range(1, 13) for day in range(1, 29) for first in range(1, 10)
            )
            if _fits(number_)
        )
        got = taken("a.csv", f"姓名,公民身份号码\n张某,{fits}\n李某,{rounded[1]}\n王某,{number(3)}\n", PERSONS)
        assert got.accepted == 1
        assert taken("b.csv", f"姓名,公民身份号码\n张某,{fits}\n", PERSONS).accepted == 1

    def test_blank_rows_and_a_column_without_heading_are_told(self, taken):
        got = taken("a.csv", f"姓名,公民身份号码,\n张某,{number(1)},另有\n,,\n李某,{number(2)},\n", PERSONS)
        assert (got.rows, got.accepted, got.blank) == (2, 2, 1)
        assert list(got.unknown) == ["第 3 列（没有列名）"]

    def test_a_cell_of_200_000_characters_stops_nothing(self, taken):
        long = '"' + "长" * 200_000 + '"'
        got = taken("a.csv", f"姓名,公民身份号码,居住地详址\n张某,{number(1)},{long}\n", PERSONS)
        assert got.accepted == 1
        with pytest.raises(UnusableInputError):
            taken("b.csv", f"{long}\n1\n", PERSONS)


def _fits(value):
    from zhiheng.schema.identity import is_valid

    return is_valid(value)


class TestTyped:
    def test_parquet(self, taken):
        content = parquet(
            account_no=pa.array([6222021234567890123.0, 12345.0, 1.5, 7.0, 8.0]),
            entry_no=["1", "2", "3", "4", "5"],
            id_number=[number(serial) for serial in range(5)],
            name=["张某"] * 5,
            booked_on=[date(2026, 1, 1)] * 5,
            amount=pa.array([1.0, 2.0, 3.0, math.nan, math.inf]),
            kind=pa.array([None] * 5, pa.string()),
        )
        got = taken("a.parquet", content, ACCOUNTS)
        assert got.checked.table["account_no"].to_pylist() == ["12345"]
        assert faults(got) == {
            (1, "account_no", "lost_digits"),
            (3, "account_no", "lost_digits"),
            (4, "amount", "not_a_number"),
            (5, "amount", "not_a_number"),
        }
        nested = parquet(id_number=[number(1)], name=["张某"], residence_address=[{"a": 1}], ethnicity=[["汉族"]], former_names=[["李某"]])
        assert faults(taken("b.parquet", nested, PERSONS)) == {(1, "residence_address", "wrong_kind"), (1, "ethnicity", "wrong_kind")}

    def test_instants_of_96_bits(self, sent, taken):
        place = sent("a.parquet", b"")
        days = [datetime(2024, 3, 4, 16, tzinfo=UTC), datetime(2024, 3, 5, tzinfo=UTC)]
        table = pa.table(
            {"公民身份号码": [number(1), number(2)], "姓名": ["张某", "李某"], "死亡日期": pa.array(days, pa.timestamp("ns", tz="UTC"))}
        )
        pq.write_table(table, place, use_deprecated_int96_timestamps=True)
        got = taken("b.parquet", place.read_bytes(), PERSONS)
        assert got.checked.table["died_on"].to_pylist() == [date(2024, 3, 5)]
        assert faults(got) == {(2, "died_on", "uncertain_day")}

    def test_json(self, taken):
        def line(serial, **more):
            return json.dumps({"姓名": "张某", "公民身份号码": number(serial), **more}, ensure_ascii=False)

        lines = [
            line(1, 居住地详址=True),
            line(2)[:-1] + ', "居住地详址": NaN}',
            line(3)[:-1] + ', "姓名": "张某"}',
            line(4, XM="李某"),
            line(5, XM="张某"),
            line(6, 民族="\ud800"),
            line(7, 曾用名=["甲某", "乙某"]),
            line(8, 曾用名=[["甲某"]]),
            line(9, 居住地详址="某路1号"),
        ]
        got = taken("a.jsonl", "\n".join(lines).encode("utf-8", "backslashreplace"), PERSONS)
        assert faults(got) == {
            (1, "residence_address", "wrong_kind"),
            (2, "residence_address", "not_a_number"),
            (3, "", "unreadable_row"),
            (4, "name", "doubled_value"),
            (6, "ethnicity", "damaged_text"),
            (8, "former_names", "unknown_code"),
        }
        assert got.checked.table["residence_address"].to_pylist()[-1] == "某路1号"


class TestWalls:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_a_file_read_in_its_own_process_is_the_same(self, sent, kind, monkeypatch):
        monkeypatch.setattr("zhiheng.exchange.walled.SMALL_BYTES", 0)
        rows = [HEADS, *(row(serial) for serial in range(1, 30)), row(31, c6="不"), row(32, c2="阿某•某提")]
        content = book(("名单", rows)) if kind == "xlsx" else "\n".join(",".join(cells) for cells in rows).encode()
        source = open_source(sent(f"a.{kind}", content))
        here, apart = take_in(source, CASES), take_in_walled(source, CASES)
        assert apart.checked.table.equals(here.checked.table)
        assert apart.checked.row_numbers.tolist() == here.checked.row_numbers.tolist()
        assert (apart.rejected, apart.folded) == (list(here.rejected), here.folded)

    def test_a_file_that_needs_too_much_memory_ends_itself(self, sent, settings, monkeypatch):
        settings.INTAKE_MEMORY_MB = 1
        monkeypatch.setattr("zhiheng.exchange.walled.SMALL_BYTES", 0)
        rows = "\n".join(",".join(row(serial)) for serial in range(60_000))
        source = open_source(sent("a.csv", (",".join(HEADS) + "\n" + rows).encode()))
        with pytest.raises(UnusableInputError, match="内存"):
            take_in_walled(source, CASES)
        settings.INTAKE_MEMORY_MB = 2048
        with pytest.raises(UnusableInputError, match="列名"):
            take_in_walled(open_source(sent("b.csv", b"x\n1\n")), CASES)


def test_names_of_files_are_readable(sent):
    from zhiheng.exchange.core.source import readable

    assert readable(os.fsdecode("人员基本信息.csv".encode("gbk"))) == "人员基本信息.csv"


def test_a_small_file_of_gb18030_is_not_taken_for_another(taken):
    """Characters whose bytes look like UTF-8 here and there do not make it UTF-8."""
    import zlib

    for seed in range(200):
        words = "".join(chr(0x4E00 + zlib.crc32(f"{seed} {place}".encode()) % 5000) for place in range(4))
        content = f"姓名,公民身份号码,居住地详址\n张某,{number(seed)},{words}\n".encode("gb18030")
        got = taken("a.csv", content, PERSONS)
        assert got.accepted == 1, words
        assert got.checked.table["residence_address"].to_pylist() == [words]
