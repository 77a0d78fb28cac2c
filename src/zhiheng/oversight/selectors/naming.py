"""Whom clues name, and cases through the clues they were opened on; clues closed with whom they name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from zhiheng.ledger.at_rest_fields import among
from zhiheng.oversight.models import Clue, ClueCase, ClueNaming
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.masking import numbers_in
from zhiheng.subjects.selectors import bearing

ON_CLUES = """SELECT l.case_id FROM oversight_cluecase l JOIN oversight_clue c ON c.id = l.clue_id WHERE {subject}
UNION SELECT l.case_id FROM oversight_cluecase l JOIN oversight_cluenaming n ON n.clue_id = l.clue_id WHERE {who}"""
"""Asked by every list of cases: a plain statement, for the model would take longer to write it than the database to answer it."""


def cases_on_clues_naming(persons: frozenset[str]) -> Iterable[UUID]:
    """Ids of the cases opened on a clue that names one of these, a number or a name, among however many others."""
    (subject, given), (who, again) = (among(column, persons, connection.vendor) for column in ("c.subject", "n.who"))
    with connection.cursor() as cursor:
        cursor.execute(ON_CLUES.format(subject=subject, who=who), [given, again])
        return [case if isinstance(case, UUID) else UUID(case) for (case,) in cursor.fetchall()]


def persons_on_clues_of(case_id: UUID) -> Iterable[str]:
    """Whom the clues of a case are about; a clue about an organ names nobody."""
    return [one for one in ClueCase.objects.filter(case=case_id).values_list("clue__subject", flat=True) if numbers_in(one.encode())]


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
