"""A judgment as it is searched: who decided when, the facts put in words, the elements that make cases alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from zhiheng.schema import DATASETS


def _named(field: str) -> Mapping[str, str]:
    """Code → its name, as the exchange standard lists them."""
    return {code: names[0] for code, names in DATASETS["published_judgments"].fields[field].codes.items()}


KINDS: Final = _named("kind")
LEVELS: Final = _named("court_level")
STANDINGS: Final = _named("standing")
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
