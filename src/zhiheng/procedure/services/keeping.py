"""Keep an admitted event: the trace first (its lock orders the cursor), then the event, seats, waiting steps and list columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core.clocks import Clock, clocks, near_from
from zhiheng.procedure.core.effects import effects_of
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.listing import sortable
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.core.values import value_of
from zhiheng.procedure.models import LISTED, Case, EventRow, Seat, Waiting
from zhiheng.registry import selectors as registry

COPIED = "copied"
SERVING = "document.serve"
"""The right of steps that serve papers."""


def keep(case: Case, spec: ProcedureSpec, state: State, event: Event, *, actor: Actor, now: datetime, key: str = "") -> State:
    """Write the event with everything that repeats it for lists; returns the state after it."""
    ledger.hold_head()
    after = follow(spec, state, event)
    seq = state.events + 1
    details: dict[str, object] = {
        "seq": seq, "step": event.step, "outcome": event.outcome, "on": event.on, "reason": event.reason, "values": dict(event.values),
        "documents": list(event.documents),
    }  # fmt: skip
    details |= {name: value for name, value in (("at", event.at), ("part", event.part), ("more", dict(event.more))) if value}
    served = serves(spec, event)
    details |= {"serves": True} if served else {}
    EventRow(
        case=case, seq=seq, kind=event.kind, step=event.step, outcome=event.outcome, part=event.part, happened_on=event.on,
        happened_at=event.at, recorded_at=now, actor=actor.id, actor_name=actor.name, organ=actor.organ, unit=event.unit,
        reason=event.reason, values=dict(event.values), more=dict(event.more), documents=list(event.documents), key=key,
    ).save()  # fmt: skip
    summarise(case, spec, after, now, _seat(case, spec, after, event))
    ledger.append(actor=actor, act=f"case.{event.kind}", thing=f"case:{case.pk}", details=details, now=now)
    if served:
        ledger.checkpoint(actor=actor, now=now)
    return after


def serves(spec: ProcedureSpec, event: Event) -> bool:
    """Whether the event serves papers on another organ: from then on what the trace says of them is signed."""
    step = spec.steps.get(event.step)
    return event.kind == "done" and step is not None and step.right == SERVING


def _seat(case: Case, spec: ProcedureSpec, state: State, event: Event) -> dict[str, Any]:
    """Note which organs take part.

    An organ sees the case if it opened it, once one of its steps has been opened, while it may urge one, or a copy was sent to it.
    """
    wanted = dict.fromkeys(_seats(spec, state, event))
    known = {(seat.role, seat.organ.name): seat for seat in case.seats.select_related("organ")}
    for role, name, visible in wanted:
        seat, unit = known.get((role, name)), _unit_within(spec, state, role) if role in spec.roles else ""
        if seat is None:
            organ = registry.organ_named(name)
            if organ is None:
                raise ActRefused("机关", name, "没有登记", "请先登记该机关")
            known[role, name] = Seat.objects.create(case=case, role=role, organ=organ, visible=visible, unit=unit)
        elif (visible and not seat.visible) or seat.unit != unit:
            Seat.objects.filter(pk=seat.pk).update(visible=seat.visible or visible, unit=unit)
            seat.visible = seat.visible or visible
    return {name: seat.organ for (_, name), seat in known.items()}


def _unit_within(spec: ProcedureSpec, state: State, seat: str) -> str:
    """The unit of a seat's organ to which the case belongs."""
    units = {unit for role, unit in state.units.items() if role in spec.roles and spec.seat_of(role) == seat and unit}
    return units.pop() if len(units) == 1 else ""


def _seats(spec: ProcedureSpec, state: State, event: Event) -> Iterator[tuple[str, str, bool]]:
    concerned = {spec.seat_of(role) for item in (*state.open, *state.completed) for role in _doers(spec, item)}
    concerned |= {spec.seat_of(spec.opener), *(spec.seat_of(role) for item in state.open for role in _urging(spec, item))}
    for role, name in state.organs.items():
        if name:
            yield role, name, role in concerned
    if event.kind == COPIED:
        yield COPIED, str(event.values["organ"]), True
    for name in effects_of(spec, state, event).copies:
        yield COPIED, name, True
    power = spec.steps[event.step].report_up if event.kind == "reported_up" else None
    if power and state.organs.get(power.to):
        yield power.to, state.organs[power.to], True


def _urging(spec: ProcedureSpec, item: Any) -> tuple[str, ...]:
    """Who may urge an open step; one that stays within its organ is nobody else's to know of."""
    step = spec.steps.get(item.step)
    return (step.urge.by,) if step and step.urge and not step.inner and step.urge.by in spec.roles else ()


def _doers(spec: ProcedureSpec, item: Any) -> tuple[str, ...]:
    step = spec.steps.get(item.step)
    if step is None:
        return ()
    return (item.part,) if step.by == "each" and item.part else step.doers


def summarise(case: Case, spec: ProcedureSpec, state: State, now: datetime, organs: Mapping[str, Any], *, touched: bool = True) -> None:
    """Bring the list columns and waiting steps of a case to what its state says; `touched`: something happened in it just now."""
    found = clocks(spec, state, now)
    first = min(
        (clock for clock in found if clock.due_on), key=lambda clock: (clock.due_on, clock.due_at or end_of(clock.due_on)), default=None
    )
    was_open = case.ended_on is None
    case.open_steps = list(dict.fromkeys(item.step for item in state.open))
    case.due_on = first.due_on if first else None
    case.due_at = (first.due_at or end_of(first.due_on)) if first else None
    case.ended_on, case.result = state.ended_on, state.result
    case.last_event_at = now if touched else case.last_event_at
    for column, name in zip(LISTED, spec.listed, strict=False):
        setattr(case, column, sortable(value_of(state, name)))
    case.save()
    if was_open != (case.ended_on is None):
        case.seats.update(open=case.ended_on is None)
    _wait(case, [_waiting(case, spec, state, item, found, organs) for item in state.open])


def _wait(case: Case, rows: list[Waiting]) -> None:
    case.waiting.all().delete()
    Waiting.objects.bulk_create(rows)


def _waiting(case: Case, spec: ProcedureSpec, state: State, item: Any, found: tuple[Clock, ...], organs: Mapping[str, Any]) -> Waiting:
    step = spec.steps[item.step]
    role = item.part if step.by == "each" else step.by
    organ = organs.get(state.organs.get(spec.seat_of(role), ""))
    own = [clock for clock in found if clock.step == item.step and clock.part == item.part and clock.due_on]
    first = min(own, key=lambda clock: clock.due_at or end_of(clock.due_on), default=None)
    return Waiting(
        case=case, procedure=spec.id, step=item.step, part=item.part, role=role, right=step.right or spec.roles[role].right, organ=organ,
        unit=state.units.get(role, ""), opened_at=item.opened_at or start_of(item.opened_on),
        due_at=(first.due_at or end_of(first.due_on)) if first else None,
        near_at=start_of(near_from(first, step)) if first else None, urged=bool(item.urged),
    )  # fmt: skip


def start_of(day: date) -> datetime:
    """The first instant of a day in Shanghai."""
    return datetime.combine(day, time(0), tzinfo=timezone.get_default_timezone())


def end_of(day: date | None) -> datetime:
    """The last instant of a day in Shanghai."""
    return datetime.combine(day or date.max, time(23, 59, 59), tzinfo=timezone.get_default_timezone())
