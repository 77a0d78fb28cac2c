"""Positions held against fences and against each other; what comes late is judged with what was there, as it happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np

from zhiheng.ledger.core.actor import Actor
from zhiheng.tracking.core.fences import FORBIDDEN, MARGIN_M, Fence, FenceSet
from zhiheng.tracking.core.kinds import LATE_SECONDS
from zhiheng.tracking.core.sifting import DRIFT, JUDGED, VERDICTS, radius_of, sift
from zhiheng.tracking.core.signals import DeviceReport, heard
from zhiheng.tracking.core.watching import Carried, Points, Turn, advance
from zhiheng.tracking.instants import instant
from zhiheng.tracking.models import Alarm, Leave, Order, Position, Watch
from zhiheng.tracking.selectors.fences import fences_of
from zhiheng.tracking.services.alarming import Found, end_alarms, raise_alarm

BEFORE_SECONDS = 7200
"""What comes late is judged from so long before its first position on."""
CHUNK = 20_000
SILENCE = ("no_signal", "absent")
CARRIED_FIELDS = ["last_at", "last_received_at", "battery", "anchor", "fences", "signals"]
MOST_EVIDENCE = 50
EVIDENCE_SECONDS = 1800
DECIMALS = 6


@dataclass
class Batch:
    """Positions of several orders to be judged together: orders by number, their watches and fences, positions by order and instant."""

    orders: Mapping[int, Order]
    watches: Mapping[int, Watch]
    fences: Mapping[int, tuple[Fence, ...]]
    positions: Mapping[int, list[Position]]


def watches_of(orders: Iterable[Order]) -> dict[int, Watch]:
    """The watch of each order, made where there is none."""
    known = {watch.order_id: watch for watch in Watch.objects.filter(order__in=orders)}
    for order in orders:
        if order.pk not in known:
            known[order.pk] = Watch.objects.create(order=order)
    return known


def sift_new(watch: Watch, positions: Sequence[Position]) -> None:
    """Give each position of one order its verdict, from the last one that was judged on."""
    anchor = [watch.anchor] if watch.anchor else []
    rows = [*anchor, *([one.at.timestamp(), one.lon, one.lat, _radius(one)] for one in positions)]
    at, lon, lat, radius = np.asarray(rows, float).T
    valid = np.asarray([True] * len(anchor) + [one.valid for one in positions])
    verdicts = sift(at, lon, lat, radius, valid)[len(anchor) :]
    for position, verdict in zip(positions, verdicts, strict=True):
        position.verdict = int(verdict)
    judged = np.flatnonzero(verdicts == JUDGED)
    if len(judged):
        watch.anchor = [float(part) for part in rows[len(anchor) + int(judged[-1])]]


def _radius(position: Position) -> float:
    given = np.nan if position.accuracy_m is None else position.accuracy_m
    return float(radius_of(np.asarray([given]))[0])


def judge(batch: Batch, *, actor: Actor, now: datetime) -> list[Alarm]:
    """Raise what the positions give reason for, in the caller's transaction; they are stored and sifted."""
    raised = _judge_fences(batch, actor=actor, now=now)
    _end_silence(batch)
    for number, positions in batch.positions.items():
        raised += _judge_device(batch, number, positions, actor=actor, now=now)
        watch, last = batch.watches[number], positions[-1]
        watch.last_at, watch.last_received_at = max(watch.last_at or last.at, last.at), now
        watch.battery = last.battery if last.battery is not None else watch.battery
    watches = [batch.watches[number] for number in batch.positions]
    Watch.objects.bulk_create(watches, update_conflicts=True, unique_fields=["order"], update_fields=CARRIED_FIELDS, batch_size=CHUNK)
    return raised


def _end_silence(batch: Batch) -> None:
    """Whoever is heard again is neither silent nor absent: one question for all, then one note for each who was."""
    lasting = Alarm.objects.filter(order__in=list(batch.positions), kind__in=SILENCE, ended_at=None)
    for number in lasting.order_by("order_id").values_list("order_id", flat=True).distinct():
        end_alarms(batch.orders[number], SILENCE, "", batch.positions[number][-1].at.timestamp())


