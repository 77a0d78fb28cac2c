"""A judgment as it is searched: who decided when, the facts put in words, the elements that make cases alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

KINDS: Final[Mapping[str, str]] = {"first": "一审", "second": "二审", "retrial": "再审", "commutation": "减刑", "parole": "假释"}
LEVELS: Final[Mapping[str, str]] = {"supreme": "最高", "high": "高级", "intermediate": "中级", "basic": "基层"}
STANDINGS: Final[Mapping[str, str]] = {"guiding": "指导性案例", "typical": "典型案例", "reference": "参考性案例", "plain": "一般裁判"}
LISTS: Final = ("charges", "articles", "circumstances", "related")


@dataclass(frozen=True)
class Judgment:
    """A published judgment.

    effective_on  None: not effective, so that it can be found but never used
    lost_on       the day from which a guiding case has no force any more
    law_changed   the law applied has been changed since
    amount        yuan; outcome_months: what was decided (term, or months taken off)
    related       numbers of the same case: before remand, co-accused
    sealed        seen inside only, never exported
    """

    judgment_no: str
    court: str
    court_level: str
    kind: str
    decided_on: date
    charges: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    amount: Decimal | None = None
    outcome: str = ""
    outcome_months: int | None = None
    effective_on: date | None = None
    standing: str = "plain"
    lost_on: date | None = None
    law_changed: bool = False
    issue: str = ""
    facts: str = ""
    reasons: str = ""
    result: str = ""
    related: tuple[str, ...] = ()
    sealed: bool = False

    @property
    def text(self) -> str:
        """What is indexed: the issue, the facts found and the reasons."""
        return f"{self.issue}\n{self.facts}\n{self.reasons}"

    @property
    def year(self) -> int:
        """The year of the decision."""
        return self.decided_on.year


NAMES: Final = tuple(one.name for one in fields(Judgment))


def judgment_of(row: Mapping[str, Any]) -> Judgment:
    """A judgment from plain values; what is missing stays as it is declared."""
    given: dict[str, Any] = {name: row[name] for name in NAMES if row.get(name) is not None}
    given |= {name: tuple(given[name]) for name in LISTS if name in given}
    return Judgment(**given)
