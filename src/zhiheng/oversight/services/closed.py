"""Clues that are not there for a viewer: closed with whom they name, or beyond a narrow post; for readers and writers alike."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhiheng.oversight.models import Clue, ClueNaming
from zhiheng.registry import selectors as registry
from zhiheng.registry.rights import scope_of
from zhiheng.subjects.selectors import bearing


def closed_to(viewer: Any) -> frozenset[str]:
    """Whom clues may name that are closed to the viewer: persons by number, and by the names they bear."""
    numbers = registry.barred_numbers(viewer)
    return numbers | bearing(numbers)


def without_closed(clues: QuerySet[Clue], viewer: Any) -> QuerySet[Clue]:
    """The clues but those that are about, or name, a person whose records are closed to the viewer."""
    if closed := closed_to(viewer):
        clues = clues.exclude(subject__among=closed).exclude(pk__in=ClueNaming.objects.filter(who__among=closed).values("clue"))
    return clues


def is_closed(clue: Clue, viewer: Any) -> bool:
    """Whether the clue is about, or names, a person whose records are closed to the viewer."""
    return bool(registry.barred_numbers(viewer)) and not without_closed(Clue.objects.filter(pk=clue.pk), viewer).exists()


def in_scope(clues: QuerySet[Clue], viewer: Any) -> QuerySet[Clue]:
    """Of a narrow post the clues given to its unit, or to the officer alone."""
    scope = "" if viewer == registry.COMMAND_LINE else scope_of(viewer)
    if scope == "unit":
        return clues.filter(assigned_to__unit=viewer.unit_id, assigned_to__unit__isnull=False)
    return clues.filter(assigned_to=viewer) if scope == "own" else clues
