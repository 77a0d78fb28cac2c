"""Move one case to a newer version of its procedure: never by itself, always with a reason and a trace."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import Event
from zhiheng.procedure.models import Case
from zhiheng.procedure.reading import events_of, spec_of
from zhiheng.procedure.services.acting import locked, moment_of
from zhiheng.procedure.services.keeping import keep
from zhiheng.procedure.services.opening import publish
from zhiheng.procedure.services.rights import demand_any

DECIDES = "case.decide"


@transaction.atomic
def transfer(*, actor: Actor, now: datetime, case_id: UUID, procedure: ProcedureSpec, reason: str) -> Case:
    """Let the case go on under a newer version; refused where what happened so far cannot have happened under it.

    Only an officer of the organ that opened the case, with the right to decide, may.
    """
    case = locked(case_id)
    was = spec_of(case.definition)
    events = events_of(case.events.all())
    state = fold(was, events)
    if state.organs.get(was.seat_of(was.opener)) != actor.organ:
        raise ActRefused("改用新版流程", case.title, "只有建案机关可以决定", "请由建案机关办理")
    demand_any(actor, [DECIDES], now, pack=case.pack)
    if not reason.strip() or procedure.id != was.id or procedure.digest == was.digest:
        raise ActRefused("改用新版流程", case.title, "没有理由，或新版与现用流程不是同一流程的两个版本", "请写明理由，并选择同一流程的新版")
    try:
        again = fold(procedure, events)
    except (ActRefused, KeyError) as refusal:
        raise ActRefused("改用新版流程", case.title, f"已办的事项在新版中不成立：{refusal}", "本案按原流程办完") from refusal
    if {item.step for item in again.open} != {item.step for item in state.open}:
        raise ActRefused("改用新版流程", case.title, "按新版，待办节点会改变", "请在待办节点相同时改用")
    case.definition = publish(actor=actor, now=now, procedure=procedure)
    day, instant = moment_of(None, now)
    values = {"from": was.digest, "to": procedure.digest}
    noted = Event("transferred", day, organ=actor.organ, actor=actor.id, reason=reason, values=values, at=instant)
    keep(case, procedure, again, noted, actor=actor, now=now)
    return case
