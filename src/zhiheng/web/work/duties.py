"""职责: what is owed by whom, done, done late, overdue; who did not report; zero reports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhiheng.analysis.recurring import EVERY, named, title_of
from zhiheng.catalog.duties import DutySpec
from zhiheng.models.in_force import catalog
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires
from zhiheng.web.work.forms import DutyFilters
from zhiheng.work import services
from zhiheng.work.rows import Owed
from zhiheng.work.selectors import duties_seen_by, escalated_to, figures_of

STATES = {
    "open": gettext_lazy("待办"),
    "overdue": gettext_lazy("超期未报"),
    "done": gettext_lazy("已履行"),
    "late": gettext_lazy("逾期履行"),
}
PROOFS = {"entry": "台账记录", "closing": "按期关账", "case": "案件", "rating": "评定", "zero": "零报告"}
MOST_FIGURES = 12


def title_of_duty(row: Owed) -> str:
    """The duty as people call it."""
    spec = catalog().duties.get(row.duty)
    return spec.shape.title if spec else row.duty


def period_title(name: str) -> str:
    """A period in Chinese; what is no period stands as it is."""
    try:
        return title_of(named(name))
    except UnusableInputError:
        return name


def state_of(row: Owed) -> str:
    """Whether it is done, done late, overdue, or still to be done."""
    if row.done_at:
        return "late" if row.late else "done"
    return "overdue" if row.due_at < timezone.now() else "open"


COLUMNS = (
    Column(gettext_lazy("职责"), title_of_duty, sort="duty"),
    Column(gettext_lazy("期间"), lambda row: period_title(row.period), sort="period"),
    Column(gettext_lazy("机关"), lambda row: row.organ.name, sort="organ__name"),
    Column(gettext_lazy("内设机构"), lambda row: row.unit.name if row.unit else "", sort="unit__name"),
    Column(gettext_lazy("期限"), lambda row: row.due_at, sort="due_at"),
    Column(gettext_lazy("情况"), lambda row: str(STATES[state_of(row)]), sort="done_at"),
)


@requires("duty.read")
@require_GET
def duties(request: HttpRequest) -> HttpResponseBase:
    """The duties an officer sees, or the same rows as an Excel file."""
    now = timezone.now()
    visible = duties_seen_by(request.user)
    filters = filters_for(request.GET, visible)
    rows = narrowed(visible, filters, now)
    if request.GET.get("format") in GIVEN:
        return export(request, str(_("职责")), COLUMNS, rows)
    context: dict[str, Any] = {
        "filters": filters, "listing": listing(rows, COLUMNS, request.GET, sort="due_at"), "kept": filters.kept,
        "figures": figures(request, filters), "told": list(escalated_to(request.user)[:10]),
        "counts": [(code, title, narrowed(visible, filters, now, state=code).count()) for code, title in STATES.items()],
    }  # fmt: skip
    context["rows"] = [duty_context(request, row) for row in context["listing"].page]
    context["told"] = [(one, title_of_duty(one.owed), period_title(one.owed.period)) for one in context["told"]]
    return render(request, "web/work/duties.html", context)


def rows_asked(viewer: Any, asked: QueryDict) -> Any:
    """The rows an address asks for, as this viewer sees them."""
    visible = duties_seen_by(viewer)
    return narrowed(visible, filters_for(asked, visible), timezone.now())


def filters_for(asked: QueryDict, visible: Any) -> DutyFilters:
    """What the address asks for; choices are what is owed at all."""
    plain = visible.order_by()
    known = catalog().duties
    names = {*known, *plain.values_list("duty", flat=True).distinct()}
    return DutyFilters(
        asked,
        duty=sorted(((name, known[name].shape.title if name in known else name) for name in names), key=lambda one: one[1]),
        organ=[(name, name) for name in sorted(plain.values_list("organ__name", flat=True).distinct())],
        period=[(name, period_title(name)) for name in sorted(plain.values_list("period", flat=True).distinct(), reverse=True)],
        state=STATES.items(),
    )


def narrowed(rows: Any, filters: DutyFilters, now: Any, *, state: str | None = None) -> Any:
    """The rows under the filters; `state` in place of the one asked for."""
    wanted = {"duty": filters.given("duty"), "organ__name": filters.given("organ"), "period": filters.given("period")}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    parts = {
        "open": {"done_at": None, "due_at__gte": now}, "overdue": {"done_at": None, "due_at__lt": now},
        "done": {"done_at__isnull": False, "late": False}, "late": {"late": True},
    }  # fmt: skip
    return rows.filter(**parts.get(state or filters.given("state") or "", {}))


def figures(request: HttpRequest, filters: DutyFilters) -> list[tuple[str, str, Any]]:
    """Duties and periods in figures: owed, done, late, not reported; those with somebody missing first."""
    found = figures_of(request.user, timezone.now(), duty=filters.given("duty") or "", period=filters.given("period") or "")
    known = catalog().duties
    ordered = sorted(found, key=lambda one: -one.overdue)
    return [
        (known[one.duty].shape.title if one.duty in known else one.duty, period_title(one.period), one) for one in ordered[:MOST_FIGURES]
    ]


def duty_context(request: HttpRequest, row: Owed) -> dict[str, Any]:
    """A row with where it is done, what proves it, whether nothing may be reported."""
    spec = catalog().duties.get(row.duty)
    own = row.organ_id == request.user.organ_id
    proof = getattr(row, "proof", None)
    return {
        "row": row, "title": title_of_duty(row), "period": period_title(row.period), "state": state_of(row),
        "state_title": STATES[state_of(row)],
        "does": address_of(request, spec) if own and spec and not row.done_at else "",
        "zero": bool(spec and own and not row.done_at and spec.shape.nothing_to_report)
        and may(request.user, "register.keep", pack=row.pack, unit=row.unit),
        "proof": PROOFS.get(proof.kind, proof.kind) if proof else "", "reason": proof.reason if proof else "",
        "refs": [link for ref in proof.refs[:5] if (link := link_of(ref))] if proof else [],
        "rule": f"{EVERY.get(spec.shape.every, '按数据')}" if spec else "", "source": "；".join(spec.shape.source) if spec else "",
    }  # fmt: skip


def address_of(request: HttpRequest, spec: DutySpec) -> str:
    """Where a duty is done: the form of its register, its closings, its sheet; empty where there is no such page for the officer."""
    does = spec.shape.does
    if does.sheet:
        return reverse("rate", args=[does.sheet]) if may(request.user, "sheet.rate", pack=spec.pack) else ""
    if does.register_:
        shape = catalog().registers[does.register_].shape
        if does.act == "close":
            return reverse("ledger_closings", args=[does.register_])
        act = does.act or shape.entering[0]
        allowed = may(request.user, shape.acts[act].right, pack=spec.pack)
        return (
            reverse("ledger_enter", args=[does.register_, act])
            if allowed and act in shape.entering
            else reverse("ledger", args=[does.register_])
        )
    return ""


def link_of(ref: str) -> str:
    """The page of a proof."""
    kind, _sep, key = ref.partition(":")
    names = {"entry": "entry", "case": "case", "rating": "rating", "clue": "clue"}
    try:
        return reverse(names[kind], args=[key]) if kind in names else ""
    except NoReverseMatch:
        return ""


@requires("duty.read")
@require_POST
def report_nothing(request: HttpRequest, number: int) -> HttpResponse:
    """Report that there was nothing (零报告)."""
    if not duties_seen_by(request.user).filter(pk=number).exists():
        raise Http404
    try:
        services.report_nothing(
            actor=actor_of(request.user, "web"),
            now=timezone.now(),
            catalog=catalog(),
            owed_id=number,
            reason=request.POST.get("reason", ""),
        )
        messages.success(request, _("已作零报告。"))
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('duties')}?state=open")
