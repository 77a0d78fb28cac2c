"""Whose turn it is to count: one process at a time for all who see alike, on either database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhiheng.oversight.models import KeptCounts

HELD_FOR = timedelta(seconds=120)
"""A turn that nobody prolongs so long is over: who counted was ended, and the next who asks counts."""


def take_turn(sight: str, values: Mapping[str, Any]) -> bool:
    """Take the turn to count what a sight shows; False where another process has it. `values` begin a row that is not there yet."""
    KeptCounts.objects.get_or_create(sight=sight, defaults=values)
    now = timezone.now()
    free = Q(counting_until=None) | Q(counting_until__lt=now)
    return KeptCounts.objects.filter(free, sight=sight).update(counting_until=now + HELD_FOR) == 1


def prolong_turn(sight: str) -> None:
    """Say that the count goes on."""
    KeptCounts.objects.filter(sight=sight).update(counting_until=timezone.now() + HELD_FOR)


def give_turn_back(sight: str) -> None:
    """Let the next one count."""
    KeptCounts.objects.filter(sight=sight).update(counting_until=None)
