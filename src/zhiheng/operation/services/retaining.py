"""Removes what has passed its term: one officer proposes, another carries it out; the trace keeps who, what and by which order."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.exchange.retention.services import outlived_rejected_rows, remove_rejected_rows
from zhiheng.law.clocks import day_of, midnight, months_after
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.selectors import erasable
from zhiheng.ledger.services import append, erase_details, hold_head
from zhiheng.operation.core.retention import CARRIED_OUT, DECLINED, KINDS, PROPOSED, Kept
from zhiheng.operation.models import RetentionOrder
from zhiheng.schema.errors import UnusableInputError

DONE, NO = "done", "declined"
AT_ONCE = 5000
"""So many entries lose their details in one order; more need another."""


def latest_before(kind: str, today: date) -> date:
    """The last day before which things of this kind have passed their term."""
    return months_after(today, -KINDS[kind].months)


def outlived(kind: str, before: date) -> int:
    """How many things of this kind are older than the day."""
    if KINDS[kind].acts:
        return len(_entries(KINDS[kind], before))
    return outlived_rejected_rows(before=beginning_of(before)).count()


def beginning_of(day: date) -> datetime:
    """The instant at which the day begins."""
    return timezone.make_aware(midnight(day))


def _entries(kept: Kept, before: date) -> list[int]:
    return sorted({seq for act in kept.acts for seq in erasable(before=beginning_of(before), act=act)})


@transaction.atomic
def propose_removal(*, actor: Actor, now: datetime, kind: str, before: date, document: str, reason: str) -> RetentionOrder:
    """Propose to remove what is older than the day; a term that has not passed is refused."""
    _demand_lawful(kind, before, day_of(now))
    if not document.strip() or not reason.strip():
        raise UnusableInputError("期满清除", kind, "没有写明批准文号或理由", "请写明文号、依据和理由")
    hold_head()
    found = outlived(kind, before)
    if not found:
        raise UnusableInputError("期满清除", KINDS[kind].zh, f"没有早于 {before} 的内容", "不需要清除")
    order = RetentionOrder.objects.create(
        kind=kind, before=before, document=document.strip(), reason=reason.strip(), found=found, proposed_by=actor.id, proposed_at=now
    )
    _note(order, actor, PROPOSED, now)
    return order


def _demand_lawful(kind: str, before: date, today: date) -> None:
    if kind not in KINDS:
        raise UnusableInputError("期满清除", kind, "没有这一类", f"可用：{'、'.join(KINDS)}")
    latest = latest_before(kind, today)
    if before > latest:
        raise UnusableInputError("期满清除", f"{KINDS[kind].zh} {before}", f"保存期限未满，最晚到 {latest}", KINDS[kind].basis)


@transaction.atomic
def carry_out_removal(*, actor: Actor, now: datetime, number: int) -> RetentionOrder:
    """Remove what another officer proposed; what has come to an end meanwhile is left as it is."""
    order = _waiting(number, actor)
    _demand_lawful(order.kind, order.before, day_of(now))
    order.removed = _removed(order, actor, now)
    return _decided(order, actor, DONE, CARRIED_OUT, now)


def _removed(order: RetentionOrder, actor: Actor, now: datetime) -> int:
    kept = KINDS[order.kind]
    if not kept.acts:
        return remove_rejected_rows(before=beginning_of(order.before))
    seqs = _entries(kept, order.before)[:AT_ONCE]
    return erase_details(actor=actor, seqs=seqs, reason=order.reason, order=order.document, now=now)


@transaction.atomic
def decline_removal(*, actor: Actor, now: datetime, number: int) -> RetentionOrder:
    """Decline what another officer proposed."""
    return _decided(_waiting(number, actor), actor, NO, DECLINED, now)


def _waiting(number: int, actor: Actor) -> RetentionOrder:
    """The order that waits; its proposer may not decide on it."""
    hold_head()
    order = RetentionOrder.objects.select_for_update().filter(pk=number).first()
    if order is None or order.outcome:
        raise UnusableInputError("期满清除", str(number), "没有这一件，或者已经办理", "请用 zhiheng retention 查看待办的")
    if order.proposed_by == actor.id:
        raise UnusableInputError("期满清除", str(number), "提出人不能自己办理", "请由另一名管理员办理")
    return order


def _decided(order: RetentionOrder, actor: Actor, outcome: str, act: str, now: datetime) -> RetentionOrder:
    order.outcome, order.decided_by, order.decided_at = outcome, actor.id, now
    order.save()
    _note(order, actor, act, now)
    return order


def _note(order: RetentionOrder, actor: Actor, act: str, now: datetime) -> None:
    details = {
        "kind": order.kind, "before": order.before, "document": order.document, "reason": order.reason,
        "found": order.found, "removed": order.removed,
    }  # fmt: skip
    append(actor=actor, act=act, thing=f"retention:{order.pk}", details=details, now=now)
