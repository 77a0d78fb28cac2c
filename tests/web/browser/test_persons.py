"""A prosecutor in the browser: who is one person is decided by keyboard, seen on the person's page, and undone."""

import subprocess
import sys

import pytest

from tests.web.browser.conftest import environment, serving
from tests.web.conftest import PURPOSE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
FILES = """
import csv, sys
from pathlib import Path
from zhiheng.cli.main import open_database
open_database()
from django.utils import timezone
from zhiheng.exchange.services import receive
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.identity import check_character
from zhiheng.subjects.services import find_matches

first, second = ("5101041990030" + one for one in ("7891", "7897"))
numbers = [one + check_character(one) for one in (first, second)]
corrected = {"公民身份号码": numbers[1][:6] + numbers[1][8:17], "姓名": "张某某", "种类": "警告"}
rows = {
    ("成都市公安局", "人员基本信息"): [{"公民身份号码": numbers[0], "姓名": "张某某", "曾用名": "张三", "户籍地行政区划": "510104"}],
    ("金堂县司法局", "社区矫正奖惩"): [
        {"文书号": "矫1", **corrected, "日期": "2026-03-01", "事由": "迟到"},
        {"文书号": "矫2", **corrected, "日期": "2024-11-05", "事由": "早退"},
    ],
}
for (organ, dataset), listed in rows.items():
    place = Path(sys.argv[1]) / organ / f"{dataset}_0001.csv"
    place.parent.mkdir(parents=True)
    with place.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    receive(register_organ=True, actor=COMMAND_LINE, now=timezone.now(), path=place)
assert find_matches(actor=COMMAND_LINE, now=timezone.now()).listed == 1
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = tmp_path_factory.mktemp("persons")
    command = [sys.executable, "-c", FILES, str(home / "sent")]
    made = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    with serving(home, "四川省检察院", "成都市公安局", "金堂县司法局") as running:
        yield running


def sound(visitor):
    """Nothing serious for axe, nothing wider than the window."""
    assert visitor.axe() == []
    assert visitor.overflow() <= 0


@pytest.mark.parametrize("size", SIZES)
def test_a_match_is_decided_seen_and_undone(visit, site, size):
    visitor = visit(site, "prosecutor", **SIZES[size])
    page = visitor.page
    page.set_extra_http_headers(PURPOSE)
    page.goto("/persons/matches/?view=open")
    sound(visitor)
    page.focus("tbody a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/persons/matches/1/")
    sound(visitor)
    assert page.locator("mark.differs").count() >= 2
    page.focus("#id_decide-reason")
    page.keyboard.type("指纹卡相同，系同一人")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=认定已记录")
    assert "已认定为同一人" in page.inner_text("main")
    sound(visitor)

    page.goto("/persons/")
    sound(visitor)
    page.fill("#id_q", "张三")
    page.fill("#id_purpose", "核查（2026）川检线索第 1 号")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=个身份")
    sound(visitor)
    page.click("tbody button[type=submit]")
    page.wait_for_selector("text=2 个号码认定为同一人")
    shown = page.inner_text("main")
    for said in ("警告", "迟到", "指纹卡相同", "成都市公安局", "金堂县司法局"):
        assert said in shown, said
    sound(visitor)

    page.click("text=查看或撤销")
    page.fill("#id_undo-reason", "指纹卡登记有误")
    page.click("button:has-text('撤销认定')")
    page.wait_for_selector("text=认定已撤销")
    shown = page.inner_text("main")
    assert "待认定" in shown
    assert "（原为“同一人”）" in shown
    sound(visitor)


def test_a_person_asks_for_a_purpose_first(visit, site):
    visitor = visit(site, "chief")
    visitor.page.goto("/persons/1/")
    assert "先写明用途" in visitor.page.inner_text("main")
    assert "张某某" not in visitor.page.content()
    visitor.page.fill("#id_purpose", "核查案件所涉人员的记录")
    visitor.page.click("main button[type=submit]")
    visitor.page.wait_for_selector("h1:has-text('张某某')")
    sound(visitor)


MEASURES = """() => {
  const scroll = document.querySelector(".life-scroll");
  return [scroll.scrollWidth / scroll.clientWidth, (scroll.scrollLeft + scroll.clientWidth / 2) / scroll.scrollWidth];
}"""


@pytest.mark.parametrize("size", SIZES)
def test_the_time_line_is_zoomed_by_pointer_and_keyboard(visit, site, size):
    """A person is shown to who stated a purpose, and has a line from two days on; what is in its middle stays there."""
    visitor = visit(site, "prosecutor", **SIZES[size])
    page = visitor.page
    page.set_extra_http_headers(PURPOSE)
    page.goto("/persons/2/")
    line = page.locator(".life-scroll")
    line.wait_for()
    zoomed = lambda: round(page.evaluate(MEASURES)[0])  # noqa: E731 - asked again and again
    assert (zoomed(), page.locator(".life-mark").count()) == (1, 2)
    page.click("[data-zoom='4']")
    assert (zoomed(), page.locator("[data-zoom][aria-current]").inner_text()) == (4, "4×")
    assert page.evaluate(MEASURES)[1] == pytest.approx(0.5, abs=0.02)
    line.focus()
    for key, wide in (("+", 8), ("-", 4), ("-", 2), ("0", 1), ("+", 2)):
        page.keyboard.press(key)
        assert zoomed() == wide, key
    before = page.evaluate(MEASURES)[1]
    for _ in range(10):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(100)
    assert page.evaluate(MEASURES)[1] > before, "the keys move the line"
    assert "zoom" not in page.url
    assert visitor.overflow() <= 0
    page.goto("/persons/2/?zoom=8")
    assert zoomed() == 8
