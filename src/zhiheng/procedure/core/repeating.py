"""Steps that come again each period (every three months until release): which period is open, and whether another follows."""

from __future__ import annotations

from datetime import date

from zhiheng.catalog.procedure_parts import Outcome, Step
from zhiheng.catalog.procedure_times import Repeats
from zhiheng.law import clocks as law
from zhiheng.procedure.core.state import DoneStep, OpenStep, State
from zhiheng.procedure.core.values import day_of, moment_in, value_of


def loops(step: str, outcome: Outcome) -> bool:
    """Whether an outcome only closes the period: it leads nowhere else."""
    return all(target == step for target in outcome.to)


def opens_again(step: Step, outcome: Outcome, state: State) -> bool:
    """Whether the step opens for another period after this outcome."""
    if step.repeats is None or not loops(step.id, outcome):
        return False
    begins = period(step.repeats, state, len(state.rounds.get(step.id, ())) + 1)
    if begins is None:
        return False
    until = day_of(moment_in(value_of(state, step.repeats.until.removeprefix("value:")))) if step.repeats.until else None
    return until is None or begins[0] < until


def period(repeats: Repeats, state: State, number: int) -> tuple[date, date] | None:
    """First and last day of the period of that number (from 1); None where its start has not happened."""
    start = began_on(repeats, state)
    if start is None:
        return None
    return _later(start, repeats, number - 1), _later(start, repeats, number)


def began_on(repeats: Repeats, state: State) -> date | None:
    """The day from which periods count: of an event, a value, or the opening of the case."""
    for name in repeats.start or ("opened",):
        found = moment_in(value_of(state, name.removeprefix("value:"))) if name.startswith("value:") else state.moment_of(name)
        if found:
            return day_of(found)
    return None


def period_of(step: Step, state: State, item: OpenStep | DoneStep) -> tuple[date, date] | None:
    """The period an open or done step stands for."""
    return period(step.repeats, state, item.round) if step.repeats else None


def _later(start: date, repeats: Repeats, times: int) -> date:
    if times == 0:
        return start
    if repeats.unit == "month":
        return law.months_after(start, repeats.amount * times)
    if repeats.unit == "workday":
        return law.add_working_days(start, repeats.amount * times)
    return law.add_days(start, repeats.amount * times)
