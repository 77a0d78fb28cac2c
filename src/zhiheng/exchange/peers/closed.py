"""Messages about a person whose records are closed to the viewer: of a closed case, or bound to none and naming the person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.exchange.models import Incoming, Outgoing
from zhiheng.exchange.peers.contents import content_of
from zhiheng.ledger.core.once import once
from zhiheng.procedure.selectors import closed_cases
from zhiheng.registry.core.file_numbers import numbers_in_file
from zhiheng.registry.core.named_numbers import names_any
from zhiheng.registry.selectors import barred_numbers

SAYING = (Incoming.State.RECEIVED, Incoming.State.HELD, Incoming.State.QUARANTINED, Incoming.State.RETURNED)
"""States whose rows in a list may say something of a person, in the reason. An accepted one says there where it stands alone."""


def without_closed(rows: QuerySet[Incoming], viewer: Any) -> QuerySet[Incoming]:
    """The messages but those of closed cases and those bound to no case, not accepted, that name a closed person."""
    if not barred_numbers(viewer):
        return rows
    return rows.exclude(Q(case__in=closed_cases(viewer).values("pk")) | Q(pk__in=_saying(viewer)))


def sent_without_closed(rows: QuerySet[Outgoing], viewer: Any) -> QuerySet[Outgoing]:
    """The messages that go out but those of closed cases."""
    return rows.exclude(case__in=closed_cases(viewer).values("pk")) if barred_numbers(viewer) else rows


def is_closed(row: Incoming, viewer: Any) -> bool:
    """Whether the message itself names a closed person; one bound to an open case is that case's."""
    numbers = barred_numbers(viewer)
    return bool(numbers) and row.case_id is None and (names_any(_texts(row), numbers) or _content_names(row, numbers))


def _saying(viewer: Any) -> frozenset[int]:
    def found() -> frozenset[int]:
        rows = Incoming.objects.filter(case=None, state__in=SAYING).select_related("sender").order_by()
        return frozenset(row.pk for row in rows.iterator(chunk_size=500) if is_closed(row, viewer))

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
        return not numbers.isdisjoint(numbers_in_file(content_of(row)).numbers)
    except DocumentRefused:
        return False
