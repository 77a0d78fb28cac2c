"""Whether clocks of a procedure run to the minute, so that the day of an act alone does not say when they began."""

from __future__ import annotations

from zhiheng.catalog.procedure_times import Within
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law import limits
from zhiheng.law.clocks import OF_INSTANTS


def in_minutes(spec: ProcedureSpec) -> bool:
    """Whether any clock of the procedure runs in hours or minutes, so that acts are timed to the minute."""
    return any(_of_instants(within) for step in spec.steps.values() for within in step.within)


def _of_instants(within: Within) -> bool:
    rows = limits.limit_named(within.limit).rows if within.limit else ()
    return within.unit in OF_INSTANTS or any(row.unit in OF_INSTANTS for row in rows)
