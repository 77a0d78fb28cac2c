"""Clues closed to a viewer with whom they are about or name; for readers and writers of this room alike."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhiheng.oversight.models import Clue, ClueNaming
from zhiheng.registry import selectors as registry
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
