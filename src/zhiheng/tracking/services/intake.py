"""Positions taken in: only under an order in force, each once, stored before anybody is told so; what is refused is told and traced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.tracking.core.admission import REFUSALS, Fix, refusal_of
from zhiheng.tracking.core.binding import bound_of
from zhiheng.tracking.core.senders import Sender
from zhiheng.tracking.instants import instant
from zhiheng.tracking.models import Alarm, Device, Intake, Order, Position, Watch
from zhiheng.tracking.selectors.bound_positions import group_of, sealed
from zhiheng.tracking.selectors.checkins import running
from zhiheng.tracking.selectors.fences import fences_of
from zhiheng.tracking.services.bounding import note_boundaries
from zhiheng.tracking.services.following import follow_orders
from zhiheng.tracking.services.judging import Batch, judge, judge_again, sift_new, watches_of

CHUNK = 500
MOST_NAMED = 20
MOST_FIXES = 10_000


@dataclass
class IntakeOutcome:
    """What became of a delivery: accepted, there already, refused by reason (with device numbers), and the alarms it gave reason for."""

    accepted: int = 0
    doubled: int = 0
    refused: dict[str, Counter[str]] = field(default_factory=dict)
    alarms: list[Alarm] = field(default_factory=list)
    intake: int = 0

    def refuse(self, code: str, device: str) -> None:
        """Count one that is refused."""
        self.refused.setdefault(code, Counter())[device] += 1

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Why, how many, of which devices, and what to do."""
        return [
            {
                "code": code,
                "count": devices.total(),
                "devices": sorted(devices)[:MOST_NAMED],
                "reason": REFUSALS[code][0],
                "remedy": REFUSALS[code][1],
            }
            for code, devices in sorted(self.refused.items())
        ]


def take_in(*, actor: Actor, now: datetime, sender: Sender, fixes: Sequence[Fix], unread: int = 0, form: str = "own") -> IntakeOutcome:
    """Take positions in; whatever is said of them is durable when this returns. Sent again, they are there already.

    unread   messages that could not be read as positions
    """
    follow_orders(actor=actor, now=now)
    with transaction.atomic():
        hold_head()
        note_boundaries(actor=actor, now=now)
        outcome = IntakeOutcome()
        if unread:
            outcome.refused["unreadable"] = Counter({"": unread})
        accepted = _accepted(sender, fixes, outcome, now)
        _store(accepted, outcome, sender, form, actor=actor, now=now)
    return outcome


def _accepted(sender: Sender, fixes: Sequence[Fix], outcome: IntakeOutcome, now: datetime) -> list[tuple[Order, Fix]]:
    """What may be taken in and is not there yet, by order and instant."""
    devices: dict[str, list[Device]] = {}
    for device in Device.objects.filter(number__in={fix.device_no for fix in fixes}).select_related("order__organ"):
        devices.setdefault(device.number, []).append(device)
    there = _there(fixes)
    found: dict[tuple[str, datetime], tuple[Order, Fix]] = {}
    for fix in fixes:
        code, order = _refused(sender, fix, devices.get(fix.device_no, ()), now)
        if order is None or code:
            outcome.refuse(code, fix.device_no)
        elif (key := (fix.device_no, instant(fix.at))) in there or key in found:
            first = there[key] if key in there else (found[key][1].lon, found[key][1].lat)
            if first == (fix.lon, fix.lat):
                outcome.doubled += 1
            else:
                outcome.refuse("differs", fix.device_no)
        else:
            found[key] = (order, fix)
    return _in_windows(sorted(found.values(), key=lambda one: (one[0].pk, one[1].at)), outcome)


def _refused(sender: Sender, fix: Fix, devices: Iterable[Device], now: datetime) -> tuple[str, Order | None]:
    """Why a position is not taken in, or under which order it is."""
    bearers = list(devices)
    if not bearers:
        return "unknown_device", None
    at = instant(fix.at) if 0 <= fix.at < 1e11 else now
    held = [one for one in bearers if one.from_at <= at and (one.until_at is None or at < one.until_at)]
    device = held[-1] if held else bearers[-1]
    order = device.order
    if not sender.may_send_for(device.number, order.organ_id):
        return "foreign_device", order
    return _without_order(order, at, now) or refusal_of(fix, now.timestamp()) or ("" if held else "no_order"), order


def _without_order(order: Order, at: datetime, now: datetime) -> str:
    """Why nothing may be taken in under the order: neither now, nor of that instant."""
    if order.violations:
        return "unlawful_order"
    if now >= order.last_at or at >= order.last_at:
        return "order_ended"
    return "no_order" if now < order.from_at or at < order.from_at else ""


