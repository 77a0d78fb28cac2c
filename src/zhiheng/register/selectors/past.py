"""Entries as a ledger knew them at a moment gone by: the acts recorded until then, added up again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch

from zhiheng.catalog.registers import RegisterSpec
from zhiheng.register.models import ActRow, Entry
from zhiheng.register.reading import state_of
from zhiheng.register.selectors.entries import entries_seen_by
from zhiheng.register.selectors.sight import Viewer

AT_ONCE = 500


def entries_at(viewer: Viewer, spec: RegisterSpec, at: datetime, *, state: str = "") -> list[Entry]:
    """The entries there were (in that state, where one is asked for), of those the viewer sees today."""
    known = ActRow.objects.filter(recorded_at__lte=at).order_by("entry_id", "seq")
    asked = entries_seen_by(viewer, spec).prefetch_related(Prefetch("acts", queryset=known))
    found = []
    for entry in asked.iterator(chunk_size=AT_ONCE):
        acts = list(entry.acts.all())
        if acts and (not state or state_of(spec.shape, acts).state == state):
            found.append(entry)
    return found
