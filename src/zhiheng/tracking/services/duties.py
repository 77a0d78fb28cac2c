"""Check-in duties: one position in each window, nothing between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from zhiheng.law.clocks import add_days
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.registry.selectors import organ_named
from zhiheng.tracking.core.checkins import are_windows
from zhiheng.tracking.core.errors import TrackingRefused
from zhiheng.tracking.instants import start_of
from zhiheng.tracking.models import Order
from zhiheng.tracking.services.devices import demand_officer, order_or_refused


@dataclass(frozen=True)
class CheckinDuty:
    """Who checks in when, from the first to the last day, and on what basis; windows: first and last minute, minutes of grace."""

    person: str
    name: str
    number: str
    basis: str
    from_on: date
    to_on: date
    windows: Sequence[Sequence[int]]


@transaction.atomic
def set_checkin_duty(*, actor: Actor, now: datetime, duty: CheckinDuty) -> Order:
    """Set a check-in duty of a person under the actor's organ; it needs a person, a basis and an end."""
    hold_head()
    organ = organ_named(actor.organ)
    if organ is None:
        raise PermissionDenied("只有社区矫正机构可以设定签到义务")
    demand_officer(actor, organ, now)
    _demand_whole(duty)
    order = Order.objects.create(
        key=f"checkin|{uuid4()}", kind="checkin", number=duty.number.strip(), person=duty.person.strip(), name=duty.name.strip(),
        ground="checkin", basis=duty.basis.strip()[:500], organ=organ, division=organ.division, from_at=start_of(duty.from_on),
        until_at=start_of(add_days(duty.to_on, 1)), windows=[list(window) for window in duty.windows], made_at=now, made_by=actor.id,
    )  # fmt: skip
    details = {"number": order.number, "from": duty.from_on, "to": duty.to_on, "windows": order.windows, "basis": order.basis}
    append(actor=actor, act="checkin.set", thing=f"order:{order.pk}", details=details, now=now)
    return order


def _demand_whole(duty: CheckinDuty) -> None:
    if not (duty.person.strip() and duty.name.strip() and duty.number.strip() and duty.basis.strip()):
        raise TrackingRefused("签到义务", duty.number, "没有写明人员、编号或者依据", "请写明依据的监管方案或者决定")
    if duty.to_on < duty.from_on:
        raise TrackingRefused("签到义务", duty.number, "止日早于起日", "请核对起止日期")
    if not are_windows(duty.windows):
        raise TrackingRefused("签到义务", duty.number, "签到时段不可用", "每日一至六个时段，先后排列、互不重叠，不跨午夜")


@transaction.atomic
def end_checkin_duty(*, actor: Actor, now: datetime, order_id: int, reason: str) -> Order:
    """End a check-in duty from now on; an order of positioning ends in its own case."""
    hold_head()
    order = order_or_refused(order_id)
    demand_officer(actor, order.organ, now)
    if order.kind != "checkin" or now >= order.last_at:
        raise TrackingRefused("终止签到义务", order.number, "不是签到义务，或者已经终止", "电子定位决定在办理该决定的案件中解除")
    if not reason.strip():
        raise TrackingRefused("终止签到义务", order.number, "没有写明理由", "请写明终止的理由")
    order.ended_at = now
    order.save(update_fields=["ended_at"])
    append(actor=actor, act="checkin.ended", thing=f"order:{order.pk}", details={"number": order.number, "reason": reason}, now=now)
    return order
