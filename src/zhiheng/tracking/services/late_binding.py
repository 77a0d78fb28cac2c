"""Positions that an earlier program took in are bound by their number alone: bound from now on, row by row, as they are found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.tracking.core.binding import bound_of
from zhiheng.tracking.models import Intake, LateBound, Position
from zhiheng.tracking.selectors.bound_positions import AT_ONCE, group_of, sealed, unbound_intakes

CHUNK = 500


@dataclass
class BoundLate:
    """How many deliveries and positions were bound; of how many deliveries fewer were found than came, or more."""

    intakes: int = 0
    positions: int = 0
    fewer: int = 0
    more: int = 0


def bind_earlier(*, actor: Actor, now: datetime) -> BoundLate:
    """Bind what is not bound yet, part by part, each with its entry; stopped and begun again it goes on where it stood."""
    whole = BoundLate()
    while part := _next():
        with transaction.atomic():
            hold_head()
            bound = _bound(part, now)
            details = {"intakes": [one.pk for one in part], "positions": bound.positions, "fewer": bound.fewer, "more": bound.more}
            details["since"] = timezone.localtime(now).isoformat(timespec="seconds")
            append(actor=actor, act="tracking.bound_late", thing="positions", details=details, now=now)
        whole = BoundLate(
            whole.intakes + bound.intakes, whole.positions + bound.positions, whole.fewer + bound.fewer, whole.more + bound.more
        )
    return whole


def _next() -> list[Intake]:
    """The next deliveries, as many as fit into memory with their positions."""
    part, room = list[Intake](), AT_ONCE
    for intake in unbound_intakes().order_by("pk")[:CHUNK]:
        part.append(intake)
        room -= intake.taken
        if room <= 0:
            break
    return part


def _bound(part: list[Intake], now: datetime) -> BoundLate:
    positions: dict[int, list[Position]] = {intake.pk: [] for intake in part}
    for row in Position.objects.select_for_update().filter(intake__in=part).order_by("pk"):
        positions[row.intake_id].append(sealed(row))
    every = [row for rows in positions.values() for row in rows]
    Position.objects.bulk_update(every, ["salt", "seal"], batch_size=CHUNK)
    LateBound.objects.bulk_create(
        LateBound(intake=one, bound_at=now, found=len(rows), bound=bound_of((group_of(row), row.seal) for row in rows))
        for one in part
        for rows in [positions[one.pk]]
    )
    fewer, more = (sum(compared(len(positions[one.pk]), one.taken) for one in part) for compared in (int.__lt__, int.__gt__))
    return BoundLate(len(part), len(every), fewer, more)
