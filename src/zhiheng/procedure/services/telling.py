"""Who is told, in the same transaction, that something happened in a case."""

from __future__ import annotations

from datetime import datetime

from zhiheng.procedure import above
from zhiheng.procedure.models import Case


def announce(case: Case, now: datetime) -> None:
    """Say that something happened in a case, once everything that follows from it is written."""
    for tell in above.TELLS:
        tell(case, now)
