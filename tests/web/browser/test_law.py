"""The calculator and 条文 in the browser, wide and narrow: asked step by step, the article's words beside the answer, nothing cut off."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.web.browser.conftest import picture, serving
from zhiheng.law import bundled

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = [(1366, 768), (390, 844)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("law"), "四川省检察院") as running:
        yield running


@pytest.fixture()
def shots(tmp_path):
    """Where screenshots go: ZHIHENG_SHOTS, else a temporary folder."""
    place = Path(os.environ.get("ZHIHENG_SHOTS") or tmp_path / "shots")
    place.mkdir(parents=True, exist_ok=True)
    return place


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_a_term_is_asked_step_by_step_and_answered_with_the_article(visit, site, shots, width, height):
    visitor = visit(site, "prosecutor", width=width, height=height)
    page = visitor.page
    page.goto("/law/term.end/")
    assert not page.locator("[name='sentence.starts_on']").is_visible()
    page.fill("#as_of", "2026年11月28日")
    page.fill("[name='sentence.months']", "拘役五个月七日")
    page.click("button:has-text('计算')")
    page.locator(".law-wanted [name='sentence.starts_on']").wait_for()
    picture(page, shots / f"law-step-{width}.png", whole=True)
    page.locator("[name='sentence.starts_on']").fill("20261103")
    page.click("button:has-text('计算')")
    page.locator("#answer .law-line", has_text="2027-04-09").wait_for()
    answer = page.inner_text("#answer")
    assert "拘役的刑期" in answer or not bundled.laws()
    assert not any(code in answer for code in ("sentence.", "CONTRADICTION", "facts.", "detention"))
    picture(page, shots / f"law-answer-{width}.png", whole=True)
    assert visitor.overflow() <= 0
    assert visitor.axe() == []


@pytest.mark.skipif(not bundled.laws(), reason="the statutes were not fetched (tools/statutes.py)")
@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_an_article_is_found_and_its_text_opens(visit, site, shots, width, height):
    visitor = visit(site, "prosecutor", width=width, height=height)
    page = visitor.page
    page.goto("/law/articles/")
    picture(page, shots / f"law-texts-{width}.png")
    assert visitor.overflow() <= 0
    page.fill("#law", "刑法")
    page.fill("#article", "165")
    page.click("button:has-text('查找')")
    page.get_by_text("找到 1 条").wait_for()
    assert page.locator("main .mark", has_text="旧文本").count() == 1
    assert page.locator("main .mark", has_text="现行有效").count() == 0
    picture(page, shots / f"law-found-{width}.png", whole=True)
    assert visitor.axe() == []
    page.click("article h2 a")
    page.locator("section#第一百六十五条", has_text="刑法修正案（十二）").wait_for()
    picture(page, shots / f"law-text-{width}.png")
    assert visitor.overflow() <= 0
