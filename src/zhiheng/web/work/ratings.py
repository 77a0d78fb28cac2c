"""评定: sheets rated from records and by raters apart, with evidence; every rating kept, and worked out again on demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhiheng.analysis.recurring import named, period_of, periods_between, title_of
from zhiheng.analysis.sheets import Evidence, work_out
from zhiheng.catalog.sheets import SheetSpec
from zhiheng.law.clocks import months_after
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors.rating_sources import PlatformSources
from zhiheng.registry.core.kinds import counts_as
from zhiheng.registry.rights import may
from zhiheng.registry.rows import Organ, Unit
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.selectors.relations import related, units_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires
from zhiheng.web.work.duties import link_of, period_title
from zhiheng.web.work.forms import RatingFilters, SheetInputs
from zhiheng.work import services
from zhiheng.work.rows import Rating
from zhiheng.work.selectors import rating_view, ratings_seen_by, worked_out_again
from zhiheng.work.services.rating import SELF, Rated, gather, is_closed, latest

TURNS = {SELF: gettext_lazy("自评"), "first": gettext_lazy("初评"), "second": gettext_lazy("复评"), "final": gettext_lazy("终评")}
MOST_LINKS = 20


def sheet_title(row: Rating) -> str:
    """The sheet as people call it."""
    spec = catalog().sheets.get(row.sheet)
    return spec.shape.title if spec else row.sheet


def rated_name(row: Rating) -> str:
    """Whom a rating is about."""
    return " ".join(filter(None, [row.organ.name, row.unit.name if row.unit else "", row.subject]))


COLUMNS = (
    Column(gettext_lazy("评定"), sheet_title, sort="sheet"),
    Column(gettext_lazy("被评定单位"), rated_name, sort="organ__name"),
    Column(gettext_lazy("期间"), lambda row: period_title(row.period), sort="period"),
    Column(gettext_lazy("环节"), lambda row: str(TURNS.get(row.stage, row.stage)), sort="stage"),
    Column(gettext_lazy("得分"), lambda row: row.points, sort="points", kind="number"),
    Column(gettext_lazy("等级"), lambda row: row.grade, sort="grade"),
    Column(gettext_lazy("评定人"), lambda row: row.actor_name, sort="actor_name"),
    Column(gettext_lazy("时间"), lambda row: row.rated_at, sort="rated_at"),
)


@requires("report.read")
@require_GET
def ratings(request: HttpRequest) -> HttpResponseBase:
    """The ratings an officer sees, and the sheets by which he may rate."""
    visible = ratings_seen_by(request.user)
    plain = visible.order_by()
    filters = RatingFilters(
        request.GET,
        sheet=[(name, spec.shape.title) for name, spec in catalog().sheets.items()],
        organ=[(name, name) for name in sorted(plain.values_list("organ__name", flat=True).distinct())],
        period=[(name, period_title(name)) for name in sorted(plain.values_list("period", flat=True).distinct(), reverse=True)],
        stage=TURNS.items(),
    )
    wanted = {
        "sheet": filters.given("sheet"),
        "organ__name": filters.given("organ"),
        "period": filters.given("period"),
        "stage": filters.given("stage"),
    }
    rows = visible.filter(**{name: value for name, value in wanted.items() if value})
    if request.GET.get("format") in GIVEN:
        return export(request, str(_("评定")), COLUMNS, rows)
    context = {
        "filters": filters, "listing": listing(rows, COLUMNS, request.GET, sort="-rated_at"), "kept": filters.kept,
        "sheets": [spec for spec in catalog().sheets.values() if may_rate(request, spec) and candidates(request, spec)],
        "in_cases": rated_in_cases(request),
    }  # fmt: skip
    return render(request, "web/work/ratings.html", context)


def may_rate(request: HttpRequest, spec: SheetSpec) -> bool:
    """Whether the officer has the right by which the sheet is rated, and may rate it here: some are rated within a case only."""
    return not spec.shape.rated_in and may(request.user, spec.shape.right, pack=spec.pack)


def rated_in_cases(request: HttpRequest) -> list[dict[str, str]]:
    """Sheets rated within cases that the officer may rate: their title, the procedure's, and its name."""
    found = [spec for spec in catalog().sheets.values() if spec.shape.rated_in and may(request.user, spec.shape.right, pack=spec.pack)]
    procedures = catalog().procedures
    return [{"sheet": one.title, "procedure": procedures[one.shape.rated_in].title, "name": one.shape.rated_in} for one in found]


def candidates(request: HttpRequest, spec: SheetSpec) -> dict[str, tuple[Organ, Unit | None]]:
    """Whom the officer may rate: his own organ (its units) and those below it; key of the choice → organ and unit."""
    organs = [request.user.organ, *related(request.user.organ, "upper", on=timezone.localdate(), back=True)]
    whom = spec.shape.of
    if whom.unit:
        return {f"{organ.pk}-{unit.pk}": (organ, unit) for organ in organs for unit in units_of(organ) if unit.kind == whom.unit}
    fitting = [organ for organ in organs if not whom.organ or counts_as(organ.kind, whom.organ)]
    return {str(organ.pk): (organ, None) for organ in fitting}


