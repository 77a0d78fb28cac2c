"""Cases closed to a viewer: about a person whose records are closed to them, or raised on something that names one among others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhiheng.ledger.core.once import once
from zhiheng.procedure.above import NAMINGS
from zhiheng.procedure.models import Case
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.masking import numbers_in


def without_closed(cases: QuerySet[Case], viewer: Any) -> QuerySet[Case]:
    """The cases but those in which any person named is closed to the viewer."""
    numbers = registry.barred_numbers(viewer)
    if not numbers:
        return cases
    others = _naming(numbers, viewer)
    open_to = cases.exclude(subject__among=numbers)
    return open_to.exclude(pk__in=others) if others else open_to


def closed_cases(viewer: Any) -> QuerySet[Case]:
    """The cases in which a person named is closed to the viewer, to leave out what belongs to them."""
    numbers = registry.barred_numbers(viewer)
    if not numbers:
        return Case.objects.none()
    about = Case.objects.order_by().filter(subject__among=numbers)
    return about | Case.objects.order_by().filter(pk__in=_naming(numbers, viewer))


def _naming(numbers: frozenset[str], viewer: Any) -> frozenset[UUID]:
    return once(("cases naming", viewer.pk), lambda: frozenset(key for naming in NAMINGS for key in naming.cases(numbers)))


def persons_of(case: Case) -> list[str]:
    """Identity numbers of the persons a case names: its subject, those of what it was opened on, those in what was entered."""
    entered = case.events.order_by("seq").values_list("values", "more")
    others = [number for naming in NAMINGS for number in naming.persons(case.pk)]
    return list(dict.fromkeys([*numbers_in(case.subject.encode()), *others, *numbers_in(repr(list(entered)).encode())]))
