"""Writers of cases: each asks who acts and when, checks state, organ and right, and leaves its entry in the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from zhiheng.catalog.procedure_parts import ProcedureSpec
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core import acts
from zhiheng.procedure.core.clocks import clocks
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.models import Case, Definition, EventRow, Seat
from zhiheng.procedure.reading import spec_of, state_of
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry


@transaction.atomic
def publish(*, actor: Actor, now: datetime, procedure: ProcedureSpec) -> Definition:
    """Keep the procedure's content under its digest; a known one is returned as it is."""
    known = Definition.objects.filter(digest=procedure.digest).first()
    if known:
        return known
    details = {"pack": procedure.pack, "digest": procedure.digest}
    ledger.append(actor=actor, act="procedure.published", thing=f"procedure:{procedure.id}", details=details, now=now)
    made, _ = Definition.objects.get_or_create(
        digest=procedure.digest,
        defaults={
            "name": procedure.id,
            "pack": procedure.pack,
            "title": procedure.title,
            "content": json.dumps(procedure.content, ensure_ascii=False),
            "published_at": now,
        },
    )
    return made


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    now: datetime,
    procedure: ProcedureSpec,
    title: str,
    organs: Mapping[str, str],
    subject: str = "",
    values: Mapping[str, object] | None = None,
) -> Case:
    """Open a case under the procedure as it is now.

    organs   role → organ's name; every role that is an organ and not optional must be named
    raises   ActRefused for a missing or unknown organ, PermissionDenied without the right of a starting step
    """
    _check_seats(procedure, organs)
    first = procedure.steps[procedure.start[0]]
    if organs.get(procedure.seat_of(first.by)) != actor.organ:
        raise ActRefused("不能建案", title, f"本流程由{organs.get(procedure.seat_of(first.by))}建案", "请由该机关人员建案")
    demand(actor, procedure.right_of(first), now)
    definition = publish(actor=actor, now=now, procedure=procedure)
    case = Case(definition=definition, title=title, subject=subject, opened_at=now, opened_by=actor.id, last_event_at=now)
    case.save(force_insert=True)
    event = Event("opened", timezone.localdate(now), values={"organs": dict(organs), "values": dict(values or {})})
    _keep(case, procedure, State(), event, actor=actor, now=now)
    return case


def act(
    *,
    actor: Actor,
    now: datetime,
    case_id: UUID,
    step: str,
    outcome: str,
    values: Mapping[str, object] | None = None,
    reason: str = "",
    on: date | None = None,
) -> Case:
    """Do an open step with one of its outcomes; `on` is the day it happened (today where none is named)."""
    event = Event("done", on or timezone.localdate(now), step, outcome, reason=reason, values=dict(values or {}))
    return record(actor=actor, now=now, case_id=case_id, event=event)


def urge(*, actor: Actor, now: datetime, case_id: UUID, step: str, note: str = "") -> Case:
    """Urge the organ whose step is overdue (催办)."""
    return _beside(actor, now, case_id, "urged", step, values={"note": note})


def report_up(*, actor: Actor, now: datetime, case_id: UUID, step: str, report: str = "") -> Case:
    """Report an urged and still overdue step to the upper organ."""
    return _beside(actor, now, case_id, "reported_up", step, values={"report": report})


def withdraw(*, actor: Actor, now: datetime, case_id: UUID, reason: str) -> Case:
    """Withdraw the case (撤回)."""
    return _beside(actor, now, case_id, "withdrawn", reason=reason)


def hand_over(*, actor: Actor, now: datetime, case_id: UUID, role: str, organ: str, reason: str) -> Case:
    """Give a role of the case to another organ (转办)."""
    return _beside(actor, now, case_id, "handed_over", reason=reason, values={"role": role, "organ": organ})


def suspend(*, actor: Actor, now: datetime, case_id: UUID, step: str, reason: str) -> Case:
    """Stop the clock of a step (中止)."""
    return _beside(actor, now, case_id, "suspended", step, reason=reason)


def resume(*, actor: Actor, now: datetime, case_id: UUID, step: str) -> Case:
    """Let the clock of a step run on (恢复)."""
    return _beside(actor, now, case_id, "resumed", step)


def extend(*, actor: Actor, now: datetime, case_id: UUID, step: str, amount: int, unit: str, article: str, reason: str) -> Case:
    """Lengthen the clock of a step (延长): by whom is the actor, by how much, on which article."""
    return _beside(actor, now, case_id, "extended", step, reason=reason, values={"amount": amount, "unit": unit, "article": article})


def correct(*, actor: Actor, now: datetime, case_id: UUID, event: str, on: date, reason: str) -> Case:
    """Correct the day on which an event (`step.outcome`) happened; clocks are recomputed and keep what they were."""
    return _beside(actor, now, case_id, "corrected", reason=reason, values={"event": event, "on": on})


def reopen(*, actor: Actor, now: datetime, case_id: UUID, step: str, reason: str) -> Case:
    """Open an ended case again at the step that the procedure names."""
    return _beside(actor, now, case_id, "reopened", step, reason=reason)


def copy_to(*, actor: Actor, now: datetime, case_id: UUID, organ: str) -> Case:
    """Let another organ see the case (抄送)."""
    return _beside(actor, now, case_id, "copied", values={"organ": organ})


