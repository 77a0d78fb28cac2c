"""Rejected rows, breaches and messages that name a person whose records are closed to the viewer: they are not there.

Who may send for the organ must mend rejected rows, so he is told where they stand and in which column they are wrong, without
what stands in them: the file that was sent has it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from zhiheng.dossier.core import keeping
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.exchange.models import BreachPerson, Delivery, Incoming, Outgoing, RejectedRow
from zhiheng.exchange.sending.selectors import holds_mandate
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.core.once import once
from zhiheng.procedure.selectors import closed_cases
from zhiheng.registry.core.file_numbers import numbers_in_file
from zhiheng.registry.core.named_numbers import names_any
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import barred_numbers

AT_ONCE, KEPT_CONTENTS = 2000, 20_000
SAYING = (Incoming.State.RECEIVED, Incoming.State.HELD, Incoming.State.QUARANTINED, Incoming.State.RETURNED)
"""States whose rows in a list may say something of a person, in the reason. An accepted one says there where it stands alone."""
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


def messages_open_to(rows: QuerySet[Incoming], viewer: Any) -> QuerySet[Incoming]:
    """The messages but those of closed cases and those bound to no case, not accepted, that name a closed person."""
    if not barred_numbers(viewer):
        return rows
    return rows.exclude(Q(case__in=closed_cases(viewer).values("pk")) | Q(pk__in=_saying(viewer)))


def sent_open_to(rows: QuerySet[Outgoing], viewer: Any) -> QuerySet[Outgoing]:
    """The messages that go out but those of closed cases."""
    return rows.exclude(case__in=closed_cases(viewer).values("pk")) if barred_numbers(viewer) else rows


def is_closed_message(row: Incoming, viewer: Any) -> bool:
    """Whether the message itself names a closed person; one bound to an open case is that case's."""
    numbers = barred_numbers(viewer)
    return bool(numbers) and row.case_id is None and (names_any(_texts(row), numbers) or _content_names(row, numbers))


def _saying(viewer: Any) -> frozenset[int]:
    def found() -> frozenset[int]:
        rows = Incoming.objects.filter(case=None, state__in=SAYING).select_related("sender").order_by()
        return frozenset(row.pk for row in rows.iterator(chunk_size=500) if is_closed_message(row, viewer))

    return once(("messages closed", viewer.pk), found)


def _texts(row: Incoming) -> Iterator[str]:
    yield row.reason
    yield from (str(value) for value in row.meta.values())
    yield str(row.words or "")


def _content_names(row: Incoming, numbers: frozenset[str]) -> bool:
    """Of words all was asked before. A content that is gone names nobody any more: it cannot be read."""
    if row.words is not None:
        return False
    try:
        return not numbers.isdisjoint(_numbers_in(row.digest, str(settings.FILES)))
    except DocumentRefused:
        return False


@lru_cache(maxsize=KEPT_CONTENTS)
def _numbers_in(digest: str, files: str) -> frozenset[str]:
    """The numbers in a content, read once by a process: what bears this digest never changes, and every page of a list asks."""
    return frozenset(numbers_in_file(keeping.read(Path(files), digest, digest)).numbers)
