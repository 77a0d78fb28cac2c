"""One question put to the law: which rule, on which day, with which facts; and the same for a whole case with its expectation."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any

from zhiheng.law.errors import Refused
from zhiheng.law.facts import Day, Items, Kind, Record
from zhiheng.law.lacking import without
from zhiheng.law.rule import Answer, Version, in_force, rule_ids, versions, weakest
from zhiheng.law.texts import all_led_on

RULE_PACKAGES = tuple(
    f"zhiheng.law.{name}"
    for name in ("sentence", "custody", "periods", "prison", "corrections", "administrative", "oversight", "information", "limit_rules")
)


class _Text:
    """Any string."""

    zh = ""

    def read(self, raw: Any, place: str) -> str:
        """The string itself."""
        if not isinstance(raw, str):
            raise Refused("WRONG_TYPE", f"{place} 应为文字", "请改正该字段的类型或格式")
        return raw

    def expects(self) -> str:
        """What is expected."""
        return "文字"


class _Anything:
    """Any JSON value; read later, by the rule."""

    zh = ""

    def read(self, raw: Any, place: str) -> Any:  # noqa: ARG002 - a kind of fact takes the place
        """The value itself."""
        return raw

    def expects(self) -> str:
        """What is expected."""
        return "任意值"


_TEXT: Kind = _Text()
_ANYTHING: Kind = _Anything()
CASE = Record(
    {
        "id": _TEXT,
        "rule": _TEXT,
        "as_of": Day("核查日"),
        "facts": _ANYTHING,
        "expect": _ANYTHING,
        "cites": Items(_TEXT),
        "why": _TEXT,
        "source": _TEXT,
    },
    required=("rule", "as_of", "facts"),
)


@cache
def load_rules() -> tuple[str, ...]:
    """Import every rule module once; the ids they register."""
    for package in RULE_PACKAGES:
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            import_module(module.name)
    return rule_ids()


def rules() -> dict[str, tuple[Version, ...]]:
    """Every rule with its versions, oldest first."""
    return {rule_id: versions(rule_id) for rule_id in load_rules()}


def question(rule: str, as_of: date, facts: Mapping[str, Any]) -> tuple[Version, Answer]:
    """The version in force on `as_of` and its answer to raw facts; what lies outside its domain is refused."""
    load_rules()
    version = in_force(rule, as_of)
    try:
        return version, version.decide(version.facts.read(facts), as_of)
    except Refused as refusal:
        if not refusal.place:
            raise
        return version, without(version, facts, as_of, refusal)


def answer(rule: str, as_of: date | str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as plain JSON values: result, conditions, articles, mark, facts missing, day the version holds from."""
    day = Day("核查日").read(as_of, "as_of")
    version, found = question(rule, day, facts)
    law_of = found.law_of or day
    return {
        "rule": rule,
        "as_of": day.isoformat(),
        "since": version.since.isoformat(),
        "result": _plain(found.result),
        "conditions": [
            {
                "id": each.id,
                "satisfied": each.satisfied,
                "detail": each.detail,
                "cites": list(all_led_on(each.cites, law_of)),
                "mark": each.mark,
            }
            for each in found.conditions
        ],
        "cites": list(all_led_on(found.all_cites or version.source, law_of)),
        "mark": weakest([version.mark, found.weakest_mark]),
        "facts_read": _named(facts),
        "missing": list(found.missing),
        "provisional": found.provisional,
    }


def _named(facts: Mapping[str, Any], place: str = "") -> list[str]:
    """Dotted names of the facts given, in their order; a list counts as one fact."""
    names = []
    for name, value in facts.items():
        names += _named(value, f"{place}{name}.") if isinstance(value, Mapping) else [f"{place}{name}"]
    return names


def check_case(case: Any) -> dict[str, Any]:
    """The contract's line for one case: the answer, or `refused`, and where `expect` differs.

    A case that is not one (no rule, no day, a wrong type) raises `Refused`; facts outside the rule's domain do not.
    """
    read = read_case(case)
    head = {"id": read.get("id"), "rule": read["rule"]}
    expected = read.get("expect", {})
    try:
        found = answer(read["rule"], read["as_of"], read["facts"])
    except Refused as refusal:
        said = {"code": refusal.code, "message": refusal.message, "remedy": refusal.remedy}
        return {**head, "refused": said, "conditions": [], "mismatches": _mismatches(expected, {})}
    return {**head, **found, "mismatches": _mismatches(expected, found["result"])}


def read_case(case: Any) -> dict[str, Any]:
    """A case whose own fields are sound; its facts are read later, by the rule."""
    read = CASE.read(case, "case")
    if not isinstance(read.get("expect", {}), Mapping):
        raise Refused("WRONG_TYPE", "case.expect 应为对象", "请改正该字段的类型或格式")
    return read


def _mismatches(expected: Mapping[str, Any], result: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"field": name, "expected": value, "got": result.get(name)}
        for name, value in expected.items()
        if name not in result or not _same(value, result[name])
    ]


def _same(expected: Any, got: Any) -> bool:
    """Equality of JSON values: true is not 1."""
    return bool(expected == got) and isinstance(expected, bool) == isinstance(got, bool)


def _plain(value: Any) -> Any:
    """A value as JSON has it: days and instants as text, tuples as lists."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
