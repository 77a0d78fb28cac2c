"""What has passed its term, and which orders wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.operation.core.retention import KINDS, Kept
from zhiheng.operation.models import RetentionOrder
from zhiheng.operation.services.retaining import latest_before, outlived


@dataclass(frozen=True)
class Outlived:
    """A kind, the day before which it has passed its term, and how many things are older."""

    name: str
    kept: Kept
    before: date
    count: int


def outlived_by_kind(today: date) -> list[Outlived]:
    """Every kind with what has passed its term today."""
    days = {name: latest_before(name, today) for name in KINDS}
    return [Outlived(name, kept, days[name], outlived(name, days[name])) for name, kept in KINDS.items()]


def waiting_orders() -> list[RetentionOrder]:
    """Orders that were proposed and not yet decided, oldest first."""
    return list(RetentionOrder.objects.filter(outcome=""))
