"""What has come to an officer's organ since an instant: new steps, limits come near or passed, urging."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from zhiheng.procedure.models import EventRow, Waiting
from zhiheng.procedure.selectors.closed import waiting_at
from zhiheng.registry import rights

MOST = 60
URGING = ("urged", "reported_up")


@dataclass(frozen=True)
class Arrival:
    """One thing that came: `kind` is new, near, overdue, urged or reported_up."""

    kind: str
    at: datetime
    case_id: Any
    number: str
    title: str
    step: str
    procedure: str


def waiting_count(viewer: Any, *, now: datetime, since: datetime | None = None) -> int:
    """How many steps wait for the viewer's organ (and unit) that his posts allow; `since`: that came or whose limit came near after it."""
    rows = waiting_at(viewer).filter(_changed(since, now)) if since else waiting_at(viewer)
    groups = rows.order_by().values_list("right", "case__pack", "unit").annotate(found=Count("pk"))
    return sum(found for right, pack, unit, found in groups if _is_for(viewer, right, pack, unit, now))


def barred_count(viewer: Any, barring: Mapping[tuple[str, str], Collection[str]], *, now: datetime) -> int:
    """How many of these steps another officer must do, the viewer having done one whose doer may not do them.

    barring   procedure and step → the steps of which that is so
    """
    rows = waiting_at(viewer).filter(step__in={step for _procedure, step in barring}).order_by()
    events = EventRow.objects.filter(kind="done", actor=viewer.username, step__in={one for steps in barring.values() for one in steps})
    done = set(events.filter(case_id__in=rows.values("case_id")).values_list("case_id", "step"))
    own = rows.filter(case_id__in={case for case, _step in done}).values_list(
        "case_id", "case__procedure", "step", "right", "case__pack", "unit"
    )
    return sum(
        any((case, one) in done for one in barring.get((procedure, step), ())) and _is_for(viewer, right, pack, unit, now)
        for case, procedure, step, right, pack, unit in own
    )


def arrivals(viewer: Any, *, since: datetime, now: datetime) -> list[Arrival]:
    """What came since then, the newest first, at most sixty of each kind."""
    rows = waiting_at(viewer).select_related("case").filter(_changed(since, now)).order_by("-opened_at")[:MOST]
    own = [row for row in rows if _is_for(viewer, row.right, row.case.pack, row.unit, now)]
    found = [*_of_steps(own, since, now), *_urged(viewer, since, now)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _changed(since: datetime, now: datetime) -> Q:
    return Q(opened_at__gt=since) | Q(near_at__gt=since, near_at__lte=now) | Q(due_at__gt=since, due_at__lte=now)


def _is_for(viewer: Any, right: str, pack: str, unit: str, now: datetime) -> bool:
    units = {post.unit.name for post in rights.posts_of(viewer) if post.unit}
    return rights.may(viewer, right, on=timezone.localdate(now), pack=pack or None) and (not unit or not units or unit in units)


def _of_steps(rows: Iterable[Waiting], since: datetime, now: datetime) -> Iterator[Arrival]:
    for row in rows:
        for kind, at in (("overdue", row.due_at), ("near", row.near_at), ("new", row.opened_at)):
            if at and since < at <= now:
                yield _arrival(kind, at, row.case, row.step)
                break


def _urged(viewer: Any, since: datetime, now: datetime) -> Iterator[Arrival]:
    """Urging of steps that still wait for the viewer."""
    urged = waiting_at(viewer).filter(urged=True).select_related("case")[: MOST * 4]
    waiting = [row for row in urged if _is_for(viewer, row.right, row.case.pack, row.unit, now)]
    steps = {(row.case_id, row.step) for row in waiting}
    cases = {case_id for case_id, _step in steps}
    events = EventRow.objects.filter(case_id__in=cases, kind__in=URGING, recorded_at__gt=since).select_related("case")
    for event in events.order_by("-recorded_at")[:MOST]:
        if (event.case_id, event.step) in steps:
            yield _arrival(event.kind, event.recorded_at, event.case, event.step)


def _arrival(kind: str, at: datetime, case: Any, step: str) -> Arrival:
    return Arrival(kind, at, case.pk, case.number, case.title, step, case.procedure)
