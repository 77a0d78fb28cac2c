"""Cases and acts that come from another installation: what an organ did in its own system is held to the same procedure here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhiheng.catalog import packs
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core import acts
from zhiheng.procedure.core.effects import effects_of
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import fold, follow
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.models import Case, Definition, EventRow
from zhiheng.procedure.reading import events_of, spec_of
from zhiheng.procedure.services.acting import locked
from zhiheng.procedure.services.keeping import keep
from zhiheng.procedure.services.opening import publish
from zhiheng.procedure.services.recording import store_records
from zhiheng.procedure.services.seating import demand_known

NOTED = frozenset({"taken", "sub_opened", "sub_ended"})
"""Kinds of events that the engine itself notes; nobody asks for them."""


class UnknownProcedureError(ActRefused):
    """The case follows a procedure that the packs of this installation do not hold in that version."""


@dataclass(frozen=True)
class Arrived:
    """An event of another installation. name: of the officer; whole: nothing inner was left out of it."""

    event: Event
    name: str
    whole: bool


def procedure_of(digest: str, name: str = "") -> ProcedureSpec:
    """The procedure with this very content, of the packs or of a case here; raises UnknownProcedureError, which says what there is instead.

    name   its id, as the other side says it
    """
    ours = packs.loaded(Path(settings.PACKS)).procedures
    found = next((one for one in ours.values() if one.digest == digest), None)
    if found:
        return found
    kept = Definition.objects.filter(digest=digest).first()
    if kept:
        return spec_of(kept)
    reason, own = "本平台没有这一版本的业务流程", ours.get(name)
    if own:
        reason = f"“{own.title}”的流程文本双方不同：来文为 {digest[:12]}，本平台为 {own.digest[:12]}"
    raise UnknownProcedureError("来案", name or digest[:12], reason, "请与来文单位核对业务包版本，更新后重新处理")


@transaction.atomic
def case_arrived(
    *,
    now: datetime,
    case_id: UUID,
    procedure: ProcedureSpec,
    title: str,
    number: str,
    arrived: Sequence[Arrived],
    local: frozenset[str],
    via: str,
) -> Case:
    """Keep a case that another installation brings, with everything that happened so far; the same case again is the one there is.

    local   organs that work here: nobody else tells what they did
    """
    known = Case.objects.filter(pk=case_id).first()
    if known:
        return known
    first = arrived[0].event if arrived else None
    if first is None or first.kind != "opened" or any(one.event.kind == "opened" for one in arrived[1:]):
        raise ActRefused("来案", title, "办理记录不以建案开始", "请由来文单位核对")
    ours = sorted({one.event.organ for one in arrived} & local)
    if ours:
        raise ActRefused("来案", title, f"其中有本平台机关（{'、'.join(ours)}）的办理记录", "本平台机关的办理只在本平台记录")
    demand_known(procedure, _organs(first), "不能接收来案")
    subject = {name: str(value) for name, value in dict(first.values.get("subject") or {}).items()}  # type: ignore[call-overload]
    return _begin(procedure, Case(
        id=case_id, number=number[:80], title=title[:200], procedure=procedure.id, pack=procedure.pack,
        subject=subject.get("number", "")[:100], subject_name=subject.get("name", "")[:100], opened_at=now,
        opened_by=first.actor, last_event_at=now,
    ), arrived, via, now)  # fmt: skip


def _begin(spec: ProcedureSpec, case: Case, arrived: Sequence[Arrived], via: str, now: datetime) -> Case:
    state = State()
    for one in arrived:
        after = follow(spec, state, one.event)
        if one.whole:
            _records(spec, after, case, one, via, now)
        state = after
    ledger.hold_head()
    case.definition = publish(actor=_actor(arrived[0], via), now=now, procedure=spec)
    case.save(force_insert=True)
    state = State()
    for one in arrived:
        state = keep(case, spec, state, one.event, actor=_actor(one, via), now=now)
    return case


@transaction.atomic
def event_arrived(*, now: datetime, case_id: UUID, arrived: Arrived, key: str, via: str) -> Case:
    """Keep an act that an organ did in its own system: its turn, its organ, its form and the law are asked as for any other.

    key   the same event again under its key is done once
    """
    case = locked(case_id)
    rows = list(case.events.all())
    if any(row.key == key for row in rows):
        return case
    spec = spec_of(case.definition)
    state = fold(spec, events_of(rows))
    event = _admitted(spec, state, replace(arrived, whole=arrived.whole and not _lacks(spec, rows)), now)
    demand_known(spec, _organs(event), "不能接收来文")
    one = replace(arrived, event=event)
    if arrived.whole:
        _records(spec, follow(spec, state, event), case, one, via, now)
    keep(case, spec, state, event, actor=_actor(one, via), now=now, key=key)
    return case


def _lacks(spec: ProcedureSpec, rows: Sequence[EventRow]) -> bool:
    """Whether something inner to another organ was left out before: then the law cannot be asked again here, as it was there."""
    return any(
        row.step in spec.steps and spec.steps[row.step].inner and not row.values and spec.form_of(spec.steps[row.step]) for row in rows
    )


def _admitted(spec: ProcedureSpec, state: State, arrived: Arrived, now: datetime) -> Event:
    event = arrived.event
    if event.kind in NOTED:
        if event.organ not in state.organs.values():
            raise ActRefused("不能接收来文", event.kind, f"{event.organ}没有参加本案", "请由来文单位核对")
        return event
    if not arrived.whole:
        acts.demand_own(spec, state, event, now)
        return event
    _, admitted = acts.admit(spec, state, event, now)
    return admitted


def _records(spec: ProcedureSpec, after: State, case: Case, one: Arrived, via: str, now: datetime) -> None:
    store_records(effects_of(spec, after, one.event).records, case, one.event, actor=_actor(one, via), now=now)


def _organs(event: Event) -> dict[str, str]:
    named: Any = event.values.get("organs") if event.kind == "opened" else event.more.get("organs")
    return {str(role): str(organ) for role, organ in dict(named or {}).items() if organ}


def _actor(one: Arrived, via: str) -> Actor:
    return Actor(one.event.actor, one.name, one.event.organ, via)
