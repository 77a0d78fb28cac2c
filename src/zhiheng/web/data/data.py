"""数据: files sent, what became of them, and what is in the theme library."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhiheng.exchange import selectors as exchange
from zhiheng.records import selectors as records
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import organs_seen_by
from zhiheng.schema import DATASETS
from zhiheng.web.data.intake import form_for
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.fields.filters import DataFilters, in_days
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires
from zhiheng.web.words import OUTCOMES

COLUMNS = (
    Column(_("文件"), lambda one: one.name, sort="name"),
    Column(_("报送单位"), lambda one: one.organ.name, sort="organ__name"),
    Column(_("数据集"), lambda one: dataset_title(one.dataset), sort="dataset"),
    Column(_("结果"), lambda one: OUTCOMES[one.outcome], sort="outcome"),
    Column(_("行数"), lambda one: one.rows, sort="rows", kind="number"),
    Column(_("入库"), lambda one: one.accepted, sort="accepted", kind="number"),
    Column(_("拒收"), lambda one: one.rejected, kind="number"),
    Column(_("收到时间"), lambda one: one.received_at, sort="received_at"),
)
EXTRA = (
    Column(_("重复"), lambda one: one.duplicates),
    Column(_("更新"), lambda one: one.superseded),
    Column(_("报送人"), lambda one: one.sent_by),
    Column(_("退回原因"), lambda one: one.refusal),
)


@requires("data.read")
@require_GET
def data(request: HttpRequest) -> HttpResponseBase:
    """Files received, newest first, or the same rows as an Excel file."""
    every = exchange.deliveries_seen_by(request.user)
    filters = filters_of(request)
    found = filtered(every, filters)
    if request.GET.get("format") in GIVEN:
        return export(request, str(_("数据报送")), (*COLUMNS, *EXTRA), found)
    context = {
        "listing": listing(found, COLUMNS, request.GET, sort="-received_at"),
        "filters": filters,
        "kept": filters.kept,
        "views": [(outcome, title, every.filter(outcome=outcome).count()) for outcome, title in OUTCOMES.items()],
        "form": form_for(request) if may(request.user, "data.send") else None,
    }
    return render(request, "web/data/data.html", context)


@requires("data.read")
@require_GET
def holdings(request: HttpRequest) -> HttpResponseBase:
    """What each organ has sent, by dataset: how much came in, how much was rejected, when the last file came."""
    kept = {(row["organ"], row["dataset"]): row for row in records.counts_by_dataset_and_organ(request.user)}
    rows = [{**row, **held_of(kept.get((row["organ"], row["dataset"])))} for row in exchange.quality_by_organ(request.user)]
    columns = holding_columns()
    if request.GET.get("format") in GIVEN:
        return export(request, str(_("数据存量")), columns, rows)
    return render(request, "web/data/holdings.html", {"listing": listing(rows, columns, request.GET, sort="organ")})


def held_of(row: dict[str, Any] | None) -> dict[str, Any]:
    """Current records and the last day, of an organ's dataset."""
    return {"current": row["current"] if row else 0, "last": row["last_received_at"] if row else None}


def holding_columns() -> tuple[Column, ...]:
    """Columns of the holdings."""
    return (
        Column(_("报送单位"), lambda row: row["organ"], sort="organ"),
        Column(_("数据集"), lambda row: dataset_title(row["dataset"]), sort="dataset"),
        Column(_("报送次数"), lambda row: row["deliveries"], sort="deliveries", kind="number"),
        Column(_("行数"), lambda row: row["rows"], sort="rows", kind="number"),
        Column(_("拒收"), lambda row: row["rejected"], sort="rejected", kind="number"),
        Column(_("现行记录"), lambda row: row["current"], sort="current", kind="number"),
        Column(_("最近报送"), lambda row: row["last"], sort="last"),
    )


def filters_of(request: HttpRequest) -> DataFilters:
    """What the address asks for."""
    return DataFilters(
        request.GET,
        organ=organs_seen_by(request.user).values_list("pk", "name"),
        dataset=[(one.name, one.zh) for one in DATASETS.values()],
        view=OUTCOMES.items(),
    )


def filtered(found: Any, filters: DataFilters) -> Any:
    """Deliveries under the filters."""
    exact = {"organ_id": filters.given("organ"), "dataset": filters.given("dataset"), "outcome": filters.given("view")}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted := filters.given("q"):
        found = found.filter(name__icontains=wanted)
    return in_days(found, "received_at", filters.given("since"), filters.given("until"))


def dataset_title(name: str) -> str:
    """The Chinese name of a dataset; a file that could not be read has none."""
    return DATASETS[name].zh if name in DATASETS else ""
