"""What waits for one officer: steps of cases by the colour of their clocks, and clues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.oversight.selectors.clues import ClueFilter, clues_seen_by
from zhiheng.procedure import selectors as procedures
from zhiheng.procedure.core.acts import possible
from zhiheng.procedure.core.clocks import Clock
from zhiheng.procedure.core.clocks import clocks as clocks_of
from zhiheng.registry import rights

RANK = {"overdue": 0, "near": 1, "normal": 2, "suspended": 3}


@dataclass(frozen=True)
class TodoItem:
    """One thing to do. kind: `step` (do it), `urge` (another organ's step is overdue), `clue`; id: of the case or clue."""

    kind: str
    id: str
    title: str
    what: str
    due_on: date | None
    colour: str
    clock: Clock | None = None


def todo_for(viewer: Any, today: date) -> list[TodoItem]:
    """What the viewer may do now, the most pressing first."""
    items = [*_of_cases(viewer, today), *_of_clues(viewer, today)]
    return sorted(items, key=lambda item: (RANK[item.colour], item.due_on or date.max, item.title))


def _of_cases(viewer: Any, today: date) -> list[TodoItem]:
    items = []
    cases = procedures.with_events(procedures.cases_seen_by(viewer).filter(ended_on=None))
    for case, spec, state in procedures.states_of(cases):
        clocks = {clock.step: clock for clock in clocks_of(spec, state, today)}
        mine = [
            act
            for act in possible(spec, state, today)
            if act.kind in {"done", "urged", "reported_up"}
            and state.organs.get(act.seat) == viewer.organ.name
            and rights.may(viewer, act.right)
            and not (act.kind == "urged" and _is_urged(state, act.step))
        ]
        for kind, step in dict.fromkeys((act.kind, act.step) for act in mine):
            clock = clocks.get(step)
            what = spec.steps[step].title if kind == "done" else "催办" if kind == "urged" else "报告上一级"
            items.append(_item(case, kind, what, clock))
    return items


def _is_urged(state: Any, step: str) -> bool:
    """Whether the open step was urged already: what waits then is the report to the upper procuratorate."""
    waiting = state.waiting(step)
    return waiting is not None and bool(waiting.urged)


def _item(case: Any, kind: str, what: str, clock: Clock | None) -> TodoItem:
    colour, due_on = (clock.colour, clock.due_on) if clock else ("normal", None)
    return TodoItem("step" if kind == "done" else "urge", str(case.pk), case.title, what, due_on, colour, clock)


def _of_clues(viewer: Any, today: date) -> list[TodoItem]:
    mine = clues_seen_by(viewer, ClueFilter(state="assigned", assigned_to=viewer.username, resolved=False, snoozed=False), today=today)
    return [TodoItem("clue", str(clue.pk), clue.summary, "核实线索", None, "normal") for clue in mine[:200]]
