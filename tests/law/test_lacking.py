"""A missing fact: named with what it decides, or shown not to be needed; and the days the law floor finds among raw facts."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from zhiheng.law import lacking
from zhiheng.law.check import answer
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Record

AS_OF = date(2024, 6, 11)


@pytest.mark.parametrize(
    ("rule", "facts", "place", "decided"),
    [
        ("term.end", {"sentence": {"kind": "fixed", "months": 36}}, "facts.sentence.starts_on", "刑期届满日"),
        ("term.end", {"sentence": {"kind": "fixed", "starts_on": "2020-01-01"}}, "facts.sentence.months", "刑期届满日"),
        ("term.end", {}, "facts.sentence", "刑期届满日、折抵日数、折抵日数已足刑期"),
        ("commutation.effect", {}, "facts.event", "原裁定"),
        ("commutation.assess", {"sentence": {"kind": "life", "effective_on": "2020-01-01"}}, "facts.offender", "可否报请减刑"),
        ("procedure.deadline", {"limit": "commutation_ruling"}, "facts.start", "期满日"),
        ("procedure.deadline", {"start": "2024-06-01"}, "facts.limit", "期满日"),
        ("fine.due", {"effective_on": "2024-03-04", "period_months": 1}, "facts.amount", "应缴数额"),
        ("term.merge", {}, "facts.terms", "执行的主刑"),
        ("reprieve.outcome", {"major_merit": True}, "facts.intentional_crime", "结果"),
        (
            "medical_release.recall",
            {"ground": "escape", "periods": [{"from": "2024-01-01"}]},
            "facts.periods[1].to",
            "不计入执行刑期的日数",
        ),
    ],
)
def test_a_refusal_names_the_fact_and_what_it_decides(rule, facts, place, decided):
    with pytest.raises(Refused) as said:
        answer(rule, AS_OF, facts)
    assert said.value.code == "MISSING_FACT"
    assert said.value.place == place
    assert f"缺少 {place}" in said.value.message
    assert "，它决定：" in said.value.message
    assert decided in said.value.message


@pytest.mark.parametrize(
    ("rule", "facts", "result"),
    [
        ("parole.term", {"sentence": {"kind": "fixed", "months": 60, "starts_on": "2020-01-01"}}, {"probation_end": "2024-12-31"}),
        ("privacy.use", {"data": "general"}, {"allowed": None}),
        ("term.merge", {"terms": [{"kind": "fixed", "months": 10}, {"kind": "detention"}]}, {"min_months": 10, "max_months": 10}),
        (
            "commutation.assess",
            {"sentence": {"kind": "death_reprieve", "no_commutation": True}},
            {"eligible": False, "reasons": ["LIFE_WITHOUT"]},
        ),
    ],
)
def test_a_fact_that_changes_nothing_is_not_demanded(rule, facts, result):
    found = answer(rule, AS_OF, facts)
    assert {name: found["result"][name] for name in result} == result
    assert found["cites"]
    assert all(each["detail"] for each in found["conditions"])


def test_days_are_found_wherever_they_stand():
    raw = {"a": "2024-01-02", "b": [{"c": "2023-05-06T09:00"}, date(2022, 3, 4)], "d": datetime(2021, 1, 1, 9), "e": "2024-02-30", "f": 7}
    assert sorted(lacking._days_in(raw)) == [date(2021, 1, 1), date(2022, 3, 4), date(2023, 5, 6), date(2024, 1, 2)]


def test_an_empty_record_has_one_value():
    assert list(lacking._values(Record({}, ()), {}, AS_OF)) == [{}, {}]
