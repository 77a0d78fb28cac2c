"""指标: every number with the rows behind it, by organ and over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhiheng.analysis.indicators import Figure, IndicatorResult, figure_of
from zhiheng.analysis.periods import Period, parse
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import indicator_results
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import organs_seen_by
from zhiheng.web.excel import export
from zhiheng.web.fields.filters import IndicatorFilters
from zhiheng.web.listing import Column, listing
from zhiheng.web.periods import before, months, offered, quarters, trend, whole, within
from zhiheng.web.rights import requires
from zhiheng.web.sheets.indicator_sheet import indicator_sheet

MOST_PARTS = 30
LINKED = {"clue": "clue.read", "entry": "register.read", "document": "document.read", "delivery": "data.read"}
"""Kind of record behind a row → the right to open its page."""


PLACES = {"share": 1}
"""Decimals of a chart, as the table beside it has them."""
MOST_BARS = 24
"""The shares that stand on most records are drawn: more bars say nothing to the eye."""


@requires("indicator.read")
@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators of a period, and the shares that stand on most records as a chart."""
    today = timezone.localdate()
    filters = filters_of(request, today)
    results = results_of(request, filters, today)
    shares = [result for result in results if result.spec.kind == "share" and result.value is not None]
    shares = sorted(shares, key=lambda one: one.denominator, reverse=True)[:MOST_BARS]
    values = [drawn(one.spec, one.figure) for one in shares]
    context = {
        "results": results,
        "filters": filters,
        "period": period_of(filters, today),
        "chart": {"kind": "bars", "unit": "%", "names": [one.spec.title for one in shares], "values": values},
    }
    return render(request, "web/indicators/indicators.html", context)


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
    rows = [row for row in result.rows if is_asked(request, spec, row)]
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
        "last": against_last(result, over, period_of(filters, today), today),
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


def columns_of(spec: IndicatorSpec) -> list[Column]:
    """The columns of the rows behind a number."""
    hit = Column(_("计入"), lambda row: row.get("hit"), sort="hit") if spec.kind != "ratio" else None
    own = [Column(title, lambda row, name=name: row.get(name), sort=name) for name, title in spec.columns.items()]
    ends = [Column(_("单位"), lambda row: row.get("organ"), sort="organ"), Column(_("日期"), lambda row: row.get("day"), sort="day")]
    return [*([hit] if hit else []), Column(_("记录"), lambda row: row.get("label"), sort="label"), *ends, *own]


def parts_chart(result: IndicatorResult) -> Mapping[str, Any]:
    """The number by organ or model, largest denominators first."""
    ordered = sorted(result.parts.items(), key=lambda item: (-item[1].denominator, item[0]))[:MOST_PARTS]
    titles = {name: spec.title for name, spec in catalog().models.items()} if result.spec.group_by == "model" else {}
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


def against_last(result: IndicatorResult, over: Sequence[Mapping[str, Any]], period: Period, today: date) -> tuple[str, str, str] | None:
    """The period before in words, its number, and how the number moved; None where the rows at hand do not reach so far back."""
    last, spec = before(period), result.spec
    first = next(quarters(today)) if "-" not in period.name else next(months(today))
    if last.first_on < first.first_on:
        return None
    was, now = drawn(spec, figure_of(spec, [row for row in over if within(row, last)])), drawn(spec, result.figure)
    if was is None or now is None:
        return None
    moved = round(now - was, 2)
    unit = unit_of(spec) if spec.kind == "count" or spec.written_as else " 个百分点"
    sign = "▲" if moved > 0 else "▼" if moved < 0 else "—"
    running = "（本期尚未结束）" if period.last_on > today else ""
    return f"{last.zh}{running}", f"{was:g}{unit_of(spec)}", f"{sign} {abs(moved):g}{unit}" if moved else "持平"


def trend_chart(spec: IndicatorSpec, over: Sequence[Mapping[str, Any]], filters: IndicatorFilters, today: date) -> Mapping[str, Any]:
    """The number quarter by quarter, or month by month where a month is asked for."""
    found = trend(spec, over, periods_of(filters, today))
    return {
        "kind": "line",
        "unit": unit_of(spec),
        "names": [period.name for period, _figure in found],
        "values": [drawn(spec, figure) for _period, figure in found],
        "notes": [f"{figure.numerator} / {figure.denominator}" for _period, figure in found],
    }


def unit_of(spec: IndicatorSpec) -> str:
    """What is written at the axis."""
    return spec.unit if spec.kind == "count" else "" if spec.written_as else "%"


def drawn(spec: IndicatorSpec, figure: Figure) -> float | None:
    """A number as the chart draws it: shares in percent."""
    if figure.value is None:
        return None
    return figure.value if spec.kind == "count" else round((1 if spec.written_as else 100) * figure.value, PLACES.get(spec.kind, 2))
