"""Every case of the supervision rules: our own, grouped by article, and the public worked ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhiheng.law.check import check_case, rules
from zhiheng.law.citations import parse
from zhiheng.law.texts import texts

FOLDER = Path(__file__).parent / "cases"
SUPERVISION = [
    "conduct.award", "conduct.item",
    "corrections.discipline", "corrections.leave", "corrections.limit", "corrections.monitoring", "corrections.report",
    "corrections.revocation", "custody.limit", "delivery.limit", "delivery.place", "interrogation.limit", "labour.hours", "period.due",
    "privacy.use", "procedure.deadline", "custody.chain", "prison.confinement", "prison.home_leave", "public_order.summons",
    "record.sealing", "delivery.admission", "corrections.off_control", "referral.file", "referral.limit", "supervision.reply",
    "trial.label",
]  # fmt: skip
_NAMES_RULE = {"MISSING_FACT", "UNKNOWN_CODE", "OUT_OF_RANGE", "WRONG_TYPE", "CONTRADICTION", "TIME_NEEDED"}


class TextDates(yaml.SafeLoader):
    """YAML whose dates stay text, as JSON has them."""


TextDates.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in forms if tag != "tag:yaml.org,2002:timestamp"]
    for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def own_cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=TextDates)  # noqa: S506 - a SafeLoader
        for article, cases in document["articles"].items():
            for case in cases:
                whole = {
                    "as_of": document.get("as_of") or evaluated_on(case["facts"]),
                    **case,
                    "rule": document["rule"],
                    "article": article,
                }
                found.append(pytest.param(whole, id=f"{path.stem}-{case['say']}"))
    return found


def evaluated_on(facts: dict[str, Any]) -> str:
    moments = [str(facts[name])[:10] for name in ("done", "mailed", "start") if name in facts]
    return max(moments, default="2024-06-11")


@pytest.mark.parametrize("case", own_cases())
def test_own_case(case):
    answered = check_case({name: case[name] for name in ("rule", "as_of", "facts", "expect") if name in case})
    if "refused" in case:
        assert answered["refused"]["code"] == case["refused"]
        assert case.get("field", "") in answered["refused"]["message"]
        return
    assert "refused" not in answered, answered
    assert answered["mismatches"] == []


def test_own_cases_are_many_and_reach_every_rule():
    cases = [each.values[0] for each in own_cases()]
    assert len(cases) >= 300
    assert {case["rule"] for case in cases} == set(SUPERVISION)


def test_own_cases_expect_something_and_are_told_apart():
    said = [(case["rule"], case["article"], case["say"]) for case in (each.values[0] for each in own_cases())]
    assert len(said) == len(set(said))
    assert all(case.get("expect") or case.get("refused") for case in (each.values[0] for each in own_cases()))


def test_every_refusal_of_facts_names_its_field():
    refused = [case for case in (each.values[0] for each in own_cases()) if case.get("refused") in _NAMES_RULE]
    assert refused
    assert all(case.get("field") for case in refused)


def public_cases(shared: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (shared / "law/cases/supervision-public.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.sample
def test_public_cases_have_no_difference(shared):
    answered = [(case, check_case(case)) for case in public_cases(shared)]
    assert [(case["id"], found) for case, found in answered if found["mismatches"] or "refused" in found] == []


@pytest.mark.sample
def test_public_cases_find_their_articles_in_the_answer(shared):
    lost = {case["id"]: {str(parse(cite)) for cite in case["cites"]} - set(check_case(case)["cites"]) for case in public_cases(shared)}
    assert {name: missing for name, missing in lost.items() if missing} == {}


@pytest.mark.sample
def test_cases_that_rest_on_other_texts_are_marked(shared):
    """A case that cites a text not at hand is answered with its doubt; one whose texts are all at hand now rests on them alone."""
    at_hand = {case["id"]: all(parse(cite).stem in texts() for cite in case["cites"]) for case in public_cases(shared)}
    assert {case["id"]: check_case(case)["mark"] == "T" for case in public_cases(shared)} == at_hand
    assert [name for name, found in at_hand.items() if not found] == ["SP-labor.hours-01"]


@pytest.mark.sample
def test_all_rules_of_the_facts_file_are_answered(shared):
    text = (shared / "law/facts-supervision.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:period|custody|interrogation|delivery|corrections|supervision|referral|privacy|labour)\.[a-z]+\b", text))
    assert named <= set(SUPERVISION) <= set(rules())
