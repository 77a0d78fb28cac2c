"""The laws that come with the product: their editions on a day, older texts marked, their words those of the folder of statutes."""

from __future__ import annotations

import re
import sqlite3
from datetime import date

import pytest

from zhiheng.law import bundled
from zhiheng.law.citations import _statute, remember_texts, remembered_texts, resolve
from zhiheng.law.texts import texts

FOLDER_ADDS = {
    "监狱法_2012#第五十八条": "the heading of the next article",
    "刑法#第四百五十二条": "a footnote",
    "刑事诉讼法_2018#第三百零七条": "a heading",
}
TODAY = date(2026, 11, 28)
LAWS = """
CREATE TABLE laws (law_id TEXT, law_name TEXT, doc_type TEXT, version_date TEXT, effective_date TEXT, status TEXT);
CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id TEXT, law_name TEXT, article_no TEXT, article_text TEXT);
INSERT INTO laws VALUES
 ('a', '中华人民共和国灯塔法', '法律', '2012-10-26', '1995-01-01', '历史版本'),
 ('b', '中华人民共和国灯塔法', '法律', '2026-04-30', '2026-12-01', '现行有效'),
 ('c', '中华人民共和国航标法', '法律', '2020-12-26', '1997-10-01', '已被修改'),
 ('d', '中华人民共和国航标法修正案（二）', '修正案', '2023-12-29', '2024-03-01', '现行有效'),
 ('e', '中华人民共和国航标法修正案', '修正案', '1999-12-25', '1999-12-25', '现行有效'),
 ('f', '中华人民共和国烽火法', '法律', '1987-06-23', '1987-06-23', '已废止'),
 ('g', '中华人民共和国监狱法', '法律', '2012-10-26', '2012-10-26', '历史版本'),
 ('h', '中华人民共和国监狱法', '法律', '2026-04-30', '2026-11-01', '现行有效');
INSERT INTO articles (law_id, law_name, article_no, article_text) VALUES
 ('a', '中华人民共和国灯塔法', '第一条', '旧灯。'),
 ('b', '中华人民共和国灯塔法', '第一条', '新"灯"。
第二章 灯油'),
 ('c', '中华人民共和国航标法', '第一条', '航标一。'),
 ('c', '中华人民共和国航标法', '第二条', '航标二。'),
 ('d', '中华人民共和国航标法修正案（二）', '条目一', '将航标法第二条修改为："航标两种。
"另有一种。"'),
 ('h', '中华人民共和国监狱法', '第一条', '监狱。');
"""


@pytest.fixture()
def small(tmp_path, monkeypatch):
    place = tmp_path / "laws.db"
    with sqlite3.connect(place) as file:
        file.executescript(LAWS)
    monkeypatch.setattr(bundled, "PLACE", place)


@pytest.fixture()
def fetched():
    if not bundled.laws():
        pytest.skip("the statutes were not fetched (tools/statutes.py)")


def test_an_edition_holds_until_the_eve_of_the_next(small):
    old, new = bundled.law_of("灯塔法_2012"), bundled.law_of("灯塔法_2026")
    assert (old.until, new.until) == (date(2026, 11, 30), None)
    assert [old.state_on(day) for day in (date(2012, 10, 25), date(2026, 11, 30), date(2026, 12, 1))] == [
        "尚未施行",
        "现行有效",
        "已由新文本取代",
    ]
    assert [new.state_on(day) for day in (date(2026, 11, 30), date(2026, 12, 1))] == ["尚未施行", "现行有效"]
    assert (old.stem, new.stem) == ("灯塔法_2012", "灯塔法")
    assert (bundled.law_of("灯塔法", date(2026, 11, 30)), bundled.law_of("灯塔法")) == (old, new)
    assert bundled.law_of("灯塔法_1995") is None


