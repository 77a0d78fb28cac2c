"""Random checks: some of the duties in force are drawn by lot and called at once; the seed stands in the trace."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

from django.core.exceptions import PermissionDenied
from django.db import transaction

from zhiheng.law.clocks import period_due
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.registry.selectors import organ_named
from zhiheng.tracking.core.calls import drawn, frame_digest
from zhiheng.tracking.core.errors import TrackingRefused
from zhiheng.tracking.instants import local_day
from zhiheng.tracking.models import Order, RandomCall
from zhiheng.tracking.selectors.checkins import windows_for
from zhiheng.tracking.services.devices import demand_officer

MOST_MINUTES = 180


@transaction.atomic
def call_at_random(*, actor: Actor, now: datetime, percent: int, minutes: int = 30, seed: str = "") -> list[RandomCall]:
    """Draw so many per cent of the duties of the actor's organ that have no window now, each to check in within the minutes.

    seed     one of the actor's own; else one nobody knew before
    raises   TrackingRefused where nobody can be drawn, PermissionDenied for who does not handle duties
    """
    hold_head()
    organ = organ_named(actor.organ)
    if organ is None:
        raise PermissionDenied("只有社区矫正机构可以抽查")
    demand_officer(actor, organ, now)
    until = period_due(now, minutes, "minute").due if 0 < minutes <= MOST_MINUTES else None
    if not isinstance(until, datetime) or not 0 < percent <= 100:
        raise TrackingRefused(
            "随机抽查", f"{percent}%、{minutes} 分钟", "比例或者时长不可用", f"比例一至一百，时长一至 {MOST_MINUTES} 分钟"
        )
    orders = Order.objects.filter(organ=organ, kind="checkin", from_at__lte=now, until_at__gte=until).order_by("pk")
    able = {str(one.pk): one for one in orders if _is_free(one, now, until)}
    if not able:
        raise TrackingRefused("随机抽查", organ.name, "现在没有可以抽查的签到义务", "签到时段以外、当日之内再抽")
    said = seed.strip()[:64] or token_hex(16)
    chosen = drawn(list(able), said, percent)
    made = [
        RandomCall.objects.create(order=able[key], from_at=now, until_at=until, seed=said, called_at=now, called_by=actor.id)
        for key in chosen
    ]
    numbers = [able[key].number for key in chosen]
    frame = {"candidates": len(able), "frame": frame_digest(able)}
    details = {"seed": said, "percent": percent, **frame, "drawn": numbers, "until": until}
    append(actor=actor, act="checkin.drawn", thing=f"organ:{organ.pk}", details=details, now=now)
    return made


def _is_free(order: Order, now: datetime, until: datetime) -> bool:
    """Whether nothing is asked of the duty between the two instants of one day."""
    if not (order.in_force_at(now) and order.in_force_at(until)) or local_day(now) != local_day(until):
        return False
    return not any(first < until and now < last for first, last in windows_for(order, local_day(now)))
