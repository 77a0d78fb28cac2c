"""Every page in both widths: nothing serious for axe, nothing too wide, nothing from another host, nothing an eye would object to.

With ZHIHENG_SHOTS set to a folder, a picture of each page lies there afterwards.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.web.browser.conftest import picture, serving
from tests.web.browser.look import faults_of_look
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
        "/judgments/",
        "/law/",
        "/law/commutation.assess/?as_of=2024-06-11&sentence.kind=fixed&sentence.months=96&sentence.admitted_on=2020-07-01"
        "&sentence.effective_on=2020-06-01&sentence.starts_on=2020-03-15&offender.repentant=yes",
        "/law/changes/?since=2018-01-01",
        "/law/articles/?q=羁押",
        "/notices/",
        "/search/?q=川检建（2026）1",
        "/search/?q=王强",
        "/ledgers/",
        "/duties/",
        "/procedures/",
        "/password/",
        "/nothing/",
    ],
    "steward": ["/", "/data/", "/data/quality/", "/data/missing/"],
    "auditor": ["/", "/trace/"],
    "prison": ["/", "/cases/", "/documents/", "/cases/open/", "/data/", "/ledgers/"],
    "leader": ["/", "/documents/", "/reports/"],
    "security": ["/", "/system/accounts/"],
    "system": ["/", "/system/organs/"],
}
ROWS = {"/clues/": "prosecutor"}
"""Lists that are long enough in this demonstration to fill the first view."""


@pytest.fixture(scope="module")
def site(small_province, tmp_path_factory):
    """The demonstration, small."""
    home = shutil.copytree(small_province, tmp_path_factory.mktemp("pages"), dirs_exist_ok=True)
    with serving(home) as running:
        yield running


@pytest.fixture(scope="module")
def shots(tmp_path_factory):
    """Where pictures go: ZHIHENG_SHOTS, else a temporary folder."""
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
        picture(visitor.page, shots / file_name(username, address, size), whole=True)
        found += [f"{address}: {one}" for one in faults_of_look(visitor.page)]
        found += [f"{address}: {one}" for one in visitor.axe(colours=size == "desk")]  # the phone has the same colours
        found += [f"{address}: {visitor.overflow()} px too wide"] if visitor.overflow() > 0 else []
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES)
def test_sign_in_is_sound(visit, site, shots, size):
    visitor = visit(site, **SIZES[size])
    visitor.page.goto("/sign-in/")
    picture(visitor.page, shots / f"sign-in-{size}.png")
    assert (visitor.axe(), visitor.overflow() > 0) == ([], False)


@pytest.mark.parametrize("size", SIZES)
def test_cases_and_their_forms_are_sound(visit, site, shots, size):
    visitor = visit(site, "prosecutor", **SIZES[size])
    visitor.page.goto("/cases/")
    addresses = visitor.page.eval_on_selector_all("td a[href^='/cases/']", "links => links.map(link => link.getAttribute('href'))")
    found = []
    for address in addresses:
        visitor.page.goto(address)
        for summary in visitor.page.locator("main summary").filter(has_not_text="技术信息").all():
            summary.click()
        found += [f"{address}: {one}" for one in faults_of_look(visitor.page)]
        found += [f"{address}: {one}" for one in (visitor.axe() if size == "desk" else [])]  # the same names and roles in both widths
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
    page.click("text=更多条件")
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


def test_twelve_rows_stand_in_the_first_view(visit, site):
    page = visit(site, "prosecutor").page
    for address, path in (("/clues/", "#list tbody tr"),):
        page.goto(address)
        rows = page.eval_on_selector_all(path, "rows => rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight).length")
        assert rows >= 12, f"{address}: {rows} rows"


def test_indicators_load_little_and_keep_it(visit, site):
    """The first view of the indicators is under 250 kB; what it loads carries a digest in its name and is kept for years."""
    page = visit(site, "prosecutor").page
    kept = {}
    page.on("response", lambda answer: kept.update({answer.url: answer.headers.get("cache-control", "")}))
    page.goto("/indicators/")
    page.locator(".bars").wait_for()
    kinds = "['resource', 'navigation'].flatMap(kind => performance.getEntriesByType(kind))"
    loaded = page.evaluate(f"{kinds}.map(one => [one.name, one.encodedBodySize])")
    static = [url for url, _size in loaded if "/static/" in url]
    assert sum(size for _url, size in loaded) < 250_000, loaded
    assert static
    assert [url for url in static if url in kept and "immutable" not in kept[url]] == []
    assert page.locator(".bars").count() == 1


def clicks(page, *selectors):
    """Click these one after another; how many clicks that were."""
    for selector in selectors:
        page.locator(selector).first.click()
    return len(selectors)


@pytest.mark.parametrize(
    "spelling", ["{word}〔{year}〕{number}号", "{word}[{year}]{number}", "{word} ({year}) {number}号", "{word}【{year}】第{number}号"]
)
def test_a_number_in_any_spelling_is_one_step_away(visit, site, spelling):
    """Typing the number of a paper and Enter, from any page."""
    page = visit(site, "prosecutor").page
    page.goto("/documents/")
    word, year, number = re.search(r"(\w+)〔(\d{4})〕(\d+)号", page.inner_text("main")).groups()
    page.goto("/law/")
    page.keyboard.press("/")
    page.keyboard.type(spelling.format(word=word, year=year, number=number))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/cases/[0-9a-f-]{36}/"))


def test_a_person_by_name_is_two_steps_away(visit, site):
    """The name and Enter, the purpose and Enter."""
    page = visit(site, "prosecutor").page
    page.goto("/clues/")
    name = page.locator("#list tbody td:nth-child(2) a").first.inner_text()
    page.fill("#whole-search", name)
    page.keyboard.press("Enter")
    page.fill("#id_purpose", "核查（2026）川检线索第1号，核对身份")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/persons/(\d+/)?$"))
    assert name in page.inner_text("main")


def test_the_next_clue_is_one_step_away(visit, site):
    page = visit(site, "prosecutor").page
    page.goto("/clues/?sort=model")
    page.locator("#list tbody td.wide a").first.click()
    first = page.url
    page.wait_for_selector("a[rel=next]")
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)


def test_a_late_clock_is_one_click_away_from_its_act(visit, site):
    page = visit(site, "prosecutor").page
    assert clicks(page, ".queue tr:has(.mark-overdue) td.act a") == 1
    page.wait_for_url(re.compile("#acts$"))
    assert page.locator("[id^=act-] button[type=submit]").first.is_visible()


def test_a_document_from_two_clues_takes_eight_clicks(visit, site):
    """Sign in, the clues that wait, tick two of one organ of the province, verify them with a reason, draw the paper, hand it in.

    Clues whose words are sensitive ask for a purpose besides: one step more.
    """
    page = visit(site, "prosecutor").page
    done = 1 + clicks(page, "a[href='/clues/?view=open']")
    page.wait_for_selector("#list tbody tr")
    boxes = page.evaluate(
        """() => {
          const rows = [...document.querySelectorAll("#list tbody tr")];
          const told = rows.map((row) => {
            const [, , what, organ] = row.children;
            return [what.innerText.includes("写明用途") ? "" : organ.innerText, row.querySelector("input").value];
          });
          const own = told.filter(([key]) => key && !/渝中|万州/.test(key));
          const first = own.find(([key], place) => own.findIndex(([other]) => other === key) !== place);
          return own.filter(([key]) => key === first[0]).slice(0, 2).map(([, value]) => value);
        }"""
    )
    assert len(boxes) == 2
    done += clicks(page, *(f"input[name=clue][value='{box}']" for box in boxes))
    assert page.input_value("#id_bulk-act") == "verified", "what comes next is offered first"
    page.fill("#id_bulk-reason", "已调阅原始材料，情况属实。")
    done += clicks(page, "button:has-text('办理'):not([disabled])")
    kind = page.get_by_label("文书种类")
    kind.wait_for()
    if not kind.input_value():
        kind.select_option("correction_notice")
        done += 1
    days = page.get_by_label("载明的回复期限")
    if days.count() and not days.input_value():
        days.fill("15")
    done += clicks(page, "main button[name=open]")
    page.get_by_text("已建案").wait_for()
    done += clicks(page, "button:has-text('提交审批')")
    page.get_by_text("已办理：提交审批").wait_for()
    assert done <= 8