def give_opinion(*, actor: Actor, now: datetime, case_id: UUID, opinion: str) -> Case:
    """Add an organ's opinion to the case (会签)."""
    return _beside(actor, now, case_id, "opinion", values={"opinion": opinion})


def _beside(
    actor: Actor, now: datetime, case_id: UUID, kind: str, step: str = "", *, reason: str = "", values: Mapping[str, object] | None = None
) -> Case:
    event = Event(kind, timezone.localdate(now), step, reason=reason, values=dict(values or {}))
    return record(actor=actor, now=now, case_id=case_id, event=event)


@transaction.atomic
def record(*, actor: Actor, now: datetime, case_id: UUID, event: Event) -> Case:
    """Admit one event and keep it: state, organ, form and right are checked; raises ActRefused or PermissionDenied."""
    case = Case.objects.select_for_update().select_related("definition").filter(pk=case_id).first()
    if case is None:
        raise ActRefused("案件", str(case_id), "没有这个案件", "请从案件列表进入")
    spec = spec_of(case.definition)
    state = state_of(case, spec)
    event = replace(event, organ=actor.organ, actor=actor.id)
    admitted, event = acts.admit(spec, state, event, timezone.localdate(now))
    demand_any(actor, [act.right for act in admitted], now)
    _keep(case, spec, state, event, actor=actor, now=now)
    return case


def demand(actor: Actor, right: str, now: datetime) -> None:
    """The actor must be an officer of the organ they act for, and hold the right on the day."""
    demand_any(actor, [right], now)


def demand_any(actor: Actor, wanted: Iterable[str], now: datetime) -> None:
    """As `demand`, where one of several rights will do (an organ may sit in a case in two roles)."""
    officer, day, needed = registry.officer_named(actor.id), timezone.localdate(now), list(wanted)
    if officer is None or officer.organ.name != actor.organ:
        raise PermissionDenied(f"{actor.name}不是{actor.organ}的办案人员")
    if not any(rights.may(officer, right, on=day) for right in needed):
        rights.demand(officer, needed[0], on=day)


def _check_seats(procedure: ProcedureSpec, organs: Mapping[str, str]) -> None:
    for role in procedure.roles.values():
        if not role.of and not role.optional and role.id not in organs:
            raise ActRefused("不能建案", procedure.title, f"没有指定{role.title}", "请选择机关")
    for role_id, name in organs.items():
        part, organ = procedure.roles.get(role_id), registry.organ_named(name)
        if part is None or organ is None:
            raise ActRefused("不能建案", procedure.title, f"没有登记的机关“{name}”（{role_id}）", "请先登记该机关")
        if part.kinds and organ.kind not in part.kinds:
            raise ActRefused("不能建案", procedure.title, f"{name}不能担任{part.title}", "请选择相应类别的机关")


def _keep(case: Case, spec: ProcedureSpec, state: State, event: Event, *, actor: Actor, now: datetime) -> None:
    """Follow the event, write ledger entry, event and the case's summary; the ledger's lock comes first and orders the cursor."""
    after = follow(spec, state, replace(event, organ=actor.organ, actor=actor.id))
    seq = case.events.count() + 1
    details = {
        "seq": seq, "step": event.step, "outcome": event.outcome, "on": event.on, "reason": event.reason, "values": dict(event.values),
        "documents": list(event.documents),
    }  # fmt: skip
    ledger.append(actor=actor, act=f"case.{event.kind}", thing=f"case:{case.pk}", details=details, now=now)
    EventRow(
        case=case, seq=seq, kind=event.kind, step=event.step, outcome=event.outcome, happened_on=event.on, recorded_at=now, actor=actor.id,
        actor_name=actor.name, organ=actor.organ, reason=event.reason, values=dict(event.values), documents=list(event.documents),
    ).save()  # fmt: skip
    _seat(case, spec, after, event)
    _summarise(case, spec, after, now)


def _seat(case: Case, spec: ProcedureSpec, state: State, event: Event) -> None:
    """Note which organs take part. An organ sees the case once one of its steps has been opened, or a copy was sent to it."""
    reached = [item.step for item in state.open] + [item.step for item in state.done]
    concerned = {spec.seat_of(spec.steps[step].by) for step in reached}
    seats = [(role, name, role in concerned) for role, name in state.organs.items()]
    if event.kind == "copied":
        seats.append(("copied", str(event.values["organ"]), True))
    if event.kind == "reported_up":
        power = spec.steps[event.step].report_up
        seats += [(power.to, state.organs[power.to], True)] if power and power.to in state.organs else []
    for role, name, visible in seats:
        organ = registry.organ_named(name)
        if organ is None:
            raise ActRefused("机关", name, "没有登记", "请先登记该机关")
        seat, _ = Seat.objects.get_or_create(case=case, role=role, organ=organ)
        if visible and not seat.visible:
            Seat.objects.filter(pk=seat.pk).update(visible=True)


def _summarise(case: Case, spec: ProcedureSpec, state: State, now: datetime) -> None:
    today = timezone.localdate(now)
    due = [clock.due_on for clock in clocks(spec, state, today) if clock.due_on]
    case.open_steps = [item.step for item in state.open]
    case.due_on = min(due, default=None)
    case.ended_on, case.result, case.last_event_at = state.ended_on, state.result, now
    case.save(update_fields=["open_steps", "due_on", "ended_on", "result", "last_event_at"])
