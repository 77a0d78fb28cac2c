"""Figures of cases for who leads: how many ended, and what is overdue where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from zhiheng.procedure.models import Case, Waiting
from zhiheng.procedure.selectors.lists import CaseFilter, cases_seen_by


def case_numbers(ids: Iterable[str]) -> dict[str, str]:
    """Id → number of cases, and nothing else of them; for who audits the trace."""
    wanted = [UUID(one) for one in ids if is_uuid(one)]
    return {str(pk): number for pk, number in Case.objects.filter(pk__in=wanted).exclude(number="").values_list("pk", "number")}


def is_uuid(text: str) -> bool:
    """Whether a text is an id of a case."""
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def ended_between(viewer: Any, since: date, until: date) -> int:
    """How many cases that the viewer sees ended on the days between, both included."""
    return cases_seen_by(viewer).filter(ended_on__gte=since, ended_on__lte=until).order_by().count()


def overdue_by_organ(viewer: Any, *, now: datetime, most: int = 12) -> list[tuple[str, int]]:
    """Organs at which cases have overdue steps, with how many cases, the most first."""
    late = Waiting.objects.filter(due_at__lt=now, organ__isnull=False)
    visible = late.filter(case__in=cases_seen_by(viewer, CaseFilter(open=True), now=now).order_by().values("pk"))
    rows = visible.order_by().values("organ__name").annotate(found=Count("case", distinct=True)).order_by("-found", "organ__name")
    return [(row["organ__name"], row["found"]) for row in rows[:most]]
