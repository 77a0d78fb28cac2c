"""Counts of a ledger and what they found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from zhiheng.catalog.packs import Catalog
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.models import Count, CountLine
from zhiheng.register.selectors.sight import READ, Viewer, closed_entries
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.rows import Organ, Unit


@dataclass(frozen=True)
class CountView:
    """A count: what was to be counted, what was found so far, the differences once it ended."""

    count: Count
    found: Mapping[str, Mapping[str, Any]]
    surplus: Sequence[Mapping[str, Any]]

    @property
    def left(self) -> list[str]:
        """Entries not counted yet."""
        return [entry for entry in self.count.book if entry not in self.found]

    @property
    def agreement(self) -> float | None:
        """账实相符率: counted as the book says over counted."""
        if self.count.ended_at is None or not self.count.book:
            return None
        odd = {one["entry"] for one in self.count.differences if one["entry"]}
        return (len(self.count.book) - len(odd)) / len(self.count.book)


def counts_of(register: str, organ: Organ, unit: Unit | None = None) -> QuerySet[Count]:
    """The counts of a ledger, newest first."""
    return Count.objects.filter(register=register, organ=organ, unit=unit)


def found_in(count: Count) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """What was found: by entry (the newest line counts), and things no entry stands for."""
    lines = list(CountLine.objects.filter(count=count))
    by_entry = {str(line.entry_id): dict(line.found) for line in lines if line.entry_id}
    return by_entry, [dict(line.found) for line in lines if line.entry_id is None]


def count_view(count_id: int, viewer: Viewer, catalog: Catalog) -> CountView | None:
    """A count for a viewer of the organ that keeps the ledger, or one that sees all of it."""
    count = Count.objects.select_related("organ", "unit").filter(pk=count_id).first()
    spec = catalog.registers.get(count.register) if count else None
    if count is None or spec is None:
        return None
    if isinstance(viewer, Actor):
        allowed = viewer == registry.COMMAND_LINE
    else:
        allowed = rights.may(viewer, READ, pack=spec.pack) and viewer.organ_id == count.organ_id
    return _open_part(count, viewer) if allowed else None


def closed_in(count: Count, viewer: Viewer) -> frozenset[str]:
    """Entries of the count that name, or may name, a person whose records are closed to the viewer."""
    asked = {*count.book, *(str(one["entry"]) for one in count.differences if one["entry"])}
    return frozenset(map(str, closed_entries(viewer))) & asked


def _open_part(count: Count, viewer: Viewer) -> CountView:
    """The count without what is closed to the viewer; the row as it is shown is not one to be stored."""
    closed = closed_in(count, viewer)
    found, surplus = found_in(count)
    count.book = {entry: told for entry, told in count.book.items() if entry not in closed}
    count.differences = [one for one in count.differences if str(one["entry"]) not in closed]
    return CountView(count, {entry: told for entry, told in found.items() if entry not in closed}, surplus)


def newest_counts(register: str) -> list[Count]:
    """The newest ended count of every ledger of a register."""
    newest: dict[tuple[int, int | None], Count] = {}
    for count in Count.objects.filter(register=register, ended_at__isnull=False).select_related("organ", "unit").order_by("ended_at", "pk"):
        newest[(count.organ_id, count.unit_id)] = count
    return list(newest.values())
