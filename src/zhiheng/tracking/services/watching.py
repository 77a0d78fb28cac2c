"""What no position says: a device that is silent or was never heard, a check-in that was missed, an order whose end is near."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from zhiheng.law.clocks import add_days
from zhiheng.law.moments import SHANGHAI
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import hold_head
from zhiheng.tracking.core.checkins import Window
from zhiheng.tracking.core.kinds import CHAIN_DAYS, ENDING_DAYS, KINDS
from zhiheng.tracking.instants import local_day, start_of
from zhiheng.tracking.models import Device, Order, Watch
from zhiheng.tracking.selectors.checkins import is_called, is_checked_in, windows_for
from zhiheng.tracking.services.alarming import Found, raise_alarm
from zhiheng.tracking.services.following import follow_orders
from zhiheng.tracking.services.judging import evidence_of


def watch_orders(*, actor: Actor, now: datetime) -> int:
    """Raise what is missing under orders in force; run again it raises nothing twice. Returns how many alarms were raised."""
    follow_orders(actor=actor, now=now)
    raised = 0
    for order in Order.objects.filter(from_at__lte=now, until_at__gt=now).select_related("organ"):
        if order.in_force_at(now):
            raised += _watch(order, actor, now)
    return raised


@transaction.atomic
def _watch(order: Order, actor: Actor, now: datetime) -> int:
    hold_head()
    found = list(_missing(order, now))
    raised = [raise_alarm(actor=actor, now=now, order=order, found=one, evidence=evidence_of(order, one, None)) for one in found]
    return sum(alarm is not None for alarm in raised)


def _missing(order: Order, now: datetime) -> Iterator[Found]:
    if order.kind == "checkin":
        yield from _missed(order, now)
        return
    device = Device.objects.filter(order=order, until_at=None).order_by("from_at").first()
    if device is not None:
        yield from _silent(order, device, now)
    ends_near = start_of(add_days(local_day(order.last_at), -ENDING_DAYS))
    if now >= ends_near:
        yield Found("order_ending", "", f"期限至 {local_day(order.last_at)} 零时届满", ends_near.timestamp(), now.timestamp())


def _silent(order: Order, device: Device, now: datetime) -> Iterator[Found]:
    """Silence since the newest position, or since the device was given."""
    watch = Watch.objects.filter(order=order).first()
    heard_at = watch.last_at if watch else None
    kind = "no_signal" if heard_at else "absent"
    since = max(heard_at, device.from_at) if heard_at else device.from_at
    if now.timestamp() - since.timestamp() >= KINDS[kind].grace_seconds:
        yield Found(kind, "", "", since.timestamp(), now.timestamp())


def _missed(order: Order, now: datetime) -> Iterator[Found]:
    """Windows of today and yesterday that ended without a check-in."""
    for day in (add_days(local_day(now), -1), local_day(now)):
        for first, last in windows_for(order, day):
            if _is_missed(order, (first, last), now):
                said = (
                    f"{local(first):%Y-%m-%d %H:%M} 的{'抽查' if is_called(order, (first, last)) else '时段'}{_in_a_row(order, first, now)}"
                )
                yield Found("checkin_missed", f"{local(first):%Y%m%d%H%M}", said, first.timestamp(), first.timestamp())


def _is_missed(order: Order, window: Window, now: datetime) -> bool:
    """Whether the window, that the duty had already, ended without a check-in."""
    ended = max(order.from_at, order.made_at) <= window[0] and window[1] <= min(now, order.last_at)
    return ended and not is_checked_in(order, window)


def _in_a_row(order: Order, first: datetime, now: datetime) -> str:
    """The how many-th window without a check-in it is, where others right before it were missed too; a week is looked back."""
    before = [window for back in range(CHAIN_DAYS, -1, -1) for window in windows_for(order, add_days(local_day(first), -back))]
    missed = [_is_missed(order, window, now) for window in before if window[0] < first]
    row = next((place for place, one in enumerate(reversed(missed)) if not one), len(missed))
    return f"，连续第 {row + 1} 次" if row else ""


def local(moment: datetime) -> datetime:
    """The instant on the clock of Shanghai."""
    return moment.astimezone(SHANGHAI)
