"""What officers do with a clue: assign, verify, refute with a cause, take up again, snooze."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.core.states import ACTS, CAUSES, FROM, STATES
from zhiheng.oversight.models import Clue
from zhiheng.oversight.services.closed import in_scope, is_closed
from zhiheng.oversight.services.dependencies import demand_settled
from zhiheng.oversight.services.notes import note
from zhiheng.procedure.services import demand
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry


@transaction.atomic
def assign_clue(*, actor: Actor, now: datetime, clue_id: int, to: str, reason: str = "") -> Clue:
    """Give the clue to an officer, by sign-in name; the officer must be able to verify clues."""
    clue = clue_for_act(actor, now, clue_id, "assigned", "clue.handle")
    officer = registry.officer_named(to)
    if officer is None or not rights.may(officer, "clue.verify", on=timezone.localdate(now)):
        raise ClueRefused("分派线索", to, "该人员不存在或无权核实线索", "请选择检察官")
    if is_closed(clue, officer):
        raise ClueRefused("分派线索", to, "该人员应当回避，或者不在准许知悉的人员之内", "请选择其他检察官")
    if not _reaches(officer, clue):
        raise ClueRefused("分派线索", to, "该人员看不到这条线索", "请选择看得到该机关线索的检察官")
    clue.assigned_to_id = officer.pk
    return changed(clue, "assigned", actor=actor, now=now, reason=reason, details={"to": to})


@transaction.atomic
def verify_clue(*, actor: Actor, now: datetime, clue_id: int, reason: str = "") -> Clue:
    """State that the clue is true; refused while it rests on a match of persons that nobody has decided."""
    clue = clue_for_act(actor, now, clue_id, "verified", "clue.verify")
    demand_settled("核实线索", clue)
    clue.cause, clue.reason, clue.snoozed_until = "", reason, None
    return changed(clue, "verified", actor=actor, now=now, reason=reason)


@transaction.atomic
def refute_clue(*, actor: Actor, now: datetime, clue_id: int, cause: str, reason: str) -> Clue:
    """State that the clue is not true and why: cause `data`, `rule`, `lawful_exception` or `identity`, with a reason."""
    clue = clue_for_act(actor, now, clue_id, "refuted", "clue.verify")
    if cause not in CAUSES:
        raise ClueRefused("排除线索", cause, "没有这种原因", f"可用：{'、'.join(CAUSES.values())}")
    if not reason.strip():
        raise ClueRefused("排除线索", str(clue), "没有写明理由", "请写明核查情况")
    clue.cause, clue.reason, clue.snoozed_until = cause, reason, None
    return changed(clue, "refuted", actor=actor, now=now, reason=reason, details={"cause": cause})


@transaction.atomic
def reopen_clue(*, actor: Actor, now: datetime, clue_id: int, reason: str) -> Clue:
    """Take a verified or refuted clue back for another look."""
    clue = clue_for_act(actor, now, clue_id, "reopened", "clue.verify")
    if not reason.strip():
        raise ClueRefused("重新核查", str(clue), "没有写明理由", "请写明理由")
    clue.cause, clue.reason = "", ""
    state = "assigned" if clue.assigned_to_id else "received"
    return changed(clue, state, actor=actor, now=now, reason=reason, kind="reopened")


@transaction.atomic
def snooze_clue(*, actor: Actor, now: datetime, clue_id: int, until: date, reason: str) -> Clue:
    """Put the clue aside until a day, with a reason; it keeps its state."""
    clue = clue_for_act(actor, now, clue_id, "snoozed", "clue.handle")
    if until <= timezone.localdate(now) or not reason.strip():
        raise ClueRefused("暂缓线索", str(until), "暂缓的截止日期应晚于今天，并写明理由", "请改正后再提交")
    clue.snoozed_until = until
    return changed(clue, clue.state, actor=actor, now=now, reason=reason, kind="snoozed", details={"until": until.isoformat()})


def clue_for_act(actor: Actor, now: datetime, clue_id: int, act: str, right: str) -> Clue:
    """The clue, locked, when the act is allowed in its state and to this officer (who must see its organ)."""
    demand(actor, right, now)
    ledger.hold_head()
    clue = Clue.objects.select_for_update().filter(pk=clue_id).first()
    viewer = registry.officer_named(actor.id)
    if clue is None or not sees(viewer, clue):
        raise ClueRefused("线索", str(clue_id), "没有这条线索", "请从线索列表进入")
    if clue.state not in FROM[act]:
        states = "、".join(STATES[state] for state in FROM[act])
        raise ClueRefused(f"不能{ACTS[act]}", f"线索 {clue.pk}", f"线索{STATES[clue.state]}", f"只有{states}的线索可以{ACTS[act]}")
    return clue


def sees(viewer: Any, clue: Clue) -> bool:
    """Whether the officer may see the clue: of the province or the organs they see, within their post's scope, and not closed to them."""
    if viewer is None or is_closed(clue, viewer) or not in_scope(Clue.objects.filter(pk=clue.pk), viewer).exists():
        return False
    return _reaches(viewer, clue)


def _reaches(officer: Any, clue: Clue) -> bool:
    """Whether the clue is of an organ whose rows the officer sees."""
    return registry.sees_everything(officer) or clue.organ_id in registry.organ_ids_seen_by(officer)


def changed(
    clue: Clue,
    state: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    kind: str = "",
    details: Mapping[str, object] | None = None,
) -> Clue:
    """Keep the clue in its new state, with event and ledger entry."""
    if state != clue.state:
        clue.state, clue.state_at = state, now
    clue.save()
    note(clue, kind or state, actor=actor, now=now, reason=reason, details=details)
    return clue
