"""报送: a file taken in, its report, its rejected rows, its batch."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.exchange import selectors as exchange
from zhiheng.exchange import services
from zhiheng.exchange.closed.selectors import closed_to
from zhiheng.exchange.quality.selectors import breaches_seen_by
from zhiheng.exchange.quality.services import examine_after_receipt
from zhiheng.exchange.sending.selectors import may_contest, may_take_over, organs_to_send_for, origin_words, origins_of, sending_for
from zhiheng.exchange.sending.services import contest_delivery
from zhiheng.ledger.selectors import entries_about
from zhiheng.records import selectors as records
from zhiheng.registry.core.masking import HIDDEN
from zhiheng.registry.gate import demand_for_file, demand_open, hides, value_text
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.templates import write_template
from zhiheng.web.clues.evidence import stored_value_text
from zhiheng.web.data.intake_forms import ContestForm, IntakeForm
from zhiheng.web.excel import XLSX
from zhiheng.web.listing import Column, listing
from zhiheng.web.purposes import stated
from zhiheng.web.rights import requires

PREVIEW_ROWS = 50


@requires("data.send")
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take a file in and say what became of every row."""
    form = form_for(request, request.POST, request.FILES)
    if not form.is_valid():
        return answer(request, {"form": form}, 422)
    given = form.cleaned_data
    actor, today = actor_of(request.user, "web"), timezone.localdate()
    try:
        with kept_aside(given["file"]) as path:
            reports = services.receive_upload(
                actor=actor,
                now=timezone.now(),
                path=path,
                name=given["file"].name,
                organ=given["organ"],
                dataset=given["dataset"] or None,
                correction_of=given["correction_of"],
                sending=lambda of: sending_for(request.user, given["organ"], dataset=of, reason=given["reason"], today=today),
            )
    except UnusableInputError as refusal:
        form.add_error("reason" if refusal.thing == "代为接收" else "file", f"{refusal.reason}。{refusal.remedy}")
        return answer(request, {"form": form, "refusal": refusal}, 422)
    examine_after_receipt(actor=actor, now=timezone.now())
    return answer(request, {"reports": [(one, DATASETS.get(one.dataset or "")) for one in reports], "form": form}, 200)


