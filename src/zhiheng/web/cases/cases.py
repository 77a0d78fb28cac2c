"""办件: cases of every procedure, by type, step, organ, clock and words; acts that harm nobody on many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law.clocks import add_days
from zhiheng.models.in_force import catalog
from zhiheng.oversight import services as oversight
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure import services as acting
from zhiheng.procedure.selectors import LISTED, CaseFilter, CaseRow
from zhiheng.registry.core.masking import masked
from zhiheng.registry.gate import keeps_from_lists
from zhiheng.registry.selectors import actor_of, all_organs
from zhiheng.registry.selectors.relations import units_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.cases.case_values import field_named, title_of_value, value_in_words
from zhiheng.web.cases.openings import openable
from zhiheng.web.counting import count_of
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.fields.filters import CaseFilters
from zhiheng.web.listing import Column, listing
from zhiheng.web.odd import uuids
from zhiheng.web.rights import requires

MOST_AT_ONCE = 200
LATELY_DAYS = 30
VIEWS = (
    ("mine", gettext_lazy("待我办理"), CaseFilter(open=True, mine=True)),
    ("open", gettext_lazy("在办"), CaseFilter(open=True)),
    ("overdue", gettext_lazy("超期"), CaseFilter(open=True, clock="overdue")),
    ("near", gettext_lazy("临近期限"), CaseFilter(open=True, clock="near")),
    ("ended", gettext_lazy("已办结"), CaseFilter(open=False)),
)
BULK = {"claim": gettext_lazy("承办"), "urge": gettext_lazy("催办")}


@requires("case.read")
@require_GET
def cases(request: HttpRequest) -> HttpResponseBase:
    """The list, or the same rows as an Excel file."""
    filters = filters_of(request)
    spec = catalog().procedures.get(filters.given("procedure") or "")
    found = procedure.cases_seen_by(request.user, wanted_of(filters, spec))
    columns = columns_of(spec)
    if request.GET.get("format") in GIVEN:
        rows = procedure.case_rows(found, request.user, timezone.localtime())
        return export(request, spec.title if spec else str(_("办件")), (*columns, *EXTRA), rows)
    listed = listing(found, columns, request.GET, sort="-last_event_at")
    context = {
        "listing": listed,
        "rows": [(row, cells_of(row, spec)) for row in procedure.case_rows(list(listed.page), request.user, timezone.localtime())],
        "filters": filters,
        "kept": filters.kept,
        "spec": spec,
        "views": [(name, title, counted(request, wanted, spec)) for name, title, wanted in VIEWS],
        "openable": openable(request.user),
        "bulk": BULK.items(),
    }
    return render(request, "web/cases/cases.html", context)


def rows_asked(viewer: Any, asked: QueryDict) -> Any:
    """The rows an address asks for, as this viewer sees them."""
    filters = filters_for(viewer, asked)
    return procedure.cases_seen_by(viewer, wanted_of(filters, catalog().procedures.get(filters.given("procedure") or "")))


def filters_of(request: HttpRequest) -> CaseFilters:
    """What the address asks for."""
    return filters_for(request.user, request.GET)


def filters_for(viewer: Any, asked: QueryDict) -> CaseFilters:
    """What an address asks for; steps are those of the procedure chosen."""
    known = catalog().procedures
    chosen = known.get(asked.get("procedure", ""))
    steps = [(step.id, step.title) for step in chosen.steps.values()] if chosen else []
    return CaseFilters(
        asked,
        procedure=sorted(((spec.id, spec.title) for spec in known.values()), key=lambda one: one[1]),
        step=steps,
        organ=[(organ.name, organ.name) for organ in all_organs()],
        unit=[(unit.name, unit.name) for unit in units_of(viewer.organ)],
        clock=[("overdue", _("超期")), ("day", _("二十四小时内届满")), ("near", _("临近")), ("normal", _("正常")), ("none", _("未定期限"))],
        liberty=[("yes", _("涉及人身自由"))],
        lately=[("opened", _("近三十日建案")), ("ended", _("近三十日办结"))],
        view=[(name, title) for name, title, _wanted in VIEWS],
    )


def wanted_of(filters: CaseFilters, spec: ProcedureSpec | None) -> CaseFilter:
    """The filter of the room below."""
    since = add_days(timezone.localdate(), -LATELY_DAYS)
    lately = filters.given("lately")
    view = next((wanted for name, _title, wanted in VIEWS if name == filters.given("view")), CaseFilter())
    return CaseFilter(
        procedure=filters.given("procedure") or "",
        step=filters.given("step") or "",
        organ=filters.given("organ") or "",
        unit=filters.given("unit") or "",
        mine=view.mine,
        clock=filters.given("clock") or view.clock,
        text=filters.given("q") or "",
        open=view.open,
        listed=spec.listed if spec else (),
        among=catalog().liberty if filters.given("liberty") else None,
        opened_since=since if lately == "opened" else None,
        ended_since=since if lately == "ended" else None,
    )


def counted(request: HttpRequest, wanted: CaseFilter, spec: ProcedureSpec | None) -> int:
    """How many cases a view shows, of the procedure chosen."""
    narrowed = CaseFilter(procedure=spec.id if spec else "", open=wanted.open, mine=wanted.mine, clock=wanted.clock)
    return count_of(procedure.cases_seen_by(request.user, narrowed, now=timezone.now().replace(second=0, microsecond=0)))


def waits_in_words(row: CaseRow) -> str:
    """Where the case waits, or how it ended."""
    return "、".join(row.waits) or procedure.result_title(row.spec, row.state)


COLUMNS = (
    Column(gettext_lazy("案件"), lambda row: row.case.number or row.case.title, sort="number"),
    Column(gettext_lazy("对象"), lambda row: row.case.subject_name, sort="subject_name"),
    Column(gettext_lazy("当前节点"), waits_in_words),
    Column(gettext_lazy("时限"), lambda row: row.clock.due_text if row.clock and row.clock.due_on else "", sort="due_at"),
)
EXTRA = (
    Column(gettext_lazy("标题"), lambda row: row.case.title),
    Column(gettext_lazy("证件号码（已隐去）"), lambda row: masked(row.case.subject)),
    Column(gettext_lazy("类型"), lambda row: row.spec.title),
    Column(gettext_lazy("建案"), lambda row: row.case.opened_at, sort="opened_at"),
    Column(gettext_lazy("办结"), lambda row: row.case.ended_on),
)


def columns_of(spec: ProcedureSpec | None) -> tuple[Column, ...]:
    """The columns of every list, and those that the procedure chosen lists."""
    own = spec.listed if spec else ()
    return (*COLUMNS, *(listed_column(spec, name, place) for place, name in enumerate(own) if spec))


def listed_column(spec: ProcedureSpec, name: str, place: int) -> Column:
    """A listed value as a column; one kept in an indexed column is sortable, unless it stays inside an organ or the gate hides it."""
    step = spec.steps.get(name.partition(".")[0])
    field = field_named(spec, name)
    inner = bool(step and step.inner) or bool(field and field.inner)
    sort = "" if inner or keeps_from_lists(field) or place >= len(LISTED) else LISTED[place]
    return Column(title_of_value(spec, name), lambda row: value_in_words(spec, name, row.facts[place]), sort=sort)


def cells_of(row: CaseRow, spec: ProcedureSpec | None) -> list[tuple[str, str]]:
    """The listed values of a row in words, each with its title."""
    listed = zip(spec.listed, row.facts, strict=False) if spec else ()
    return [(title_of_value(spec, name), value_in_words(spec, name, value) or "—") for name, value in listed if spec]


@requires("case.read")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Take cases in hand, or urge what is overdue in them; what cannot be done is named with its reason."""
    chosen, act = uuids(request.POST.getlist("case"))[:MOST_AT_ONCE], request.POST.get("act", "")
    if act not in BULK or not chosen:
        messages.error(request, _("请先勾选案件，再选择办理方式。"))
        return back(request)
    refused = [said for case_id in chosen if (said := refusal_of(request, case_id, act))]
    if len(chosen) > len(refused):
        messages.success(request, _("已%(act)s %(count)s 件。") % {"act": BULK[act], "count": len(chosen) - len(refused)})
    for said in refused[:10]:
        messages.warning(request, said)
    return back(request)


