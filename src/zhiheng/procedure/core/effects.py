"""What follows from an act: papers, records, entries, cases, copies; told by the core, carried out by the services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiheng.catalog.documents import GIVEN
from zhiheng.catalog.field_values import holds
from zhiheng.catalog.procedure_follows import DRAW_WORDS, OWN, ROW, Draws, Enters
from zhiheng.catalog.procedure_parts import Outcome, Step
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier.core.field_words import Items
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.core.values import filled, value_of
from zhiheng.procedure.core.written import NO_ITEMS, written

OF_DOSSIER = GIVEN
"""Places that the dossier fills; a field of a case that bears such a name by chance does not."""


@dataclass(frozen=True)
class Drawing:
    """A paper to be drawn up: its document, and the values the pack names for its places (others come from the case by their name).

    again   a further version of the paper drawn before, under its number
    """

    document: str
    values: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True)
class Recording:
    """A row of a dataset of the exchange standard that the platform itself decided.

    organ   in whose name; empty: the organ that acts
    base    the person's newest row in which these stand is taken over; named: fields that are not; always: written though there is none
    """

    dataset: str
    row: Mapping[str, Any]
    organ: str = ""
    base: Mapping[str, Any] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    always: bool = True


@dataclass(frozen=True)
class Entering:
    """An entry of a register to be made, or an act on the entry named; `row`: which row of a field it is made for, counted from one."""

    register: str
    act: str
    values: Mapping[str, Any]
    entry: str = ""
    row: int = 0


@dataclass(frozen=True)
class Opening:
    """A case to be opened from this one, by the organ of a role (the acting organ where none is named); `at`: steps it begins with."""

    procedure: str
    organs: Mapping[str, str]
    values: Mapping[str, Any]
    by: str
    waits: bool
    at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moving:
    """An act to be done on the open cases of another procedure about the same person."""

    procedure: str
    act: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Effects:
    """Everything that follows from one act."""

    draws: tuple[Drawing, ...] = ()
    issues: tuple[str, ...] = ()
    records: tuple[Recording, ...] = ()
    enters: tuple[Entering, ...] = ()
    opens: tuple[Opening, ...] = ()
    moves: tuple[Moving, ...] = ()
    copies: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()


def effects_of(spec: ProcedureSpec, after: State, event: Event) -> Effects:
    """What follows from an event, given the state after it."""
    if event.kind == "opened":
        return Effects(draws=tuple(_drawings(spec.opens.draws, after, event)))
    step = spec.steps.get(event.step)
    outcome = step.outcome(event.outcome) if step and event.kind == "done" else None
    if step is None or outcome is None:
        return Effects(draws=tuple(_drawings(_papers_beside(spec, step, event.kind), after, event)))
    values = after.values
    return Effects(
        draws=tuple(_drawings({**({} if outcome.bare else step.draws), **outcome.draws}, after, event)),
        issues=outcome.issues,
        records=tuple(_recordings(spec, outcome, after, event)),
        enters=tuple(entering for one in outcome.enters if holds(one.when, values) for entering in _enterings(one, after, event)),
        opens=tuple(_openings(spec, after, event, outcome)),
        moves=tuple(Moving(one.procedure, one.act, filled(after, one.given, event)) for one in outcome.moves if holds(one.when, values)),
        copies=_copies(spec, after, event, outcome),
        tells=tuple(audience for audience in ("person", "public") if is_told_to(spec, event, audience)),
    )


def _enterings(one: Enters, after: State, event: Event) -> Iterator[Entering]:
    """The entry an outcome makes, or one for each row that it asks for; none where the entry it acts on is not named."""
    entry = _entry_of(one.entry, after, event)
    if one.entry and not entry:
        return
    if not one.rows:
        yield Entering(one.register_id, one.act, filled(after, one.given, event), entry)
        return
    of_row = {name: str(value).removeprefix(ROW) for name, value in one.given.items() if str(value).startswith(ROW)}
    usual = filled(after, {name: value for name, value in one.given.items() if name not in of_row}, event)
    for place, row in enumerate(after.values.get(one.rows) or (), start=1):
        if holds(one.only, row):
            columns = {name: row[column] for name, column in of_row.items() if row.get(column) not in (None, "")}
            yield Entering(one.register_id, one.act, {**usual, **columns}, entry, place)


def _entry_of(name: str, after: State, event: Event) -> str:
    """The entry an act is done on: what a value names, or the case's own (found when it is done)."""
    return name if name in ("", OWN) else str(value_of(after, name, event) or "")


