"""Whom cases name through the clues they were opened on."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from zhiheng.ledger.at_rest_fields import among
from zhiheng.oversight.models import ClueCase
from zhiheng.registry.core.masking import numbers_in

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
