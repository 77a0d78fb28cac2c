"""The days for which a step was suspended, in all its rounds: they do not count as part of a term that goes on through them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhiheng.law import clocks as law_clocks
from zhiheng.procedure.core.state import DoneStep, OpenStep, State
from zhiheng.procedure.core.values import day_of, moment_in, value_of


def pauses_of(state: State, paused: Sequence[str]) -> tuple[tuple[date, date], ...]:
    """The suspensions of a step (the first word) that have ended; with a second word those that began on the day of that value or later."""
    step, since = paused[0], [day_of(moment_in(value_of(state, name))) for name in paused[1:]]
    rounds: list[DoneStep | OpenStep] = [*state.completed, *state.open]
    found = [pause for one in rounds if one.step == step for pause in one.pauses]
    return tuple(pause for pause in found if not any(day is not None and (day_of(pause[0]) or day) < day for day in since))


def days_paused(state: State, paused: Sequence[str]) -> int:
    """For how many days that step was suspended; none where no step is named."""
    pauses = pauses_of(state, paused) if paused else ()
    return sum(law_clocks.days_between(law_clocks.day_of(began), law_clocks.day_of(ended)) for began, ended in pauses)
