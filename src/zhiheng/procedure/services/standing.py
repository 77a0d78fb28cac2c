"""How the organs of a case stand to each other, as far as blocks of the step ask: by what is registered on the day of the act."""

from __future__ import annotations

from dataclasses import replace

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.blocks import STANDINGS
from zhiheng.procedure.core.state import Event, State
from zhiheng.registry import selectors as registry
from zhiheng.registry.selectors.relations import stands


def with_standings(spec: ProcedureSpec, state: State, event: Event) -> Event:
    """The event with how the organs its blocks ask about stand to each other; whatever else was said of it does not count."""
    step = spec.steps.get(event.step) if event.kind == "done" else None
    kept = {name: value for name, value in event.more.items() if name != STANDINGS}
    found: dict[str, str] = {}
    for asked in [block.stands for block in step.blocks if block.stands] if step else ():
        one, other = (registry.organ_named(state.organs.get(spec.seat_of(role), "")) for role in (asked.of, asked.to))
        answer = stands(one, other, on=event.on) if one and other else ""
        if answer:
            found[f"{asked.of}:{asked.to}"] = answer
    return replace(event, more={**kept, **({STANDINGS: found} if found else {})})
