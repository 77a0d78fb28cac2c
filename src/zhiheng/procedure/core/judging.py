"""The state by which the clock of a step is judged: what was known when it was done, not what a later round says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.catalog.field_values import EMPTY
from zhiheng.procedure.core.state import DoneStep, OpenStep, State, Then


def state_of(state: State, item: OpenStep | DoneStep) -> State:
    """Of a step that was done the state it was done in, with days corrected since; of an open one the present state.

    Values that were not yet given then are those of today, unless the step has been opened again: then they are of another round.
    """
    then = item.then if isinstance(item, DoneStep) else None
    if then is None or then.events == state.events:
        return state
    same = [name for name, number in then.order.items() if state.order.get(name) == number]
    rounds: list[OpenStep | DoneStep] = [*state.completed, *state.open]
    again = any(other.step == item.step and other.round > item.round for other in rounds)
    return state.but(
        happened={**then.happened, **_of(same, state.happened)},
        instants={**_without(same, then.instants), **_of(same, state.instants)},
        corrected={**then.corrected, **_of(same, state.corrected)},
        order=then.order,
        values=dict(then.values) if again else {**state.values, **_given(then.values)},
        rounds=dict(then.rounds) if again else {**state.rounds, **then.rounds},
    )


def then_of(state: State) -> Then:
    """What is known in a state, kept with the step that was done in it."""
    return Then(state.happened, state.instants, state.corrected, state.order, state.values, state.rounds, state.events + 1)


def _of(names: list[str], found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found}


def _without(names: list[str], found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in names}


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in EMPTY}
