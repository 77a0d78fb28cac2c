"""Files, batches, and the standard they follow."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from zhiheng.api.access import caller, having
from zhiheng.api.pages import Cut, Page, page
from zhiheng.api.errors import demand_known
from zhiheng.api.shapes import BatchOut, DeliveryOut, Fault, Word
from zhiheng.exchange import selectors, services
from zhiheng.exchange.quality.services import examine_after_receipt
from zhiheng.records.selectors import batches_seen_by
from zhiheng.registry.selectors import organs_seen_by
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.wire import json_schema

router = Router(tags=["数据"])


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
    dataset: Form[Word] = "",
    correction_of: Form[int | None] = None,
) -> Any:
    """Take a file in: 201 with the report of every row; 200 where the same content had been taken in before."""
    if not organs_seen_by(request.user).filter(name=organ).exists():
        raise UnusableInputError("报送单位", organ, "没有这个机关，或者您不能替它报送", "请填写本单位全称")
    with tempfile.TemporaryDirectory(prefix="zhiheng-upload-") as place:
        path = Path(place) / f"file{Path(file.name or '').suffix.lower()[:12]}"
        with path.open("wb") as target:
            target.writelines(file.chunks())
        report = services.receive(
            actor=caller(request),
            now=timezone.now(),
            path=path,
            name=file.name,
            organ=organ,
            dataset=dataset or None,
            correction_of=correction_of,
        )
    examine_after_receipt(actor=caller(request), now=timezone.now())
    body = {**report.to_json(), "path": file.name, "delivery": report.delivery}
    return Status(200 if report.skipped else 201, body)


@router.get("/deliveries/{int:number}", response={200: DeliveryOut, 404: Fault}, auth=having("data.read"), summary="一个文件的回执")
def delivery(request: HttpRequest, number: int) -> Any:
    """One file and what became of it."""
    return delivery_seen(request, number)


@router.get("/deliveries/{int:number}/rejected", response=Page[dict[str, Any]], auth=having("data.read"), summary="拒收的行")
def rejected(request: HttpRequest, number: int, cut: Query[Cut]) -> dict[str, Any]:
    """The rows that did not go in, with cells as sent and every error."""
    rows = selectors.rejected_rows(delivery_seen(request, number))
    found = page(rows, cut)
    return {**found, "items": [{"row": one.row, "cells": one.cells, "errors": one.errors} for one in found["items"]]}


@router.get("/batches", response=Page[BatchOut], auth=having("data.read"), summary="数据主题库的批次")
def batches(request: HttpRequest, cut: Query[Cut], dataset: Word = "") -> dict[str, Any]:
    """Batches of the organs the caller may see, newest first."""
    demand_known("dataset", dataset, DATASETS)
    found = batches_seen_by(request.user)
    return page(found.filter(dataset=dataset) if dataset else found, cut)


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
