"""Readers of orders, alarms and positions: they ask who looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils import timezone

from zhiheng.law.moments import SHANGHAI
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.rights import may, may_read_sensitive
from zhiheng.registry.rows import Officer
from zhiheng.registry.selectors import organs_seen_by, without_barred
from zhiheng.tracking.core.fences import Fence
from zhiheng.tracking.models import Alarm, DaySummary, Device, Gateway, Leave, Order, OrderFence, Position
from zhiheng.tracking.selectors.fences import boundaries, fences_of
from zhiheng.tracking.selectors.senders import sender_of

__all__ = [
    "OrderView", "alarm_counts", "alarm_seen_by",
    "alarm_text", "alarms_seen_by", "boundaries", "gateways_seen_by",
    "last_position_for", "linked",
    "may_handle", "order_seen_by",
    "orders_seen_by", "positions_of", "sender_of",
]  # fmt: skip
MOST_DAYS = 7
MOST_POSITIONS = 5_000


@dataclass(frozen=True)
class OrderView:
    """An order on one page: its devices, fences drawn and in force, leaves, alarms, and the days of which only a summary stays."""

    order: Order
    devices: list[Device]
    drawn: list[OrderFence]
    fences: tuple[Fence, ...]
    leaves: list[Leave]
    alarms: list[Alarm]
    days: list[DaySummary]
    may_handle: bool

    @property
    def bounded(self) -> bool:
        """Whether the place of execution is drawn, so that leaving it can be noticed at all."""
        return any(fence.key == "division" for fence in self.fences)


def orders_seen_by(viewer: Officer | Actor) -> QuerySet[Order]:
    """Orders of the organs whose rows the viewer may see, the newest first, each with how many alarms are open."""
    if isinstance(viewer, Officer) and not may(viewer, "tracking.read"):
        return Order.objects.none()
    rows: QuerySet[Order] = without_barred(Order.objects.filter(organ__in=organs_seen_by(viewer)), viewer, "person").select_related(
        "organ", "watch"
    )
    return rows.annotate(open_alarms=Count("alarms", filter=~Q(alarms__state="closed"))).prefetch_related(
        Prefetch("devices", Device.objects.filter(until_at=None), to_attr="borne")
    )


def last_position_for(viewer: Officer | Actor, now: datetime) -> tuple[bool, datetime | None]:
    """Whether positions are awaited (an order of positioning is in force), and the instant of the newest taken in under such orders."""
    running = Order.objects.filter(organ__in=organs_seen_by(viewer), kind="tag", violations=[], from_at__lte=now, until_at__gt=now)
    running = running.filter(Q(ended_at=None) | Q(ended_at__gt=now))
    if not running.exists():
        return False, None
    return True, Position.objects.filter(order__in=running).aggregate(last=Max("at"))["last"]


def order_seen_by(viewer: Officer, order_id: int) -> OrderView | None:
    """One order; None where there is none for the viewer."""
    order = orders_seen_by(viewer).filter(pk=order_id).first()
    if order is None:
        return None
    return OrderView(
        order, list(order.devices.all()), list(order.fences.all()), fences_of([order]).get(order.pk, ()),
        list(Leave.objects.filter(person=order.person)), list(order.alarms.all()), list(order.days.all()), may_handle(viewer, order),
    )  # fmt: skip


def may_handle(viewer: Officer, order: Order) -> bool:
    """Whether the viewer handles the order: an officer of the organ that keeps it, with the right."""
    return viewer.organ_id == order.organ_id and may(viewer, "tracking.handle")


def alarms_seen_by(viewer: Officer | Actor) -> QuerySet[Alarm]:
    """Alarms of the orders the viewer sees, the newest first."""
    if isinstance(viewer, Officer) and not may(viewer, "tracking.read"):
        return Alarm.objects.none()
    rows: QuerySet[Alarm] = without_barred(Alarm.objects.filter(order__organ__in=organs_seen_by(viewer)), viewer, "order__person")
    return rows.select_related("order__organ")


def alarm_seen_by(viewer: Officer, alarm_id: int) -> Alarm | None:
    """One alarm with what was done about it; None where there is none for the viewer."""
    return alarms_seen_by(viewer).prefetch_related("acts").filter(pk=alarm_id).first()


def alarm_text(alarm: Alarm) -> str:
    """What an alarm says, in one sentence: when, what, how many positions it rests on; never where somebody was."""
    since = alarm.began_at.astimezone(SHANGHAI)
    late = "，依据补传的位置" if alarm.late else ""
    rests_on = f"警报编号{alarm.pk}，佐证位置{len(alarm.evidence['positions'])}个"
    return f"{since:%Y-%m-%d %H:%M}起，{alarm.title}{late}；定位决定{alarm.order.number}，{rests_on}。"


def linked(alarm_id: int, case: str) -> bool:
    """Whether the alarm names the case already (a request sent twice)."""
    return Alarm.objects.filter(pk=alarm_id, case=case).exists()


def alarm_counts(viewer: Officer | Actor) -> Mapping[str, int]:
    """How many alarms stand in each state."""
    return dict(alarms_seen_by(viewer).order_by().values_list("state").annotate(Count("id")))


def gateways_seen_by(viewer: Officer) -> QuerySet[Gateway]:
    """Gateways of the viewer's organ that are not closed."""
    return Gateway.objects.filter(organ_id=viewer.organ_id, closed_at=None) if may(viewer, "tracking.handle") else Gateway.objects.none()


def positions_of(viewer: Officer, order: Order, since: datetime, until: datetime) -> list[Position]:
    """Positions within the order between two instants, at most seven days and so many at once; none without a post for sensitive records.

    Who calls has noted the purpose (`registry.services.record_sensitive_read`) before.
    """
    if not may_read_sensitive(viewer, on=timezone.localdate()) or not orders_seen_by(viewer).filter(pk=order.pk).exists():
        return []
    rows: Any = Position.objects.filter(order=order, at__gte=max(since, order.from_at), at__lt=min(until, order.last_at))
    return list(rows.order_by("at", "id")[:MOST_POSITIONS])
