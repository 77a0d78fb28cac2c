"""The screen of a moment gone by (回放): cases, clues and ledgers as the platform knew them then; what cannot be replayed is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law.clocks import add_hours
from zhiheng.law.moments import SHANGHAI
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors.past import clues_waiting_at
from zhiheng.procedure import selectors as procedure
from zhiheng.register.selectors.past import entries_at
from zhiheng.registry.rights import may
from zhiheng.web.centre.counted import LEAST_SHOWN
from zhiheng.web.centre.declared import concerned, every_line, title_of

DAY_HOURS = 24
GROUPS = (("orders", _("任务指令")), ("events", _("事件处置")), ("handovers", _("交接移送")), ("reports", _("未报告")))
LEFT_OUT = (_("在押在册人数"), _("定位警报"), _("职责"), _("近三十日"))
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
    """A number of then with what it counts: addresses, and how each is called there (no name of a person)."""

    title: Any
    links: list[tuple[str, str]]
    tone: str = ""

    @property
    def few(self) -> bool:
        """Whether it is too small to be shown to guests."""
        return 0 < len(self.links) < LEAST_SHOWN


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
    blocks = [(_("时限"), list(_clocks(known, at))), *_clues(viewer, at)]
    lines = list(_of_packs(viewer, known, at))
    for group, title in GROUPS:
        found = [one for line_group, one in lines if line_group == group]
        blocks += [(title, found)] if found else []
    return blocks


def _past(case: Any, spec: ProcedureSpec, state: Any, at: datetime) -> Past:
    due_at = procedure.due_then(spec, state, at)
    return Past(case, spec, frozenset(one.step for one in state.open), due_at, spec.id in catalog().liberty)


def _clocks(known: list[Past], at: datetime) -> Iterator[Then]:
    soon = [one for one in known if one.due_at and at <= one.due_at < add_hours(at, DAY_HOURS)]
    late = [one for one in known if one.due_at and one.due_at < at]
    yield Then(_("二十四小时内届满（人身自由）"), _of_cases(one for one in soon if one.liberty), "red")
    yield Then(_("超期（人身自由）"), _of_cases(one for one in late if one.liberty), "red")
    yield Then(_("二十四小时内届满"), _of_cases(soon), "amber")
    yield Then(_("超期"), _of_cases(late), "amber")


def _clues(viewer: Any, at: datetime) -> Iterator[tuple[Any, list[Then]]]:
    """Clues that waited, for who may see them; by their models, for what they say names persons."""
    if may(viewer, "clue.read"):
        models = catalog().models
        links = [
            (reverse("clue", args=[clue.pk]), models[clue.model].title if clue.model in models else clue.model)
            for clue in clues_waiting_at(viewer, at)
        ]
        yield _("待处理线索"), [Then(_("合计"), links)]


def _of_packs(viewer: Any, known: list[Past], at: datetime) -> Iterator[tuple[str, Then]]:
    for card, line in every_line():
        if line.of not in {"procedure", "register"} or not line.group or not concerned(viewer, card, line):
            continue
        if line.of == "procedure":
            own = [one for one in known if one.spec.id == line.name and (not line.step or line.step in one.steps)]
            yield line.group, Then(title_of(line), _of_cases(own))
        else:
            spec = catalog().registers[line.name]
            entries = entries_at(viewer, spec, at, state=line.state)
            yield line.group, Then(title_of(line), [_linked("entry", one, str(spec.shape.title)) for one in entries])


def _of_cases(known: Iterable[Past]) -> list[tuple[str, str]]:
    return [_linked("case", one.case, one.spec.title) for one in known]


def _linked(page: str, one: Any, title: str) -> tuple[str, str]:
    """The address of a case or an entry, under its number."""
    return reverse(page, args=[one.pk]), one.number or gettext("%(title)s（未编号）") % {"title": title}
