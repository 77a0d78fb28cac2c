"""Files, batches, and the standard they follow."""

import tempfile
from pathlib import Path
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Query, Router, Status
from ninja.files import UploadedFile

from zhiheng.api.access import caller, having
from zhiheng.api.errors import demand_known
from zhiheng.api.pages import Cut, Page, page
from zhiheng.api.shapes import BatchOut, DeliveryOut, Fault, Word
from zhiheng.exchange import selectors, services
from zhiheng.exchange.closed.selectors import closed_to
from zhiheng.exchange.core.report import FileReport
from zhiheng.exchange.quality.services import examine_after_receipt
from zhiheng.exchange.sending.selectors import origins_of, sending_for
from zhiheng.exchange.sending.services import contest_delivery
from zhiheng.records.selectors import batches_seen_by
from zhiheng.registry.core.masking import HIDDEN
from zhiheng.registry.gate import hides
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.wire import json_schema

router = Router(tags=["数据"])
REJECTED_SHOWN = 100
CLOSED = "敏感内容，写明用途后显示"


@router.get("/deliveries", response=Page[DeliveryOut], auth=having("data.read"), summary="收到的文件")
def deliveries(request: HttpRequest, cut: Query[Cut], dataset: Word = "", outcome: Word = "") -> dict[str, Any]:
    """Files received from the organs the caller may see, newest first."""
    demand_known("dataset", dataset, DATASETS)
    demand_known("outcome", outcome, selectors.OUTCOMES)
    found = selectors.deliveries_seen_by(request.user)
    exact = {"dataset": dataset, "outcome": outcome}
    return page(found.filter(**{name: value for name, value in exact.items() if value}), cut)


@router.post(
    "/deliveries", response={201: dict[str, Any], 200: dict[str, Any], 422: Fault}, auth=having("data.send"), summary="报送一个文件"
)
def send(
    request: HttpRequest,
    file: File[UploadedFile],
    organ: Form[Word],
    dataset: Form[str] = "",
    correction_of: Form[Annotated[int, Field(ge=1, lt=2**63)] | None] = None,
    reason: Form[str] = "",
) -> Any:
    """Take a file in: 201 with the report, 200 where the same content had been taken in before; of the wrong values the first hundred.

    All of them are under `rejected_at`, by pages. A file is sent in one's own organ's name, under a mandate, or taken over with a `reason`.
    A ZIP of data files answers with a report for each in `files`.
    """
    today = timezone.localdate()
    demand_known("dataset", dataset, DATASETS)
    with tempfile.TemporaryDirectory(prefix="zhiheng-upload-") as place:
        path = Path(place) / f"file{Path(file.name or '').suffix.lower()[:12]}"
        with path.open("wb") as target:
            target.writelines(file.chunks())
        reports = services.receive_upload(
            actor=caller(request),
            now=timezone.now(),
            path=path,
            name=file.name or "file",
            organ=organ,
            dataset=dataset or None,
            correction_of=correction_of,
            sending=lambda of: sending_for(request.user, organ, dataset=of, reason=reason, today=today),
        )
    examine_after_receipt(actor=caller(request), now=timezone.now())
    if len(reports) > 1:
        return Status(201, {"files": [told_of(report) for report in reports]})
    (report,) = reports
    if report.refusal:
        raise wrong_file(report)
    return Status(200 if report.skipped else 201, told_of(report))


def told_of(report: FileReport) -> dict[str, Any]:
    """A report for machines, with the first of its wrong values and the place of all."""
    body = {**report.to_json(), "delivery": report.delivery, "rejected_count": len(report.rejected)}
    body["rejected"] = body["rejected"][:REJECTED_SHOWN]
    body["rejected_at"] = f"/api/v1/deliveries/{report.delivery}/rejected" if report.delivery and report.rejected else None
    return body


def wrong_file(report: FileReport) -> UnusableInputError:
    """The refusal of a file with too many errors, saying where the first of them are."""
    refusal = report.refusal or UnusableInputError("文件", report.path, "不能使用", "请核对文件")
    if not report.delivery:
        return refusal
    remedy = f"{refusal.remedy}：/api/v1/deliveries/{report.delivery}/rejected"
    return UnusableInputError(refusal.thing, refusal.place, refusal.reason, remedy)


@router.get("/deliveries/{int:number}", response={200: DeliveryOut, 404: Fault}, auth=having("data.read"), summary="一个文件的回执")
def delivery(request: HttpRequest, number: int) -> Any:
    """One file and what became of it."""
    return delivery_seen(request, number)


@router.get("/deliveries/{int:number}/rejected", response=Page[dict[str, Any]], auth=having("data.read"), summary="拒收的行")
def rejected(request: HttpRequest, number: int, cut: Query[Cut]) -> dict[str, Any]:
    """The rows that did not go in, with cells as sent and every error."""
    seen = delivery_seen(request, number)
    closed = closed_to(request.user, seen)
    found, dataset = page(selectors.rejected_rows(seen, closed), cut), seen.dataset
    return {**found, "items": [rejected_told(dataset, closed.readable(one)) for one in found["items"]]}


def rejected_told(dataset: str, one: Any) -> dict[str, Any]:
    """A rejected row; sensitive columns as the gate shows them."""
    fields = DATASETS[dataset].fields if dataset in DATASETS else {}
    known = {spelt: name for name, field in fields.items() for spelt in (name, field.zh)}
    hidden = {column for column in one.cells if hides(dataset, known.get(column, column))}
    cells = {column: HIDDEN if column in hidden else value for column, value in one.cells.items()}
    errors = [{**error, "value": HIDDEN, "reason": CLOSED} if hides(dataset, error["column"]) else error for error in one.errors]
    return {"row": one.row, "cells": cells, "errors": errors}


@router.get("/batches", response=Page[BatchOut], auth=having("data.read"), summary="数据主题库的批次")
def batches(request: HttpRequest, cut: Query[Cut], dataset: Word = "") -> dict[str, Any]:
    """Batches of the organs the caller may see, newest first."""
    demand_known("dataset", dataset, DATASETS)
    found = batches_seen_by(request.user)
    selected = page(found.filter(dataset=dataset) if dataset else found, cut)
    origins = origins_of(batch.pk for batch in selected["items"])
    for batch in selected["items"]:
        batch.origin = origins.get(str(batch.pk), "")
    return selected


@router.post(
    "/deliveries/{int:number}/contests",
    response={201: DeliveryOut, 404: Fault, 422: Fault},
    auth=having("data.send"),
    summary="提出报送异议",
)
def contest(request: HttpRequest, number: int, reason: Form[str]) -> Any:
    """Say something against a file that another organ sent in the name of the caller's own."""
    found = delivery_seen(request, number)
    contest_delivery(actor=caller(request), now=timezone.now(), officer=request.user, delivery_id=found.pk, reason=reason)
    return Status(201, delivery_seen(request, number))


@router.get("/datasets/{name}", response={200: dict[str, Any], 404: Fault}, auth=having("dictionary.read"), summary="数据集的 JSON Schema")
def dataset(request: HttpRequest, name: str) -> dict[str, Any]:  # noqa: ARG001 - every route is given its request
    """The wire format of a dataset."""
    if name not in DATASETS:
        raise Http404
    return json_schema(DATASETS[name])


def delivery_seen(request: HttpRequest, number: int) -> Any:
    """The delivery, or 404."""
    found = selectors.deliveries_seen_by(request.user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
