"""What upper rooms follow: events by cursor, states of cases; they ask who looks themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.models import Case, EventRow, Seat
from zhiheng.procedure.reading import events_of, spec_of, state_of
from zhiheng.registry import selectors as registry


def was_done(case_id: UUID, key: str) -> bool:
    """Whether an act was done under this key already (see `services.act`)."""
    return bool(key) and EventRow.objects.filter(case_id=case_id, key=key).exists()


def opened_under(beginning: str) -> frozenset[tuple[str, str]]:
    """(procedure, key) of every case that was opened under a key with this beginning (see `services.open_case`)."""
    return frozenset(Case.objects.filter(key__startswith=beginning).values_list("procedure", "key"))


def states_of(cases: Iterable[Case]) -> list[tuple[Case, ProcedureSpec, State]]:
    """State of each case; give cases with `events` prefetched to read many."""
    former = registry.former_names()
    return [(case, spec := spec_of(case.definition), state_of(case, spec, former)) for case in cases]


def with_events(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases with what their states are folded of, and no more: procedures and events, each read in one query."""
    return cases.prefetch_related(None).prefetch_related("definition", "events")


Mark = tuple[int, UUID, datetime]
"""An event by number, case and instant: a number alone would also be that of another event where an older database was put back."""
MOST_SINCE = 5_000


def in_order(cases: QuerySet[Case]) -> list[UUID]:
    """The keys of the cases, in their order."""
    return list(cases.values_list("pk", flat=True))


def events_since(mark: Mark | None) -> tuple[Mark | None, frozenset[UUID] | None]:
    """The newest event, and the cases in which something happened after the event of the mark; None: in any, as far as can be told.

    Numbers of events grow in the order of commits: what was read of a case after a mark was taken holds until the case is named here.
    """
    events = EventRow.objects.values_list("pk", "case_id", "recorded_at")
    since = list(events.filter(pk__gte=mark[0]).order_by("pk")[: MOST_SINCE + 1]) if mark else []
    if not since or since[0] != mark or len(since) > MOST_SINCE:
        return events.order_by("-pk").first(), None
    return since[-1], frozenset(case for _pk, case, _at in since[1:])


def state_for(case_id: UUID) -> tuple[Case, ProcedureSpec, State] | None:
    """A case with its state, for the rooms above (they ask who looks themselves)."""
    case = Case.objects.select_related("definition").filter(pk=case_id).first()
    return None if case is None else states_of([case])[0]


def told_events(case_id: UUID) -> tuple[ProcedureSpec, State, list[Event], list[str], list[str]] | None:
    """A case's procedure, state, events, who did each and under which key, for the room that sends them to other installations."""
    case = Case.objects.select_related("definition").filter(pk=case_id).first()
    if case is None:
        return None
    rows = list(case.events.all())
    spec, events = spec_of(case.definition), events_of(rows)
    return spec, fold(spec, events), events, [row.actor_name for row in rows], [row.key for row in rows]


def cases_seated(organs: Iterable[int]) -> QuerySet[Case]:
    """Open cases in which one of these organs takes part and that it sees."""
    seats = Seat.objects.filter(organ__in=list(organs), visible=True, open=True)
    return Case.objects.filter(pk__in=seats.values("case")).order_by("opened_at", "id")


def events_after(cursor: int, limit: int = 500) -> list[EventRow]:
    """Events written after the cursor, in the order of commits; `id` of the last one is the next cursor."""
    return list(EventRow.objects.filter(pk__gt=cursor).select_related("case__definition").order_by("pk")[:limit])


def cases_opened(procedure: str, organ: str, since: date | None, until: date | None, *, subject: str = "") -> list[EventRow]:
    """The opening events of cases of a procedure that an organ opened between two days (any day for None), oldest first."""
    rows = EventRow.objects.filter(kind="opened", organ=organ, case__procedure=procedure)
    if since and until:
        rows = rows.filter(happened_on__gte=since, happened_on__lte=until)
    return list((rows.filter(case__subject=subject) if subject else rows).order_by("pk"))


def cases_about(number: str, procedures: Iterable[str] = ()) -> QuerySet[Case]:
    """Cases about a person, the newest first, with their events; who calls has identified whom they are shown to."""
    found = Case.objects.filter(subject=number).exclude(subject="") if number else Case.objects.none()
    wanted = list(procedures)
    return (found.filter(procedure__in=wanted) if wanted else found).select_related("definition").prefetch_related("events")


def counts_of_cases(procedures: Iterable[str]) -> dict[str, int]:
    """How many cases there are of each procedure: numbers alone."""
    rows = Case.objects.filter(procedure__in=list(procedures)).order_by().values_list("procedure")
    return dict(rows.annotate(found=Count("pk")))
