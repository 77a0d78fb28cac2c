"""The calculator as officers write: terms and dates in any usual form, one fact asked after the other, no codes on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.http import QueryDict
from django.test import Client

from zhiheng.law import check
from zhiheng.law.errors import Refused
from zhiheng.web.law.entered import day_of, sum_of, term_of, time_of
from zhiheng.web.law.form import facts_of, form_of
from zhiheng.web.law.plain_words import in_words, place_title, refusal_in_words
from zhiheng.web.law.wording import result_lines

pytestmark = pytest.mark.drawn

CASES = Path(__file__).resolve().parents[1] / "law" / "cases"
CODE = re.compile(r"[A-Za-z_]{2,}", re.ASCII)


@pytest.fixture()
def everybody(settings, db):
    settings.LAW_IS_PUBLIC = True
    return Client()


@pytest.mark.parametrize(
    "written",
    [
        "2026年1月3日",
        "2026.1.3",
        "20260103",
        "2026-01-03",
        "2026/1/3",
        "2026-1-3",
        "２０２６年１月３日",
        "二〇二六年一月三日",
        " 2026年01月03日 ",
    ],
)
def test_a_day_is_read_in_any_usual_form(written):
    assert day_of(written) == "2026-01-03"
    assert time_of(written) == "2026-01-03"


@pytest.mark.parametrize("written", ["2026年2月30日", "2026年", "1月3日", "明天", "20261301", "2026-01-03-04", "3.1.2026", ""])
def test_what_is_no_day_stays_as_it_was_typed(written):
    assert day_of(written) == written


def test_a_time_is_read_with_its_day():
    assert [time_of(text) for text in ("2026年1月3日9时30分", "2026-01-03T09:30", "2026.1.3 9:30", "2026年1月3日9时", "20260103 x")] == [
        *["2026-01-03T09:30"] * 3, "2026-01-03T09:00", "20260103 x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "months", "days", "kind"),
    [
        ("三年六个月", 42, 0, None), ("有期徒刑三年六个月", 42, 0, "fixed"), ("拘役五个月七日", 5, 7, "detention"),
        ("3年6个月", 42, 0, None),
        ("管制一年", 12, 0, "control"), ("一年半", 18, 0, None),
        ("十个月零三天", 10, 3, None), ("42", 42, 0, None), ("二十五年", 300, 0, None),
    ],
)  # fmt: skip
def test_a_term_is_read_as_judgments_write_it(written, months, days, kind):
    read = term_of(written)
    assert (read.months, read.days, read.kind) == (months, days, kind)


@pytest.mark.parametrize("written", ["", "三", "拘役", "三年多", "约两年", "年六个月", "-3"])
def test_what_is_no_term_is_none(written):
    assert term_of(written) is None


def test_sums_are_read_with_their_unit():
    assert [sum_of(text) for text in ("20,000", "2万元", "伍仟元整", "3000.50元", "许多")] == [20000.0, 20000.0, 5000.0, 3000.5, None]


def test_a_term_in_words_states_months_days_and_punishment():
    shape = check.rules()["term.end"][-1].facts
    assert facts_of(shape, QueryDict("sentence.months=拘役五个月七日")) == {"sentence": {"kind": "detention", "months": 5, "days": 7}}
    assert facts_of(shape, QueryDict("sentence.kind=fixed&sentence.months=拘役五个月"))["sentence"]["months"] == "拘役五个月", (
        "they contradict"
    )
    assert facts_of(shape, QueryDict("sentence.months=五个月七日&sentence.days=3"))["sentence"]["months"] == "五个月七日"


def test_terms_and_days_as_written_give_the_answer_of_plain_numbers(everybody):
    words = "/law/term.end/?as_of=2024年6月11日&sentence.months=有期徒刑三年&sentence.starts_on=2022.3.15"
    page = everybody.get(words).content.decode()
    assert "2025-03-14" in page
    assert 'value="有期徒刑三年"' in page
    assert "有期徒刑的刑期" in page or "未载入条文文本" in page


def test_only_what_is_needed_next_stands_in_the_open():
    shape = check.rules()["term.end"][-1].facts
    first = form_of(shape, QueryDict(""))
    assert [group.title for group in first.asked_groups] == ["刑罚"]
    assert [field.label for field in first.asked_groups[0].asked_fields] == ["主刑", "原判刑期"]
    following = form_of(shape, QueryDict("sentence.kind=fixed"), ["sentence.months"])
    assert [field.label for field in following.asked_groups[0].asked_fields] == ["主刑", "原判刑期"]
    assert "历次减刑" in [group.title for group in following.other_groups]


def test_the_next_fact_is_asked_with_what_it_decides(everybody):
    page = everybody.get(
        "/law/term.end/?as_of=2024-06-11&sentence.kind=fixed", headers={"HX-Request": "true", "HX-Target": "answer"}
    ).content.decode()
    assert "它决定" in page
    assert "请补充" in page
    assert 'hx-swap-oob="true"' in page


def test_places_and_codes_are_told_by_their_names():
    rule = check.rules()["term.end"][-1]
    assert place_title(rule.facts, "facts.sentence.custody[2].from") == "刑罚 › 先行羁押第 2 项 › 起"
    assert place_title(rule.facts, "facts.no_such") == "所填事实"
    said = in_words("facts.sentence.months（原判刑期（月）） 应为 0 至 300 的整数", rule)
    assert said == "“刑罚 › 原判刑期（月）”应为 0 至 300 的整数"


def test_an_officer_who_counts_otherwise_is_told(everybody):
    assert (
        "各地算法不同"
        in everybody.get("/law/term.end/?as_of=2024-06-11&sentence.months=有期徒刑三年&sentence.starts_on=20220315").content.decode()
    )


def _questions():
    for path in sorted(CASES.glob("*.yaml")):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        for cases in read["articles"].values():
            case = cases[0]
            rule, day = case.get("rule") or read.get("rule"), case.get("as_of") or read.get("as_of")
            facts = case.get("facts", {})
            for dropped in (None, *facts):
                yield rule, day, {name: value for name, value in facts.items() if name != dropped}
            yield rule, day, {**facts, next(iter(facts), "x"): "hanging"}


def test_no_path_or_code_is_left_in_any_answer_or_refusal():
    left = {}
    for rule_id, day, facts in _questions():
        rule = check.rules()[rule_id][-1]
        try:
            answer = check.answer(rule_id, day, facts)
        except Refused as refusal:
            told = list(refusal_in_words(refusal, rule).values())
        else:
            told = [in_words(each["detail"], rule) for each in answer["conditions"]]
            told += [place_title(rule.facts, place) for place in answer["missing"]]
            told += [line.text for line in result_lines(answer["result"], rule.outputs, unknown=False)]
        left |= {(rule_id, word): text for text in told for word in CODE.findall(text.replace("hanging", ""))}
    assert left == {}
