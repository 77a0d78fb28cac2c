"""Whether a case is there for who acts in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.models import Case
from zhiheng.procedure.selectors.closed import closed_cases


def no_case(case_id: UUID) -> ActRefused:
    """What is said of a case that is not there, or not there for the officer."""
    return ActRefused("案件", str(case_id), "没有这个案件", "请从案件列表进入")


def demand_open(case: Case, officer: Any) -> None:
    """The case must not be closed to the officer: an avoidance may have been decided, or the person closed, after the page was opened."""
    if officer is not None and closed_cases(officer).filter(pk=case.pk).exists():
        raise no_case(case.pk)
