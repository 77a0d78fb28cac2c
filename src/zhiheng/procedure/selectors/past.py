"""Cases as the platform knew them at a moment gone by: what had been recorded until then, added up again."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law.moments import SHANGHAI
from zhiheng.procedure.core.clocks import clocks
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import State
from zhiheng.procedure.models import Case, EventRow
from zhiheng.procedure.reading import events_of, spec_of
from zhiheng.procedure.selectors.lists import cases_seen_by
from zhiheng.registry import selectors as registry

AT_ONCE = 500
LAST = time(23, 59, 59)


def cases_at(viewer: Any, at: datetime) -> list[tuple[Case, ProcedureSpec, State]]:
    """The cases that were open at that moment, of those the viewer may see today, each with its state of then.

    What was recorded later says nothing of it, also where it tells of an earlier day.
    """
    later = EventRow.objects.filter(case=OuterRef("pk"), recorded_at__gt=at)
    known = EventRow.objects.filter(recorded_at__lte=at).order_by("case_id", "seq")
    asked = cases_seen_by(viewer).filter(Q(ended_on=None) | Exists(later), opened_at__lte=at)
    asked = asked.select_related("definition").prefetch_related(Prefetch("events", queryset=known))
    former, found = registry.former_names(), []
    for case in asked.iterator(chunk_size=AT_ONCE):
        spec, events = spec_of(case.definition), events_of(case.events.all(), former)
        state = fold(spec, events) if events else None
        if state and state.ended_on is None:
            found.append((case, spec, state))
    return found


def due_then(spec: ProcedureSpec, state: State, at: datetime) -> datetime | None:
    """When the clock of the case that ran out first would end, as it stood then; None where none was running."""
    running = [one for one in clocks(spec, state, at.date()) if one.due_on and not one.warns]
    ends = [one.due_at or datetime.combine(one.due_on, LAST, tzinfo=SHANGHAI) for one in running if one.due_on]
    return min(ends, default=None)
