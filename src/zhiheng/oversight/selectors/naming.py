"""Whom cases name through the clues they were opened on."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from zhiheng.oversight.models import ClueCase
from zhiheng.registry.core.masking import numbers_in


def cases_on_clues_naming(numbers: frozenset[str]) -> Iterable[UUID]:
    """Ids of the cases opened on a clue about one of these persons, among however many others."""
    return ClueCase.objects.order_by().filter(clue__subject__among=numbers).values_list("case_id", flat=True)


def persons_on_clues_of(case_id: UUID) -> Iterable[str]:
    """Whom the clues of a case are about; a clue about an organ names nobody."""
    return [one for one in ClueCase.objects.filter(case=case_id).values_list("clue__subject", flat=True) if numbers_in(one.encode())]
