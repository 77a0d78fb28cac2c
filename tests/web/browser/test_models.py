"""A changed model from the text area to the next screening, by two officers; a parameter for one city; the pages sound in both widths."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.web.browser.conftest import serving
from tests.web.conftest import PURPOSE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MODEL = "/models/offence_not_answered/"
LONG = 60_000


@pytest.fixture(scope="module")
def site(small_province, tmp_path_factory):
    """The demonstration, small."""
    home = shutil.copytree(small_province, tmp_path_factory.mktemp("models"), dirs_exist_ok=True)
    with serving(home) as running:
        yield running


def sound(*visitors) -> list[str]:
    """What is wrong with the pages that are open, as wide as they are and as narrow as a phone."""
    found = []
    for visitor in visitors:
        size = visitor.page.viewport_size
        for width, height in ((1366, 768), (390, 844)):
            visitor.page.set_viewport_size({"width": width, "height": height})
            over = visitor.overflow()
            found += [f"{visitor.page.url} {width}: {over} px too wide"] if over > 0 else []
            found += [f"{visitor.page.url} {width}: {one}" for one in visitor.axe(colours=width == 1366)]  # a phone has the same colours
        visitor.page.set_viewport_size(size)
    return found


def hand_in(prosecutor) -> list[str]:
    """A candidate that fails its cases, then one that does not; gives what is wrong with the pages."""
    page = prosecutor.page
    page.goto(f"{MODEL}edit/")
    text, cases = page.input_value("#id_text"), page.input_value("#id_cases")
    page.fill("#id_text", text.replace("default: 30", "default: 300"))
    page.fill("#id_note", "按新的办理周期")
    page.get_by_role("button", name="检查并提交").click()
    expect(page.get_by_role("alert")).to_contain_text("个用例没有通过")
    faults = sound(prosecutor)
    page.fill("#id_cases", cases.replace("    given:", "    parameters: {days: 30}\n    given:"))
    page.get_by_role("button", name="检查并提交").click()
    expect(page.locator("pre.difference ins").first).to_contain_text("default: 300")
    return [*faults, *sound(prosecutor)]


def try_out(prosecutor) -> list[str]:
    """The shadow run, and a clue opened from its differences."""
    page = prosecutor.page
    page.get_by_label("核查日").fill("2026-06-30")
    page.get_by_role("button", name="开始影子运行").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("次影子运行", timeout=LONG)
    expect(page.locator("#list tbody tr").first).to_contain_text("只有旧版查出")
    faults = sound(prosecutor)
    page.locator("#list tbody a[href^='/clues/']").first.click()
    expect(page).to_have_url(re.compile(r"/clues/\d+/"))
    return [*faults, *sound(prosecutor)]


def publish(chief, version: str, digest: str) -> list[str]:
    """The second officer puts it in force."""
    page = chief.page
    page.goto(version)
    page.locator("#publish textarea").fill("影子运行的差异已核对")
    page.locator("#publish").get_by_role("button", name="发布").click()
    expect(page.get_by_role("status")).to_contain_text("已发布", timeout=LONG)
    expect(page.locator("#versions tbody tr").filter(has_text="在用")).to_contain_text(digest)
    return sound(chief)


def repeat(page) -> None:
    """The run of the open page gives the same again."""
    page.get_by_role("button", name="再跑核对").click()
    expect(page.locator("#repeated")).to_contain_text("每一条的摘要值都与当时相同", timeout=LONG)


def test_a_changed_model_goes_from_the_page_to_the_next_screening(visit, site):
    prosecutor, chief = visit(site, "prosecutor"), visit(site, "chief")
    page = prosecutor.page
    faults = hand_in(prosecutor)
    version, digest = page.url, page.locator(".mark.code").inner_text()
    faults += try_out(prosecutor)
    page.goto(version)
    expect(page.locator("#publish")).to_have_count(0)
    faults += publish(chief, version, digest)
    page.goto(MODEL)
    page.get_by_label("核查日").fill("2026-06-30")
    page.get_by_role("button", name="立即运行").click()
    page.locator("#run a").first.click(timeout=LONG)
    assert page.locator("main td a", has_text="查看").get_attribute("href") in version, "the run names the version it ran with"
    repeat(page)
    faults += sound(prosecutor)
    page.goto("/models/runs/1/")
    repeat(page)
    assert not faults, "\n".join(faults)


def test_a_parameter_is_set_for_a_city_and_ended(visit, site):
    chief = visit(site, "chief")
    page = chief.page
    page.goto("/models/report_missed/")
    page.get_by_text("为地区设定参数").click()
    page.select_option("#id_set-region", "510100")
    page.fill("#id_set-value", "很多")
    page.fill("#id_set-basis", "市检会〔2026〕3号")
    page.fill("#id_set-reason", "本市办理周期较长")
    page.get_by_role("button", name="设定", exact=True).click()
    expect(page.locator("#parameters .invalid-feedback")).to_contain_text("应为整数")
    page.fill("#id_set-value", "45")
    page.get_by_role("button", name="设定", exact=True).click()
    row = page.locator("#parameters tbody tr").filter(has_text="四川省成都市")
    expect(row).to_contain_text("适用中")
    row.get_by_text("终止", exact=True).click()
    row.get_by_label("理由").fill("到期")
    faults = sound(chief)
    row.get_by_role("button", name="终止这项设定").click()
    expect(page.locator("#parameters tbody tr")).to_contain_text("已终止")
    assert not faults, "\n".join(faults)


def test_a_model_goes_out_as_a_file_and_a_tampered_one_does_not_come_in(visit, site, tmp_path):
    prosecutor = visit(site, "prosecutor")
    page = prosecutor.page
    page.goto("/models/overdue_release/")
    page.set_extra_http_headers(PURPOSE)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出", exact=True).click()
    assert download.value.suggested_filename == "overdue_release.zhm"
    file = tmp_path / "tampered.zhm"
    file.write_bytes(download.value.path().read_bytes().replace(b"level: high", b"level: low"))
    page.goto("/models/")
    page.get_by_text("导入模型文件").click()
    page.set_input_files("#import input[type=file]", file)
    page.get_by_role("button", name="导入为候选版本").click()
    expect(page.locator("#messages")).to_contain_text("内容被改动过")
    page.goto("/models/overdue_release/?by=source&sort=-verified")
    expect(page.locator("#yields th[aria-sort=descending]")).to_contain_text("查实")
    page.locator("#yields").get_by_role("link", name="按答复机关").click()
    expect(page.locator("#yields thead")).to_contain_text("答复机关")
    assert sound(prosecutor) == []
