"""指标: every number with the rows behind it, by organ and over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from zhiheng.analysis.indicators import IndicatorResult
from zhiheng.analysis.monthly import Monthly
from zhiheng.analysis.periods import Period, parse
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.catalog.spoken import spoken_value
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import indicator_results, open_rows
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import organs_seen_by
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.fields.filters import IndicatorFilters
from zhiheng.web.listing import Column, listing
from zhiheng.web.periods import before, months, offered, quarters, trend, whole
from zhiheng.web.rights import requires
from zhiheng.web.screening.counted import counted, counted_already, counted_meanwhile, counts_elsewhere, standings_of
from zhiheng.web.screening.standing import Standing, drawn, unit_of
from zhiheng.web.sheets.indicator_sheet import indicator_sheet, number_text

MOST_PARTS = 30
LINKED = {"clue": "clue.read", "entry": "register.read", "document": "document.read", "delivery": "data.read"}
"""Kind of record behind a row → the right to open its page."""


COLUMNS = (
    Column(_("指标"), lambda one: one.spec.title),
    Column(_("数值"), lambda one: number_text(one.result)),
    Column(_("分子"), lambda one: one.result.numerator, kind="number"),
    Column(_("分母"), lambda one: one.result.denominator, kind="number"),
    Column(_("与上一期比"), lambda one: one.moved),
    Column(_("上一期"), lambda one: one.last),
    Column(_("目标"), lambda one: one.target),
    Column(_("达标"), lambda one: one.met),
    Column(_("排名"), lambda one: one.rank),
)
MOST_BARS = 24
"""The shares that stand on most records are drawn: more bars say nothing to the eye."""


@requires("indicator.read")
@require_http_methods(["GET", "HEAD", "POST"])
def indicators(request: HttpRequest) -> HttpResponseBase:
    """All indicators of a period with how they stand, and the shares that stand on most records as a chart, or the list as a file.

    They are answered as counted before, with the instant; sent as a form they are counted anew. Where nothing was counted yet, the page
    stands at once and asks for the count itself, or waits for one that somebody who sees alike began.
    """
    if request.method == "POST":
        counted(request, anew=True)
        return redirect(request.get_full_path())
    today = timezone.localdate()
    as_file = request.GET.get("format") in GIVEN
    filters, kept = filters_of(request, today), counted(request) if as_file else counted_already(request)
    period, organ = period_of(filters, today), filters.given("organ")
    if kept is None and as_file:
        return wait(request)
    if kept is None:
        return render(request, "web/indicators/indicators.html", {"filters": filters, "period": period, **ready(request, period, organ)})
    found = standings_of(request, kept.monthly, period, organ)
    if as_file:
        return export(request, f"{_('指标')} {period.zh} {organ or ''}".strip(), COLUMNS, found)
    shares = [one.result for one in found if one.spec.kind == "share" and one.result.value is not None]
    shares = sorted(shares, key=lambda one: one.denominator, reverse=True)[:MOST_BARS]
    values = [drawn(one.spec, one.figure) for one in shares]
    context = {
        "standings": found,
        "filters": filters,
        "period": period,
        "counted": kept,
        "chart": {"kind": "bars", "unit": "%", "names": [one.spec.title for one in shares], "values": values},
    }
    return render(request, "web/indicators/indicators.html", context)


def wait(request: HttpRequest) -> HttpResponseBase:
    """Back to the list, which shows how far the count is that somebody else began."""
    messages.info(request, _("这些指标正在计算，算完后再导出或者打印。"))
    asked = request.GET.copy()
    asked.pop("format", None)
    return redirect(f"{request.path}?{asked.urlencode()}" if asked else request.path)


def ready(request: HttpRequest, period: Period, organ: str | None) -> dict[str, Any]:
    """What the page shows while the count goes on: how many are counted, and these."""
    so_far = counted_meanwhile(request)
    found = standings_of(request, so_far.monthly, period, organ) if so_far else []
    return {"standings": found, "every": len(catalog().indicators), "elsewhere": counts_elsewhere(request)}


@requires("indicator.read")
@require_GET
def indicator(request: HttpRequest, name: str) -> HttpResponseBase:
    """One indicator: number, parts, trend, and every row it was counted from."""
    spec = catalog().indicators.get(name)
    if spec is None:
        raise Http404
    today = timezone.localdate()
    filters = filters_of(request, today)
    result = results_of(request, filters, today, name)[0]
    columns = columns_of(spec)
    rows = [row for row in open_rows(request.user, result.rows) if is_asked(request, spec, row)]
    over = long_rows(request, spec, filters, today)
    if request.GET.get("format") == "pdf":
        about = f"{period_of(filters, today).zh}　{filters.given('organ') or '全部可见单位'}"
        numbers = trend_chart(spec, over, filters, today)
        return indicator_sheet(request, result, about=about, columns=columns, rows=rows, trend=numbers)
    if request.GET.get("format") == "xlsx":
        return export(request, spec.title, columns, rows)
    context = {
        "spec": spec,
        "result": result,
        "filters": filters,
        "period": period_of(filters, today),
        "listing": listing(rows, columns, request.GET, sort="-day"),
        "names": list(spec.columns),
        "linked": {kind for kind, right in LINKED.items() if may(request.user, right)},
        "kept": filters.kept,
        "parts": parts_chart(result),
        "trend": trend_chart(spec, over, filters, today),
        "standing": standing(request, filters, today, name),
    }
    return render(request, "web/indicators/indicator.html", context)


def is_asked(request: HttpRequest, spec: IndicatorSpec, row: Mapping[str, Any]) -> bool:
    """Whether a row is among those asked for: counted ones or not, those of one part."""
    hit, part = request.GET.get("hit"), request.GET.get("part")
    if hit in {"1", "0"} and bool(row.get("hit")) != (hit == "1"):
        return False
    return not part or not spec.group_by or str(row[spec.group_by]) == part


def filters_of(request: HttpRequest, today: date) -> IndicatorFilters:
    """What the address asks for."""
    organs = [(name, name) for name in organs_seen_by(request.user).values_list("name", flat=True)]
    return IndicatorFilters(request.GET, period=offered(today), organ=organs)


def period_of(filters: IndicatorFilters, today: date) -> Any:
    """The period asked for, else this year."""
    return parse(filters.given("period") or str(today.year))


def results_of(request: HttpRequest, filters: IndicatorFilters, today: date, *names: str) -> list[IndicatorResult]:
    """The results for this viewer."""
    period, organ = period_of(filters, today), filters.given("organ")
    return indicator_results(request.user, period, organ, indicators=names or None, today=today)


def standing(request: HttpRequest, filters: IndicatorFilters, today: date, name: str) -> Standing:
    """How the number stands, of the organ asked for or of all; the rank is that of this organ, else of the viewer's own."""
    period = period_of(filters, today)
    wide = indicator_results(request.user, whole([before(period), period]), indicators=[name], today=today)[0]
    return standings_of(request, [Monthly.of(wide.spec, wide.rows)], period, filters.given("organ"))[0]


