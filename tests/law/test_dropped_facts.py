"""Drop any one fact of an accepted case: the answer stands if no value of the fact could change it, else the fact is named.

A fact left out may be answered for in one of four ways: the same answer; a refusal that names it and says what it decides; an output not
known with the fact among the missing; an assumption that is stated, or that the contract makes (a yes or no absent is no, a list absent is
empty, an absent day or number of a kind the rule does not ask).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from tests.law.test_sentence_cases import cases, plain
from zhiheng.law.check import answer, load_rules
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Code, Day, Flag, Items, Record, WholeNumber
from zhiheng.law.rule import in_force

load_rules()


@cache
def accepted() -> list[tuple[str, str, dict[str, Any]]]:
    """Every own case that is answered, each question once."""
    found: dict[str, tuple[str, str, dict[str, Any]]] = {}
    for parameter in cases():
        case = parameter.values[0]
        if "refused" not in case:
            key = json.dumps([case["rule"], str(case["as_of"]), case["facts"]], sort_keys=True, default=str)
            found[key] = (case["rule"], str(case["as_of"]), plain(case["facts"]))
    return list(found.values())


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every named fact, at any depth."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield (*path, name)
            yield from places(each, (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*path, number))


def without(value: Any, path: tuple[str | int, ...]) -> Any:
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        return [without(each, rest) if number == step else each for number, each in enumerate(value)]
    if not rest:
        return {name: each for name, each in value.items() if name != step}
    return {name: without(each, rest) if name == step else each for name, each in value.items()}


def put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        return [put(each, rest, new) if number == step else each for number, each in enumerate(value)]
    return {**value, step: put(value.get(step, {}), rest, new) if rest else new}


def named(path: tuple[str | int, ...]) -> str:
    return "facts" + "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)


def kind_of(rule: str, as_of: str, path: tuple[str | int, ...]) -> Any:
    shape = in_force(rule, date.fromisoformat(as_of)).facts
    for step in path:
        shape = shape.kind if isinstance(step, int) else shape.fields[step]
    return shape


def tried(kind: Any) -> list[Any]:
    """Values, chosen apart from those the product tries, that could change an answer."""
    if isinstance(kind, Flag):
        return [True, False]
    if isinstance(kind, Code):
        return list(kind.codes)
    if isinstance(kind, WholeNumber):
        return [each for each in (1, 4, 7, 14, 31, 47, 66, 130, 260, 299, 411) if kind.least <= each <= kind.most]
    if isinstance(kind, Day):
        return [
            "2001-03-17",
            "2011-07-02",
            "2016-02-29",
            "2019-10-31",
            "2021-04-30",
            "2022-12-05",
            "2023-08-08",
            "2024-06-01",
            "2025-09-09",
        ]
    return []


def results(rule: str, as_of: str, facts: Any, path: tuple[str | int, ...]) -> list[dict[str, Any]]:
    """What the answers are under other values of the fact."""
    found = []
    for value in tried(kind_of(rule, as_of, path)):
        try:
            found.append(answer(rule, as_of, put(facts, path, value))["result"])
        except Refused:
            continue
    return found


RULES = sorted({rule for rule, _, _ in accepted()})


@pytest.mark.parametrize("rule", RULES)
def test_a_dropped_fact_is_not_needed_or_is_named(rule):
    asked = [case for case in accepted() if case[0] == rule]
    step = max(1, len(asked) // 7)
    for _, as_of, facts in asked[::step]:
        whole = answer(rule, as_of, facts)
        for path in places(facts):
            check(rule, as_of, facts, path, whole)


def check(rule: str, as_of: str, facts: Any, path: tuple[str | int, ...], whole: dict[str, Any]) -> None:
    dropped = without(facts, path)
    try:
        found = answer(rule, as_of, dropped)
    except Refused as refusal:
        if refusal.code in ("CONTRADICTION", "KIND", "NO_RULE"):
            return
        assert refusal.code == "MISSING_FACT", (rule, path, str(refusal))
        assert "它决定：" in refusal.message, (rule, path)
        others = results(rule, as_of, facts, path)
        if refusal.place == named(path) and len(others) > 2:
            assert any(each != others[0] for each in others) or whole["result"] != others[0], (
                f"needlessly refused: {rule} {named(path)} {facts}"
            )
        return
    if found["result"] == whole["result"] or found["missing"]:
        return
    kind = kind_of(rule, as_of, path)
    absent = isinstance(kind, Flag | Items | Record) or found["result"].get("assumed") != whole["result"].get("assumed")
    optional_day = named(path) in found["missing"] or path[-1] in DEFAULTED
    assert absent or optional_day, f"changed without a word: {rule} {named(path)} {facts} {found['result']}"


#: Facts whose absence the contract itself gives a meaning: days beside months are none, the case is the ordinary one, and the like.
DEFAULTED = {
    "days", "relax", "case", "mode", "suspension_months", "status", "extended", "stage", "confessed_or_surrendered", "recommitted_on",
    "conduct_ended_on", "completed_on", "paroled_on", "administrative_fine", "postponed_to", "birth_date", "doctors_of_rank",
    "diagnosed_on", "acts_lost", "principal_starts_on", "principal_end", "period_days", "period_months", "reprieve_expires_on",
}  # fmt: skip
