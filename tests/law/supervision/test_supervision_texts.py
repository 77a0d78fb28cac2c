"""Articles and marks: every citation of the supervision rules stands in a text, or carries its doubt."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.law.supervision.test_supervision_cases import SUPERVISION, own_cases
from zhiheng.law.check import answer, rules
from zhiheng.law.citations import in_figures, parse, resolve
from zhiheng.law.errors import Refused
from zhiheng.law.limits import Row, families, limits_of
from zhiheng.law.rule import MARKS
from zhiheng.law.texts import texts

FAMILIES = tuple(families())
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
#: Texts whose days up to ten are working days by an article of their own (行政处罚法 85, 行政复议法 88).
WORKING_DAYS = {"行政处罚法_2021", "行政复议法_2023", "治安管理处罚法_2025"}


def answers() -> list[dict]:
    found = []
    for case in (each.values[0] for each in own_cases()):
        try:
            found.append(answer(case["rule"], case["as_of"], case["facts"]))
        except Refused:
            continue
    return found


def rows() -> list[Row]:
    return [row for family in FAMILIES for limit in limits_of(family).values() for row in limit.rows]


def cited() -> set[str]:
    named = {cite for found in answers() for cite in found["cites"]} | {cite for row in rows() for cite in row.cites}
    return named | {cite for rule in SUPERVISION for version in rules()[rule] for each in version.parameters for cite in each.cites}


@pytest.mark.sample
def test_every_citation_resolves_or_names_a_text_with_its_year(shared):
    folder = shared / "law/text"
    wrong = []
    for cite in cited():
        citation = parse(cite)
        at_hand = (folder / f"{citation.stem}.md").is_file()
        if resolve(citation, folder) is None and (at_hand or not re.search(r"\(\d{4}\)$", citation.stem)):
            wrong.append(cite)
    assert wrong == []


@pytest.mark.sample
def test_the_length_of_every_verified_row_is_in_its_article(shared):
    """A row marked T stands in the text: one of its articles names its number with its unit."""
    silent = {row.zh for row in rows() if row.mark == "T" and row.amount and not stated(row, shared / "law/text")}
    assert {zh for zh in silent if zh.partition("（")[2].rstrip("）") not in SUMS} == set()
    assert {zh.partition("（")[2].rstrip("）") for zh in silent} == SUMS


#: Rows whose length is a sum of two lengths of their articles: the usual one and its extension.
SUMS = {
    "特殊情况", "第一次延长", "第二次延长", "第三次延长", "批准延长", "案情复杂或者情况特殊", "延长", "延长一次",
    "延长二次", "再延长二个月",
}  # fmt: skip


def stated(row: Row, folder) -> bool:
    """Whether an article of the row names its length: 「二十四小时」, 「24小时」, 「一个月」, 「10日」, 「二年」 and the like."""
    found = [article for cite in row.cites if (article := resolve(cite, folder))]
    return any(re.search(length(row, parse(str(article.citation)).stem), article.text) for article in found)


def length(row: Row, stem: str) -> str:
    number = abs(row.amount)
    units = {"hour": "小时", "day": "[日天]", "month": "个(?:半)?月", "workday": "个工作日"}
    unit = "(?:个工作)?日" if row.unit == "workday" and stem in WORKING_DAYS else units[row.unit]
    years = f"|{figures(number // 12)}年" if row.unit == "month" and number % 12 == 0 else ""
    return f"(?:{figures(number)}|{number}|{str(number).translate(WIDE)}){unit}{years}"


def figures(number: int) -> str:
    """A number in Chinese figures, two in both its forms."""
    return {2: "[二两]"}.get(number, in_figures(number))


def test_what_rests_on_no_text_at_hand_is_marked():
    for found in answers():
        for each in found["conditions"]:
            outside = [cite for cite in each["cites"] if parse(cite).stem not in texts()]
            assert (each["mark"] != "T") or not outside, each
        assert found["mark"] in MARKS


def test_an_answer_rests_only_on_texts_in_force_that_day():
    found = answer("custody.limit", "2019-06-03", {"limit": "detention_request", "start": "2019-06-03"})
    assert found["cites"] == ["刑事诉讼法_2018#第九十一条", "刑事诉讼法_2018#第一百零五条"]
    later = answer("custody.limit", "2020-09-01", {"limit": "detention_request", "start": "2020-09-01"})
    assert "公安机关办理刑事案件程序规定_2020#第一百二十九条" in later["cites"]


def test_every_row_says_what_starts_it_and_from_when():
    assert [row.zh for row in rows() if not row.trigger or row.since < date(2001, 1, 1) or row.mark not in MARKS] == []


def test_every_rule_shows_parameters_with_their_articles():
    for rule in SUPERVISION:
        for version in rules()[rule]:
            assert version.parameters, rule
            assert all(each.value and each.cites and each.mark in MARKS for each in version.parameters)


def test_a_period_without_roll_says_that_its_day_is_off():
    found = answer("supervision.reply", "2024-06-11", {"limit": "proposal", "start": "2024-06-11"})
    state = {each["id"]: each["satisfied"] for each in found["conditions"]}
    assert state["ends_on_working_day"] is False
    unknown = answer("supervision.reply", "2026-12-15", {"limit": "proposal", "start": "2026-12-15"})
    assert {each["id"]: each["satisfied"] for each in unknown["conditions"]}["ends_on_working_day"] is None


def test_the_numbers_compared_are_said():
    found = answer(
        "interrogation.limit", "2024-05-10", {"limit": "summons", "organ": "police", "start": "2024-05-10T08:00", "end": "2024-05-10T21:05"}
    )
    said = next(each["detail"] for each in found["conditions"] if each["id"] == "over_time")
    assert "12 小时" in said
    assert "13 小时 5 分" in said
    late = answer("delivery.limit", "2024-06-25", {"limit": "sentence_documents", "start": "2024-06-11", "done": "2024-06-25"})
    assert any("逾期 4 日" in each["detail"] for each in late["conditions"])


def test_what_is_not_known_is_named_as_missing():
    assert answer("custody.limit", "2024-03-15", {"limit": "investigation", "start": "2024-03-15", "extension": 3})["missing"] == [
        "expected_months"
    ]
    assert answer("interrogation.limit", "2024-05-10", {"limit": "interrogation", "organ": "police", "minor": True})["missing"] == [
        "adult_present"
    ]
    assert answer("labour.hours", "2024-05-10", {})["missing"] == ["day_hours", "rest_days", "week_hours"]


def test_duties_of_interrogation_are_doubtful_for_continued_questioning():
    found = answer("interrogation.limit", "2024-05-10", {"limit": "continued_questioning", "start": "2024-05-10T08:00", "officers": 1})
    assert {each["id"]: each["mark"] for each in found["conditions"]} == {"over_time": "T", "steps_unknown": "T", "too_few_officers": "U"}
    assert (found["result"]["violations"], found["mark"]) == (["too_few_officers"], "U")
