"""试查: an officer's own SELECT on the datasets they may see, run apart under declared limits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.registry.core.masking import HIDDEN
from zhiheng.registry.core.purposes import fault_of
from zhiheng.registry.gate import hides
from zhiheng.registry.selectors import actor_of
from zhiheng.sandbox.core.limits import ADDED, LIMITS
from zhiheng.sandbox.selectors import QueryView, queries_of, query_of, tables_for
from zhiheng.sandbox.services import start_query, stop_query
from zhiheng.schema import DATASETS, Field
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires
from zhiheng.web.sandbox.examples import examples_for
from zhiheng.web.sandbox.forms import QueryForm

ADDED_WORDS = dict(zip(ADDED, ("报送单位", "收到时间", "记录主键", "批次"), strict=True))
KINDS = {"number": "number"}


@requires("sandbox.use")
@require_http_methods(["GET", "POST"])
def sandbox(request: HttpRequest) -> HttpResponseBase:
    """The empty sandbox, or the start of a query."""
    if request.method == "GET":
        return page(request, QueryForm())
    form = QueryForm(request.POST)
    if form.is_valid():
        try:
            started = start_query(
                actor=actor_of(request.user, "web"),
                now=timezone.now(),
                reader=request.user,
                text=form.cleaned_data["text"],
                purpose=form.cleaned_data["purpose"],
                clock=timezone.now,
            )
        except UnusableInputError as refusal:
            form.add_error("purpose" if "用途" in refusal.reason else None, f"{refusal.reason}。{refusal.remedy}。")
        else:
            return redirect(reverse("sandbox_query", args=[started.id]) + "#result")
    return page(request, form, status=422)


@requires("sandbox.use")
@require_GET
def query(request: HttpRequest, query_id: str) -> HttpResponseBase:
    """One of the officer's own queries: its text to go on with, and what came of it; or its rows as an Excel file."""
    found = opened(request, query_id)
    if request.GET.get("format") in GIVEN and found.rows is not None:
        return export(request, f"试查{timezone.localtime(found.query.started_at):%m%d%H%M%S}", columns_of(found), told_rows(found))
    return page(request, QueryForm(initial={"text": found.query.text, "purpose": found.query.purpose}), found)


@requires("sandbox.use")
@require_GET
def result(request: HttpRequest, query_id: str) -> HttpResponseBase:
    """How a query stands: asked for again and again while it runs, then the whole page is."""
    found = opened(request, query_id)
    if found.state != "running":
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "web/models/sandbox_result.html", result_context(request, found))


@requires("sandbox.use")
@require_POST
def stop(request: HttpRequest, query_id: str) -> HttpResponseBase:
    """End a running query."""
    found = own(request, query_id)
    stop_query(actor=actor_of(request.user, "web"), now=timezone.now(), reader=request.user, query_id=found.query.id)
    if request.headers.get("HX-Request"):
        return render(request, "web/models/sandbox_result.html", {**result_context(request, found), "stopping": True})
    return redirect("sandbox_query", query_id=query_id)


def own(request: HttpRequest, query_id: str) -> QueryView:
    """The officer's own query, or 404."""
    found = query_of(request.user, query_id)
    if found is None:
        raise Http404
    return found


def opened(request: HttpRequest, query_id: str) -> QueryView:
    """The officer's own query; a purpose stated when it was run opens what came of it."""
    found = own(request, query_id)
    if found.rows is not None and not fault_of(found.query.purpose):
        request.gate.open(found.query.purpose)  # type: ignore[attr-defined]
    return found


def page(request: HttpRequest, form: QueryForm, found: QueryView | None = None, status: int = 200) -> HttpResponse:
    """The whole page."""
    tables = tables_for(request.user)
    context = {
        "form": form,
        "tables": tables,
        "added": ADDED_WORDS,
        "limits": LIMITS,
        "examples": examples_for({table.name for table in tables}),
        "latest": queries_of(request.user),
        **(result_context(request, found) if found else {}),
    }
    return render(request, "web/models/sandbox.html", context, status=status)


def result_context(request: HttpRequest, found: QueryView) -> dict[str, Any]:
    """What the part about the result shows."""
    told: dict[str, Any] = {"found": found, "query": found.query, "outcome": found.outcome, "limits": LIMITS}
    if found.rows is not None:
        columns = columns_of(found)
        told["listing"] = listing(told_rows(found), columns, request.GET, sort="")
        told["heads"] = [(column, meaning_of(found, str(column.title))) for column in columns]
        told["lines"] = [
            [(cell_text(cell), column.kind) for cell, column in zip(row, columns, strict=True)] for row in told["listing"].page
        ]
    if found.state == "running":
        told["elapsed"] = min(LIMITS.seconds, int((timezone.now() - found.query.started_at).total_seconds()))
    return told


def columns_of(found: QueryView) -> list[Column]:
    """The result's columns, as a list and an Excel file take them."""
    given = found.outcome.columns if found.outcome else ()
    return [Column(one["name"], lambda row, place=place: row[place], kind=KINDS.get(one["kind"], "")) for place, one in enumerate(given)]


def told_rows(found: QueryView) -> list[list[Any]]:
    """Rows with typed values; codes of plain columns in Chinese, with the code."""
    columns = found.outcome.columns if found.outcome else ()
    codes = [codes_of(found, one["name"]) for one in columns]
    kinds = [one["kind"] for one in columns]
    hidden = [hides(*found.query.columns.get(one["name"], ("", ""))) for one in columns]
    return [
        [HIDDEN if closed else typed_cell(value, kind, words) for value, kind, words, closed in zip(row, kinds, codes, hidden, strict=True)]
        for row in found.rows or ()
    ]


def typed_cell(value: Any, kind: str, codes: dict[str, str]) -> Any:
    """One cell: from plain JSON to its type."""
    if value is None:
        return None
    if isinstance(value, list):
        return "、".join(str(typed_cell(one, "text", codes)) for one in value)
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "instant":
        return datetime.fromisoformat(value)
    if kind == "number" and isinstance(value, str):
        number = Decimal(value)
        return number if number.is_finite() else value
    return f"{codes[value]}（{value}）" if value in codes else value


def cell_text(cell: Any) -> str:
    """One cell for people."""
    if cell is None or cell == "":
        return "—"
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return f"{timezone.localtime(cell):%Y-%m-%d %H:%M:%S}" if isinstance(cell, datetime) and cell.tzinfo else str(cell)


def field_of(found: QueryView, name: str) -> Field | None:
    """The dictionary's field that a result column plainly is."""
    dataset, field = found.query.columns.get(name, ("", ""))
    return DATASETS[dataset].fields.get(field) if dataset in DATASETS else None


def codes_of(found: QueryView, name: str) -> dict[str, str]:
    """Code → Chinese of a result column."""
    field = field_of(found, name)
    return {code: spellings[0] for code, spellings in field.codes.items()} if field else {}


def meaning_of(found: QueryView, name: str) -> str:
    """What a result column is called in Chinese; empty where the query made it."""
    field = field_of(found, name)
    return field.zh if field else ADDED_WORDS.get(name, "")
