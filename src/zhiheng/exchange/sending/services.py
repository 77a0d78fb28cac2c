"""Writers of mandates to send in an organ's name, and of what an organ says against a file sent so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.exchange.models import Contest, Delivery, Mandate
from zhiheng.exchange.sending.selectors import SHORTEST_REASON, may_contest
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.rights import roles_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.standard import DATASETS

GIVERS = frozenset({"organ_leader", "chief_prosecutor"})
"""Posts that speak for their organ."""


@transaction.atomic
def give_mandate(
    *,
    actor: Actor,
    now: datetime,
    officer: Any,
    holder: Any,
    datasets: Iterable[str],
    from_on: date,
    basis: str,
    until_on: date | None = None,
) -> Mandate:
    """Let another organ send records in the name of the officer's organ; the head of the organ alone may do so."""
    named = sorted(set(datasets))
    if not roles_of(officer, on=timezone.localdate(now)) & GIVERS:
        raise UnusableInputError("报送委托", officer.organ.name, "只有本机关负责人可以委托他人报送", "请由机关负责人办理")
    if holder.pk == officer.organ_id or any(name not in DATASETS for name in named):
        raise UnusableInputError("报送委托", holder.name, "受托机关是本机关，或者数据集不存在", "请重新选择受托机关和数据集")
    if len(basis.strip()) < SHORTEST_REASON or (until_on is not None and until_on <= from_on):
        raise UnusableInputError("报送委托", holder.name, "没有写明依据，或者止日不在起日之后", "请写明委托书文号，并核对起止日期")
    mandate = Mandate.objects.create(
        giver=officer.organ,
        holder=holder,
        datasets=named,
        basis=basis.strip(),
        from_on=from_on,
        until_on=until_on,
        given_by=f"{actor.name}（{actor.id}）"[:150],
        given_at=now,
    )
    details = {
        "giver": officer.organ.name,
        "holder": holder.name,
        "datasets": named,
        "basis": mandate.basis,
        "from_on": from_on,
        "until_on": until_on,
    }
    append(actor=actor, act="mandate.given", thing=f"mandate:{mandate.pk}", details=details, now=now)
    return mandate


@transaction.atomic
def end_mandate(*, actor: Actor, now: datetime, officer: Any, mandate_id: int, until_on: date) -> Mandate:
    """End a mandate of the officer's organ: `until_on` is the first day without it, not before today."""
    mandate = Mandate.objects.select_for_update().select_related("giver", "holder").filter(pk=mandate_id, giver=officer.organ).first()
    today = timezone.localdate(now)
    if mandate is None or not roles_of(officer, on=today) & GIVERS:
        raise UnusableInputError("报送委托", str(mandate_id), "没有这项委托，或者您不能终止它", "请由委托机关的负责人办理")
    mandate.until_on = max(until_on, today)
    mandate.ended_by = f"{actor.name}（{actor.id}）"[:150]
    mandate.save(update_fields=["until_on", "ended_by"])
    append(actor=actor, act="mandate.ended", thing=f"mandate:{mandate.pk}", details={"until_on": mandate.until_on}, now=now)
    return mandate


@transaction.atomic
def contest_delivery(*, actor: Actor, now: datetime, officer: Any, delivery_id: int, reason: str) -> Contest:
    """Say something against a file that another organ sent in the name of the officer's own; it shows on the records' origin."""
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None or not may_contest(officer, delivery, today=timezone.localdate(now)):
        raise UnusableInputError("报送异议", str(delivery_id), "不是他人以本机关名义报送的数据", "请核对报送编号")
    if len(reason.strip()) < SHORTEST_REASON:
        raise UnusableInputError("报送异议", delivery.name, "没有写明异议的理由", "请写明哪些内容与本机关的记录不一致")
    contest = Contest.objects.create(delivery=delivery, reason=reason.strip(), raised_by=f"{actor.name}（{actor.id}）"[:150], raised_at=now)
    append(actor=actor, act="delivery.contested", thing=f"delivery:{delivery.pk}", details={"reason": contest.reason}, now=now)
    return contest
