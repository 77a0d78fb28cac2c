"""Writers of cases: each asks who acts and when, checks state, organ and right, and leaves its entry in the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from zhiheng.catalog.procedure_parts import ProcedureSpec
from zhiheng.dossier import services as dossier
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core import acts
from zhiheng.procedure.core.clocks import clocks
from zhiheng.procedure.core.errors import ActRefused, Changed, Newer
from zhiheng.procedure.core.fold import fold, follow
from zhiheng.procedure.core.state import TITLES, Event, State
from zhiheng.procedure.models import Case, Definition, EventRow, Seat
from zhiheng.procedure.reading import event_of, spec_of
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry

File = tuple[str, bytes]
"""Name and content of a file that is handed in."""
Files = Mapping[str, File | Sequence[File]]


@dataclass(frozen=True)
class Handed:
    """What comes with an act beside its event (see `act`)."""

    files: Files = field(default_factory=dict)
    seen: int | None = None
    key: str = ""

    @property
    def names(self) -> dict[str, str]:
        """The files' names under their fields, as the form reads them before they are kept."""
        return {field: "、".join(name for name, _ in _each(given)) for field, given in self.files.items()}


def _each(given: File | Sequence[File]) -> Sequence[File]:
    return [given] if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], str) else given  # type: ignore[list-item,return-value]


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


def act(  # noqa: PLR0913 - what an act is made of
    *,
    actor: Actor,
    now: datetime,
    case_id: UUID,
    step: str,
    outcome: str,
    values: Mapping[str, object] | None = None,
    reason: str = "",
    on: date | None = None,
    files: Files | None = None,
    seen: int | None = None,
    key: str = "",
) -> Case:
    """Do an open step with one of its outcomes: the only way, whoever asks.

    on      the day it happened (today where none is named)
    files   field of the form → file or files handed in, kept in the dossier in the same transaction
    seen    number of the last event when the form was made; `Changed` where there are newer ones
    key     an act repeated under the same key is done once
    raises  ActRefused, Changed, DocumentRefused, PermissionDenied; then nothing is changed
    """
    event = Event("done", on or timezone.localdate(now), step, outcome, reason=reason, values=dict(values or {}))
    return _record(case_id, event, Handed(files or {}, seen, key), actor=actor, now=now)


def beside(  # noqa: PLR0913 - what an act is made of
    *,
    actor: Actor,
    now: datetime,
    case_id: UUID,
    kind: str,
    step: str = "",
    values: Mapping[str, object] | None = None,
    reason: str = "",
    seen: int | None = None,
    key: str = "",
) -> Case:
    """Do an act beside the steps: urged, reported_up, withdrawn, handed_over, suspended, resumed, extended, corrected, reopened, copied, opinion.

    values   as `acts.BESIDE_FORMS` asks them for each kind
    """
    event = Event(kind, timezone.localdate(now), step, reason=reason, values=dict(values or {}))
    return _record(case_id, event, Handed({}, seen, key), actor=actor, now=now)


@transaction.atomic
def _record(case_id: UUID, event: Event, handed: Handed, *, actor: Actor, now: datetime) -> Case:
    """Admit one event and keep it. Locks are taken in one order: the case, the trace's head, then what follows cases (decision 0005)."""
    case = Case.objects.select_for_update(of=("self",), no_key=True).select_related("definition").filter(pk=case_id).first()
    if case is None:
        raise ActRefused("案件", str(case_id), "没有这个案件", "请从案件列表进入")
    spec, rows = spec_of(case.definition), list(case.events.all())
    if handed.key and (before := next((row for row in rows if row.key == handed.key), None)):
        return _done_before(case, before, event)
    demand_seen(spec, rows, handed.seen, event)
    state = fold(spec, map(event_of, rows))
    event = replace(event, organ=actor.organ, actor=actor.id, values={**event.values, **handed.names})
    admitted, event = acts.admit(spec, state, event, timezone.localdate(now))
    demand_any(actor, [act.right for act in admitted], now)
    event = replace(event, values={**event.values, **_attach(case, handed.files, actor=actor, now=now)})
    _keep(case, spec, state, event, actor=actor, now=now, key=handed.key)
    return case


def _done_before(case: Case, before: EventRow, event: Event) -> Case:
    """An act that comes again under its key is done already; another act under the same key is refused."""
    if (before.kind, before.step, before.outcome) != (event.kind, event.step, event.outcome):
        raise ActRefused("不能办理", event.step, "同一提交标识已用于另一事项", "请刷新页面后重新提交")
    return case


def demand_seen(spec: ProcedureSpec, rows: list[EventRow], seen: int | None, event: Event) -> None:
    """Refuse an act decided on an older state of the case than there is now."""
    newer = [row for row in rows if seen is not None and row.seq > seen]
    if newer:
        raise Changed(
            event_title(spec, event), [Newer(row.seq, event_title(spec, event_of(row)), row.actor_name, row.organ) for row in newer]
        )


def event_title(spec: ProcedureSpec, event: Event) -> str:
    """An event in words: the outcome of a step under the step's title, else its kind."""
    step = spec.steps.get(event.step)
    outcome = step.outcome(event.outcome) if step else None
    return f"{step.title}：{outcome.title}" if step and outcome else TITLES.get(event.kind, event.kind)


def _attach(case: Case, files: Files, *, actor: Actor, now: datetime) -> dict[str, str]:
    """Keep files handed in; the case remembers their names under the fields of its form."""
    named: dict[str, str] = {}
    for field, given in files.items():
        kept = [
            dossier.attach(actor=actor, now=now, dossier_key=case.dossier_key, name=name, content=content) for name, content in _each(given)
        ]
        named[field] = "、".join(file.name for file in kept)
    return named


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


def _keep(case: Case, spec: ProcedureSpec, state: State, event: Event, *, actor: Actor, now: datetime, key: str = "") -> None:
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
        actor_name=actor.name, organ=actor.organ, reason=event.reason, values=dict(event.values), documents=list(event.documents), key=key,
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
