"""指挥中心: one dark screen of a region. Numbers, clocks and case numbers only, nobody's name; each number opens its list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhiheng.models.in_force import catalog
from zhiheng.oversight.core.states import LEVELS
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.selectors import CaseFilter, CaseRow
from zhiheng.registry.callers import caller_of
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.services import record_screen
from zhiheng.tracking.core.kinds import LEVELS as ALARM_LEVELS
from zhiheng.web.centre.counted import Number, number
from zhiheng.web.centre.declared import numbers_in, offered
from zhiheng.web.centre.freshness import of_positions, of_records, of_screening
from zhiheng.web.centre.then import LEFT_OUT, asked_moment, blocks_then
from zhiheng.web.centre.trends import trends_of
from zhiheng.web.rights import requires

SOONEST = 7
ORGANS = 6
TONES = {"red": "red", "orange": "amber"}


@dataclass(frozen=True)
class Block:
    """A block of the screen."""

    name: str
    title: Any
    numbers: list[Number]


@requires("centre.read")
@require_GET
def centre(request: HttpRequest) -> HttpResponse:
    """The screen of one's organ and those below it; asked for again every minute, then only its numbers are answered."""
    now, guests = timezone.localtime(), request.GET.get("for") == "guests"
    if "at" in request.GET:
        return replay(request, now, guests)
    note_look(request, now, guests)
    context = {
        "now": now, "guests": guests, "blocks": blocks_of(request.user, now),
        "organs": organs_of(request.user, now), "soonest": [] if guests else soonest(request.user, now),
        "trends": trends_of(request.user, now.date()),
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        return render(request, "web/centre/numbers.html", context)
    return render(request, "web/centre/centre.html", context | {"offered": [] if guests else offered(request.user)})


def replay(request: HttpRequest, now: datetime, guests: bool) -> HttpResponse:
    """The screen as it would have stood at a moment gone by; each replay stands in the trace."""
    at = asked_moment(request.GET["at"], now)
    said = at.isoformat(timespec="minutes") if at else ""
    record_screen(actor=actor_of(request.user, "web"), now=timezone.now(), guests=guests, address=caller_of(request).address, at=said)
    context = {"at": at, "guests": guests, "blocks": blocks_then(request.user, at) if at else [], "left_out": LEFT_OUT}
    return render(request, "web/centre/then.html", context)


def note_look(request: HttpRequest, now: datetime, guests: bool) -> None:
    """An entry in the trace each time the screen is opened, and once a day while it stays open."""
    look = f"{now.date()} {guests}"
    if request.headers.get("HX-Request") and request.session.get("centre") == look:
        return
    record_screen(actor=actor_of(request.user, "web"), now=timezone.now(), guests=guests, address=caller_of(request).address)
    request.session["centre"] = look


def blocks_of(viewer: Any, now: datetime) -> list[Block]:
    """The blocks that hold a number for the viewer."""
    found = (
        Block("persons", _("在押在册"), of_records(numbers_in(viewer, "persons"), now)),
        Block("clocks", _("时限"), clocks(viewer)),
        Block("clues", _("待处理线索"), of_screening(clues(viewer), now)),
        Block("positions", _("定位监管"), of_positions(viewer, positions(viewer), now)),
        Block("orders", _("任务指令"), numbers_in(viewer, "orders")),
        Block("events", _("事件处置"), numbers_in(viewer, "events")),
        Block("handovers", _("交接移送"), numbers_in(viewer, "handovers")),
        Block("reports", _("未报告"), reports(viewer)),
    )
    return [block for block in found if block.numbers]


def given(numbers: Iterable[Number | None]) -> list[Number]:
    """The numbers of lists that may be opened."""
    return [one for one in numbers if one]


def clocks(viewer: Any) -> list[Number]:
    """Cases whose clock ends within twenty-four hours, and those that are late; first where somebody's liberty is at stake."""
    return given(
        (
            number(viewer, _("二十四小时内届满（人身自由）"), "cases", tone="red", view="open", clock="day", liberty="yes"),
            number(viewer, _("超期（人身自由）"), "cases", tone="red", view="overdue", liberty="yes"),
            number(viewer, _("二十四小时内届满"), "cases", tone="amber", view="open", clock="day"),
            number(viewer, _("超期"), "cases", tone="amber", view="overdue"),
        )
    )


def clues(viewer: Any) -> list[Number]:
    """Clues that wait, in all and by level."""
    levels = (
        number(viewer, title, "clues", tone="amber" if level == "high" else "", view="open", level=level) for level, title in LEVELS.items()
    )
    return given((number(viewer, _("合计"), "clues", view="open"), *levels))


def positions(viewer: Any) -> list[Number]:
    """Orders in force, alarms that nobody has looked at, and those not closed by level."""
    levels = (
        number(viewer, _("%(level)s警报") % {"level": title}, "alarms", tone=TONES.get(level, ""), state="live", level=level)
        for level, title in ALARM_LEVELS.items()
    )
    return given(
        (
            number(viewer, _("生效中决定"), "tracking", state="in_force"),
            number(viewer, _("待查看警报"), "alarms", tone="red", state="raised"),
            *levels,
        )
    )


def reports(viewer: Any) -> list[Number]:
    """Duties that are overdue, data and replies that did not come, and the reports that packs name."""
    return given(
        (
            number(viewer, _("超期未履行职责"), "duties", tone="amber", state="overdue"),
            *numbers_in(viewer, "reports"),
            number(viewer, _("应报未报数据"), "missing", tone="amber"),
            number(viewer, _("超期未回复文书"), "register", tone="amber", view="overdue"),
        )
    )


def organs_of(viewer: Any, now: datetime) -> list[Number]:
    """Organs at which cases are overdue, the most first."""
    if not may(viewer, "case.read"):
        return []
    names = [name for name, _steps in procedure.overdue_by_organ(viewer, now=now, most=ORGANS)]
    found = given(number(viewer, name, "cases", view="overdue", organ=name) for name in names)
    return sorted(found, key=lambda one: -one.value)


def soonest(viewer: Any, now: datetime) -> list[tuple[CaseRow, bool]]:
    """Cases whose clock ends within twenty-four hours, liberty first, and whether it is one of these."""
    free = catalog().liberty
    seen = procedure.cases_seen_by(viewer, CaseFilter(open=True, clock="day"), now=now).order_by("due_at")
    first = list(seen.filter(procedure__in=free)[:SOONEST])
    rest = list(seen.exclude(procedure__in=free)[: SOONEST - len(first)])
    return [(row, row.case.procedure in free) for row in procedure.case_rows([*first, *rest], viewer, now)]
