"""The screen of a moment gone by (回放): cases as the platform knew them then; what cannot be replayed is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law.clocks import add_hours
from zhiheng.law.moments import SHANGHAI
from zhiheng.models.in_force import catalog
from zhiheng.procedure import selectors as procedure
from zhiheng.web.centre.counted import LEAST_SHOWN
from zhiheng.web.centre.declared import concerned, every_line, title_of

DAY_HOURS = 24
GROUPS = (("orders", _("任务指令")), ("events", _("事件处置")), ("handovers", _("交接移送")))
LEFT_OUT = (_("在押在册人数"), _("线索"), _("定位警报"), _("台账和职责"), _("近三十日"))
"""What other rooms keep without the moment at which it was known."""


@dataclass(frozen=True)
class Past:
    """A case as it stood: the steps that were open, the end of its first clock, whether liberty hangs on it."""

    case: Any
    spec: ProcedureSpec
    steps: frozenset[str]
    due_at: datetime | None
    liberty: bool


@dataclass(frozen=True)
class Then:
    """A number of then with its cases."""

    title: Any
    cases: list[Past]
    tone: str = ""

    @property
    def few(self) -> bool:
        """Whether it is too small to be shown to guests."""
        return 0 < len(self.cases) < LEAST_SHOWN


def asked_moment(text: str, now: datetime) -> datetime | None:
    """The moment an address asks for; None where it is none, or not gone by."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None:
        return None
    moment = found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
    return moment if moment <= now else None


def blocks_then(viewer: Any, at: datetime) -> list[tuple[Any, list[Then]]]:
    """The clocks, and the numbers that packs put on the screen for their procedures."""
    known = [_past(*one, at) for one in procedure.cases_at(viewer, at)]
    blocks = [(_("时限"), list(_clocks(known, at)))]
    for group, title in GROUPS:
        found = [one for line_group, one in _of_packs(viewer, known) if line_group == group]
        blocks += [(title, found)] if found else []
    return blocks


def _past(case: Any, spec: ProcedureSpec, state: Any, at: datetime) -> Past:
    due_at = procedure.due_then(spec, state, at)
    return Past(case, spec, frozenset(one.step for one in state.open), due_at, spec.id in catalog().liberty)


def _clocks(known: list[Past], at: datetime) -> Iterator[Then]:
    soon = [one for one in known if one.due_at and at <= one.due_at < add_hours(at, DAY_HOURS)]
    late = [one for one in known if one.due_at and one.due_at < at]
    yield Then(_("二十四小时内届满（人身自由）"), [one for one in soon if one.liberty], "red")
    yield Then(_("超期（人身自由）"), [one for one in late if one.liberty], "red")
    yield Then(_("二十四小时内届满"), soon, "amber")
    yield Then(_("超期"), late, "amber")


def _of_packs(viewer: Any, known: list[Past]) -> Iterator[tuple[str, Then]]:
    for card, line in every_line():
        if line.of == "procedure" and line.group and concerned(viewer, card, line):
            own = [one for one in known if one.spec.id == line.name and (not line.step or line.step in one.steps)]
            yield line.group, Then(title_of(line), own)