def judge_again(order: Order, first_at: float, *, actor: Actor, now: datetime) -> list[Alarm]:
    """Judge an order's positions once more from shortly before an instant on: some came late."""
    watch = watches_of([order])[order.pk]
    watch.anchor, watch.fences, watch.signals, watch.last_at = [], {}, {}, None
    fences, raised = fences_of([order]), []
    since = instant(first_at - BEFORE_SECONDS)
    rows = Position.objects.filter(order=order, at__gte=since).order_by("at", "id")
    for positions in _chunks(rows.iterator(chunk_size=CHUNK)):
        former = [one.verdict for one in positions]
        sift_new(watch, positions)
        changed = [one for one, before in zip(positions, former, strict=True) if one.verdict != before]
        Position.objects.bulk_update(changed, ["verdict"], batch_size=500)
        raised += judge(Batch({order.pk: order}, {order.pk: watch}, fences, {order.pk: positions}), actor=actor, now=now)
    return raised


def _chunks(rows: Iterator[Position]) -> Iterator[list[Position]]:
    while part := list(islice(rows, CHUNK)):
        yield part


def _judge_fences(batch: Batch, *, actor: Actor, now: datetime) -> list[Alarm]:
    numbers = [number for number in batch.positions if batch.fences.get(number)]
    fences = FenceSet(tuple(fence for number in numbers for fence in batch.fences[number]))
    own, first = {}, 0
    for bearer, number in enumerate(numbers):
        own[bearer] = tuple(range(first, first + len(batch.fences[number])))
        first += len(batch.fences[number])
    judged = [(bearer, one) for bearer, number in enumerate(numbers) for one in batch.positions[number] if one.verdict == JUDGED]
    if not judged:
        return []
    carried, turns = advance(fences, points_of(judged), _carried(batch, numbers, own, len(fences.fences)), own)
    _keep_carried(batch, numbers, fences, carried)
    found = [_turned(batch.orders[numbers[turn.bearer]], fences.fences[turn.fence], turn, judged, actor=actor, now=now) for turn in turns]
    return [alarm for alarm in found if alarm]


def points_of(judged: Sequence[tuple[int, Position]]) -> Points:
    """Positions with the number of their bearer, by bearer and instant, as the core takes them."""
    accuracy = np.asarray([np.nan if one.accuracy_m is None else one.accuracy_m for _, one in judged], float)
    at, lon, lat = np.asarray([(one.at.timestamp(), one.lon, one.lat) for _, one in judged], float).T
    return Points(np.asarray([bearer for bearer, _ in judged], np.int64), at, lon, lat, radius_of(accuracy))


def _carried(batch: Batch, numbers: Sequence[int], own: Mapping[int, tuple[int, ...]], size: int) -> Carried:
    """What the watches carry, under the numbers of this batch."""
    rows = []
    for bearer, number in enumerate(numbers):
        kept = batch.watches[number].fences
        rows += [
            (bearer * size + place, *kept[fence.key])
            for place, fence in zip(own[bearer], batch.fences[number], strict=True)
            if fence.key in kept
        ]
    if not rows:
        return Carried()
    pair, out, against, count, since, certain = zip(*sorted(rows), strict=True)
    return Carried(
        np.asarray(pair, np.int64), np.asarray(out, bool), np.asarray(against, bool), np.asarray(count, np.int64),
        np.asarray(since, float), np.asarray(certain, bool),
    )  # fmt: skip


