"""Who is told, in the same transaction, that something happened in a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from zhiheng.procedure.models import Case

Tell = Callable[[Case, datetime], object]
_TELLS: list[Tell] = []


def tell_with(tell: Tell) -> None:
    """Name what is told in the same transaction that something happened in a case: the room that sends stands above this one."""
    _TELLS[:] = [tell]


def announce(case: Case, now: datetime) -> None:
    """Say that something happened in a case, once everything that follows from it is written."""
    for tell in _TELLS:
        tell(case, now)