def _papers_beside(spec: ProcedureSpec, step: Step | None, kind: str) -> Draws:
    """The papers that go with an act beside the steps."""
    if (power := spec.withdraw) and kind in {"withdraw_asked", "withdraw_refused", "withdrawn"}:
        return {"withdraw_asked": power.asked, "withdraw_refused": power.denied}.get(kind, power.draws)
    beside = {"urged": step.urge, "reported_up": step.report_up}.get(kind) if step else None
    return beside.draws if beside else {}


def _recordings(spec: ProcedureSpec, outcome: Outcome, after: State, event: Event) -> Iterator[Recording]:
    for dataset, rows in outcome.records.items():
        for one in (row for row in rows if holds(row.when, after.values)):
            organ = after.organs.get(spec.seat_of(one.of), "") if one.of else ""
            row = filled(after, one.row, event)
            yield Recording(dataset, row, organ, one.base, frozenset(one.row), one.always or not one.base)


def _drawings(draws: Mapping[str, Mapping[str, Any]], after: State, event: Event) -> Iterator[Drawing]:
    for name, given in draws.items():
        if holds(given.get("when") or {}, after.values):
            places = {place: value for place, value in given.items() if place not in DRAW_WORDS}
            yield Drawing(name, filled(after, places, event), bool(given.get("again")))


def _openings(spec: ProcedureSpec, after: State, event: Event, outcome: Outcome) -> Iterator[Opening]:
    for sub in outcome.opens:
        if not holds(sub.when, after.values):
            continue
        organs = {role: after.organs[spec.seat_of(own)] for role, own in sub.roles.items() if after.organs.get(spec.seat_of(own))}
        by = after.organs.get(spec.seat_of(sub.as_role), "") if sub.as_role else event.organ
        yield Opening(sub.procedure, organs, filled(after, sub.given, event), by, sub.waits, sub.at)


def is_told_to(spec: ProcedureSpec, event: Event, audience: str) -> bool:
    """Whether an audience (`person`, `public`) is shown the event."""
    wanted = spec.tells.person if audience == "person" else spec.tells.public
    return event.kind == "done" and (event.step in wanted or event.name in wanted)


def draws_values(
    spec: ProcedureSpec, after: State, drawing: Drawing, event: Event, places: Mapping[str, object], items: Items = NO_ITEMS
) -> dict[str, Any]:
    """Values for the places of a paper: those the pack names, else the case's value of the place's own name.

    items   catalogues by name: items are written by their titles
    `subject_name`, `subject_number`, `<role>_name` (the organ of a role) and `copies` (organs that the outcome sends a copy, beside
    those the paper names already) are known to every paper. Its organ, number and day are the dossier's, unless the pack names them.
    """
    usual = {"subject_name": "subject.name", "subject_number": "subject.number"}
    usual |= {f"{role}_name": f"organs.{spec.seat_of(role)}" for role in spec.roles}
    asked = [name for name in places if name not in OF_DOSSIER]
    own = filled(after, {name: name if name in after.values else usual.get(name, name) for name in asked}, event)
    named = {name: value for name, value in drawing.values.items() if name in places}
    told = written(spec, places, {**own, **named}, frozenset(after.organs.values()), items)
    copies = _copied_to(effects_of(spec, after, event).copies, event, told) if "copies" in places and "copies" not in told else ""
    return {**told, "copies": copies} if copies else told


def _copies(spec: ProcedureSpec, after: State, event: Event, outcome: Outcome) -> tuple[str, ...]:
    """The organs of the roles that are sent a copy; of an end that several may bring about, without the one that does."""
    organs = [after.organs.get(spec.seat_of(role), "") for role in outcome.copies]
    return tuple(organ for organ in dict.fromkeys(organs) if organ and not (outcome.anywhere and organ == event.organ))


def _copied_to(organs: Iterable[str], event: Event, others: Mapping[str, Any]) -> str:
    """The organs of 抄送 by their full names, without who writes and whom the paper names."""
    named = {full_name(value) for value in others.values() if isinstance(value, str)} | {full_name(event.organ)}
    return "、".join(name for name in dict.fromkeys(map(full_name, organs)) if name not in named)
