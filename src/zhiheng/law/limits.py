"""Statutory clocks as rows of tables: amount, unit, custody, articles, in force from. No code per limit.

The rows stand in `data/limits/<file>.yaml`, one file a family of limits:

    family: procedure.deadline
    limits:
    - {limit: commutation_ruling, zh: 减刑裁定, trigger: 收到建议书, amount: 1, unit: month, custody: asked, mark: T, since: …, cites: […]}
    - {limit: commutation_ruling, zh: 减刑裁定（延长）, when: {extended: true}, amount: 2, …}

Of the rows of a limit in force on the day, the last whose `when` fits the facts is taken: a later row is the more special one. `when`
compares a fact with a value, a list (any of) or {over|at_least|under|at_most: number}; an absent fact is false and fits no number.

custody     always: keeps a person held, never moves past days off; asked (default): never while `in_custody`; none: no text lets a
            holiday extend it; maximum: a greatest length, which does not move either
amount      null: the law sets none; `amount_from` names the fact that carries it; `then_days` are added after months
more        outputs of the family's own
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from zhiheng.law.clocks import Due, period_due
from zhiheng.law.errors import NotInForce, Refused

CUSTODY = ("always", "asked", "none", "maximum")
_COMPARES = {
    "over": lambda value, bound: value > bound,
    "at_least": lambda value, bound: value >= bound,
    "under": lambda value, bound: value < bound,
    "at_most": lambda value, bound: value <= bound,
}


@dataclass(frozen=True)
class Row:
    """One row of the table: a period as one text sets it for some facts, from a day on."""

    limit: str
    zh: str
    amount: int | None
    cites: tuple[str, ...]
    since: date
    until: date | None = None
    unit: str = "day"
    then_days: int = 0
    custody: str = "asked"
    mark: str = "T"
    trigger: str = ""
    when: Mapping[str, Any] = field(default_factory=dict)
    amount_from: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def holds_on(self, day: date) -> bool:
        """Whether the row's text is in force on the day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def fits(self, facts: Mapping[str, Any]) -> bool:
        """Whether the facts are those the row is written for."""
        return all(_fits(wanted, facts.get(name)) for name, wanted in self.when.items())

    def amount_for(self, facts: Mapping[str, Any]) -> int | None:
        """The length under these facts; None where the law sets none."""
        given: int | None = None if self.amount_from is None else facts.get(self.amount_from)
        return self.amount if given is None else given

    def never_moves(self, facts: Mapping[str, Any]) -> bool:
        """Whether days off leave its last day where it is."""
        return self.custody != "asked" or bool(facts.get("in_custody"))


@dataclass(frozen=True)
class Limit:
    """A statutory clock: its rows, the general one first."""

    family: str
    name: str
    rows: tuple[Row, ...]

    @property
    def id(self) -> str:
        """`family/name`, as `due_for` takes it."""
        return f"{self.family}/{self.name}"

    @property
    def zh(self) -> str:
        """Its Chinese name, that of the general row."""
        return self.rows[0].zh

    def row(self, day: date, facts: Mapping[str, Any]) -> Row:
        """The row for these facts on that day; a day before every text raises `NotInForce`."""
        held = [row for row in self.rows if row.holds_on(day)]
        if not held:
            earliest = min(row.since for row in self.rows)
            raise NotInForce("NOT_IN_FORCE", f"时限“{self.zh}”在 {day} 没有已录入的有效文本", f"已录入的文本自 {earliest} 起")
        fitting = [row for row in held if row.fits(facts)]
        if not fitting:
            raise Refused("NO_ROW", f"时限“{self.zh}”没有适用于所给事实的期限", "请核对所给情形")
        return fitting[-1]


def limits_of(family: str) -> dict[str, Limit]:
    """The limits of a family by name; an unknown family is refused."""
    if family not in families():
        raise Refused("UNKNOWN_FAMILY", f"没有“{family}”这类时限", f"可用：{'、'.join(sorted(families()))}")
    return families()[family]


def limit_named(limit: str) -> Limit:
    """The limit called `family/name`."""
    family, _, name = limit.partition("/")
    known = limits_of(family)
    if name not in known:
        raise Refused("UNKNOWN_LIMIT", f"“{family}”中没有时限“{name}”", f"可用：{'、'.join(known)}")
    return known[name]


def due_for(
    limit: str,
    start: date,
    *,
    on: date | None = None,
    travel_days: int = 0,
    non_working_days: Collection[date] | None = None,
    **facts: Any,
) -> Due:
    """When a statutory clock runs out.

    limit               `family/name`, as `supervision.reply/proposal`
    start               the trigger, not counted; an instant where the row counts hours
    on                  the day whose law applies (default: the day of `start`)
    facts               what the rows' `when` asks, and `in_custody`
    returns             `due` None where the law sets none; carries the row's articles and mark
    """
    day = start.date() if isinstance(start, datetime) else start
    row = limit_named(limit).row(on or day, facts)
    return due_by_row(row, start, facts, travel_days=travel_days, non_working_days=non_working_days)


def due_by_row(
    row: Row,
    start: date,
    facts: Mapping[str, Any],
    *,
    travel_days: int = 0,
    non_working_days: Collection[date] | None = None,
) -> Due:
    """When a clock by this row runs out; see `due_for`."""
    amount = row.amount_for(facts)
    if amount is None:
        return Due(None, None, cites=row.cites, mark=row.mark)
    due = period_due(
        start,
        amount,
        row.unit,
        in_custody=row.never_moves(facts),
        travel_days=travel_days + row.then_days,
        non_working_days=non_working_days,
    )
    return replace(due, cites=row.cites, mark=row.mark)


@cache
def families() -> dict[str, dict[str, Limit]]:
    """Every family of limits in `data/limits`, by name."""
    tables = [path for path in files("zhiheng.law").joinpath("data/limits").iterdir() if path.name.endswith(".yaml")]
    read = [(path.name, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in tables]
    return {document["family"]: _read_family(document, name) for name, document in sorted(read, key=lambda each: each[0])}


def _read_family(document: Mapping[str, Any], file_name: str) -> dict[str, Limit]:
    by_name: dict[str, list[Row]] = {}
    for number, raw in enumerate(document["limits"], start=1):
        row = _read_row(raw, f"{file_name} row {number}")
        by_name.setdefault(row.limit, []).append(row)
    return {name: Limit(document["family"], name, tuple(rows)) for name, rows in by_name.items()}


def _read_row(raw: Mapping[str, Any], place: str) -> Row:
    """A row as written; an unknown key or custody word is a fault of the table, named by its place."""
    unknown = set(raw) - {each.name for each in fields(Row)}
    if unknown or raw.get("custody", "asked") not in CUSTODY:
        raise ValueError(f"{place}: not a row of limits: {sorted(unknown) or raw['custody']}")
    dated = {name: _as_day(raw[name]) for name in ("since", "until") if name in raw}
    return Row(**{**raw, **dated, "cites": tuple(raw["cites"])})


def _as_day(raw: str | date) -> date:
    return raw if isinstance(raw, date) else date.fromisoformat(raw)


def _fits(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, Mapping):
        return value is not None and all(_COMPARES[how](value, bound) for how, bound in wanted.items())
    if isinstance(wanted, list):
        return value in wanted
    return bool(value) == wanted if isinstance(wanted, bool) else bool(value == wanted)
