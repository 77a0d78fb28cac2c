"""试查 in Chromium: write, insert a name, run, see, cancel, take up again; accessible and within the window."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.web.browser.conftest import serving

SOURCES = ", ".join(f"(values {', '.join(f'({n})' for n in range(60))}) as t{place}(a)" for place in range(8))
SUM = " + ".join(f"t{place}.a" for place in range(8))
BOMB = f"select count(*) as n from {SOURCES} where {SUM} = -1"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = tmp_path_factory.mktemp("sandbox")
    with serving(home, "四川省检察院", "金堂县公安局") as served:
        yield served


def test_an_analyst_writes_runs_cancels_and_takes_up_again(site, visit):
    visitor = visit(site, "prosecutor")
    page = visitor.page
    page.goto("/sandbox/")
    assert visitor.axe() == []
    page.fill("#id_text", "select name, gender from ")
    page.click("summary:has-text('人员基本信息')")
    page.click("details[open] button:has-text('写入表名')")
    assert page.input_value("#id_text") == "select name, gender from persons"
    page.fill("#id_purpose", "核对试查所用的样本记录")
    page.click("button:has-text('运行')")
    page.wait_for_selector("#result >> text=没有符合条件的行")
    assert visitor.axe() == []

    page.click("button:has-text('每个单位最近一次报送判决的时间')")
    assert page.input_value("#id_text").startswith("select _organ")

    page.fill("#id_text", "select *\nfrom hotel_stay")
    page.click("button:has-text('运行')")
    page.wait_for_selector("#result >> text=第 2 行第 6 列")

    page.fill("#id_text", BOMB)
    page.click("button:has-text('运行')")
    page.wait_for_selector("#result >> text=正在运行")
    page.wait_for_timeout(3000)
    assert visitor.axe() == []
    assert len(sandboxes(site.home)) == 1
    page.click("#result button:has-text('取消')")
    begun = time.monotonic()
    page.wait_for_selector("#result >> text=已由您取消")
    assert time.monotonic() - begun < 10
    assert sandboxes(site.home) == []

    page.click("section:has(#mine-title) tbody tr:last-child a")
    page.wait_for_selector("#result >> text=没有符合条件的行")
    assert page.input_value("#id_text") == "select name, gender from persons"


def sandboxes(home: Path) -> list[str]:
    """Processes of the sandbox that a server of this home started."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command, stat = (place / "cmdline").read_text(), (place / "stat").read_text()
            starter = Path(f"/proc/{stat.rpartition(')')[2].split()[1]}/cmdline").read_text()
        except OSError:
            continue
        found += [command] if "zhiheng.sandbox.core.process" in command and str(home) in starter else []
    return found


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 1366, "height": 768}])
def test_nothing_is_wider_than_the_window(site, visit, size):
    visitor = visit(site, "steward", **size)
    visitor.page.goto("/sandbox/")
    visitor.page.fill("#id_text", "select * from sentences")
    visitor.page.click("button:has-text('运行')")
    visitor.page.wait_for_selector("#result >> text=没有符合条件的行")
    assert visitor.overflow() <= 0
