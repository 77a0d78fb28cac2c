"""Readers of what is closed: numbers whose records a viewer may not see, barriers of a person, delegations of an officer."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.core.once import once
from zhiheng.registry.above import every_number_of
from zhiheng.registry.models import Barrier, Delegation, Officer
from zhiheng.registry.standing import closed_numbers


def barred_numbers(viewer: Officer | Actor) -> frozenset[str]:
    """Identity numbers, all they are written by, of persons whose records the viewer may not see today; none for the command line."""
    if isinstance(viewer, Actor) or viewer.pk is None:
        return frozenset()
    closed = once(("barred", viewer.pk), lambda: closed_numbers(viewer, timezone.localdate()))
    return once(("barred by every number", viewer.pk), lambda: every_number_of(closed)) if closed else closed


def without_barred(rows: QuerySet[Any], viewer: Officer | Actor, *fields: str) -> QuerySet[Any]:
    """Rows but those about a person whose records are closed to the viewer; fields: where a row names its person."""
    if numbers := barred_numbers(viewer):
        for field in fields:
            rows = rows.exclude(**{f"{field}__among": numbers})
    return rows


def barriers_of(*numbers: str) -> QuerySet[Barrier]:
    """The barriers that were ever set for a person, under any number of theirs, for who may see the person."""
    return Barrier.objects.filter(number__in=every_number_of(numbers)).select_related("officer__organ")


def avoidances_within(viewer: Officer, number: str) -> QuerySet[Barrier]:
    """The avoidances that were ever decided for a person, of officers of the viewer's organ."""
    return barriers_of(number).filter(kind="avoidance", officer__organ=viewer.organ)


def colleagues_of(officer: Officer) -> QuerySet[Officer]:
    """Other officers of the same organ who can sign in, by name."""
    return Officer.objects.filter(organ=officer.organ, is_active=True).exclude(pk=officer.pk).order_by("name")


def delegations_of(officer: Officer) -> QuerySet[Delegation]:
    """What others delegated to an officer, and the officer to others."""
    return Delegation.objects.filter(Q(to=officer) | Q(post__officer=officer)).select_related("post__officer", "to")
