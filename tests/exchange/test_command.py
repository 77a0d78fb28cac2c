"""`zhiheng import` as a person and as a machine see it."""

from __future__ import annotations

import argparse
import io
import json

import openpyxl
import pytest

from zhiheng.cli import importing
from zhiheng.exchange.models import Delivery
from zhiheng.schema.errors import UnusableInputError

from .conftest import csv_bytes, stays

pytestmark = pytest.mark.django_db


@pytest.fixture()
def command(home, capsys):
    def run(*given):
        parser = argparse.ArgumentParser()
        importing.arguments(parser)
        status = importing.run(parser.parse_args([str(one) for one in given]))
        return status, *capsys.readouterr()

    return run


def wrong(count):
    return [{**row, "name": ""} for row in stays(range(count))]


def test_people_see_totals_and_what_to_mend(command, sent):
    place = sent("hotel_stays_1.csv", csv_bytes([{**row, "备注": "x"} for row in [*stays(range(100, 105)), *wrong(8)]]))
    status, out, err = command(place)
    assert status == 0
    assert err == ""
    lines = out.splitlines()
    assert lines[0] == "1 个文件，13 行：接收 5 行（其中重复 0、更新 0），拒收 8 行"
    assert lines[1] == f"  {place} 第 6 行 name：必填的“姓名”为空；请补填姓名"
    assert "另有 3 处错误" in lines[6]
    assert "未采用的列：备注" in lines[7]
    assert "跳过 1 个文件" in command(place)[1]


def test_a_long_list_is_cut(command, sent):
    for serial in range(30):
        sent(f"hotel_stays_{serial:02d}.csv", csv_bytes(wrong(serial + 1)))
    _, out, _ = command(sent("hotel_stays_99.csv", csv_bytes(stays([1]))).parent)
    assert len(out.splitlines()) == importing.DETAILS_SHOWN + 3
    assert out.splitlines()[-2].startswith("  另有")
    assert out.splitlines()[-1] == "新登记机关 1 个：成都市公安局"


def test_machines_get_the_entries_of_the_contract(command, sent, tmp_path):
    place = sent("hotel_stays_1.csv", csv_bytes([*stays([1]), *wrong(1)]))
    status, out, _ = command(place, "--dry-run", "--json", "-")
    (entry,) = json.loads(out)
    assert status == 0
    assert {key: entry[key] for key in ("path", "dataset", "rows", "accepted", "duplicates", "superseded", "batch")} == {
        "path": str(place),
        "dataset": "hotel_stays",
        "rows": 2,
        "accepted": 1,
        "duplicates": 0,
        "superseded": 0,
        "batch": None,
    }
    assert {key: entry["rejected"][0][key] for key in ("row", "column", "value", "reason")} == {
        "row": 2,
        "column": "name",
        "value": "",
        "reason": "必填的“姓名”为空",
    }
    assert Delivery.objects.count() == 0
    _, out, _ = command(place, "--json", tmp_path / "report.json")
    assert out.startswith("1 个文件")
    assert json.loads((tmp_path / "report.json").read_text())[0]["batch"]
    with pytest.raises(UnusableInputError, match="输出文件"):
        command(place, "--json", tmp_path / "none" / "report.json")


def test_a_file_that_cannot_be_used_is_told_and_the_status_is_2(command, sent):
    sent("hotel_stays_1.csv", b"")
    place = sent("hotel_stays_2.csv", csv_bytes(stays([1])))
    status, out, err = command(place.parent, "--organ", "四川省公安厅")
    assert status == 2
    assert err.count("\n") == 1
    assert "空的" in err
    assert "不能使用 1 个文件" in out
    assert Delivery.objects.get().organ.name == "四川省公安厅"


def test_wrong_usage_is_refused(command):
    with pytest.raises(UnusableInputError, match="没有给出"):
        command()
    with pytest.raises(UnusableInputError, match="没有这个数据集"):
        command("--template", "nothing")


def test_a_template_is_written_and_filled_in_and_taken(command, sent, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command("--template", "旅馆住宿比中信息")[:2] == (0, "已写入 旅馆住宿比中信息_模板.xlsx\n")
    book = openpyxl.load_workbook(tmp_path / "旅馆住宿比中信息_模板.xlsx")
    sheet = book.worksheets[0]
    row = {**stays([1])[0], "id_type": "居民身份证"}
    headings = {
        "登记号": "stay_no",
        "公民身份号码": "id_number",
        "证件类型": "id_type",
        "姓名": "name",
        "旅馆行政区划": "division",
        "入住时间": "checkin_at",
    }
    for place, cell in enumerate(sheet[1], start=1):
        if cell.value in headings:
            sheet.cell(2, place).value = row[headings[cell.value]]
    filled = io.BytesIO()
    book.save(filled)
    status, out, err = command(sent("旅馆住宿比中信息_模板.xlsx", filled.getvalue()))
    assert err == ""
    assert (status, out.splitlines()[0]) == (0, "1 个文件，1 行：接收 1 行（其中重复 0、更新 0），拒收 0 行")
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "旅馆住宿比中信息_模板.xlsx").mkdir()
    monkeypatch.chdir(tmp_path / "closed")
    with pytest.raises(UnusableInputError, match="模板"):
        command("--template", "hotel_stays")


def test_progress_is_shown_on_a_terminal(command, sent, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    shown = []
    real = importing.FileProgress.rows
    monkeypatch.setattr(importing.FileProgress, "rows", lambda self, path, rows: (shown.append(rows), real(self, path, rows)))
    status, out, _ = command(sent("hotel_stays_1.csv", csv_bytes(stays([1, 2]))))
    assert (status, shown) == (0, [2])
    assert out.startswith("1 个文件，2 行")
