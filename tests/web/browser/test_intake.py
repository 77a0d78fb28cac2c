"""The exchange in the browser: a workbook of two sheets, a file in another organ's name, a rejected workbook mended and sent again."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.web.browser.conftest import serving
from tests.web.conftest import PURPOSE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ORGAN = "金堂县司法局"
HEADS = ["审批编号", "公民身份号码", "姓名", "目的地行政区划", "外出起日", "外出止日", "批准层级"]


def leave(serial, until="2026-01-02"):
    return [f"L{serial}", "510104199003078914", "张三", "510104", "2026-01-01", until, "县级"]


def workbook(place, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    book.save(place)
    return place


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("intake"), "四川省检察院", ORGAN) as running:
        yield running


def send(page, file):
    page.set_input_files("input[type=file]", file)
    page.click("text=上传并校验")
    page.wait_for_selector("#report .card, #report .alert")
    return page.inner_text("#report")


def test_two_sheets_are_read_and_the_third_is_named(visit, site, tmp_path):
    visitor = visit(site, site.handler_of(ORGAN))
    visitor.page.goto("/data/")
    book = workbook(
        tmp_path / "外出审批_1.xlsx", ("一月", [HEADS, leave(1)]), ("二月", [HEADS, leave(2), leave(3)]), ("说明", [["按月填写"]])
    )
    said = send(visitor.page, book)
    assert "全部入库" in said
    assert "工作表“说明”没有读取" in said
    assert visitor.axe() == []
    assert visitor.overflow() <= 0


def test_an_organ_that_is_not_registered_cannot_be_chosen_and_is_refused(visit, site, tmp_path):
    visitor = visit(site, site.handler_of(ORGAN))
    page = visitor.page
    page.goto("/data/")
    assert page.locator("form[enctype] select[name=organ] option").all_inner_texts() == [ORGAN]
    page.evaluate("() => { document.querySelector('form[enctype] select[name=organ] option').value = '金堂县司发局' }")
    with page.expect_response("**/data/send/") as answered:
        page.set_input_files("input[type=file]", workbook(tmp_path / "外出审批_2.xlsx", ("一月", [HEADS, leave(4)])))
        page.click("text=上传并校验")
    assert answered.value.status == 422
    page.goto("/data/")
    assert "外出审批_2" not in page.inner_text("main")


def test_a_rejected_workbook_is_mended_and_sent_again(visit, site, tmp_path):
    visitor = visit(site, site.handler_of(ORGAN))
    page = visitor.page
    page.goto("/data/")
    rows = [[*HEADS, "备注"], [*leave(5), "好"], [*leave(6, "2026-13-02"), "长" * 300]]
    assert "部分入库" in send(page, workbook(tmp_path / "外出审批_3.xlsx", ("一月", rows)))
    page.set_extra_http_headers(PURPOSE)
    with page.expect_download() as saved:
        page.click("text=下载拒收行")
    book = openpyxl.load_workbook(io.BytesIO(saved.value.path().read_bytes()))
    names = [cell.value for cell in book.active[1]]
    assert book.active.cell(2, names.index("备注") + 1).value == "长" * 300
    book.active.cell(2, names.index("外出止日") + 1).value = "2026-01-02"
    mended = tmp_path / "外出审批_改.xlsx"
    book.save(mended)
    page.click("text=回执与明细")
    page.wait_for_url("**/data/files/*/")
    assert visitor.axe() == []
    assert "全部入库" in send(page, mended)