def answer(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    """The report alone into a page that is open, else a page of its own."""
    template = "web/data/report.html" if request.headers.get("HX-Request") else "web/data/sent.html"
    return render(request, template, context, status=status)


@requires("data.read")
@require_GET
def delivery(request: HttpRequest, number: int) -> HttpResponse:
    """One file: receipts, counts, rejected rows with their reasons."""
    found = delivery_or_404(request, number)
    columns = (Column("行", lambda row: row.row, sort="row", kind="number"),)
    closed = closed_to(request.user, found)
    page = {
        "delivery": found,
        "dataset": DATASETS.get(found.dataset),
        "receipts": exchange.receipts(found),
        "listing": (listed := listing(exchange.rejected_rows(found, closed), columns, request.GET, sort="row")),
        "rejected_rows": [(row, errors_told(found.dataset, row.errors)) for row in map(closed.readable, listed.page)],
        "folded": [folded_told(found.dataset, one) for one in exchange.folded_for(found, request.user)],
        "breaches": breaches_seen_by(request.user).filter(delivery=found).count(),
        "has_original": exchange.has_original(found, request.user),
        "corrections": found.corrections.order_by("pk"),
        "form": form_for(request, mends=found) if sends_for(request, found) and found.rejected else None,
        "origin": origin_words(found),
        "contests": list(found.contests.all()),
        "contest_form": ContestForm() if may_contest(request.user, found, today=timezone.localdate()) else None,
        "entries": entries_about(f"delivery:{found.pk}"),
    }
    return render(request, "web/data/delivery.html", page)


def errors_told(dataset: str, errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is wrong with a row; the value of a sensitive column as the gate shows it."""
    return [{**one, "value": HIDDEN, "reason": _("敏感内容，写明用途后显示")} if hides(dataset, one["column"]) else one for one in errors]


def folded_told(dataset: str, one: dict[str, Any]) -> dict[str, Any]:
    """What was changed on reading; examples of a sensitive column as the gate shows them."""
    return {**one, "examples": [(HIDDEN, HIDDEN)]} if one["examples"] and hides(dataset, one["field"]) else one


def sends_for(request: HttpRequest, found: Any) -> bool:
    """Whether the officer may send for the organ of this file."""
    return may(request.user, "data.send") and found.organ.name in organs_to_send_for(request.user, today=timezone.localdate())


@requires("data.send")
@require_POST
def contest(request: HttpRequest, number: int) -> HttpResponse:
    """Say something against a file that another organ sent in the name of one's own."""
    found, form = delivery_or_404(request, number), ContestForm(request.POST)
    if form.is_valid():
        given = {"actor": actor_of(request.user, "web"), "now": timezone.now(), "officer": request.user, "delivery_id": found.pk}
        try:
            contest_delivery(**given, reason=form.cleaned_data["reason"])
        except UnusableInputError as refusal:
            form.add_error("reason", f"{refusal.reason}。{refusal.remedy}")
    for errors in form.errors.values():
        messages.error(request, "；".join(map(str, errors)))
    return redirect("delivery", number=found.pk)


@requires("data.read")
@require_GET
def rejected(request: HttpRequest, number: int) -> HttpResponse:
    """The rejected rows as a workbook to mend and send again."""
    found = delivery_or_404(request, number)
    if not found.rejected or found.dataset not in DATASETS:
        raise Http404
    demand_open(sensitive=bool(DATASETS[found.dataset].hidden_fields))
    return saved(
        exchange.rejected_workbook(found, closed_to(request.user, found)), f"{DATASETS[found.dataset].short_zh}-拒收-{found.pk}.xlsx"
    )


@requires("data.read")
@require_GET
def original(request: HttpRequest, number: int) -> HttpResponse:
    """The file as it came, where it was kept for columns nobody knows."""
    found = delivery_or_404(request, number)
    content = exchange.original_of(found, request.user)
    if content is None:
        raise Http404
    demand_for_file(content, sensitive=bool(DATASETS[found.dataset].hidden_fields))
    return saved(content, found.name, "application/octet-stream")


@requires("data.read")
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One batch and, to who states a purpose where it is sensitive, its first rows."""
    found = records.batches_seen_by(request.user).filter(pk=batch_id).first()
    if found is None:
        raise Http404
    dataset = DATASETS[found.dataset]
    form = stated(request, sensitive=dataset.sensitive)
    shown = request.method == "POST" and (not dataset.sensitive or form.is_valid())
    page = {
        "batch": found,
        "dataset": dataset,
        "purpose": form,
        "needs_purpose": dataset.person or bool(dataset.hidden_fields),
        "fields": list(dataset.fields.values()),
        "rows": rows_of(request, found) if shown else None,
        "entries": entries_about(f"batch:{found.pk}"),
        "origin": origins_of([found.pk]).get(str(found.pk), ""),
    }
    return render(request, "web/data/batch.html", page, status=422 if form.errors and dataset.sensitive else 200)


@requires("dictionary.read")
@require_GET
def template(_request: HttpRequest, name: str) -> HttpResponse:
    """The Excel template of a dataset, with its code lists."""
    if name not in DATASETS:
        raise Http404
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "template.xlsx"
        write_template(DATASETS[name], path)
        return saved(path.read_bytes(), f"{DATASETS[name].short_zh}-模板.xlsx")


def delivery_or_404(request: HttpRequest, number: int) -> Any:
    """The delivery, or 404 where the viewer may not know of it."""
    found = exchange.deliveries_seen_by(request.user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def form_for(request: HttpRequest, data: Any = None, files: Any = None, *, mends: Any = None) -> IntakeForm:
    """The form of the organs that the officer may send for; `mends` is the delivery that the file corrects."""
    today = timezone.localdate()
    organs = organs_to_send_for(request.user, today=today)
    initial: dict[str, Any] = {"organ": request.user.organ.name}
    if mends:
        initial = {"organ": mends.organ.name, "dataset": mends.dataset, "correction_of": mends.pk}
    return IntakeForm(data, files, organs=organs, takes_over=may_take_over(request.user, today=today), initial=initial)


@contextmanager
def kept_aside(upload: Any) -> Iterator[Path]:
    """The uploaded content as a file, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="zhiheng-upload-") as place:
        path = Path(place) / f"file{Path(upload.name).suffix.lower()[:12]}"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        yield path


def rows_of(request: HttpRequest, found: Any) -> list[list[str]]:
    """The first rows of a batch, as people read them."""
    fields = DATASETS[found.dataset].fields
    rows = records.batch_rows(found.pk, request.user, limit=PREVIEW_ROWS)
    return [
        [value_text(found.dataset, name, stored_value_text(row.get(name), field.codes)) for name, field in fields.items()] for row in rows
    ]


def saved(content: bytes, name: str, media: str = XLSX) -> HttpResponse:
    """A file to be saved."""
    made = HttpResponse(content, content_type=media)
    made["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003 - as attachment
    return made
