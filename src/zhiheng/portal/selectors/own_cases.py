"""Cases of a person as the person sees them: what they asked for, where it stands, by when an answer is due, what is theirs to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.portal.declared import Source, sources
from zhiheng.portal.selectors.parts import Line
from zhiheng.portal.selectors.reading import told_lines
from zhiheng.portal.viewers import Viewer
from zhiheng.procedure.core.acts import PossibleAct, is_seated, possible
from zhiheng.procedure.core.clocks import Clock, clock_of
from zhiheng.procedure.core.state import State
from zhiheng.procedure.core.values import day_of
from zhiheng.procedure.rows import Case
from zhiheng.procedure.selectors import cases_about, result_title, states_of

ASKED = "applications"
"""The item of what the person asked for: every step that is not inner is shown while it is open."""
OPENLY = frozenset({ASKED, "decisions"})
"""Items whose cases are no secret to the person."""


@dataclass(frozen=True)
class Waiting:
    """An open step: whose it is, whether the person has to be there, by when."""

    step: str
    title: str
    organ: str
    mine: bool
    attends: bool
    clock: Clock | None

    @property
    def late(self) -> bool:
        """Whether its last day has passed."""
        return bool(self.clock and self.clock.colour == "overdue")

    @property
    def due(self) -> str:
        """Its last day in words."""
        return self.clock.due_text if self.clock else ""


@dataclass(frozen=True)
class OwnCase:
    """A case as the person sees it. acts: what the person may do now; seen: number of its last event."""

    case: Case
    title: str
    item: str
    waiting: tuple[Waiting, ...]
    answers: tuple[Line, ...]
    acts: tuple[PossibleAct, ...]
    result: str
    last_seq: int
    spec: ProcedureSpec
    state: State


def own_cases(viewer: Viewer, items: Sequence[str], moment: datetime) -> list[OwnCase]:
    """Cases about the person under these items, those that go on first."""
    known = {one.case: one for item in items for one in sources(item) if one.case}
    if not viewer.number or not known:
        return []
    cases = cases_about(viewer.number, known)
    found = [_own_case(known[case.procedure], case, spec, state, viewer, moment) for case, spec, state in states_of(cases)]
    return [one for one in found if is_known(one)]


def own_case_of(viewer: Viewer, case_id: UUID, moment: datetime) -> OwnCase | None:
    """One case about the person; None where there is none."""
    known = {one.case: one for one in sources() if one.case}
    found = cases_about(viewer.number, known).filter(pk=case_id) if viewer.number else []
    for case, spec, state in states_of(found):
        one = _own_case(known[case.procedure], case, spec, state, viewer, moment)
        return one if is_known(one) else None
    return None


def is_known(one: OwnCase) -> bool:
    """Whether the person knows of the case: asked for it, was told something of it, or has something to do in it.

    That something is looked into is not shown before it was told.
    """
    return one.item in OPENLY or bool(one.answers or one.acts)


def _own_case(source: Source, case: Case, spec: ProcedureSpec, state: State, viewer: Viewer, moment: datetime) -> OwnCase:
    waits = [_waiting(source, spec, state, item, moment) for item in state.open if not spec.steps[item.step].inner]
    waiting = tuple(one for one in waits if one.mine or one.attends or source.item == ASKED)
    lines = tuple(told_lines(source, case, objectable=source.item in {"decisions", "sanctions", "applications", "study"}))
    return OwnCase(
        case, source.title, source.item, waiting, lines, _acts(spec, state, viewer.number, moment), result_title(spec, state),
        max(row.seq for row in case.events.all()), spec, state,
    )  # fmt: skip


def _waiting(source: Source, spec: ProcedureSpec, state: State, item: Any, moment: datetime) -> Waiting:
    step = spec.steps[item.step]
    organ = state.organs.get(spec.seat_of(step.lane), "")
    mine, attends = spec.roles[step.lane].person, step.id in source.steps
    return Waiting(step.id, step.title, organ, mine, attends, clock_of(spec, state, item, moment))


def _acts(spec: ProcedureSpec, state: State, number: str, moment: datetime) -> tuple[PossibleAct, ...]:
    """Outcomes of open steps that the person does, and withdrawing."""
    day = day_of(moment) or moment
    own = [one for one in possible(spec, state, day) if spec.roles[one.role].person and is_seated(spec, state, one, "", "", number)]
    return tuple(one for one in own if one.kind == "done" or one.kind.startswith("withdraw"))
