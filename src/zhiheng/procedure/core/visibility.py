"""One question of visibility: which steps, events, values and files of a case an organ may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.state import OPENING, Event, State


def conducts(spec: ProcedureSpec, state: State, names: Collection[str]) -> bool:
    """Whether one of these organs opened the case: it sees everything that is not another organ's own."""
    return state.organs.get(spec.seat_of(spec.opener)) in names


def hidden_steps(spec: ProcedureSpec, state: State, names: Collection[str]) -> frozenset[str]:
    """Inner steps of organs that are not among these: step, values, papers and files stay inside."""
    return frozenset(step.id for step in spec.steps.values() if step.inner and not _is_of(spec, state, step.id, names))


def _is_of(spec: ProcedureSpec, state: State, step: str, names: Collection[str]) -> bool:
    by = spec.steps[step].by
    seats = [spec.seat_of(part) for part in spec.steps[step].each] if by == "each" else [spec.seat_of(by)]
    who = {state.organs.get(seat) for seat in seats} | {done.organ for done in state.completed if done.step == step}
    return bool(who & set(names))


def visible_events(spec: ProcedureSpec, state: State, events: Iterable[Event], names: Collection[str]) -> list[bool]:
    """For each event of a case, in order, whether these organs may see it.

    The organ that opened the case sees all but what is another's own; any other organ sees from the event on that first brought
    the case to it (its first step, a copy, a report), and never what is inner to another.
    """
    hidden = hidden_steps(spec, state, names)
    reached = conducts(spec, state, names)
    found = []
    for event in events:
        reached = reached or _brings(spec, state, event, names)
        about = event.step or str(event.values.get("event", "")).partition(".")[0]
        found.append(reached and about not in hidden)
    return found


def _brings(spec: ProcedureSpec, state: State, event: Event, names: Collection[str]) -> bool:
    """Whether an event first brings the case to one of these organs."""
    step = spec.steps.get(event.step)
    outcome = step.outcome(event.outcome) if step and event.kind == "done" else None
    if outcome and (
        any(_is_of(spec, state, target, names) for target in outcome.to if target in spec.steps)
        or _copied(spec, state, outcome.copies, names)
    ):
        return True
    if event.kind == "opened":
        given: Any = event.values.get("at")
        return any(_is_of(spec, state, start, names) for start in given or spec.start)
    if event.kind == "copied":
        return event.values.get("organ") in names
    if event.kind == "reported_up":
        power = step.report_up if step else None
        return bool(power and power.to and state.organs.get(power.to) in names)
    return event.organ in names


def _copied(spec: ProcedureSpec, state: State, roles: Iterable[str], names: Collection[str]) -> bool:
    return any(state.organs.get(spec.seat_of(role)) in names for role in roles)


def told_of_event(
    spec: ProcedureSpec, state: State, event: Event, values: Mapping[str, Any], names: Collection[str]
) -> dict[str, Any]:  # fmt: skip
    """What was filled in with an event: what is marked inner is for the organ that did it and the one that opened the case alone."""
    if event.organ in names or conducts(spec, state, names):
        return dict(values)
    step = spec.steps.get(event.step)
    own = {field.id: field for field in spec.form_of(step)} if step else {}
    known = {**spec.fields, **{field.id: field for field in spec.opening_fields}, **own}
    return {name: value for name, value in values.items() if not (name in known and known[name].inner)}


def visible_values(spec: ProcedureSpec, state: State, names: Collection[str]) -> dict[str, object]:
    """The newest values of the case without fields that are inner to another organ."""
    hidden = hidden_steps(spec, state, names)
    private = {field.id for step in hidden for field in spec.form_of(spec.steps[step])}
    if not conducts(spec, state, names):
        private |= {name for name, field in spec.fields.items() if field.inner}
        private |= {field.id for field in spec.opening_fields if field.inner}
    open_elsewhere = {field.id for step in spec.steps if step not in hidden for field in spec.form_of(spec.steps[step]) if not field.inner}
    return {name: value for name, value in state.values.items() if name not in private - (open_elsewhere - {OPENING})}
