"""The shelf of texts: the operator's folder before the laws that come with the product, each with its edition and its state on a day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.law.test_bundled import LAWS
from zhiheng.law import bundled, check, clocks, library
from zhiheng.law.citations import article_number, in_figures, statute_in
from zhiheng.law.examples import EXAMPLE_DAY, EXAMPLES, FIRST
from zhiheng.law.library import DAY_UNKNOWN

TODAY = date(2026, 11, 28)


@pytest.fixture()
def shelf(tmp_path, monkeypatch):
    import sqlite3

    place = tmp_path / "laws.db"
    with sqlite3.connect(place) as made:
        made.executescript(LAWS)
    monkeypatch.setattr(bundled, "PLACE", place)
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "监狱法_2026.md").write_text("# 中华人民共和国监狱法\n第一条 为了正确执行刑罚。\n第二条 监狱。\n", encoding="utf-8")
    (folder / "监狱法_2012.md").write_text("# 中华人民共和国监狱法\n第一条 旧文。\n", encoding="utf-8")
    (folder / "某省办法.md").write_text("# 某省办法\n第一条 灯塔由县管理。\n", encoding="utf-8")
    return folder


def test_a_text_of_the_folder_stands_for_the_bundled_one(shelf):
    found = library.entries(shelf, TODAY)
    stems = [entry.stem for entry in found]
    assert stems.count("监狱法_2026") == 1
    own = {entry.stem: entry for entry in found if entry.own}
    assert own["监狱法_2026"].state == bundled.IN_FORCE
    assert own["监狱法_2012"].state == bundled.REPLACED
    assert own["某省办法"].state == DAY_UNKNOWN
    assert any(not entry.own for entry in found)
    assert library.entries(shelf, date(2026, 10, 1))[0].stem


def test_the_state_follows_the_day(shelf):
    before = {entry.stem: entry for entry in library.entries(shelf, date(2026, 10, 1)) if entry.own}
    assert before["监狱法_2026"].state == bundled.NOT_YET
    assert before["监狱法_2012"].state == bundled.IN_FORCE


def test_without_a_folder_the_bundled_laws_are_there(shelf):
    assert library.entries(None, TODAY)
    assert not any(entry.own for entry in library.entries(None, TODAY))
    assert not any(entry.own for entry in library.entries(shelf / "nowhere", TODAY))


def test_a_text_is_opened_whole(shelf):
    entry, articles = library.opened(shelf, "监狱法_2026", TODAY)
    assert entry.own
    assert [hit.article for hit in articles] == ["第一条", "第二条"]
    assert articles[1].text == "监狱。"
    other = next(entry for entry in library.entries(None, TODAY) if "航标法" in entry.title and entry.state == entry.state)
    assert library.opened(None, other.stem, TODAY)[1]
    assert library.opened(shelf, "没有这部法", TODAY) is None


def test_articles_are_found_by_words_law_and_number(shelf):
    assert {hit.entry.stem for hit in library.search(shelf, TODAY, ["灯塔"])} >= {"某省办法"}
    assert [hit.article for hit in library.search(shelf, TODAY, [], names="某省办法", number="第一条")] == ["第一条"]
    assert library.search(shelf, TODAY, ["没有这个词"], names="某省") == []
    named = library.search(shelf, TODAY, ["刑罚"], names="监狱法")
    assert {hit.entry.stem for hit in named} <= {"监狱法_2026", "监狱法_2012"}
    assert library.search(shelf, TODAY, [], names="没有这部法") == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (9, "九"),
        (10, "十"),
        (21, "二十一"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (1000, "一千"),
        (1260, "一千二百六十"),
    ],
)
def test_numbers_of_articles(number, words):
    assert in_figures(number) == words
    assert article_number(str(number)) == f"第{words}条"


def test_an_article_is_known_however_it_is_written():
    assert article_number("第七十八条之一") == "第七十八条之一"
    assert article_number("七十八") == "第七十八条"
    assert article_number("附则") == ""


def test_a_text_that_does_not_lie_in_the_folder_is_none(tmp_path):
    assert statute_in(tmp_path / "nowhere", "刑法") is None


@pytest.mark.parametrize("rule", list(EXAMPLES))
def test_every_example_is_answered(rule):
    answer = check.check_case({"rule": rule, "as_of": EXAMPLE_DAY, "facts": EXAMPLES[rule][1]})
    assert "refused" not in answer
    assert rule in FIRST


def test_a_period_of_hours_is_pushed_back_by_a_pause():
    zone = ZoneInfo("Asia/Shanghai")
    nine, ten, noon = (datetime(2026, 11, 28, hour, tzinfo=zone) for hour in (9, 10, 12))
    assert clocks.pushed_back(noon, nine, ten) == datetime(2026, 11, 28, 13, tzinfo=zone)
    assert clocks.hours_between(noon, nine) == -3
