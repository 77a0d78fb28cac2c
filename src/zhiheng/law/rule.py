"""A rule, its versions by date, and its answer.

A rule is a function of facts registered under an id with its articles, the day from which they hold and how sure they are. Several
versions of one id stand side by side; a day for which none is written raises `NotInForce`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhiheng.law.errors import NotInForce, Refused
from zhiheng.law.facts import Record

Facts = Mapping[str, Any]

MARKS = {"T": "法条原文", "S": "二手资料，未见原文", "U": "未经核实"}
_DOUBT = "TSU"


@dataclass(frozen=True)
class Condition:
    """One thing the law asks: satisfied, not satisfied, or not known (None), with the numbers compared in one Chinese sentence."""

    id: str
    satisfied: bool | None
    detail: str
    cites: tuple[str, ...] = ()
    mark: str = "T"


def met(condition_id: str, detail: str, cites: tuple[str, ...] = (), mark: str = "T") -> Condition:
    """A condition that is satisfied."""
    return Condition(condition_id, satisfied=True, detail=detail, cites=cites, mark=mark)


def unmet(condition_id: str, detail: str, cites: tuple[str, ...] = (), mark: str = "T") -> Condition:
    """A condition that is not satisfied."""
    return Condition(condition_id, satisfied=False, detail=detail, cites=cites, mark=mark)


def unknown(condition_id: str, detail: str, cites: tuple[str, ...] = (), mark: str = "T") -> Condition:
    """A condition that cannot be told from the facts."""
    return Condition(condition_id, satisfied=None, detail=detail, cites=cites, mark=mark)


@dataclass(frozen=True)
class Answer:
    """What a rule answers: outputs under the names of the facts files, the conditions that led there, the articles, what is missing.

    result      a value None means the law sets none, or, where a condition is not known, that it cannot be told
    missing     names of facts without which a condition stayed not known
    provisional a date in the result rests on a calendar not yet published
    law_of      the day whose law it speaks, where that is not the day of assessment
    """

    result: Mapping[str, Any]
    conditions: tuple[Condition, ...] = ()
    cites: tuple[str, ...] = ()
    mark: str = "T"
    missing: tuple[str, ...] = ()
    provisional: bool = False
    law_of: date | None = None

    @property
    def all_cites(self) -> tuple[str, ...]:
        """Every article the answer rests on, once, in the order first named."""
        named = [*self.cites, *(cite for condition in self.conditions for cite in condition.cites)]
        return tuple(dict.fromkeys(named))

    @property
    def weakest_mark(self) -> str:
        """The least certain mark among the answer and its conditions."""
        return weakest([self.mark, *(condition.mark for condition in self.conditions)])


@dataclass(frozen=True)
class Parameter:
    """A number of the law as `law explain` shows it: what it is, its value in words, the article, the days it holds."""

    name: str
    value: str
    cites: tuple[str, ...]
    since: date
    until: date | None = None
    mark: str = "T"


Decide = Callable[[Facts, date], Answer]


@dataclass(frozen=True)
class Version:
    """A rule as it holds from `since` through `until` (None: still in force)."""

    id: str
    title: str
    source: tuple[str, ...]
    since: date
    until: date | None
    mark: str
    facts: Record
    outputs: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    decide: Decide = field(repr=False)

    def holds_on(self, day: date) -> bool:
        """Whether this version is in force on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


_registry: dict[str, list[Version]] = {}


def rule(  # noqa: PLR0913 - the heading of a rule: what it is, where it stands, what it reads and gives
    rule_id: str,
    *,
    title: str,
    source: str | Iterable[str],
    since: str,
    facts: Record,
    outputs: Mapping[str, str],
    until: str | None = None,
    mark: str = "T",
    parameters: Iterable[Parameter] = (),
) -> Callable[[Decide], Decide]:
    """Register a function of facts as a version of a rule.

    source      article or articles in short form, “刑法 第七十八条” or “刑法#第七十八条”
    outputs     name of each result → what it is, in Chinese
    mark        T read in the statute text, S secondary source, U unverified; carried into every answer
    """
    articles = (source,) if isinstance(source, str) else tuple(source)
    last = None if until is None else date.fromisoformat(until)

    def register(decide: Decide) -> Decide:
        version = Version(rule_id, title, articles, date.fromisoformat(since), last, mark, facts, dict(outputs), tuple(parameters), decide)
        add_version(version)
        return decide

    return register


def add_version(version: Version) -> None:
    """Enter a version; two versions of one rule may not hold on the same day."""
    others = _registry.setdefault(version.id, [])
    for other in others:
        if other.holds_on(version.since) or version.holds_on(other.since):
            raise ValueError(f"two versions of {version.id} hold on the same day: since {other.since} and since {version.since}")
    others.append(version)
    others.sort(key=lambda each: each.since)


def rule_ids() -> tuple[str, ...]:
    """Ids of all registered rules, sorted."""
    return tuple(sorted(_registry))


def versions(rule_id: str) -> tuple[Version, ...]:
    """All versions of a rule, oldest first; an unknown id is refused."""
    if rule_id not in _registry:
        raise Refused("UNKNOWN_RULE", f"没有规则“{rule_id}”", f"可用规则：{'、'.join(rule_ids())}")
    return tuple(_registry[rule_id])


def in_force(rule_id: str, day: date) -> Version:
    """The version of the rule in force on the day; none written for it raises `NotInForce`."""
    for version in versions(rule_id):
        if version.holds_on(day):
            return version
    written = "；".join(f"{each.since} 起" + (f"至 {each.until}" if each.until else "") for each in versions(rule_id))
    raise NotInForce("NOT_IN_FORCE", f"规则“{rule_id}”在 {day} 没有已录入的有效文本", f"已录入的文本：{written}")


def weakest(marks: Iterable[str]) -> str:
    """The least certain of some marks: U before S before T."""
    return max(marks, key=_DOUBT.index, default="T")
