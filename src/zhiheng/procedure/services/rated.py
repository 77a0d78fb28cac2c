"""Ratings that a step of a case waits for: whom and when they are about, and what reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhiheng.catalog.procedure_parts import Step
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure import above
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.core.values import value_of
from zhiheng.procedure.models import Case


@dataclass(frozen=True)
class Asked:
    """The rating that a step waits for: by which sheet, of which organ and unit, for which period (empty: that of `on`), in which stage.

    since   the ratings made before the step was last opened do not count
    """

    case: Case
    sheet: str
    organ: str
    unit: str
    period: str
    stage: str
    on: date
    since: Any


def asked_at(case: Case, spec: ProcedureSpec, state: State, step: Step) -> Asked | None:
    """The rating of an open step; None where it has none."""
    waiting, rates = state.waiting(step.id), step.rates
    if rates is None or waiting is None:
        return None
    period = value_of(state, rates.period) if rates.period else ""
    organ = state.organs.get(spec.seat_of(rates.of), "")
    return Asked(
        case, rates.sheet, organ, state.units.get(rates.of, ""), str(period or ""), rates.stage, state.happened["opened"],
        waiting.opened_at or waiting.opened_on,
    )  # fmt: skip


def with_rating(case: Case, spec: ProcedureSpec, state: State, event: Event) -> Event:
    """The event with the rating of its step, as it stands now; whatever else was said of it does not count."""
    step = spec.steps.get(event.step) if event.kind == "done" else None
    asked = asked_at(case, spec, state, step) if step else None
    found = above.READS_RATINGS[0](asked) if asked and above.READS_RATINGS else None
    kept = {name: value for name, value in event.more.items() if name != "rated"}
    return replace(event, more={**kept, **({"rated": dict(found)} if found else {})})