def columns_of(spec: IndicatorSpec) -> list[Column]:
    """The columns of the rows behind a number."""
    hit = Column(_("计入"), lambda row: row.get("hit"), sort="hit") if spec.kind != "ratio" else None
    own = [
        Column(title_of(spec, name), lambda row, name=name: spoken_value(spec.spoken.get(name), row.get(name)), sort=name)
        for name in spec.columns
    ]
    ends = [Column(_("单位"), lambda row: row.get("organ"), sort="organ"), Column(_("日期"), lambda row: row.get("day"), sort="day")]
    return [*([hit] if hit else []), Column(_("记录"), lambda row: row.get("label"), sort="label"), *ends, *own]


def title_of(spec: IndicatorSpec, name: str) -> str:
    """A column's title; one whose codes are said in words is no column of codes any more."""
    return spec.columns[name].removesuffix("（代码）") if name in spec.spoken else spec.columns[name]


def parts_chart(result: IndicatorResult) -> Mapping[str, Any]:
    """The number by organ or model, largest denominators first."""
    ordered = sorted(result.parts.items(), key=lambda item: (-item[1].denominator, item[0]))[:MOST_PARTS]
    titles = {name: spec.title for name, spec in catalog().models.items()} if result.spec.group_by == "model" else {}
    titles = titles or {name: str(spoken_value(result.spec.spoken.get(result.spec.group_by), name)) for name in result.parts}
    return {
        "kind": "bars",
        "unit": unit_of(result.spec),
        "names": [titles.get(name, name) for name, _figure in ordered],
        "values": [drawn(result.spec, figure) for _name, figure in ordered],
        "notes": [f"{figure.numerator} / {figure.denominator}" for _name, figure in ordered],
    }


def long_rows(request: HttpRequest, spec: IndicatorSpec, filters: IndicatorFilters, today: date) -> Sequence[Mapping[str, Any]]:
    """The rows of the two years up to today, or of twelve months where a month is asked for."""
    periods = periods_of(filters, today)
    return indicator_results(request.user, whole(periods), filters.given("organ"), indicators=[spec.id], today=today)[0].rows


def periods_of(filters: IndicatorFilters, today: date) -> list[Period]:
    """The periods of the trend."""
    return list(months(today) if "-" in (filters.given("period") or "") else quarters(today))


def trend_chart(spec: IndicatorSpec, over: Sequence[Mapping[str, Any]], filters: IndicatorFilters, today: date) -> Mapping[str, Any]:
    """The number quarter by quarter, or month by month where a month is asked for; how things stand today has no earlier quarter."""
    found = [] if spec.is_of_the_day else trend(spec, over, periods_of(filters, today))
    return {
        "kind": "line",
        "unit": unit_of(spec),
        "names": [period.name for period, _figure in found],
        "values": [drawn(spec, figure) for _period, figure in found],
        "notes": [f"{figure.numerator} / {figure.denominator}" for _period, figure in found],
    }
