"""Rejected rows and breaches that name a person whose records are closed to the viewer: they are not there.

Who may send for the organ must mend rejected rows, so he is told where they stand and in which column they are wrong, without
what stands in them: the file that was sent has it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhiheng.exchange.models import BreachPerson, Delivery, RejectedRow
from zhiheng.exchange.sending.selectors import holds_mandate
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.core.named_numbers import names_any
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import barred_numbers

AT_ONCE = 2000
REASON = "本行内容不在本岗位可以查看的范围"
REMEDY = "请按行号在报送的原文件中查找这一列，改正后重新报送"


@dataclass(frozen=True)
class Closed:
    """Keys of the rows that are closed to a viewer; blank: whether they come without content, or not at all."""

    rows: frozenset[int] = frozenset()
    blank: bool = False

    def readable(self, row: RejectedRow) -> RejectedRow:
        """The row as the viewer may read it."""
        if row.pk in self.rows:
            row.cells = {}
            row.errors = [{**error, "value": "", "reason": REASON, "remedy": REMEDY} for error in row.errors]
        return row


OPEN = Closed()


def closed_to(viewer: Any, delivery: Delivery) -> Closed:
    """What of the delivery's rejected rows the viewer may not read."""
    barred = barred_numbers(viewer)
    if not barred:
        return OPEN
    rows = RejectedRow.objects.filter(delivery=delivery).order_by().iterator(chunk_size=AT_ONCE)
    closed = frozenset(row.pk for row in rows if is_closed(row, barred))
    return Closed(closed, blank=bool(closed) and _mends(viewer, delivery))


def is_closed(row: RejectedRow, numbers: Collection[str]) -> bool:
    """Whether the row, as it was sent, names one of the persons."""
    return names_any([*row.cells.values(), *(str(error.get("value") or "") for error in row.errors)], numbers)


def _mends(viewer: Any, delivery: Delivery) -> bool:
    """Whether the viewer may send for the organ in its own name or under its mandate; who takes files over is not its officer."""
    if isinstance(viewer, Actor) or not may(viewer, "data.send"):
        return False
    return delivery.organ_id == viewer.organ_id or holds_mandate(viewer, delivery, today=timezone.localdate())


def breaches_open_to(viewer: Any) -> Q:
    """Breaches but those about a person who is closed to the viewer; where somebody is, those of which that was noted alone."""
    numbers = barred_numbers(viewer)
    if not numbers:
        return Q()
    return Q(named=True) & ~Q(pk__in=BreachPerson.objects.filter(number__in=numbers).values("breach"))