def _there(fixes: Sequence[Fix]) -> dict[tuple[str, datetime], tuple[float, float]]:
    """Which of the positions are stored already, and where they are."""
    known: dict[tuple[str, datetime], tuple[float, float]] = {}
    sound = [fix for fix in fixes if 0 <= fix.at < 1e11]
    for start in range(0, len(sound), CHUNK):
        part = sound[start : start + CHUNK]
        rows = Position.objects.filter(device_no__in={fix.device_no for fix in part}, at__in={instant(fix.at) for fix in part})
        known.update(((device, at), (lon, lat)) for device, at, lon, lat in rows.values_list("device_no", "at", "lon", "lat"))
    return known


def _in_windows(rows: list[tuple[Order, Fix]], outcome: IntakeOutcome) -> list[tuple[Order, Fix]]:
    """Of a check-in duty one position a window, and none outside of windows."""
    kept, used = [], set()
    for order, fix in rows:
        if order.kind != "checkin":
            kept.append((order, fix))
            continue
        window = running(order, instant(fix.at))
        if window is None or (order.pk, window) in used or _checked_in(order, window):
            outcome.refuse("outside_window", fix.device_no)
            continue
        used.add((order.pk, window))
        kept.append((order, fix))
    return kept


def _checked_in(order: Order, window: tuple[datetime, datetime]) -> bool:
    return Position.objects.filter(order=order, at__gte=window[0], at__lt=window[1]).exists()


def _store(
    accepted: Sequence[tuple[Order, Fix]], outcome: IntakeOutcome, sender: Sender, form: str, *, actor: Actor, now: datetime
) -> None:
    """Write the delivery, its positions, what they give reason for, and the trace, in the caller's transaction."""
    outcome.accepted = len(accepted)
    digest = sha256("\n".join(fix.digest for _, fix in accepted).encode()).hexdigest()
    told = {code: devices.total() for code, devices in outcome.refused.items()}
    positions = _positions(accepted, now)
    intake = Intake(
        sender=sender.title, form=form, received_at=now, taken=outcome.accepted, doubled=outcome.doubled, refused=told, digest=digest,
        bound=bound_of((group_of(one), one.seal) for rows in positions.values() for one in rows),
    )  # fmt: skip
    intake.save()
    outcome.intake = intake.pk
    if accepted:
        outcome.alarms = _judged({order.pk: order for order, _ in accepted}, positions, intake, actor=actor, now=now)
    devices = {code: sorted(devices)[:MOST_NAMED] for code, devices in outcome.refused.items()}
    details = {
        "sender": sender.title,
        "taken": outcome.accepted,
        "doubled": outcome.doubled,
        "refused": told,
        "devices": devices,
        "digest": digest,
    }
    act = "tracking.refused" if told and not outcome.accepted else "tracking.taken"
    append(actor=actor, act=act, thing=f"intake:{intake.pk}", details=details, now=now)


def _positions(accepted: Sequence[tuple[Order, Fix]], now: datetime) -> dict[int, list[Position]]:
    """Sealed rows by order."""
    found: dict[int, list[Position]] = {}
    for order, fix in accepted:
        found.setdefault(order.pk, []).append(sealed(_position(order, fix, now)))
    return found


def _judged(orders: dict[int, Order], positions: dict[int, list[Position]], intake: Intake, *, actor: Actor, now: datetime) -> list[Alarm]:
    for rows in positions.values():
        for one in rows:
            one.intake = intake
    watches = watches_of(list(orders.values()))
    late = {number for number, rows in positions.items() if _is_behind(watches[number], rows)}
    for number in positions.keys() - late:
        sift_new(watches[number], positions[number])
    Position.objects.bulk_create([one for rows in positions.values() for one in rows], batch_size=CHUNK)
    batch = {number: rows for number, rows in positions.items() if number not in late}
    raised = judge(Batch(orders, watches, fences_of(orders.values()), batch), actor=actor, now=now)
    for number in sorted(late):
        raised += judge_again(orders[number], positions[number][0].at.timestamp(), actor=actor, now=now)
    return raised


def _is_behind(watch: Watch, rows: Sequence[Position]) -> bool:
    return watch.last_at is not None and rows[0].at <= watch.last_at


def _position(order: Order, fix: Fix, now: datetime) -> Position:
    return Position(
        order=order, device_no=fix.device_no, at=instant(fix.at), lon=fix.lon, lat=fix.lat, accuracy_m=fix.accuracy_m, battery=fix.battery,
        strap=fix.strap, source=fix.source, speed_mps=fix.speed_mps, valid=fix.valid, archived=fix.archived, received_at=now,
        alarms=list(fix.alarms), digest=fix.digest,
    )  # fmt: skip
