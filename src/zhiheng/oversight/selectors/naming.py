"""Whom cases name through the clues they were opened on."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhiheng.oversight.models import ClueCase


def cases_on_clues_naming(numbers: frozenset[str]) -> QuerySet[Any, Any]:
    """Ids of the cases opened on a clue about one of these persons, among however many others."""
    return ClueCase.objects.order_by().filter(clue__subject__among=numbers).values_list("case_id", flat=True)
