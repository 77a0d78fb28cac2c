"""Duties that a viewer sees: his own organ's, those of organs below, those he was told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.core.once import once
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.rows import Officer, Organ
from zhiheng.work.models import Escalated, Owed

READ = "duty.read"


@dataclass(frozen=True)
class DutyFigure:
    """A duty in a period: how many owed it, did it, did it late, have not reported though it is due."""

    duty: str
    period: str
    owed: int
    fulfilled: int
    late: int
    overdue: int


def duties_seen_by(
    viewer: Officer | Actor, *, duty: str = "", period: str = "", open_only: bool = False, now: datetime | None = None
) -> QuerySet[Owed]:
    """Duties owed, the nearest due first."""
    rows = (
        registry.without_barred(Owed.objects.filter(_visible_to(viewer)), viewer, "subject")
        .select_related("organ", "unit", "proof")
        .order_by("due_at", "id")
    )
    wanted = {"duty": duty, "period": period}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.filter(done_at=None, first_on__lte=timezone.localdate(now)) if open_only else rows


def not_reported(viewer: Officer | Actor, duty: str, period: str, now: datetime) -> list[Owed]:
    """Who did not report: owed, due, and not done."""
    return list(duties_seen_by(viewer, duty=duty, period=period).filter(done_at=None, due_at__lt=now))


def figures_of(viewer: Officer | Actor, now: datetime, *, duty: str = "", period: str = "") -> list[DutyFigure]:
    """Every duty and period in figures, the newest period first."""
    rows = duties_seen_by(viewer, duty=duty, period=period).order_by().values("duty", "period").annotate(
        owed=Count("id"), done=Count("id", filter=Q(done_at__isnull=False)), late_ones=Count("id", filter=Q(late=True)),
        overdue=Count("id", filter=Q(done_at=None, due_at__lt=now)),
    )  # fmt: skip
    found = [DutyFigure(row["duty"], row["period"], row["owed"], row["done"], row["late_ones"], row["overdue"]) for row in rows]
    return sorted(sorted(found, key=lambda one: one.duty), key=lambda one: one.period, reverse=True)


def escalated_to(viewer: Officer) -> QuerySet[Escalated]:
    """What the viewer's organ was told of, the newest first."""
    if not rights.may(viewer, READ):
        return Escalated.objects.none()
    told = registry.without_barred(Escalated.objects.filter(organ_id=viewer.organ_id), viewer, "owed__subject")
    return told.select_related("owed__organ", "owed__unit").order_by("-at", "-id")


def _below(organ: Organ) -> list[int]:
    """Organs whose upper this one is today."""
    return [one.pk for one in registry.related(organ, "upper", on=timezone.localdate(), back=True)]


def _visible_to(viewer: Officer | Actor) -> Q:
    if registry.sees_everything(viewer):
        return Q()
    if isinstance(viewer, Actor) or not rights.may(viewer, READ):
        return Q(pk=None)
    told = Q(escalations__organ_id=viewer.organ_id)
    below = once(("organs below", viewer.organ_id), lambda: _below(viewer.organ))
    own = Q(organ_id=viewer.organ_id) | Q(organ__in=below)
    return own | Q(pk__in=Owed.objects.filter(told).values("pk"))
