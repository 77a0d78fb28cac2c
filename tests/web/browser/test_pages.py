"""Every page in both widths: nothing serious for axe, nothing wider than the window, nothing from another host, a screenshot to look at."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.browser.conftest import environment, serving
from tests.web.conftest import PURPOSE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
PAGES = {
    "prosecutor": [
        "/",
        "/clues/",
        "/clues/?view=open&sort=model",
        "/clues/1/",
        "/persons/",
        "/persons/1/",
        "/persons/matches/?view=open",
        "/persons/matches/1/",
        "/cases/",
        "/cases/?procedure=supervision_document&view=open",
        "/cases/open/",
        "/documents/",
        "/data/",
        "/data/holdings/",
        "/data/files/1/",
        "/models/",
        "/models/overdue_release/",
        "/indicators/",
        "/indicators/reply_rate/",
        "/dictionary/",
        "/dictionary/sentences/",
        "/law/",
        "/law/commutation.assess/?as_of=2024-06-11&sentence.kind=fixed&sentence.months=96&sentence.admitted_on=2020-07-01"
        "&sentence.effective_on=2020-06-01&sentence.starts_on=2020-03-15&offender.repentant=yes",
        "/password/",
        "/nothing/",
    ],
    "steward": ["/data/"],
    "auditor": ["/", "/trace/"],
    "prison": ["/", "/cases/", "/documents/", "/cases/open/", "/data/"],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The demonstration, small."""
    home = tmp_path_factory.mktemp("pages")
    command = [sys.executable, "-m", "zhiheng.cli.main", "--home", str(home), "demo", "--once", "--persons", "60", "--no-cases"]
    made = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    with serving(home) as running:
        yield running


@pytest.fixture(scope="module")
def shots(tmp_path_factory):
    """Where screenshots go: ZHIHENG_SHOTS, else a temporary folder."""
    place = Path(os.environ.get("ZHIHENG_SHOTS") or tmp_path_factory.mktemp("shots"))
    place.mkdir(parents=True, exist_ok=True)
    return place


def file_name(username: str, address: str, size: str) -> str:
    return f"{username}{re.sub(r'[^a-z0-9]+', '-', address)}{size}.png"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("username", PAGES)
def test_pages_are_sound(visit, site, shots, username, size):
    visitor = visit(site, username, **SIZES[size])
    found = []
    for address in PAGES[username]:
        visitor.page.goto(address)
        visitor.page.wait_for_load_state("networkidle")
        visitor.page.screenshot(path=shots / file_name(username, address, size), full_page=True)
        found += [f"{address}: {one}" for one in visitor.axe()]
        found += [f"{address}: {visitor.overflow()} px too wide"] if visitor.overflow() > 0 else []
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES)
def test_sign_in_is_sound(visit, site, shots, size):
    visitor = visit(site, **SIZES[size])
    visitor.page.goto("/sign-in/")
    visitor.page.screenshot(path=shots / f"sign-in-{size}.png")
    assert (visitor.axe(), visitor.overflow() > 0) == ([], False)


@pytest.mark.parametrize("size", SIZES)
def test_cases_and_their_forms_are_sound(visit, site, shots, size):
    visitor = visit(site, "prosecutor", **SIZES[size])
    visitor.page.goto("/cases/")
    addresses = visitor.page.eval_on_selector_all("td a[href^='/cases/']", "links => links.map(link => link.getAttribute('href'))")
    found = []
    for address in addresses:
        visitor.page.goto(address)
        for summary in visitor.page.locator("main summary").all():
            summary.click()
        visitor.page.screenshot(path=shots / file_name("case", address, size), full_page=True)
        found += [f"{address}: {one}" for one in visitor.axe()]
        found += [f"{address}: {visitor.overflow()} px too wide"] if visitor.overflow() > 0 else []
    assert len(addresses) > 3
    assert not found, "\n".join(found)


def test_everything_is_reached_by_keyboard(visit, site):
    """Tab goes from the skip link over the menu into the list; the skip link leads past the menu; Escape hushes an explanation."""
    page = visit(site, "prosecutor").page
    page.goto("/cases/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    how = page.locator("main .how").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.how')"):
            break
    assert how.evaluate("element => element === document.activeElement")
    assert page.locator("#how").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#how").is_hidden()


def test_filters_keep_their_address_without_loading_the_page_anew(visit, site):
    page = visit(site, "prosecutor").page
    page.goto("/clues/")
    page.evaluate("window.same = true")
    page.select_option("#id_level", "high")
    page.wait_for_url(re.compile("level=high"))
    assert page.evaluate("window.same")
    shown = page.locator("#list .pager").inner_text()
    page.reload()
    assert page.locator("#list .pager").inner_text() == shown
    page.set_extra_http_headers(PURPOSE)
    with page.expect_download() as saved:
        page.click("text=导出 Excel")
    assert saved.value.suggested_filename.startswith("线索")


def test_bulk_refutes_with_one_reason(visit, site):
    page = visit(site, "prosecutor").page
    page.goto("/clues/?view=open")
    before = int(re.search(r"共 (\d+) 条", page.inner_text(".pager"))[1])
    for box in page.locator("input[data-tick]").all()[:2]:
        box.check()
    page.select_option("#id_bulk-act", "refuted")
    page.select_option("#id_bulk-cause", "data")
    page.fill("#id_bulk-reason", "报送数据有误，已通知改正。")
    page.click("button:has-text('办理'):not([disabled])")
    page.get_by_text("已排除 2 条线索").wait_for()
    assert int(re.search(r"共 (\d+) 条", page.inner_text(".pager"))[1]) == before - 2


def test_prints_on_a4(visit, site, shots):
    page = visit(site, "prosecutor").page
    page.goto("/clues/1/")
    page.emulate_media(media="print")
    assert page.locator("aside").is_hidden()
    assert page.locator(".topbar").is_hidden()
    page.pdf(path=shots / "clue.pdf", format="A4")


def test_a_question_of_law_is_answered_in_place_and_its_address_lasts(visit, site):
    page = visit(site, "prosecutor").page
    page.goto("/law/term.end/")
    page.evaluate("window.same = true")
    page.fill("#as_of", "2024-06-11")
    page.select_option("[name='sentence.kind']", "fixed")
    page.fill("[name='sentence.months']", "36")
    page.click("button:has-text('计算')")
    page.locator(".law-wanted [name='sentence.starts_on']").wait_for()
    page.fill("[name='sentence.starts_on']", "2022年3月15日")
    page.locator("summary", has_text="其他事实").first.click()
    page.locator("summary", has_text="先行羁押").click()
    page.select_option("[name='sentence.custody.1.kind']", "criminal_detention")
    page.fill("[name='sentence.custody.1.from']", "2021-03-01")
    page.fill("[name='sentence.custody.1.to']", "2021-03-30")
    page.click("button:has-text('计算')")
    page.locator("#answer time", has_text="2025-02-12").wait_for()
    assert page.evaluate("window.same")
    assert "sentence.months=36" in page.url
    page.reload()
    assert page.locator("#answer time", has_text="2025-02-12").is_visible()


def test_another_row_is_added_without_losing_what_was_entered(visit, site):
    page = visit(site, "prosecutor").page
    page.goto("/law/term.end/?sentence.months=36&preview=1")
    page.locator("summary", has_text="其他事实").first.click()
    page.locator("summary", has_text="先行羁押").click()
    page.locator("details", has_text="先行羁押").last.locator("button", has_text="再加一项").click()
    page.locator("[name='sentence.custody.2.kind']").wait_for(state="attached")
    assert page.input_value("[name='sentence.months']") == "36"
