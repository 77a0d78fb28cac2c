"""Our own cases of the sentence rules, grouped by article, and the shared ones: every answer as the law says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhiheng.law.check import answer, check_case
from zhiheng.law.citations import resolve
from zhiheng.law.errors import Refused

CASES = Path(__file__).parent / "cases"


def over(base: Any, change: Any) -> Any:
    """The base with the change laid over it; None takes a field away."""
    if not isinstance(base, Mapping) or not isinstance(change, Mapping):
        return change
    merged = {**base, **{name: over(base.get(name), value) for name, value in change.items()}}
    return {name: value for name, value in merged.items() if value is not None}


def plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        file = yaml.safe_load(path.read_text(encoding="utf-8"))
        for article, listed in file["articles"].items():
            for case in listed:
                facts = over(file.get("bases", {}).get(case.get("base"), {}), case.get("facts", {}))
                asked = {
                    **case,
                    "rule": case.get("rule", file.get("rule")),
                    "facts": plain(facts),
                    "as_of": plain(case.get("as_of", file.get("as_of"))),
                }
                yield pytest.param(asked, id=f"{path.stem}-{article}-{case['say']}")


@pytest.mark.parametrize("case", list(cases()))
def test_own_cases_are_answered_as_the_article_says(case):
    if "refused" in case:
        with pytest.raises(Refused) as refusal:
            answer(case["rule"], case["as_of"], case["facts"])
        assert refusal.value.code == case["refused"]
        assert case.get("field", "") in refusal.value.message
        assert refusal.value.remedy
        return
    found = answer(case["rule"], case["as_of"], case["facts"])
    expected = plain(case.get("expect", {}))
    assert {name: found["result"].get(name, "absent") for name in expected} == expected
    assert found["missing"] == case.get("missing", [])
    assert found["mark"] == case.get("mark", "T")
    assert found["cites"]
    assert all(each["detail"] for each in found["conditions"])


def test_there_are_enough_own_cases():
    assert len(list(cases())) >= 1400


@pytest.mark.sample
def test_shared_cases_are_answered_without_a_difference(shared):
    lines = (shared / "law" / "cases" / "sentence-public.jsonl").read_text(encoding="utf-8").splitlines()
    found = [check_case(json.loads(line)) for line in lines]
    assert len(found) == 49
    assert [each for each in found if each["mismatches"] or "refused" in each] == []


#: What a case expects since days off are those of the public calendar (its walk-through says so: Saturday, provisional).
LATER = {"parole-p1dx": {"due": "2027-01-18"}}


@pytest.mark.sample
@pytest.mark.parametrize(
    "name",
    [
        "law/cases-2/real-2-public.jsonl",
        "data/domain/commutation_cases.jsonl",
        "data/domain/medical_release_cases.jsonl",
        "data/domain/parole_cases.jsonl",
        "data/domain/property_items_cases.jsonl",
    ],
)
def test_published_rulings_and_worked_questions_are_answered_without_a_difference(shared, name):
    lines = (shared / name).read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines if line.strip()]
    found = [check_case({**case, "expect": LATER.get(case["id"], case["expect"])}) for case in asked]
    assert found
    assert [each for each in found if each["mismatches"] or "refused" in each] == []


@pytest.mark.sample
def test_every_article_cited_in_an_answer_is_in_the_statutes(shared):
    lost = set()
    for parameter in cases():
        case = parameter.values[0]
        if "refused" not in case:
            found = answer(case["rule"], case["as_of"], case["facts"])
            cites = {cite for each in found["conditions"] if each["mark"] == "T" for cite in each["cites"]}
            lost |= {cite for cite in cites if resolve(cite, shared / "law" / "text") is None}
    assert lost == set()
