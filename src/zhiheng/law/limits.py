"""Statutory clocks as rows of tables: amount, unit, custody, articles, in force from. No code per limit.

The rows stand in `data/limits/<file>.yaml`, one file a family of limits:

    family: procedure.deadline
    limits:
    - {limit: commutation_ruling, zh: 减刑裁定, trigger: 收到建议书, amount: 1, unit: month, custody: asked, mark: T, since: …, cites: […]}
    - {limit: commutation_ruling, zh: 减刑裁定（延长）, when: {extended: true}, amount: 2, …}

Of the rows of a limit in force on the day, the last whose `when` fits the facts is taken: a later row is the more special one. `when`
compares a fact with a value, a list (any of) or {over|at_least|under|at_most: number}; an absent fact is false and fits no number.

same_as     `family/name`: the limit is another one under this family's name, with its very rows; `takes` renames what their `when` asks
custody     always: keeps a person held, never moves past days off; asked (default): never while `in_custody`; none: no text lets a
            holiday extend it; maximum: a greatest length, which does not move either
amount      null: the law sets none; `amount_from` names the fact that carries it; `then_days` are added after months; `or_month`: another
            text gives so many months instead, the earlier end counts
more        outputs of the family's own
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from zhiheng.law.clocks import Due, day_of, period_due
from zhiheng.law.errors import NotInForce, Refused
from zhiheng.law.own_yaml import read_yaml
from zhiheng.law.texts import all_led_on, begun

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
    or_month: int = 0
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

    def cites_on(self, day: date) -> tuple[str, ...]:
        """Its articles as they stood on a day; on one before all its texts, every article."""
        return all_led_on(begun(self.cites, day), day) or self.cites

    def never_moves(self, facts: Mapping[str, Any]) -> bool:
        """Whether days off leave its last day where it is."""
        return self.custody != "asked" or bool(facts.get("in_custody"))


@dataclass(frozen=True)
class Limit:
    """A statutory clock: its rows, the general one first; `same_as` the limit whose rows they are, where it is not its own."""

    family: str
    name: str
    rows: tuple[Row, ...]
    same_as: str | None = None

    @property
    def id(self) -> str:
        """`family/name`, as `due_for` takes it."""
        return f"{self.family}/{self.name}"

    @property
    def zh(self) -> str:
        """Its Chinese name, that of the general row."""
        return self.rows[0].zh

    @property
    def newest(self) -> Row:
        """The general row of the newest text."""
        return max((row for row in self.rows if not row.when), key=lambda row: row.since, default=self.rows[0])

    def governing(self, start: date, as_of: date, facts: Mapping[str, Any]) -> tuple[Row, date]:
        """The row of the law in force when the clock began, and that day; with no text of that day at hand, of the day of assessment."""
        try:
            return self.row(start, facts), start
        except NotInForce:
            return self.row(as_of, facts), as_of

    def row(self, day: date, facts: Mapping[str, Any]) -> Row:
        """The row for these facts on that day; a day before every text raises `NotInForce`."""
        held = [row for row in self.rows if row.holds_on(day)]
        if not held:
            raise NotInForce("NOT_IN_FORCE", f"时限“{self.zh}”在 {day} 没有已录入的有效文本", f"已录入的文本{self._days()}")
        fitting = [row for row in held if row.fits(facts)]
        if not fitting:
            raise Refused("NO_ROW", f"时限“{self.zh}”没有适用于所给事实的期限", "请核对所给情形")
        return fitting[-1]

    def _days(self) -> str:
        """The days its rows hold, in words."""
        until = [row.until for row in self.rows]
        last = "" if None in until else f"至 {max(day for day in until if day)}"
        return f"自 {min(row.since for row in self.rows)} 起{last}"


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
    row = limit_named(limit).row(on or day_of(start), facts)
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
        return Due(None, None, cites=row.cites_on(day_of(start)), mark=row.mark)

    def end(length: int, unit: str) -> Due:
        held, more = row.never_moves(facts), travel_days + row.then_days
        return period_due(start, length, unit, in_custody=held, travel_days=more, non_working_days=non_working_days)

    due = end(amount, row.unit)
    if row.or_month:
        due = min(due, end(row.or_month, "month"), key=lambda each: each.due or date.max)
    return replace(due, cites=row.cites_on(day_of(start)), mark=row.mark)


@cache
def families() -> dict[str, dict[str, Limit]]:
    """Every family of limits in `data/limits`, by name."""
    tables = [path for path in files("zhiheng.law").joinpath("data/limits").iterdir() if path.name.endswith(".yaml")]
    read = [(path.name, read_yaml(path.read_text(encoding="utf-8"))) for path in sorted(tables, key=lambda each: each.name)]
    known: dict[str, dict[str, Limit]] = {}
    for name, document in read:
        known.setdefault(document["family"], {}).update(_read_family(document, name))
    for name, document in read:
        borrowed = (raw for raw in document["limits"] if "same_as" in raw)
        known[document["family"]].update({raw["limit"]: _borrowed(raw, document["family"], known, name) for raw in borrowed})
    return dict(sorted(known.items()))


def _read_family(document: Mapping[str, Any], file_name: str) -> dict[str, Limit]:
    by_name: dict[str, list[Row]] = {}
    for number, raw in enumerate(document["limits"], start=1):
        if "same_as" not in raw:
            row = _read_row(raw, f"{file_name} row {number}")
            by_name.setdefault(row.limit, []).append(row)
    return {name: Limit(document["family"], name, tuple(rows)) for name, rows in by_name.items()}


def _borrowed(raw: Mapping[str, Any], family: str, known: Mapping[str, Mapping[str, Limit]], file_name: str) -> Limit:
    """A limit that is another one: its rows under the own name, asking for facts by the own names."""
    other, _, name = raw["same_as"].partition("/")
    if set(raw) - {"limit", "same_as", "takes"} or name not in known.get(other, {}):
        raise ValueError(f"{file_name}: no such limit to borrow: {raw}")
    called = raw.get("takes", {})
    rows = (replace(row, limit=raw["limit"], when=_renamed(row.when, called)) for row in known[other][name].rows)
    return Limit(family, raw["limit"], tuple(rows), raw["same_as"])


def _renamed(when: Mapping[str, Any], called: Mapping[str, str]) -> dict[str, Any]:
    return {called.get(fact, fact): wanted for fact, wanted in when.items()}


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
