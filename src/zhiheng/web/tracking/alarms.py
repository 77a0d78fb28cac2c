"""警报: the list, one alarm with what it rests on, and what is done about it. Places are shown only once a purpose is stated."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.law.clocks import add_days
from zhiheng.tracking import services
from zhiheng.tracking.core.kinds import CAUSES, KINDS, LEVELS, STATES
from zhiheng.tracking.rows import Alarm
from zhiheng.tracking.selectors import alarm_seen_by, alarms_seen_by, may_handle
from zhiheng.web.cases.openings import openable
from zhiheng.web.listing import Column, listing
from zhiheng.web.purposes import stated
from zhiheng.web.rights import requires
from zhiheng.web.tracking.forms import FILTER_KINDS, FILTER_STATES, AlarmFilters, CloseForm, NoteForm
from zhiheng.web.tracking.orders import acted, demand_valid, given

ACTS = {
    "seen": gettext_lazy("查看"),
    "contacted": gettext_lazy("处置"),
    "closed": gettext_lazy("办结"),
    "case_opened": gettext_lazy("立案"),
}
LIVE = "live"
LISTED_STATES = {**FILTER_STATES, LIVE: gettext_lazy("未办结")}
AGES = (("7", gettext_lazy("七日内")), ("30", gettext_lazy("三十日内")))
MARKS = {"red": "overdue", "orange": "near", "yellow": "plain"}
COLUMNS = (
    Column(gettext_lazy("警报"), lambda row: row.title, sort="kind"),
    Column(gettext_lazy("级别"), lambda row: LEVELS[KINDS[row.kind].level]),
    Column(gettext_lazy("开始"), lambda row: row.began_at, sort="began_at"),
    Column(gettext_lazy("查看期限"), lambda row: row.seen_due_at, sort="seen_due_at"),
    Column(gettext_lazy("情况"), lambda row: STATES[row.state], sort="state"),
)


@requires("tracking.read")
@require_GET
def alarms(request: HttpRequest) -> HttpResponseBase:
    """The alarms an officer sees."""
    filters = filters_for(request.GET)
    rows = of_kind(request.user, filters)
    counts = [(code, title, in_state(rows, code).count()) for code, title in LISTED_STATES.items()]
    rows = in_state(rows, filters.given("state"))
    context: dict[str, Any] = {
        "filters": filters,
        "listing": listing(rows, COLUMNS, request.GET, sort="-began_at"),
        "kept": filters.kept,
        "counts": counts,
    }
    context["rows"] = [row_context(row) for row in context["listing"].page]
    return render(request, "web/tracking/alarms.html", context)


def rows_asked(viewer: Any, asked: QueryDict) -> Any:
    """The rows an address asks for, as this viewer sees them."""
    filters = filters_for(asked)
    return in_state(of_kind(viewer, filters), filters.given("state"))


def filters_for(asked: QueryDict) -> AlarmFilters:
    """What an address asks for."""
    return AlarmFilters(asked, kind=FILTER_KINDS.items(), state=LISTED_STATES.items(), level=LEVELS.items(), age=AGES)


def of_kind(viewer: Any, filters: AlarmFilters) -> Any:
    """The alarms under the filters, in whatever state."""
    rows, words = alarms_seen_by(viewer), filters.given("q")
    rows = rows.filter(Q(order__name__icontains=words) | Q(order__number__icontains=words)) if words else rows
    rows = rows.filter(kind=filters.given("kind")) if filters.given("kind") else rows
    if level := filters.given("level"):
        rows = rows.filter(kind__in=[code for code, kind in KINDS.items() if kind.level == level])
    if age := filters.given("age"):
        rows = rows.filter(began_at__date__gte=add_days(timezone.localdate(), -int(age)))
    return rows


def in_state(rows: Any, state: str | None) -> Any:
    """The alarms in a state; `live`: not closed; all where none is named."""
    if state == LIVE:
        return rows.exclude(state="closed")
    return rows.filter(state=state) if state else rows


def row_context(row: Alarm) -> dict[str, Any]:
    """An alarm with its level and whether its clock has run out."""
    now, level = timezone.now(), KINDS[row.kind].level
    late = (row.state == "raised" and now > row.seen_due_at) or (
        row.state != "closed" and row.close_due_at is not None and now > row.close_due_at
    )
    return {
        "alarm": row,
        "level": LEVELS[level],
        "mark": MARKS[level],
        "state": STATES[row.state],
        "overdue": late,
        "cause": CAUSES.get(row.cause, ""),
    }


@requires("tracking.read")
@require_http_methods(["GET", "POST"])
def alarm(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """One alarm; its positions with a purpose, which stands in the trace before they are shown."""
    row = alarm_or_404(request, alarm_id)
    form = stated(request)
    context = alarm_context(request, row) | {"form": form}
    if form.is_bound and not form.is_valid():
        return render(request, "web/tracking/alarm.html", context, status=422)
    gate = request.gate  # type: ignore[attr-defined]
    if gate.shows_sensitive:
        gate.given += 1
        context["positions"] = row.evidence["positions"]
    return render(request, "web/tracking/alarm.html", context)


def alarm_or_404(request: HttpRequest, number: int) -> Alarm:
    """The alarm as the viewer sees it."""
    row = alarm_seen_by(request.user, number)
    if row is None:
        raise Http404
    return row


def alarm_context(request: HttpRequest, row: Alarm) -> dict[str, Any]:
    """What the page shows without any position."""
    handles = may_handle(request.user, row.order) and row.state != "closed"
    return row_context(row) | {
        "acts": [(one, ACTS[one.act], CAUSES.get(one.cause, "")) for one in row.acts.all()], "may_handle": handles,
        "evidence": row.evidence,
        "openable": openable(request.user, "alarm") if handles and not row.case else [],
        "note_form": NoteForm(auto_id="note_%s"), "close_form": CloseForm(auto_id="close_%s"),
    }  # fmt: skip


@requires("tracking.handle")
@require_POST
def act(request: HttpRequest, alarm_id: int, kind: str) -> HttpResponse:
    """See, note what was done, close."""
    alarm_or_404(request, alarm_id)
    acts = {"see": see, "note": note, "close": close}
    if kind not in acts:
        raise Http404
    acts[kind](request, alarm_id)
    return redirect("alarm", alarm_id=alarm_id)


def see(request: HttpRequest, number: int) -> None:
    """Note that the officer looks into it."""
    acted(request, lambda: services.see_alarm(**given(request), alarm_id=number), _("已记录查看。"))


def note(request: HttpRequest, number: int) -> None:
    """Note what was done."""
    form = NoteForm(request.POST)
    if demand_valid(request, form):
        acted(request, lambda: services.note_contact(**given(request), alarm_id=number, note=form.cleaned_data["note"]), _("处置已记录。"))


def close(request: HttpRequest, number: int) -> None:
    """Close it with a cause and a reason."""
    form = CloseForm(request.POST)
    if demand_valid(request, form):
        acted(request, lambda: services.close_alarm(**given(request), alarm_id=number, **form.cleaned_data), _("警报已办结。"))
