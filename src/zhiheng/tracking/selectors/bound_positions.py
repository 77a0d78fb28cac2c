"""Positions compared with what their deliveries bound; the deliveries' own rows are compared as every other row."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, QuerySet, Sum
from django.utils import timezone

from zhiheng.ledger.core.apart import Amiss
from zhiheng.ledger.core.at_rest_text import SpoiltError
from zhiheng.ledger.selectors.files import is_there
from zhiheng.tracking.core.binding import ADDED, CHANGED, REMOVED, SALT_BYTES, SEALED, SealedRow, amiss, seal_of
from zhiheng.tracking.instants import local_day
from zhiheng.tracking.models import DaySummary, Intake, LateBound, Position

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


def unbound_intakes() -> QuerySet[Intake]:
    """Deliveries of which only the number of positions is bound: taken in by an earlier program, and not bound since."""
    return Intake.objects.filter(bound={}, taken__gt=0, late_bound=None)


def covered_in_part() -> str:
    """What of the positions the trace does not bind row by row, or not from the beginning; empty where all are."""
    if settings.READ_ONLY and not is_there(LateBound):
        return "数据库还没有升级到本程序，旧版程序接收的位置只核对总数"
    late = LateBound.objects.filter(found__gt=0, intake__bound={}).aggregate(intakes=Count("pk"), found=Sum("found"), first=Min("bound_at"))
    without = Position.objects.filter(intake__in=unbound_intakes()).count()
    words = [f"{without} 个位置由旧版程序接收，只核对总数（zhiheng ledger bind-positions 可以自即日起逐个绑定）"] if without else []
    if late["intakes"]:
        since = timezone.localdate(late["first"])
        words.append(f"{late['intakes']} 次接收的 {late['found']} 个位置由旧版程序接收，自 {since} 起才逐个绑定，以前是否改动过无从核对")
    return "；".join(words)


def _parts(intakes: Sequence[int] | None) -> Iterator[list[Intake]]:
    """Deliveries, so many at once that their positions fit into memory."""
    wanted = Intake.objects.order_by("pk") if intakes is None else Intake.objects.filter(pk__in=intakes).order_by("pk")
    part, room = [], AT_ONCE
    for intake in wanted.only("pk", "taken", "bound").iterator():
        part.append(intake)
        room -= intake.taken + 1
        if room <= 0 or len(part) == 500:
            yield _with_late(part)
            part, room = [], AT_ONCE
    if part:
        yield _with_late(part)


def _with_late(part: list[Intake]) -> list[Intake]:
    """The deliveries with what bound their positions later; a database opened as an earlier program left it has none."""
    without = [one.pk for one in part if not one.bound]
    if without and (not settings.READ_ONLY or is_there(LateBound)):
        late = dict(LateBound.objects.filter(intake__in=without).values_list("intake_id", "bound"))
        for one in part:
            one.late = late.get(one.pk, {})  # type: ignore[attr-defined]
    return part


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
    orders = {int(group.partition("/")[0]) for one in part for group in binding_of(one) if group.partition("/")[0].isdecimal()}
    days = DaySummary.objects.filter(order__in=orders).values_list("order_id", "day")
    return frozenset(f"{order}/{day}" for order, day in days)


def binding_of(intake: Intake) -> dict[str, str]:
    """What binds the positions of a delivery: noted as they came, or later."""
    found: dict[str, str] = intake.bound or getattr(intake, "late", {})
    return found


def amiss_of(intake: Intake, rows: list[SealedRow], over: frozenset[str]) -> Iterator[Amiss]:
    """What is amiss with the positions of one delivery."""
    bound = binding_of(intake)
    if bound and not intake.bound and len(rows) > intake.taken:
        yield Amiss(intake.pk, ADDED, f"有 {len(rows)} 行，第 {intake.pk} 次接收只有 {intake.taken} 个，补绑以前就多了")
    if not bound and intake.taken >= len(rows):
        return  # taken in by a program that bound no rows and not bound since, or nothing was
    for kind, group, keys in amiss(bound, rows, over):
        order, _, day = group.partition("/")
        which = "、".join(str(key) for key in keys[:20]) + (f" 等 {len(keys)} 行" if len(keys) > 20 else "")
        where = f"编号 {which} 的行" if which and kind != REMOVED else f"登记 {order}、{day} 的位置"
        yield Amiss(intake.pk, kind, where + WORDS[kind].format(intake=intake.pk))