def refusal_of(request: HttpRequest, case_id: Any, act: str) -> str:
    """Do the act on one case; why it could not be done, else nothing."""
    view = procedure.case_view(case_id, request.user, timezone.localtime())
    if view is None:
        return _("所选案件已不可见。")
    try:
        done = [claim(request, view)] if act == "claim" else urge(request, view)
    except (UnusableInputError, PermissionDenied) as refusal:
        return f"{view.case.number or view.case.title}：{getattr(refusal, 'reason', '') or refusal}"
    return "" if done else _("%(case)s：没有可催办的超期节点。") % {"case": view.case.number or view.case.title}


def claim(request: HttpRequest, view: procedure.CaseView) -> bool:
    """Take the case in hand."""
    acting.take_in_hand(actor=actor_of(request.user, "web"), now=timezone.now(), case_id=view.case.pk)
    return True


def urge(request: HttpRequest, view: procedure.CaseView) -> Sequence[bool]:
    """Urge every overdue step the officer may urge."""
    actor, now = actor_of(request.user, "web"), timezone.now()
    wanted = [one for one in view.acts_allowed if one.kind == "urged"]
    for one in wanted:
        oversight.act_aside(actor=actor, now=now, case_id=view.case.pk, kind="urged", step=one.step, part=one.part)
    return [True for _one in wanted]


def back(request: HttpRequest) -> HttpResponse:
    """To the list as it was filtered."""
    asked = request.GET.urlencode()
    return redirect(f"{reverse('cases')}?{asked}" if asked else "cases")
