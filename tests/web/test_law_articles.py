"""条文: texts at hand with edition and mark, searched by law, article and words."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from django.test import Client

from tests.law.test_bundled import LAWS
from zhiheng.law import bundled
from zhiheng.law.citations import article_number, in_figures
from zhiheng.web.law.shelf import shelf_citations

pytestmark = pytest.mark.drawn


@pytest.fixture()
def page(settings, db, tmp_path, monkeypatch):
    settings.LAW_IS_PUBLIC = True
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "适用刑事诉讼法的解释_2021.md").write_text("# 关于适用刑诉法的解释\n第一条 灯塔管辖。\n", encoding="utf-8")
    (tmp_path / "texts" / "自备办法.md").write_text("# 自备办法\n第一条 灯油。\n", encoding="utf-8")
    settings.LAW_TEXTS = str(tmp_path / "texts")
    with sqlite3.connect(tmp_path / "laws.db") as file:
        file.executescript(LAWS)
    monkeypatch.setattr(bundled, "PLACE", tmp_path / "laws.db")
    return lambda address: Client().get(address)


def test_every_text_is_listed_with_its_edition_and_state(page):
    shown = page("/law/articles/?day=2026年11月28日").content.decode()
    assert shown.count("中华人民共和国灯塔法") == 2
    for word in ("旧文本", "尚未施行", "已废止", "已由新文本取代", "施行日未载明", "自备", "2021-03-01 起施行"):
        assert word in shown


def test_articles_are_found_by_law_number_and_words(page):
    shown = page("/law/articles/?law=航标法&article=2&day=2026-11-28").content.decode()
    assert "航标二。" in shown
    assert "航标一。" not in shown
    assert "其后的航标法修正案（二）另载" in shown
    words = page("/law/articles/?q=灯塔 管辖").content.decode()
    assert "灯塔管辖。" in words
    assert "找到 1 条" in words
    assert "灯塔管辖。" in page("/law/articles/?law=刑诉法解释").content.decode()


def test_a_text_has_its_articles_and_what_later_amendments_say(page):
    shown = page("/law/articles/航标法/").content.decode()
    assert 'id="第二条"' in shown
    assert "将航标法第二条修改为" in shown
    assert page("/law/articles/自备办法/").status_code == 200
    assert page("/law/articles/无此法/").status_code == 404
    assert page("/law/articles/..%2F..%2Fetc/").status_code == 404


@pytest.mark.parametrize("asked", ["article=x", "article=0", "day=昨天"])
def test_what_cannot_be_read_is_told(page, asked):
    assert "不能识别" in page(f"/law/articles/?q=灯&{asked}").content.decode()


def test_nothing_asked_is_markup(page):
    assert "<script>alert" not in page("/law/articles/?q=<script>alert(1)</script>&law=%25&article='").content.decode()


def test_who_may_not_use_the_calculator_may_not_read(settings, db):
    settings.LAW_IS_PUBLIC = False
    assert Client().get("/law/articles/").status_code == 302


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("78", "第七十八条"),
        ("第78条", "第七十八条"),
        ("七十八", "第七十八条"),
        ("120之6", "第一百二十条之六"),
        ("1254", "第一千二百五十四条"),
        ("章", ""),
        ("", ""),
    ],
)
def test_the_number_of_an_article_is_read_however_it_is_written(written, number):
    assert article_number(written) == number


def test_numbers_in_figures():
    assert [in_figures(number) for number in (1, 10, 19, 100, 105, 110, 119, 200, 999, 1000, 1001, 1010, 1110)] == [
        "一", "十", "十九", "一百", "一百零五", "一百一十", "一百一十九", "二百", "九百九十九",
        "一千", "一千零一", "一千零一十", "一千一百一十",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cite", "day", "shown"),
    [
        ("监狱法 第五十条", "2026-10-20", ["监狱法_2012#第三十条", "监狱法_2012#第三十二条"]),
        ("监狱法 第五十条", "2026-11-01", ["监狱法 第五十条"]),
        ("监狱法_2012 第五十条", "2026-11-20", ["监狱法_2012 第五十条"]),
        ("监狱法_2026 第五十条", "2026-10-20", ["监狱法_2026 第五十条"]),
        ("自备办法 第一条", "2026-10-20", ["自备办法 第一条"]),
        ("本院规定", "2026-10-20", ["本院规定"]),
    ],
)
def test_a_citation_without_its_edition_is_that_of_the_newest_led_back_to_the_day(page, cite, day, shown):
    """Packs write the numbers of the text in force today; beside a clock that began before, its forerunners stand."""
    assert [one.cite for one in shelf_citations(cite, date.fromisoformat(day))] == shown
