"""数据 · 质量: four figures of each organ and dataset, their trend, the records behind them; and deliveries that did not come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhiheng.exchange.core.figures import QualityRow
from zhiheng.exchange.quality import selectors as quality
from zhiheng.registry.selectors import organs_seen_by
from zhiheng.schema import DATASETS
from zhiheng.schema.practice import practices
from zhiheng.web.data.quality_forms import MissingFilters, QualityFilters
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires
from zhiheng.web.words import FIGURES, LATE_KINDS, REASON_CODES

TREND_MONTHS = 12
BEHIND = {"complete": _("应填而未填的记录"), "timely": _("迟报的记录")}


@requires("data.read")
@require_GET
def table(request: HttpRequest) -> HttpResponseBase:
    """Organ × dataset with the four figures of a month, or of all months; or the same rows as an Excel file."""
    filters = filters_of(request)
    month, organ, dataset = asked(filters)
    rows = quality.quality_table(request.user, since=month, until=month, organ=organ, dataset=dataset)
    columns = columns_of()
    if request.GET.get("format") in GIVEN:
        return export(request, str(_("数据质量")), columns, rows)
    trend = quality.quality_trend(request.user, until=month or this_month(), organ=organ, dataset=dataset, months=TREND_MONTHS)
    context = {
        "listing": listing(rows, [one for one in columns if one.kind != "excel"], request.GET, sort="organ"),
        "filters": filters,
        "kept": filters.kept,
        "month": month,
        **trend_told(trend),
    }
    return render(request, "web/data/quality.html", context)


@requires("data.read")
@require_GET
def cell(request: HttpRequest, organ_id: int, dataset: str) -> HttpResponse:
    """One organ's dataset: figures with how they are counted, trend, gaps, delays, reasons, and the records behind them."""
    organ = organs_seen_by(request.user).filter(pk=organ_id).first()
    if organ is None or dataset not in DATASETS:
        raise Http404
    filters = filters_of(request)
    month, what = asked(filters)[0], request.GET.get("what", "")
    rows = quality.quality_table(request.user, since=month, until=month, organ=organ_id, dataset=dataset)
    figures = quality.figures_seen_by(request.user).filter(organ_id=organ_id, dataset=dataset, **({"month": month} if month else {}))
    trend = quality.quality_trend(request.user, until=month or this_month(), organ=organ_id, dataset=dataset, months=TREND_MONTHS)
    short = quality.incomplete_records(figures.order_by("batch__seq"), what) if what in BEHIND else []
    context = {
        "organ": organ,
        "dataset": DATASETS[dataset],
        "practice": practices()[dataset],
        "row": rows[0] if rows else None,
        "month": month,
        "months": quality.months_with_figures(request.user),
        "gaps": gaps_of(figures, dataset),
        "reasons": [(REASON_CODES.get(code, code), count) for code, count in reasons(request, month, organ_id, dataset).items()],
        "what": what,
        "behind": BEHIND.get(what),
        "listing": listing(short, short_columns(), request.GET, sort="row"),
        "kept": [("what", what), *filters.kept],
        **trend_told(trend),
    }
    return render(request, "web/data/quality_cell.html", context)


@requires("data.read")
@require_GET
def missing(request: HttpRequest) -> HttpResponseBase:
    """What should have come and did not, the latest first."""
    filters = missing_filters(request.user, request.GET)
    rows = missing_asked(request.user, filters)
    columns = missing_columns()
    if request.GET.get("format") in GIVEN:
        return export(request, str(_("应报未报")), columns, rows)
    context = {"listing": listing(rows, columns, request.GET, sort="-late__late_days"), "filters": filters, "kept": filters.kept}
    return render(request, "web/data/missing.html", context)


def rows_asked(viewer: Any, asked: QueryDict) -> list[Any]:
    """What should have come and did not, as an address asks for it."""
    return missing_asked(viewer, missing_filters(viewer, asked))


def missing_filters(viewer: Any, asked: QueryDict) -> MissingFilters:
    """What an address asks of the list of what did not come."""
    return MissingFilters(asked, organ=organ_choices(viewer), dataset=dataset_choices())


def missing_asked(viewer: Any, filters: MissingFilters) -> list[Any]:
    """What should have come and did not, under the filters."""
    organ, dataset = filters.given("organ"), filters.given("dataset")
    found = quality.missing_deliveries(viewer, today=timezone.localdate())
    return [one for one in found if organ in {None, str(one.organ_id)} and dataset in {None, one.dataset}]


def filters_of(request: HttpRequest) -> QualityFilters:
    """What the address asks for."""
    months = [(f"{month:%Y-%m}", f"{month:%Y-%m}") for month in quality.months_with_figures(request.user)]
    return QualityFilters(request.GET, organ=organ_choices(request.user), dataset=dataset_choices(), month=months)


