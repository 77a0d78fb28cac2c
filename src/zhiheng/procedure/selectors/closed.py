"""Cases closed to a viewer: about a person whose records are closed to them, or raised on something that names one among others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet

from zhiheng.ledger.core.once import once
from zhiheng.procedure.above import NAMINGS
from zhiheng.procedure.models import Case, CaseSet, Waiting
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.masking import numbers_in
from zhiheng.subjects.selectors import bearing


def without_closed(cases: QuerySet[Case], viewer: Any) -> QuerySet[Case]:
    """The cases but those in which any person named is closed to the viewer."""
    numbers = registry.barred_numbers(viewer)
    return cast("CaseSet", cases).leaving_out(_closed(numbers, viewer)) if numbers else cases


def closed_cases(viewer: Any) -> QuerySet[Case]:
    """The cases in which a person named is closed to the viewer, to leave out what belongs to them."""
    numbers = registry.barred_numbers(viewer)
    return Case.objects.order_by().filter(_closed(numbers, viewer)) if numbers else Case.objects.none()


def waiting_at(viewer: Any) -> QuerySet[Waiting]:
    """Steps that wait at the viewer's organ, but those of cases closed to the viewer."""
    rows = Waiting.objects.filter(organ_id=viewer.organ_id)
    return rows.exclude(case__in=closed_cases(viewer).values("pk")) if registry.barred_numbers(viewer) else rows


def _closed(numbers: frozenset[str], viewer: Any) -> Q:
    others = _naming(numbers, viewer)
    about = Q(subject__among=numbers)
    return about | Q(pk__in=others) if others else about


def _naming(numbers: frozenset[str], viewer: Any) -> frozenset[UUID]:
    return once(("cases naming", viewer.pk), lambda: frozenset(_otherwise(numbers)))


def _otherwise(numbers: frozenset[str]) -> Iterator[UUID]:
    """Cases raised on what names one of them, and those that know whom they are about by a name alone which one of them bears."""
    names = bearing(numbers)
    for naming in NAMINGS:
        yield from naming.cases(numbers | names)
    if names:
        yield from Case.objects.order_by().filter(subject="", subject_name__in=names).values_list("pk", flat=True)


def persons_of(case: Case) -> list[str]:
    """Identity numbers of the persons a case names: its subject, those of what it was opened on, those in what was entered."""
    entered = case.events.order_by("seq").values_list("values", "more")
    others = [number for naming in NAMINGS for number in naming.persons(case.pk)]
    return list(dict.fromkeys([*numbers_in(case.subject.encode()), *others, *numbers_in(repr(list(entered)).encode())]))
