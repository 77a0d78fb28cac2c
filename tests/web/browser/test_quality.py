"""Data quality in the browser: an organ sees its own impossible record, downloads it, sends it mended, and it is gone."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from tests.web.browser.conftest import serving
from tests.web.conftest import PURPOSE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ORGAN = "川西监狱"
FILE = (
    "facility,facility_kind,id_number,name,admitted_on,stage,stage_since,released_on,release_reason\n"
    "川西监狱,prison,510104199003078914,张某某,2026-03-01,serving,2026-03-01,2026-02-01,term_served\n"
    "川西监狱,prison,11010519491231002X,李某,2026-01-05,serving,2026-01-05,,transfer\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("quality"), "四川省检察院", ORGAN, "金堂县司法局") as running:
        yield running


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("file") / "custody_records_0001.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_1_the_organ_sends_a_file_and_sees_what_cannot_be(visit, site, file):
    page = visit(site, site.handler_of(ORGAN)).page
    page.goto("/data/")
    page.set_input_files("input[type=file]", file)
    page.click("text=上传并校验")
    page.locator("#report").get_by_role("heading", name="全部入库").wait_for()
    page.goto("/")
    page.locator("main a[href^='/data/breaches/']").first.click()
    rows = page.locator("#list tbody tr")
    assert rows.count() == 2
    assert sorted(rows.locator("td:first-child").all_inner_texts()) == ["出所早于入所", "有出所原因而无出所日期"]


def test_2_the_mended_file_ends_the_breach(visit, site, tmp_path):
    page = visit(site, site.handler_of(ORGAN)).page
    page.goto("/data/breaches/?view=open")
    page.click("text=custody_records_0001.csv")
    page.set_extra_http_headers(PURPOSE)
    with page.expect_download() as saved:
        page.click("text=下载异常记录")
    path = tmp_path / "羁押收押信息-改.xlsx"
    saved.value.save_as(path)
    book = load_workbook(path)
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("出所日期") + 1).value = "2026-04-01"
    sheet.delete_rows(3)
    book.save(path)
    page.set_input_files("input[type=file]", path)
    page.click("text=上传并校验")
    page.locator("#report").get_by_role("heading", name="全部入库").wait_for()
    page.reload()
    assert page.locator("#list tbody tr").count() == 1
    ended = page.locator("section", has=page.get_by_role("heading", name="已了结"))
    assert "出所早于入所" in ended.inner_text()
    assert "羁押收押信息-改.xlsx" in ended.inner_text()


def test_3_a_true_record_is_answered_for(visit, site):
    page = visit(site, site.handler_of(ORGAN)).page
    page.goto("/data/breaches/?view=open")
    page.locator("#list tbody").get_by_role("link", name="有出所原因而无出所日期").click()
    page.fill("[name=explain-reason]", "当日调出，出所日期以调令为准，另行补报。")
    page.get_by_role("button", name="说明属实").click()
    page.get_by_text("已记入说明").wait_for()
    assert "另行补报" in page.inner_text("main")
    page.goto("/data/breaches/?view=open")
    assert page.get_by_text("没有异常记录").is_visible()


def test_4_the_steward_sees_all_of_it_and_another_organ_nothing(visit, site):
    page = visit(site, "steward").page
    page.goto("/data/breaches/")
    page.locator("#list tbody").get_by_role("link", name="有出所原因而无出所日期").click()
    assert "另行补报" in page.inner_text("main")
    page.goto("/data/quality/")
    assert ORGAN in page.inner_text("#list tbody")
    other = visit(site, site.handler_of("金堂县司法局")).page
    other.goto("/data/breaches/")
    assert other.get_by_text("没有异常记录").is_visible()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_5_pages_fit_and_are_accessible(visit, site, width, height):
    visitor = visit(site, "steward", width=width, height=height)
    for address in (
        "/data/quality/",
        "/data/quality/{cell}",
        "/data/breaches/",
        "/data/breaches/1/",
        "/data/missing/",
        "/data/files/1/breaches/",
    ):
        if "{cell}" in address:
            visitor.page.goto("/data/quality/")
            visitor.page.locator("#list tbody a").first.click()
            visitor.page.get_by_role("heading", name="应填字段").wait_for()
            visitor.page.click("text=看未填的记录")
        else:
            visitor.page.goto(address)
        visitor.page.wait_for_load_state("networkidle")
        assert visitor.overflow() <= 0, address
        assert visitor.axe() == [], address
