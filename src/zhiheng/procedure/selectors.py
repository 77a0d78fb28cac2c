"""Readers of cases: each asks who looks, except the followers of upper rooms, which read events by cursor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from zhiheng.catalog.procedure_parts import ProcedureSpec
from zhiheng.procedure.core.acts import PossibleAct, possible
from zhiheng.procedure.core.clocks import Clock, clock_of, clocks
from zhiheng.procedure.core.state import TITLES, DoneStep, State
from zhiheng.procedure.models import Case, EventRow
from zhiheng.procedure.reading import spec_of, state_of
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry

READ = "document.read"


@dataclass(frozen=True)
class StepView:
    """A step on the line of a case. status: done, open, ahead. `done` are all times it was done, oldest first."""

    id: str
    title: str
    role: str
    organ: str
    status: str
    opened_on: date | None
    done: tuple[DoneStep, ...]
    outcome: str
    clock: Clock | None
    urged: tuple[date, ...]
    reported_up: tuple[date, ...]
    source: str


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


@dataclass(frozen=True)
class CaseView:
    """A case on one screen, as far as the viewer may see it. `inside`: whether the viewer's organ conducts the case."""

    case: Case
    spec: ProcedureSpec
    state: State
    steps: tuple[StepView, ...]
    open_steps: tuple[StepView, ...]
    clocks: tuple[Clock, ...]
    events: tuple[EventView, ...]
    acts_allowed: tuple[PossibleAct, ...]
    inside: bool
    seen: int


def cases_seen_by(viewer: Any) -> QuerySet[Case]:
    """Cases in which an organ of the viewer's takes part, once one of its steps has been reached; nobody's without the right."""
    if viewer != registry.COMMAND_LINE and not rights.may(viewer, READ):
        return Case.objects.none()
    cases = Case.objects.select_related("definition").prefetch_related("seats__organ")
    if registry.sees_everything(viewer):
        return cases
    organs = registry.organ_ids_seen_by(viewer)
    return cases.filter(Q(pk__in=Case.objects.filter(seats__visible=True, seats__organ_id__in=organs).values("pk")))


def case_seen_by(viewer: Any, case_id: UUID) -> Case | None:
    """The case, or None where it is not for the viewer to know that it exists."""
    return cases_seen_by(viewer).filter(pk=case_id).first()


def case_view(case_id: UUID, viewer: Any, today: date) -> CaseView | None:
    """The case on one screen; None where the viewer may not see it."""
    case = case_seen_by(viewer, case_id)
    if case is None:
        return None
    spec = spec_of(case.definition)
    rows = list(case.events.all())
    state = state_of(case, spec)
    inside = is_inside(viewer, spec, state)
    shown = rows if inside else _after_first_visible(rows, spec, state, viewer)
    steps = tuple(_step_view(spec, state, step, today) for step in spec.steps)
    return CaseView(
        case=case,
        spec=spec,
        state=state,
        steps=steps,
        open_steps=tuple(step for step in steps if step.status == "open"),
        clocks=clocks(spec, state, today),
        events=tuple(_event_view(spec, row) for row in shown),
        acts_allowed=acts_allowed(spec, state, viewer, today),
        inside=inside,
        seen=rows[-1].seq,
    )


def is_inside(viewer: Any, spec: ProcedureSpec, state: State) -> bool:
    """Whether the viewer belongs to the organ that opened the case, or to a procuratorate that sees every organ."""
    opener = state.organs.get(spec.seat_of(spec.steps[spec.start[0]].by))
    return registry.sees_everything(viewer) or viewer.organ.name == opener


def acts_allowed(spec: ProcedureSpec, state: State, viewer: Any, today: date) -> tuple[PossibleAct, ...]:
    """What the viewer may do in the case today, each act once though the organ sit in two roles."""
    own = [act for act in possible(spec, state, today) if state.organs.get(act.seat) == viewer.organ.name and rights.may(viewer, act.right)]
    told_apart = {(act.kind, act.step, act.outcome if act.kind in {"done", "handed_over"} else ""): act for act in reversed(own)}
    return tuple(reversed(told_apart.values()))


def was_done(case_id: UUID, key: str) -> bool:
    """Whether an act was done under this key already (see `services.act`)."""
    return bool(key) and EventRow.objects.filter(case_id=case_id, key=key).exists()


def states_of(cases: Iterable[Case]) -> list[tuple[Case, ProcedureSpec, State]]:
    """State of each case; give cases with `events` prefetched to read many."""
    return [(case, spec_of(case.definition), state_of(case, spec_of(case.definition))) for case in cases]


def with_events(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases with their events read in one query."""
    return cases.prefetch_related("events")


def organs_of(case: Case) -> dict[str, str]:
    """Role → organ's name, from the seats of the case (the newest where a role was handed over)."""
    return {seat.role: seat.organ.name for seat in sorted(case.seats.all(), key=lambda seat: seat.pk)}


def state_for(case_id: UUID) -> tuple[Case, ProcedureSpec, State] | None:
    """A case with its state, for the rooms above (they ask who looks themselves)."""
    case = Case.objects.select_related("definition").filter(pk=case_id).first()
    return None if case is None else states_of([case])[0]


def events_after(cursor: int, limit: int = 500) -> list[EventRow]:
    """Events written after the cursor, in the order of commits; `id` of the last one is the next cursor."""
    return list(EventRow.objects.filter(pk__gt=cursor).select_related("case__definition").order_by("pk")[:limit])


def _after_first_visible(rows: list[EventRow], spec: ProcedureSpec, state: State, viewer: Any) -> list[EventRow]:
    """Events from the one that first brought the case to the viewer's organs; what went before is the conducting organ's own."""
    names = set(registry.organs_seen_by(viewer).values_list("name", flat=True))
    own = {step.id for step in spec.steps.values() if state.organs.get(spec.seat_of(step.by)) in names}
    for index, row in enumerate(rows):
        outcome = spec.steps[row.step].outcome(row.outcome) if row.kind == "done" else None
        brought = (outcome and own & set(outcome.to)) or (row.kind == "copied" and row.values.get("organ") in names)
        if brought or row.kind == "reported_up":
            return rows[index:]
    return []


def _step_view(spec: ProcedureSpec, state: State, step_id: str, today: date) -> StepView:
    step, waiting = spec.steps[step_id], state.waiting(step_id)
    done = tuple(item for item in state.done if item.step == step_id)
    last = done[-1] if done else None
    outcome = step.outcome(last.outcome) if last else None
    judged = waiting or last
    return StepView(
        id=step_id,
        title=step.title,
        role=spec.roles[step.by].title,
        organ=state.organs.get(spec.seat_of(step.by), ""),
        status="open" if waiting else "done" if done else "ahead",
        opened_on=judged.opened_on if judged else None,
        done=done,
        outcome=outcome.title if outcome else "",
        clock=clock_of(spec, state, judged, today) if judged else None,
        urged=judged.urged if judged else (),
        reported_up=waiting.reported_up if waiting else (),
        source=step.source,
    )


def _event_view(spec: ProcedureSpec, row: EventRow) -> EventView:
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
        values=row.values if row.kind != "opened" else row.values.get("values", {}),
        documents=tuple(row.documents),
    )


def result_title(spec: ProcedureSpec, state: State) -> str:
    """How the case ended, in Chinese; empty while it is open."""
    if not state.ended_on:
        return ""
    if state.result == "withdrawn":
        return TITLES["withdrawn"]
    last = state.done[-1]
    outcome = spec.steps[last.step].outcome(last.outcome)
    return outcome.title if outcome else last.outcome
