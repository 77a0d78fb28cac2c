"""Cases closed to a viewer: about a person whose records are closed to them, or raised on something that names one among others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhiheng.ledger.core.once import once
from zhiheng.procedure.models import Case
from zhiheng.registry import selectors as registry

Naming = Callable[[frozenset[str]], QuerySet[Any]]
_NAMINGS: list[Naming] = []


def named_through(naming: Naming) -> None:
    """Say through what else cases name persons: numbers → ids of the cases that name one. The rooms that know stand above this one."""
    if naming not in _NAMINGS:
        _NAMINGS.append(naming)


def without_closed(cases: QuerySet[Case], viewer: Any) -> QuerySet[Case]:
    """The cases but those in which any person named is closed to the viewer."""
    open_to = registry.without_barred(cases, viewer, "subject")
    others = _naming_closed(viewer)
    return open_to.exclude(pk__in=others) if others else open_to


def closed_cases(viewer: Any) -> QuerySet[Case]:
    """The cases in which a person named is closed to the viewer, to leave out what belongs to them."""
    numbers = registry.barred_numbers(viewer)
    if not numbers:
        return Case.objects.none()
    about = Case.objects.order_by().filter(subject__among=numbers)
    return about | Case.objects.order_by().filter(pk__in=_naming_closed(viewer))


def _naming_closed(viewer: Any) -> frozenset[UUID]:
    numbers = registry.barred_numbers(viewer)
    if not numbers:
        return frozenset()
    return once(("cases naming", viewer.pk), lambda: frozenset(key for naming in _NAMINGS for key in naming(numbers)))
