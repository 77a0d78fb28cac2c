"""Evidence that is no record of the library: a case, an entry of a ledger, a count; each with its page where the viewer may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from zhiheng.models.in_force import catalog
from zhiheng.procedure.selectors import case_seen_by
from zhiheng.register.selectors import count_view, entry_view


@dataclass(frozen=True)
class Place:
    """Where it stands: what it is called and the address of its page."""

    title: str
    address: str


def places_of(batches: Iterable[str], viewer: Any) -> dict[str, Place]:
    """Place of each batch that names something the platform keeps (`case:…`, `entry:…`, `count:…`) and the viewer may see."""
    found = {batch: _place(*batch.partition(":")[::2], viewer) for batch in set(batches) if ":" in batch}
    return {batch: place for batch, place in found.items() if place}


def _place(kind: str, number: str, viewer: Any) -> Place | None:
    return KINDS[kind](number, viewer) if kind in KINDS else None


def _case(number: str, viewer: Any) -> Place | None:
    case = case_seen_by(viewer, UUID(number))
    return Place(case.number or case.title, reverse("case", args=[case.pk])) if case else None


def _entry(number: str, viewer: Any) -> Place | None:
    view = entry_view(UUID(number), viewer, catalog())
    if view is None:
        return None
    register = catalog().registers.get(view.entry.register)
    return Place(register.shape.title if register else "台账", reverse("entry", args=[view.entry.pk]))


def _count(number: str, viewer: Any) -> Place | None:
    view = count_view(int(number), viewer, catalog())
    return Place(f"{view.count.period}盘点", reverse("count", args=[view.count.pk])) if view else None


KINDS: Mapping[str, Callable[[str, Any], Place | None]] = {"case": _case, "entry": _entry, "count": _count}
