"""A case on one screen, as far as its viewer may see it; the dossier and search ask the same question of visibility."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core import assessing
from zhiheng.procedure.core.acts import PossibleAct, is_seated, possible
from zhiheng.procedure.core.assessing import Assessment
from zhiheng.procedure.core.clocks import Clock, clock_of, clocks
from zhiheng.procedure.core.state import TITLES, DoneStep, Event, State
from zhiheng.procedure.core.values import day_of
from zhiheng.procedure.core.visibility import conducts, hidden_steps, told_of_event, visible_events
from zhiheng.procedure.models import Case, EventRow
from zhiheng.procedure.naming import named_today
from zhiheng.procedure.reading import event_of, spec_of, state_of
from zhiheng.procedure.selectors.lists import case_seen_by
from zhiheng.procedure.services.rights import may_act
from zhiheng.registry import selectors as registry


@dataclass(frozen=True)
class StepView:
    """A step on the line of a case. status: done, open, ahead. `completed` are all times it was done, oldest first."""

    id: str
    title: str
    role: str
    organ: str
    status: str
    opened_on: date | None
    completed: tuple[DoneStep, ...]
    outcome: str
    clock: Clock | None
    urged: tuple[date, ...]
    reported_up: tuple[date, ...]
    source: str
    mark: str = ""
    inner: bool = False


@dataclass(frozen=True)
class EventView:
    """An event as people read it."""

    seq: int
    kind: str
    title: str
    step: str
    step_title: str
    outcome_title: str
    on: date
    recorded_at: Any
    actor: str
    organ: str
    reason: str
    values: Mapping[str, Any]
    documents: tuple[str, ...]
    at: datetime | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseView:
    """A case on one screen, as far as the viewer may see it.

    inside   whether the viewer's organ conducts the case
    seen     number of the last event, which the forms of the page carry
    hidden   inner steps of other organs: their values, papers and files are not for the viewer
    law      step → what the law answers now, shown beside the step's form
    """

    case: Case
    spec: ProcedureSpec
    state: State
    steps: tuple[StepView, ...]
    open_steps: tuple[StepView, ...]
    clocks: tuple[Clock, ...]
    events: tuple[EventView, ...]
    acts_allowed: tuple[PossibleAct, ...]
    inside: bool
    last_seq: int
    hidden: frozenset[str] = frozenset()
    law: Mapping[str, Assessment] = field(default_factory=dict)


def case_view(case_id: UUID, viewer: Any, moment: date) -> CaseView | None:
    """The case on one screen at a moment (a day or an instant); None where the viewer may not see it."""
    case = case_seen_by(viewer, case_id)
    if case is None:
        return None
    spec = spec_of(case.definition)
    rows = list(case.events.all())
    state = state_of(case, spec)
    places = seen_places(viewer, spec, state)
    shown = [row for row, visible in zip(rows, _visible(spec, state, rows, viewer), strict=True) if visible]
    steps = tuple(_step_view(spec, state, step, moment) for step in spec.steps if step not in places)
    return CaseView(
        case=case,
        spec=spec,
        state=state,
        steps=steps,
        open_steps=tuple(step for step in steps if step.status == "open"),
        clocks=tuple(clock for clock in clocks(spec, state, moment) if clock.step not in places),
        events=tuple(_event_view(spec, row, values) for row, values in _told(spec, state, shown, viewer)),
        acts_allowed=acts_allowed(spec, state, viewer, moment),
        inside=is_inside(viewer, spec, state),
        last_seq=rows[-1].seq,
        hidden=places,
        law=_law(spec, state, viewer, moment),
    )


def _visible(spec: ProcedureSpec, state: State, rows: list[EventRow], viewer: Any) -> list[bool]:
    """Which events the viewer sees: what went before the case came to the viewer's organs stays with those that had it."""
    if viewer == registry.COMMAND_LINE:
        return [True] * len(rows)
    events, hidden = [event_of(row) for row in rows], seen_places(viewer, spec, state)
    if is_inside(viewer, spec, state):
        return [event.step not in hidden for event in events]
    names = set(registry.organs_seen_by(viewer).values_list("name", flat=True))
    return [visible and event.step not in hidden for visible, event in zip(visible_events(spec, state, events, names), events, strict=True)]


def seen_places(viewer: Any, spec: ProcedureSpec, state: State) -> frozenset[str]:
    """Inner steps that are not for the viewer, whatever else the viewer sees of the case: only their own organ sees them."""
    return frozenset() if viewer == registry.COMMAND_LINE else hidden_steps(spec, state, {viewer.organ.name})


