"""What an entry is after its acts: a pure fold. A correction adds an act that names the one it corrects; nothing is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from zhiheng.catalog.registers import RegisterAct, RegisterShape

CORRECT, CONFIRM, DISPUTE = "correct", "confirm", "dispute"
OWN_ACTS: Mapping[str, str] = {CORRECT: "更正", CONFIRM: "确认", DISPUTE: "不予确认"}
"""Acts that every register knows besides those of its file."""


@dataclass(frozen=True)
class Act:
    """One act as it was done.

    on, at    the day it happened, the instant it was recorded
    values    what it gave, as kept
    corrects  the seq of the act it corrects; 0 for none
    """

    name: str
    on: date
    at: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    actor: str = ""
    actor_name: str = ""
    organ: str = ""
    reason: str = ""
    seq: int = 0
    corrects: int = 0

    def title(self, shape: RegisterShape) -> str:
        """Its name as people read it."""
        return OWN_ACTS.get(self.name) or (shape.acts[self.name].title if self.name in shape.acts else self.name)


@dataclass(frozen=True)
class EntryState:
    """An entry: its state (a code of the register), values, acts; `pending` waits for another organ's confirmation.

    opened    the act that opened the present state (it may have been the same state before)
    """

    state: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()
    pending: Act | None = None
    opened: Act | None = None

    def doers_of(self, names: Iterable[str]) -> frozenset[str]:
        """Who did these acts."""
        wanted = set(names)
        return frozenset(act.actor for act in self.acts if act.name in wanted)

    def last_of(self, name: str) -> Act | None:
        """The newest act of a name."""
        return next((act for act in reversed(self.acts) if act.name == name), None)


def fold(shape: RegisterShape, acts: Iterable[Act]) -> EntryState:
    """The entry after these acts, oldest first."""
    state = EntryState()
    for act in acts:
        state = follow(shape, state, act)
    return state


def follow(shape: RegisterShape, state: EntryState, act: Act) -> EntryState:
    """The entry after one more act."""
    grown = replace(state, acts=(*state.acts, act))
    if act.name == CORRECT:
        return replace(grown, values=merged(state.values, act.values))
    if act.name == DISPUTE:
        return _noted(shape, replace(grown, pending=None), state.pending, answered=act.on)
    if act.name == CONFIRM:
        answered = _after_act(shape, replace(grown, pending=None), state.pending or act, act)
        return _noted(shape, answered, state.pending, answered=act.on)
    declared = shape.acts[act.name]
    return _noted(shape, replace(grown, pending=act), act, None) if declared.confirmed_by else _after_act(shape, grown, act, act)


def _noted(shape: RegisterShape, state: EntryState, waits: Act | None, answered: date | None) -> EntryState:
    """The entry with the days on which confirmation was asked for and answered, where its register has fields for them."""
    confirmed = shape.acts[waits.name].confirmed_by if waits else None
    if not waits or not confirmed:
        return state
    days = {confirmed.asked: waits.on.isoformat(), confirmed.answered: answered.isoformat() if answered else None}
    return replace(state, values=merged(state.values, {name: day for name, day in days.items() if name}))


def _after_act(shape: RegisterShape, state: EntryState, act: Act, by: Act) -> EntryState:
    """The state once an act counts; `by` is the act that made it count (itself, or its confirmation)."""
    declared = shape.acts.get(act.name)
    if declared is None:
        return state
    values = {**merged(state.values, act.values), **given_by(declared, act)}
    moved = declared.to and (declared.to != state.state or act.name not in {a.name for a in state.acts[:-1]})
    opened = by if declared.to and (moved or declared.within or declared.lasts) else state.opened
    return replace(state, state=declared.to or state.state, values=values, opened=opened)


def given_by(declared: RegisterAct, act: Act) -> dict[str, Any]:
    """What an act sets by itself: words, and its own day (`act.on`)."""
    return {name: act.on.isoformat() if value == "act.on" else value for name, value in declared.sets.items()}


def merged(values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Values with those given over them; a given None takes a value away."""
    both = {**values, **given}
    return {name: value for name, value in both.items() if value is not None}