def test_days_of_force_are_told_and_the_table_of_texts_knows_them_best(small):
    assert bundled.law_of("灯塔法_2012").edition == "1995-01-01 起施行，2012-10-26 修正"
    assert bundled.law_of("灯塔法").edition == "2026-04-30 通过或者修正，2026-12-01 起施行"
    assert bundled.law_of("监狱法_2012").since == texts()["监狱法_2012"].since
    assert bundled.law_of("监狱法_2012").until == date(2026, 10, 31)
    assert bundled.law_of("烽火法").edition == "1987-06-23 起施行"
    assert bundled.law_of("烽火法").state_on(TODAY) == "已废止"


def test_a_text_with_later_amendments_apart_is_older_and_never_in_force(small):
    law = bundled.law_of("航标法")
    assert law.state_on(TODAY) == law.state_on(date(2021, 1, 1)) == "旧文本"
    assert law.older == "旧文本：截至 2020-12-26，其后的航标法修正案（二）另载"
    assert resolve("航标法#第二条", None).older == law.older
    assert [found.text for found in bundled.amendments(law)["第二条"]] == ["将航标法第二条修改为：“航标两种。\n“另有一种。”"]
    assert "第一条" not in bundled.amendments(law)


def test_an_article_is_found_by_law_number_and_words(small):
    assert [found.article for found in bundled.search(["航标"], {"c"}, "第二条")] == ["第二条"]
    assert {found.law.number for found in bundled.search(["灯"])} == {"a", "b"}
    assert bundled.search(["%"]) == []
    assert [found.text for found in bundled.articles(bundled.law_of("灯塔法"))] == ["新“灯”。"]


def test_the_operator_s_folder_prevails(small, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "灯塔法.md").write_text("# 灯塔法\n第一条 自备。\n", encoding="utf-8")
    assert resolve("灯塔法#第一条", tmp_path / "texts").text == "第一条 自备。"
    assert resolve("灯塔法#第一条", None).text == "第一条\u3000新“灯”。"
    assert resolve("监狱法#第一条", tmp_path / "texts").edition == "2026-04-30 通过或者修正，2026-11-01 起施行"
    assert resolve("灯塔法#第九条", None) is None
    assert resolve("无此法#第一条", None) is None


def test_without_the_file_there_are_no_laws(tmp_path, monkeypatch):
    monkeypatch.setattr(bundled, "PLACE", tmp_path / "none.db")
    assert (bundled.laws(), bundled.search(["刑"]), resolve("刑法#第一条", None)) == ((), [], None)


def test_settings_read_the_folder_that_was_remembered(tmp_path):
    from zhiheng.site.settings import law_texts

    (tmp_path / "texts").mkdir()
    remember_texts(tmp_path, tmp_path / "texts")
    assert law_texts({}, tmp_path) == str(remembered_texts(tmp_path)) == str((tmp_path / "texts").resolve())
    assert law_texts({"ZHIHENG_LAW_TEXTS": "/elsewhere"}, tmp_path) == "/elsewhere"
    assert law_texts({}, tmp_path / "empty") == ""


def test_what_was_fetched_holds_the_law_of_today(fetched):
    assert len(bundled.laws()) >= 370
    assert bundled.law_of("监狱法", TODAY).passed.year == 2026
    assert bundled.law_of("治安管理处罚法", TODAY).since == date(2026, 1, 1)
    assert bundled.law_of("刑法", TODAY).state_on(TODAY) == "旧文本"
    assert "监狱法_2012" in {law.stem for law in bundled.laws()}


def test_the_words_are_those_of_the_folder_of_statutes(fetched, shared):
    """Every article of every law in both, but for signs; of an older text, those that no later amendment names."""
    differing, compared = [], 0
    for path in sorted((shared / "law" / "text").glob("*.md")):
        law = bundled.law_of(path.stem)
        if law is None or law.stem != path.stem:
            continue
        _, written = _statute(path, 0)
        numbers = {found.article for found in bundled.articles(law)}
        for number, text in written.items():
            if number in bundled.amendments(law):
                continue
            compared += 1
            if number not in numbers or _flat(bundled.article(law, number)) != _flat(text):
                differing.append(f"{path.stem}#{number}")
    assert compared > 1900
    assert set(differing) == set(FOLDER_ADDS)


def _flat(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