def is_inside(viewer: Any, spec: ProcedureSpec, state: State) -> bool:
    """Whether the viewer belongs to the organ that opened the case, or to a procuratorate that sees every organ."""
    return registry.sees_everything(viewer) or conducts(spec, state, {viewer.organ.name})


def conductor_of(spec: ProcedureSpec, state: State) -> str:
    """Name of the organ that opened the case: it sees everything that is not another organ's own."""
    return state.organs.get(spec.seat_of(spec.opener)) or ""


def acts_allowed(spec: ProcedureSpec, state: State, viewer: Any, moment: date) -> tuple[PossibleAct, ...]:
    """What the viewer may do in the case now, each act once though the organ sit in two roles."""
    today = day_of(moment) or moment
    own = [
        act
        for act in possible(spec, state, today)
        if is_seated(spec, state, act, viewer.organ.name, state.units.get(act.role, "")) and may_act(viewer, act, state, spec.pack)
    ]
    told_apart = {(act.kind, act.step, act.part, act.outcome if act.kind in {"done", "handed_over"} else ""): act for act in reversed(own)}
    return tuple(reversed(told_apart.values()))


def _law(spec: ProcedureSpec, state: State, viewer: Any, moment: date) -> dict[str, Assessment]:
    """What the law answers now at the open steps of the viewer's organ that ask it."""
    organ, found = getattr(getattr(viewer, "organ", None), "name", ""), {}
    for item in state.open:
        asked = spec.steps[item.step].assess
        if asked and state.organs.get(spec.seat_of(spec.steps[item.step].lane)) == organ:
            found[item.step] = assessing.ask(asked, state, Event("done", day_of(moment) or moment, item.step, organ=organ))
    return found


def organs_of(case: Case) -> dict[str, str]:
    """Role → organ's name, from the seats of the case (the newest where a role was handed over)."""
    return {seat.role: seat.organ.name for seat in sorted(case.seats.all(), key=lambda seat: seat.pk)}


def _step_view(spec: ProcedureSpec, state: State, step_id: str, moment: date) -> StepView:
    step, waiting = spec.steps[step_id], state.waiting(step_id)
    done = tuple(item for item in state.completed if item.step == step_id)
    last = done[-1] if done else None
    outcome = step.outcome(last.outcome) if last else None
    judged = waiting or last
    return StepView(
        id=step_id,
        title=step.title,
        role=spec.roles[step.lane].title,
        organ=state.organs.get(spec.seat_of(step.lane), ""),
        status="open" if waiting else "done" if done else "ahead",
        opened_on=judged.opened_on if judged else None,
        completed=done,
        outcome=outcome.title if outcome else "",
        clock=clock_of(spec, state, judged, moment) if judged else None,
        urged=judged.urged if judged else (),
        reported_up=waiting.reported_up if waiting else (),
        source=step.source,
        mark=step.mark,
        inner=step.inner,
    )


def _told(spec: ProcedureSpec, state: State, rows: list[EventRow], viewer: Any) -> Iterator[tuple[EventRow, Mapping[str, Any]]]:
    """Each event with what was filled in, as far as it is not inner to another organ."""
    former = registry.former_names()
    for row in rows:
        values = row.values if row.kind != "opened" else row.values.get("values", {})
        if viewer != registry.COMMAND_LINE:
            values = told_of_event(spec, state, named_today(event_of(row), former), values, {viewer.organ.name})
        yield row, values


def _event_view(spec: ProcedureSpec, row: EventRow, values: Mapping[str, Any]) -> EventView:
    step = spec.steps.get(row.step)
    outcome = step.outcome(row.outcome) if step else None
    return EventView(
        seq=row.seq,
        kind=row.kind,
        title=TITLES[row.kind],
        step=row.step,
        step_title=step.title if step else "",
        outcome_title=outcome.title if outcome else "",
        on=row.happened_on,
        recorded_at=row.recorded_at,
        actor=row.actor_name,
        organ=row.organ,
        reason=row.reason,
        values=values,
        documents=tuple(row.documents),
        at=row.happened_at,
        more=row.more,
    )


def result_title(spec: ProcedureSpec, state: State) -> str:
    """How the case ended, in Chinese; empty while it is open."""
    if not state.ended_on:
        return ""
    if state.result == "withdrawn":
        return TITLES["withdrawn"]
    last = state.completed[-1]
    outcome = spec.steps[last.step].outcome(last.outcome)
    return outcome.title if outcome else last.outcome