def organ_choices(viewer: Any) -> list[tuple[str, str]]:
    """Organs the viewer may see."""
    return [(str(pk), name) for pk, name in organs_seen_by(viewer).values_list("pk", "name")]


def dataset_choices() -> list[tuple[str, str]]:
    """All datasets."""
    return [(one.name, one.zh) for one in DATASETS.values()]


def asked(filters: Any) -> tuple[date | None, int | None, str]:
    """Month, organ and dataset asked for."""
    month, organ = filters.given("month"), filters.given("organ")
    return (month_named(month) if month else None, int(organ) if organ else None, filters.given("dataset") or "")


def month_named(text: str) -> date:
    """`2026-06` as the first day of the month; the filter has checked it."""
    return date.fromisoformat(f"{text}-01")


def this_month() -> date:
    """The first day of the present month."""
    return timezone.localdate().replace(day=1)


def trend_told(trend: Sequence[QualityRow]) -> dict[str, Any]:
    """The trend as a table and as one small chart a figure."""
    charts = [
        {
            "id": f"trend-{name}",
            "title": title,
            "numbers": {
                "kind": "line",
                "unit": "%",
                "names": [f"{row.month:%y-%m}" for row in trend],
                "values": [None if (value := getattr(row, name).value) is None else round(100 * value, 2) for row in trend],
                "notes": [f"{getattr(row, name).numerator} / {getattr(row, name).denominator}" for row in trend],
            },
        }
        for name, title in FIGURES.items()
    ]
    return {"trend": trend, "charts": charts}


def gaps_of(figures: Any, dataset: str) -> list[tuple[str, int, int]]:
    """Expected fields in Chinese, filled and expected, the emptiest first."""
    added: dict[str, list[int]] = {}
    for gaps in figures.values_list("gaps", flat=True):
        for name, (due, filled) in gaps.items():
            one = added.setdefault(name, [0, 0])
            one[0], one[1] = one[0] + due, one[1] + filled
    fields = DATASETS[dataset].fields
    listed = [(fields[name].zh if name in fields else name, filled, due) for name, (due, filled) in added.items()]
    return sorted(listed, key=lambda gap: gap[1] / gap[2])


def reasons(request: HttpRequest, month: date | None, organ_id: int, dataset: str) -> dict[str, int]:
    """Rows rejected, by reason."""
    return quality.reasons_of(request.user, since=month, until=month, organ=organ_id, dataset=dataset)


def columns_of() -> tuple[Column, ...]:
    """Columns of the table."""
    figures = [
        column
        for name, title in FIGURES.items()
        for column in (
            Column(title, lambda row, name=name: getattr(row, name).value, sort=f"{name}__value", kind="figure"),
            Column(_("%(figure)s分子") % {"figure": title}, lambda row, name=name: getattr(row, name).numerator, kind="excel"),
            Column(_("%(figure)s分母") % {"figure": title}, lambda row, name=name: getattr(row, name).denominator, kind="excel"),
        )
    ]
    return (
        Column(_("报送单位"), lambda row: row.organ, sort="organ"),
        Column(_("数据集"), lambda row: DATASETS[row.dataset].zh, sort="dataset"),
        Column(_("报送次数"), lambda row: row.deliveries, sort="deliveries", kind="number"),
        Column(_("记录"), lambda row: row.records, sort="records", kind="number"),
        *figures,
        Column(_("间隔中位数（日）"), lambda row: row.median_days, sort="median_days", kind="number"),
    )


def short_columns() -> tuple[Column, ...]:
    """Columns of the records behind a figure."""
    return (
        Column(_("批次"), lambda one: one.batch.source_name),
        Column(_("行"), lambda one: one.row, sort="row", kind="number"),
        Column(_("主键"), lambda one: one.key, sort="key"),
        Column(_("情形"), lambda one: one.what, sort="what"),
    )


def missing_columns() -> tuple[Column, ...]:
    """Columns of what did not come."""
    return (
        Column(_("报送单位"), lambda one: one.organ, sort="organ"),
        Column(_("数据集"), lambda one: DATASETS[one.dataset].zh, sort="dataset"),
        Column(_("情形"), lambda one: LATE_KINDS[one.late.kind], sort="late__kind"),
        Column(_("最后一次"), lambda one: one.late.last_on, sort="late__last_on"),
        Column(_("应报日"), lambda one: one.late.expected_on, sort="late__expected_on"),
        Column(_("逾期（日）"), lambda one: one.late.late_days, sort="late__late_days", kind="number"),
        Column(_("如何算出"), lambda one: one.late.how),
    )