def periods_of(spec: SheetSpec) -> list[tuple[str, str]]:
    """The present period and those before it, the newest first."""
    today = timezone.localdate()
    every = spec.shape.every or "year"
    current = period_of(every, today)
    before = [one for one in periods_between(every, months_after(today, -36), today) if current is None or one.name != current.name]
    return [(one.name, title_of(one)) for one in [*([current] if current else []), *reversed(before)]]


@requires("sheet.rate")
def rate(request: HttpRequest, sheet: str) -> HttpResponse:
    """Rate by a sheet: whom, for which period, in which step; then figures with inputs."""
    spec = catalog().sheets.get(sheet)
    if spec is None or not may_rate(request, spec):
        raise Http404
    offered = candidates(request, spec)
    asked = request.POST if request.method == "POST" else request.GET
    whom, period, stage = asked.get("whom", ""), asked.get("period", ""), asked.get("stage", "")
    periods = periods_of(spec)
    context: dict[str, Any] = {
        "spec": spec, "stages": TURNS.items(), "periods": periods, "whom": whom, "period": period, "stage": stage,
        "offered": [(key, " ".join(filter(None, [organ.name, unit.name if unit else ""]))) for key, (organ, unit) in offered.items()],
        "subject": asked.get("subject", ""), "by_subject": spec.shape.of.person or bool(spec.shape.of.case),
    }  # fmt: skip
    if whom not in offered or period not in dict(periods) or stage not in TURNS:
        return render(request, "web/work/rate.html", context)
    organ, unit = offered[whom]
    of = Rated(organ, period, unit, subject=asked.get("subject", "").strip()[:100], stage=stage)
    if is_closed(of, request.user):
        raise Http404
    return rated(request, spec, of, context)


def rated(request: HttpRequest, spec: SheetSpec, of: Rated, context: dict[str, Any]) -> HttpResponse:
    """The form of a sheet for one rated; a valid one is kept."""
    before = latest(spec.id, of)
    standing: Mapping[str, Any] = before.evidence["given"] if before else {}
    inputs = SheetInputs(spec.shape, request.POST if request.method == "POST" else None, standing=standing, rater=request.user.username)
    sources = PlatformSources(catalog(), timezone.localdate())
    status = 200
    if request.method == "POST":
        made = kept(request, spec, of, inputs, sources) if inputs.is_valid() else None
        if made:
            messages.success(request, _("评定已保存。"))
            return redirect("rating", number=made.pk)
        status = 422
    result = work_out(spec.shape, Evidence(gather(catalog(), spec, of, sources), dict(standing)))
    context |= {"inputs": inputs, "parts": inputs.parts(result), "before": before}
    return render(request, "web/work/rate.html", context, status=status)


def kept(request: HttpRequest, spec: SheetSpec, of: Rated, inputs: SheetInputs, sources: PlatformSources) -> Rating | None:
    """Keep the rating; a refusal becomes an error of the form."""
    try:
        return services.rate(
            actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), sheet=spec.id, rated=of, given=inputs.given(),
            sources=sources, reason=request.POST.get("note", "")[:2000],
        )  # fmt: skip
    except UnusableInputError as refusal:
        inputs.add_error(None, f"{refusal.place or refusal.thing}：{refusal.reason}。{refusal.remedy}")
    except PermissionDenied as refusal:
        inputs.add_error(None, str(refusal))
    return None


@requires("report.read")
@require_GET
def rating(request: HttpRequest, number: int) -> HttpResponse:
    """One rating with all it rests on; `?view=again` works it out anew from what was kept."""
    row = rating_view(number, request.user)
    if row is None:
        raise Http404
    spec = catalog().sheets.get(row.sheet)
    again = worked_out_again(row) if request.GET.get("view") == "again" else None
    same = {"sheet": row.sheet, "organ": row.organ, "unit": row.unit, "subject": row.subject, "period": row.period}
    context = {
        "row": row, "title": sheet_title(row), "name": rated_name(row), "period": title_of(named(row.period)),
        "stage": TURNS.get(row.stage, row.stage),
        "lines": [line_of(row, line) for line in row.result["lines"]], "more": row.result["more"], "less": row.result["less"],
        "again": again, "equal": again is not None and again.to_json() == row.result,
        "others": [(one, TURNS.get(one.stage, one.stage)) for one in ratings_seen_by(request.user).filter(**same).exclude(pk=row.pk)],
        "sole": bool(spec and spec.shape.never_sole_ground), "full": spec.shape.full if spec else None,
        "concerned": row.organ_id == request.user.organ_id,
        "again_by": spec is not None and may_rate(request, spec),
        "whom": f"{row.organ_id}-{row.unit_id}" if row.unit_id else str(row.organ_id),
    }  # fmt: skip
    return render(request, "web/work/rating.html", context)


def line_of(row: Rating, line: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the result with the evidence behind it."""
    figure = row.evidence["figures"].get(line["id"], {})
    given = row.evidence["given"].get(line["id"], {})
    links = [(link, place) for place, ref in enumerate(figure.get("refs", ())[:MOST_LINKS], 1) if (link := link_of(ref))]
    return {
        **line, "links": links, "rest": max(0, len(figure.get("refs", ())) - MOST_LINKS), "evidence": given.get("evidence") or [],
        "reason": given.get("reason", ""), "rated": [(one.get("name") or "", one["points"]) for one in given.get("rated", ())],
    }  # fmt: skip
