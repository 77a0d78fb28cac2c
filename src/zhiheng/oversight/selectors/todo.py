"""One queue of what waits for an officer: steps of cases of every type, what is overdue elsewhere, duties and clues, by their clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors.clues import ClueFilter, clues_seen_by
from zhiheng.procedure import selectors as procedures
from zhiheng.procedure.core.acts import possible
from zhiheng.procedure.core.clocks import Clock, clocks_of
from zhiheng.procedure.selectors import CaseFilter
from zhiheng.registry import rights
from zhiheng.work.selectors import duties_seen_by

RANK = {"overdue": 0, "near": 1, "normal": 2, "suspended": 3}
MOST = 200


@dataclass(frozen=True)
class TodoItem:
    """One thing to do.

    kind   `step` (do it), `urge` (another organ's step is overdue), `clue`, `duty`; id: of the case, clue or duty
    about  whom or what it is about; since: from when it waits
    """

    kind: str
    id: str
    title: str
    what: str
    due_on: date | None
    colour: str
    clock: Clock | None = None
    number: str = ""
    about: str = ""
    since: date | None = None
    type: str = ""


def todo_for(viewer: Any, moment: date) -> list[TodoItem]:
    """What the viewer may do now (a day or an instant), the most pressing first."""
    now = moment if isinstance(moment, datetime) else datetime.combine(moment, time(0), tzinfo=timezone.get_default_timezone())
    items = [
        *_own_steps(viewer, now),
        *_overdue_elsewhere(viewer, now),
        *_of_clues(viewer, timezone.localdate(now)),
        *_of_duties(viewer, now),
    ]
    return sorted(items, key=lambda item: (RANK[item.colour], item.due_on or date.max, item.since or date.max, item.title))


def _own_steps(viewer: Any, now: datetime) -> Iterator[TodoItem]:
    waiting = procedures.waiting_for(viewer, now=now, limit=MOST)
    known = procedures.with_events(procedures.cases_seen_by(viewer).filter(pk__in={row.case_id for row in waiting}))
    states = {case.pk: (case, spec, state) for case, spec, state in procedures.states_of(known)}
    for row in waiting:
        if row.case_id not in states:
            continue
        case, spec, state = states[row.case_id]
        step, item = spec.steps[row.step], state.waiting(row.step, row.part)
        did = {done.step for done in state.done if done.actor == viewer.username}
        if item is not None and not did & set(step.other_than):
            found = [clock for clock in clocks_of(spec, state, item, now) if clock.due_on]
            yield _item(
                case, spec, "step", step.title, min(found, key=lambda one: str(one.due_at or one.due_on), default=None), item.opened_on
            )


def _overdue_elsewhere(viewer: Any, now: datetime) -> Iterator[TodoItem]:
    """Steps of other organs that are overdue and that the viewer's organ may urge, or report where it was urged already."""
    cases = procedures.cases_seen_by(viewer, CaseFilter(open=True, clock="overdue"), now=now)[:MOST]
    for case, spec, state in procedures.states_of(procedures.with_events(cases)):
        for act in possible(spec, state, timezone.localdate(now)):
            item = state.waiting(act.step, act.part)
            own = state.organs.get(act.seat) == viewer.organ.name and rights.may(viewer, act.right, pack=spec.pack)
            if item and own and act.kind == ("reported_up" if item.urged else "urged"):
                found = [clock for clock in clocks_of(spec, state, item, now) if clock.due_on]
                what = "报告上一级" if act.kind == "reported_up" else "催办"
                yield _item(case, spec, "urge", what, found[0] if found else None, item.opened_on)


def _item(case: Any, spec: Any, kind: str, what: str, clock: Clock | None, since: date) -> TodoItem:
    colour, due_on = (clock.colour, clock.due_on) if clock else ("normal", None)
    return TodoItem(kind, str(case.pk), case.title, what, due_on, colour, clock, case.number, case.subject_name, since, spec.title)


def _of_clues(viewer: Any, today: date) -> Iterator[TodoItem]:
    mine = clues_seen_by(viewer, ClueFilter(state="assigned", assigned_to=viewer.username, resolved=False, snoozed=False), today=today)
    for clue in mine[:MOST]:
        yield TodoItem("clue", str(clue.pk), clue.told, "核实线索", None, "normal", since=timezone.localdate(clue.state_at))


def _of_duties(viewer: Any, now: datetime) -> Iterator[TodoItem]:
    """Duties of the viewer's own organ that are not done."""
    titles = {name: spec.title for name, spec in catalog().duties.items()}
    owed = duties_seen_by(viewer, open_only=True, now=now).filter(organ_id=viewer.organ_id)
    for one in owed[:MOST]:
        due = timezone.localdate(one.due_at)
        colour = "overdue" if one.due_at < now else "near" if due == timezone.localdate(now) else "normal"
        title = f"{titles.get(one.duty, one.duty)}（{one.period}）"
        yield TodoItem("duty", one.duty, title, "履行职责", due, colour, about=one.unit.name if one.unit else "", since=one.first_on)
