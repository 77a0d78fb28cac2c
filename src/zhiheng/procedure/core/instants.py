"""Clocks of a procedure that run to the minute, so that the day of an act alone does not say when they began."""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.catalog.procedure_parts import Step
from zhiheng.catalog.procedure_times import Within
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law import limits
from zhiheng.law.clocks import OF_INSTANTS
from zhiheng.procedure.core.state import Event


def in_minutes(spec: ProcedureSpec) -> bool:
    """Whether any clock of the procedure runs in hours or minutes, so that acts are timed to the minute."""
    return any(True for _ in _clocks(spec))


def begins_in_minutes(spec: ProcedureSpec, event: Event) -> bool:
    """Whether a clock in hours or minutes runs from this very event, or from the opening of a step that it opens."""
    outcome = spec.steps[event.step].outcome(event.outcome) if event.step in spec.steps else None
    opens = outcome.to if outcome else spec.start
    name = f"{event.step}.{event.outcome}" if event.step else "opened"
    return any(name in within.start or (not within.start and step.id in opens) for step, within in _clocks(spec))


def _clocks(spec: ProcedureSpec) -> Iterator[tuple[Step, Within]]:
    return ((step, within) for step in spec.steps.values() for within in step.within if _of_instants(within))


def _of_instants(within: Within) -> bool:
    rows = limits.limit_named(within.limit).rows if within.limit else ()
    return within.unit in OF_INSTANTS or any(row.unit in OF_INSTANTS for row in rows)
