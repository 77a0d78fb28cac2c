"""Fences under an order: drawn with a reason, ended with a reason; and the place of execution out of the operator's boundary file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.tracking.core.areas import area_of
from zhiheng.tracking.core.errors import TrackingRefused
from zhiheng.tracking.core.fences import FORBIDDEN, REQUIRED
from zhiheng.tracking.models import OrderFence
from zhiheng.tracking.services.devices import demand_officer, order_or_refused

KINDS_OF_FENCES = {REQUIRED: "应当停留", FORBIDDEN: "禁止进入"}
DAY_MINUTES = 1440


@dataclass(frozen=True)
class NewFence:
    """A fence to be drawn: title, kind, shape (circle or GeoJSON), minutes of the day, why and on what basis."""

    title: str
    kind: str
    shape: Mapping[str, Any]
    reason: str
    hours: Sequence[Sequence[int]] = ()


@transaction.atomic
def draw_fence(*, actor: Actor, now: datetime, order_id: int, fence: NewFence) -> OrderFence:
    """Draw a fence under an order, from now on."""
    hold_head()
    order = order_or_refused(order_id)
    demand_officer(actor, order.organ, now)
    if fence.kind not in KINDS_OF_FENCES or not fence.title.strip() or not fence.reason.strip():
        raise TrackingRefused("围栏", fence.title, "没有写明名称、种类或者理由", "请写明围栏依据的决定或者禁止令")
    if any(len(span) != 2 or not all(0 <= minute <= DAY_MINUTES for minute in span) for span in fence.hours):
        raise TrackingRefused("围栏", fence.title, "时段不可用", "请写起止时刻，如 22:00 至 06:00")
    area_of(fence.shape)
    row = OrderFence.objects.create(
        order=order, title=fence.title.strip()[:100], kind=fence.kind, shape=dict(fence.shape), hours=[list(span) for span in fence.hours],
        since_at=now, reason=fence.reason[:500], made_at=now, made_by=actor.id,
    )  # fmt: skip
    details = {"fence": row.pk, "title": row.title, "kind": row.kind, "reason": row.reason}
    append(actor=actor, act="fence.drawn", thing=f"order:{order.pk}", details=details, now=now)
    return row


@transaction.atomic
def end_fence(*, actor: Actor, now: datetime, fence_id: int, reason: str) -> OrderFence:
    """End a fence: from now on it holds no more."""
    hold_head()
    row = OrderFence.objects.select_for_update(of=("self",)).select_related("order__organ").filter(pk=fence_id, until_at=None).first()
    if row is None:
        raise TrackingRefused("撤销围栏", str(fence_id), "没有这个围栏，或者已经撤销", "请从定位监管页面进入")
    demand_officer(actor, row.order.organ, now)
    if not reason.strip():
        raise TrackingRefused("撤销围栏", row.title, "没有写明理由", "请写明撤销的理由")
    row.until_at = now
    row.save(update_fields=["until_at"])
    append(actor=actor, act="fence.ended", thing=f"order:{row.order_id}", details={"fence": row.pk, "reason": reason}, now=now)
    return row
