"""Positions stay three months; then only a summary of each day without any place. What evidence holds stays with its alarm."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Min, Q

from zhiheng.law.clocks import add_days, months_after
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.tracking.core.sifting import JUDGED
from zhiheng.tracking.instants import local_day, start_of
from zhiheng.tracking.models import DaySummary, Position


def first_kept(now: datetime) -> date:
    """The first day whose positions are still kept."""
    return months_after(local_day(now), -settings.TRACKING_MONTHS)


def summarise_positions(*, actor: Actor, now: datetime) -> int:
    """Put a summary in the place of the positions of each day that is over its time, a day a transaction; returns how many went."""
    until_at = start_of(first_kept(now))
    gone = 0
    while (oldest := Position.objects.filter(at__lt=until_at).order_by("at").values_list("at", flat=True).first()) is not None:
        gone += _summarise(local_day(oldest), actor, now)
    return gone


@transaction.atomic
def _summarise(day: date, actor: Actor, now: datetime) -> int:
    hold_head()
    rows = Position.objects.filter(at__gte=start_of(day), at__lt=start_of(add_days(day, 1)))
    counted = rows.order_by().values("order_id").annotate(
        positions=Count("id"), judged=Count("id", filter=Q(verdict=JUDGED)), first_at=Min("at"), last_at=Max("at")
    )  # fmt: skip
    for one in counted:
        figures = {name: value for name, value in one.items() if name != "order_id"}
        DaySummary.objects.update_or_create(order_id=one["order_id"], day=day, defaults=figures)
    gone, _ = rows.order_by().delete()
    append(actor=actor, act="positions.summarised", thing=f"positions:{day}", details={"positions": gone, "orders": len(counted)}, now=now)
    return gone
