"""Positions compared with what their deliveries bound; the deliveries' own rows are compared as every other row."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from zhiheng.ledger.core.apart import Amiss
from zhiheng.ledger.core.at_rest_text import SpoiltError
from zhiheng.tracking.core.binding import ADDED, CHANGED, REMOVED, SALT_BYTES, SEALED, SealedRow, amiss, seal_of
from zhiheng.tracking.instants import local_day
from zhiheng.tracking.models import DaySummary, Intake, Position

AT_ONCE = 20_000
NUMBERS = {"lon", "lat", "accuracy_m", "speed_mps"}
"""Columns that the database gives back with a point, however they came."""
SPOILT = "spoilt"
WORDS = {
    CHANGED: "被改动过，与第 {intake} 次接收所记不符",
    ADDED: "是不经本程序添加的，第 {intake} 次接收没有它",
    REMOVED: "（第 {intake} 次接收）比接收时少了",
}


def group_of(position: Position) -> str:
    """Under which a delivery binds the position: its order and day."""
    return f"{position.order_id}/{local_day(position.at)}"


def sealed(position: Position) -> Position:
    """The row with its salt and seal, before it is stored."""
    position.salt = secrets.token_hex(SALT_BYTES)
    position.seal = seal_of(position.salt, values_of(position))
    return position


def values_of(position: Position) -> list[Any]:
    """What lies under the seal."""
    values = [getattr(position, name) for name in SEALED]
    return [float(value) if name in NUMBERS and value is not None else value for name, value in zip(SEALED, values, strict=True)]


def compare(intakes: Sequence[int] | None = None) -> tuple[int, list[Amiss]]:
    """How many positions were compared, and what is amiss, of all deliveries or of these."""
    rows, found = 0, []
    for part in _parts(intakes):
        positions: dict[int, list[SealedRow]] = {}
        for number, row in rows_of(Position.objects.filter(intake__in=[one.pk for one in part])):
            positions.setdefault(number, []).append(row)
            rows += 1
        over = _over(part)
        found += [one for intake in part for one in amiss_of(intake, positions.get(intake.pk, []), over)]
    return rows, found


def _parts(intakes: Sequence[int] | None) -> Iterator[list[Intake]]:
    """Deliveries, so many at once that their positions fit into memory."""
    wanted = Intake.objects.order_by("pk") if intakes is None else Intake.objects.filter(pk__in=intakes).order_by("pk")
    part, room = [], AT_ONCE
    for intake in wanted.only("pk", "taken", "bound").iterator():
        part.append(intake)
        room -= intake.taken + 1
        if room <= 0 or len(part) == 500:
            yield part
            part, room = [], AT_ONCE
    if part:
        yield part


def rows_of(positions: QuerySet[Position]) -> Iterator[tuple[int, SealedRow]]:
    """Number of the delivery and the row as it is found; a row that cannot be read is not sound."""
    try:
        yield from [(one.intake_id, _row(one)) for one in positions]
    except (TypeError, ValueError, SpoiltError):
        keys = list(positions.order_by().values_list("pk", "intake_id", "seal"))
        if len(keys) == 1:
            ((key, intake, seal),) = keys
            yield intake, SealedRow(key, SPOILT, seal, sound=False)
            return
        for key, *_ in keys:
            yield from rows_of(positions.filter(pk=key))


def _row(one: Position) -> SealedRow:
    try:
        sound = one.seal == seal_of(one.salt, values_of(one))
    except (TypeError, ValueError):
        sound = False
    return SealedRow(one.pk, group_of(one), one.seal, sound)


def _over(part: Sequence[Intake]) -> frozenset[str]:
    """Orders and days of these deliveries of which only a summary stays."""
    orders = {int(group.partition("/")[0]) for one in part for group in one.bound if group.partition("/")[0].isdecimal()}
    days = DaySummary.objects.filter(order__in=orders).values_list("order_id", "day")
    return frozenset(f"{order}/{day}" for order, day in days)


def amiss_of(intake: Intake, rows: list[SealedRow], over: frozenset[str]) -> Iterator[Amiss]:
    """What is amiss with the positions of one delivery."""
    if not intake.bound and intake.taken >= len(rows):
        return  # taken in by a program that bound no rows, or nothing was
    for kind, group, keys in amiss(intake.bound, rows, over):
        order, _, day = group.partition("/")
        which = "、".join(str(key) for key in keys[:20]) + (f" 等 {len(keys)} 行" if len(keys) > 20 else "")
        where = f"编号 {which} 的行" if which and kind != REMOVED else f"登记 {order}、{day} 的位置"
        yield Amiss(intake.pk, kind, where + WORDS[kind].format(intake=intake.pk))