def _keep_carried(batch: Batch, numbers: Sequence[int], fences: FenceSet, carried: Carried) -> None:
    for number in numbers:
        batch.watches[number].fences = {}
    size = len(fences.fences)
    columns = (carried.pair, carried.out, carried.against, carried.count, carried.since, carried.certain)
    for pair, *kept in zip(*(column.tolist() for column in columns), strict=True):
        batch.watches[numbers[pair // size]].fences[fences.fences[pair % size].key] = kept


def _turned(order: Order, fence: Fence, turn: Turn, judged: Sequence[tuple[int, Position]], *, actor: Actor, now: datetime) -> Alarm | None:
    """A breach that began becomes an alarm with its evidence; one that ended is noted at its alarm."""
    kind = "in_banned_area" if fence.kind == FORBIDDEN else "out_of_area"
    position = judged[turn.point][1]
    at = position.at.timestamp()
    if not turn.began:
        end_alarms(order, [kind], fence.key, at)
        return None
    found = Found(kind, fence.key, fence.title, turn.since, at, came_late(position))
    return raise_alarm(actor=actor, now=now, order=order, found=found, evidence=evidence_of(order, found, fence))


def came_late(position: Position) -> bool:
    """Whether a position came long after its own instant."""
    return position.archived or position.received_at.timestamp() - position.at.timestamp() > LATE_SECONDS


def _judge_device(batch: Batch, number: int, positions: Sequence[Position], *, actor: Actor, now: datetime) -> list[Alarm]:
    """What the device says of itself, and jumps that nobody can have made."""
    order, watch = batch.orders[number], batch.watches[number]
    said = [DeviceReport(one.at.timestamp(), one.battery, one.strap, tuple(one.alarms)) for one in positions]
    standing, signals = heard(said, {kind: (since, raised) for kind, (since, raised) in watch.signals.items()})
    watch.signals = {kind: list(kept) for kind, kept in standing.items()}
    found = [Found(one.kind, "", "", one.since, one.at) for one in signals if one.began]
    for signal in signals:
        if not signal.began:
            end_alarms(order, [signal.kind], "", signal.at)
    drifts = [one.at.timestamp() for one in positions if one.verdict == DRIFT]
    found += [Found("impossible_speed", "", "", drifts[0], drifts[0])] if drifts else []
    late = {one.at.timestamp(): came_late(one) for one in positions}
    raised = []
    for one in found:
        told = Found(one.kind, one.place, one.title, one.since, one.at, late.get(one.at, False))
        raised.append(raise_alarm(actor=actor, now=now, order=order, found=told, evidence=evidence_of(order, told, None)))
    return [alarm for alarm in raised if alarm]


def evidence_of(order: Order, found: Found, fence: Fence | None) -> dict[str, Any]:
    """What an alarm rests on, as it stood: raw positions with radius and verdict, the fence and its rule, leaves looked at, the order."""
    rows = Position.objects.filter(order=order, at__gte=instant(found.since - EVIDENCE_SECONDS), at__lte=instant(found.at)).order_by(
        "-at", "-id"
    )
    positions = [position_json(one) for one in rows[:MOST_EVIDENCE]][::-1]
    return {
        "positions": positions,
        "filters": {VERDICTS[verdict]: sum(one["verdict"] == VERDICTS[verdict] for one in positions) for verdict in VERDICTS},
        "fence": None if fence is None else _fence_json(fence),
        "leaves": [_leave_json(leave, found.since) for leave in Leave.objects.filter(person=order.person)],
        "order": {
            "number": order.number, "ground": order.basis, "from": order.from_at.isoformat(), "until": order.last_at.isoformat(),
            "organ": order.organ.name, "record": order.record,
        },
    }  # fmt: skip


def position_json(one: Position) -> dict[str, Any]:
    """A position as evidence keeps it."""
    return {
        "at": one.at.isoformat(), "received_at": one.received_at.isoformat(),
        "lon": round(one.lon, DECIMALS), "lat": round(one.lat, DECIMALS),
        "radius_m": _radius(one), "accuracy_known": one.accuracy_m is not None, "source": one.source, "battery": one.battery,
        "strap": one.strap, "archived": one.archived, "verdict": VERDICTS[one.verdict], "digest": one.digest,
    }  # fmt: skip


def _fence_json(fence: Fence) -> dict[str, Any]:
    outside = f"误差小于 {MARGIN_M:g} 米的按 {MARGIN_M:g} 米"
    rule = f"至少 {fence.fixes} 个位置连同误差圆全部在外，并持续 {fence.seconds / 60:g} 分钟以上（{outside}）"
    if fence.kind == FORBIDDEN:
        rule = f"一个位置连同误差圆全部在内；或者至少 {fence.fixes} 个位置在内并持续 {fence.seconds / 60:g} 分钟以上"
    return {"key": fence.key, "title": fence.title, "kind": fence.kind, "hours": [list(span) for span in fence.hours], "rule": rule}


def _leave_json(leave: Leave, since: float) -> dict[str, Any]:
    covers = leave.from_at.timestamp() <= since < leave.until_at.timestamp()
    return {
        "number": leave.number, "from": leave.from_at.isoformat(), "until": leave.until_at.isoformat(), "destination": leave.destination,
        "covers": covers,
    }  # fmt: skip
