"""监督文书台账: every document of supervision, from its drawing up to the look-back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhiheng.analysis.periods import parse
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import RegisterRow, document_register, kinds_registered
from zhiheng.oversight.selectors.documents import registered
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.fields.filters import RegisterFilters
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires
from zhiheng.web.screening.counted import named

COLUMNS = (
    Column(_("文书"), lambda row: row.number, sort="number"),
    Column(_("被监督单位"), lambda row: row.issued_to, sort="issued_to"),
    Column(_("办理情况"), lambda row: row.status, sort="status"),
    Column(_("回复期限"), lambda row: row.reply_due_on, sort="reply_due_on"),
    Column(_("送达"), lambda row: row.served_on, sort="served_on"),
    Column(_("回复"), lambda row: row.replied_on, sort="replied_on"),
    Column(_("采纳"), lambda row: row.adopted),
    Column(_("整改"), lambda row: row.rectified_on, sort="rectified_on"),
)
EXTRA = (
    Column(_("文书种类"), lambda row: row.kind_title),
    Column(_("标题"), lambda row: row.title),
    Column(_("制发机关"), lambda row: row.issued_by),
    Column(_("起草"), lambda row: row.drawn_up_on),
    Column(_("按期回复"), lambda row: row.in_time),
    Column(_("催办次数"), lambda row: row.urged),
    Column(_("已报告上级"), lambda row: row.reported_up),
    Column(_("回头看"), lambda row: row.looked_back_on),
    Column(_("办结"), lambda row: row.closed_on),
)
STATES: Mapping[str, tuple[Any, Callable[[RegisterRow], bool]]] = {
    "open": (_("在办"), lambda row: row.closed_on is None),
    "waiting": (_("待回复"), lambda row: row.closed_on is None and row.served_on is not None and row.replied_on is None),
    "overdue": (_("超期未回复"), lambda row: row.replied_on is None and row.clock is not None and row.clock.colour == "overdue"),
    "near": (_("临近期限"), lambda row: row.replied_on is None and row.clock is not None and row.clock.colour == "near"),
    "ended": (_("已办结"), lambda row: row.closed_on is not None),
}


@requires("document.read")
@require_GET
def register(request: HttpRequest) -> HttpResponseBase:
    """The list, or the same rows as an Excel file."""
    rows = document_register(request.user, timezone.localdate())
    filters = filters_for(request.GET, rows)
    found = narrowed(rows, filters)
    if request.GET.get("format") in GIVEN:
        return export(request, str(_("监督文书台账")), (*COLUMNS, *EXTRA), found)
    year = parse(str(timezone.localdate().year))
    context = {
        "listing": listing(found, COLUMNS, request.GET, sort="-drawn_up_on"),
        "filters": filters,
        "kept": filters.kept,
        "views": [(state, title, sum(map(holds, rows))) for state, (title, holds) in STATES.items()],
        "standings": named(request, indicators_of_register(), year, filters.given("organ")),
        "year": year,
    }
    return render(request, "web/cases/register.html", context)


def rows_asked(viewer: Any, asked: QueryDict) -> list[RegisterRow]:
    """The rows an address asks for, as this viewer sees them."""
    rows = document_register(viewer, timezone.localdate())
    filters = filters_for(asked, rows)
    return narrowed(rows, filters)


def narrowed(rows: list[RegisterRow], filters: RegisterFilters) -> list[RegisterRow]:
    """The rows under the filters; all of them where nothing is asked."""
    return [row for row in rows if fits(row, filters)] if any(map(filters.given, filters.fields)) else rows


def filters_for(asked: QueryDict, rows: Sequence[RegisterRow]) -> RegisterFilters:
    """What the address asks for; organs are those that have a document."""
    organs = sorted({row.issued_to for row in rows})
    return RegisterFilters(
        asked,
        organ=[(name, name) for name in organs],
        kind=kinds_registered().items(),
        view=[(state, title) for state, (title, _holds) in STATES.items()],
    )


def fits(row: RegisterRow, filters: RegisterFilters) -> bool:
    """Whether a row is under the filters."""
    wanted, view = filters.given("q"), filters.given("view")
    if wanted and wanted not in f"{row.title} {row.number}":
        return False
    if filters.given("organ") not in {None, row.issued_to} or filters.given("kind") not in {None, row.kind}:
        return False
    if view and not STATES[view][1](row):
        return False
    return between(row.served_on, filters.given("since"), filters.given("until"))


def between(day: date | None, since: date | None, until: date | None) -> bool:
    """Whether a day lies between two, both included; without a bound every row does."""
    if since is None and until is None:
        return True
    return day is not None and (since is None or since <= day) and (until is None or day <= until)


def indicators_of_register() -> list[str]:
    """The indicators that the procedures of the register name, each once."""
    known = catalog().procedures
    tables = [table for name in registered() if (table := known[name].documents_table)]
    return list(dict.fromkeys(name for table in tables for name in table.indicators))
