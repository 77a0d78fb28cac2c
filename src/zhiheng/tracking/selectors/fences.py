"""The fences of orders as the core takes them: drawn ones, and the place of execution out of the operator's boundary file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from zhiheng.tracking.core.areas import Area, area_of
from zhiheng.tracking.core.boundaries import Division, divisions_in, one_area, place_of_execution
from zhiheng.tracking.core.fences import REQUIRED, Fence
from zhiheng.tracking.core.kinds import KINDS
from zhiheng.tracking.models import Leave, Order, OrderFence
from zhiheng.tracking.selectors.bounds import boundary_file

DIVISION = "division"


def boundaries() -> Mapping[str, Division]:
    """Divisions of the operator's file; none where there is no file."""
    return divisions_in(boundary_file())


@lru_cache(maxsize=256)
def _area(divisions: tuple[Division, ...]) -> Area:
    return one_area(divisions)


def fences_of(orders: Iterable[Order]) -> dict[int, tuple[Fence, ...]]:
    """The fences of each order (of positioning; a check-in duty has none), leaves taken out of what is required."""
    asked = [order for order in orders if order.kind == "tag"]
    drawn = _by(OrderFence.objects.filter(order__in=asked), "order_id")
    leaves = _by(Leave.objects.filter(person__in=[order.person for order in asked]), "person")
    known = boundaries()
    return {order.pk: _fences(order, drawn.get(order.pk, ()), leaves.get(order.person, ()), known) for order in asked}


def _by(rows: Iterable[Any], name: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def _fences(order: Order, drawn: Iterable[OrderFence], leaves: Iterable[Leave], known: Mapping[str, Division]) -> tuple[Fence, ...]:
    gaps = tuple((leave.from_at.timestamp(), leave.until_at.timestamp()) for leave in leaves)
    found = [_drawn(row, gaps) for row in drawn]
    if places := place_of_execution(known, order.division):
        title = f"执行地（{'、'.join(one.name for one in places[:3])}{'等' if len(places) > 3 else ''}）"
        seconds = KINDS["out_of_area"].grace_seconds
        found.append(Fence(DIVISION, title, REQUIRED, _area(places), gaps=gaps, seconds=seconds))
    return tuple(found)


def _drawn(row: OrderFence, gaps: tuple[tuple[float, float], ...]) -> Fence:
    required = row.kind == REQUIRED
    return Fence(
        f"fence:{row.pk}", row.title, row.kind, area_of(row.shape), hours=tuple((int(first), int(last)) for first, last in row.hours),
        since=row.since_at.timestamp(), until=row.until_at.timestamp() if row.until_at else np.inf, gaps=gaps if required else (),
        seconds=KINDS["out_of_area" if required else "in_banned_area"].grace_seconds,
    )  # fmt: skip
