"""A run of models on its page, repeated on request; a shadow run with its differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhiheng.models.core.differing import KINDS
from zhiheng.models.in_force import catalog
from zhiheng.models.selectors.parameters import parameter_in_words, region_in_words
from zhiheng.models.selectors.versions import shadow_rows, shadow_run_seen_by, titles
from zhiheng.oversight import services
from zhiheng.oversight.selectors.runs import RunView, found_by_model, run_view, seen_differences, states_of
from zhiheng.registry.gate import current, demand_open
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, sees_everything
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires
from zhiheng.web.screening.catalogue import shown_name

COLUMNS = (
    Column("差异", lambda row: KINDS[row.kind], "kind"),
    Column("人员", lambda row: row.subject, "subject"),
    Column("事项", lambda row: row.occurrence, "occurrence"),
    Column("答复机关", lambda row: row.organ, "organ"),
    Column("旧版", lambda row: row.was.get("summary", "")),
    Column("新版", lambda row: row.now_is.get("summary", "")),
    Column("线索", lambda row: row.clue_state, "clue_state"),
)


@requires("model.read")
@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """What ran, on which records, with which values, and what it found."""
    view = run_or_404(request, run_id)
    return render(request, "web/models/run.html", run_context(request, view))


@requires("model.run")
@require_POST
def repeat(request: HttpRequest, run_id: int) -> HttpResponse:
    """Run it again on the records it had, and show every difference."""
    view = run_or_404(request, run_id)
    answer: dict[str, Any] = {}
    try:
        again = services.rerun(actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), run_id=run_id)
        told = seen_differences(request.user, again.differences)
        answer = {
            "again": again,
            "differences": told,
            "whole": sees_everything(request.user),
            "titles": titles(catalog(), {item["model"] for item in again.differences}),
        }
    except UnusableInputError as refusal:
        answer = {"refusal": f"{refusal.reason}。{refusal.remedy}"}
    answer["may_read_clues"] = may(request.user, "clue.read")
    if request.headers.get("HX-Request"):
        return render(request, "web/models/repeated.html", answer)
    return render(request, "web/models/run.html", run_context(request, view) | answer)


def run_or_404(request: HttpRequest, run_id: int) -> RunView:
    """The run, or 404."""
    view = run_view(run_id, request.user)
    if view is None:
        raise Http404
    return view


def run_context(request: HttpRequest, view: RunView) -> dict[str, Any]:
    """What the page of a run shows."""
    named, found = titles(catalog(), [item["model"] for item in view.models]), found_by_model(request.user, [view.run])[view.run.pk]
    rows = [
        {
            "model": item["model"] if item["model"] in catalog().models else "",
            "title": named[item["model"]],
            "digest": item["digest"],
            "version": view.versions.get((item["model"], item["digest"])),
            "found": found.get(item["model"], 0),
            "parameters": values_of(item["model"], item["parameters"]),
            "settings": [
                (region_in_words(region), values_of(item["model"], values)) for region, values in item.get("settings", {}).items()
            ],
        }
        for item in view.models
    ]
    whole = sees_everything(request.user)
    return {
        "whole": whole,
        "seen": sum(found.values()),
        "view": view,
        "run": view.run,
        "rows": rows,
        "by": shown_name(view.run.started_by),
        "may_run": may(request.user, "model.run"),
    }


def values_of(model: str, values: Mapping[str, Any]) -> list[str]:
    """Parameters with their values as officers say them: 报告检察长 60 分钟."""
    spec = catalog().models.get(model)
    return [parameter_in_words(spec, name, value) for name, value in values.items()]


@requires("model.read")
@require_GET
def shadow(request: HttpRequest, shadow_id: int) -> HttpResponseBase:
    """The difference between a candidate and the version in force, row by row."""
    found = shadow_run_seen_by(request.user, shadow_id)
    if found is None:
        raise Http404
    kind = request.GET.get("kind", "")
    rows = shadow_rows(request.user, found, kind)
    if request.GET.get("format") in GIVEN and may(request.user, "clue.read"):
        if tells_sensitive(found.version.model):
            demand_open(sensitive=True)
        return export(request, f"影子运行{found.pk}", COLUMNS, rows)
    page = listing(rows, COLUMNS, request.GET, sort="kind")
    states = states_of(row.clue for row in page.page)
    context = {
        "shadow": found,
        "version": found.version,
        "listing": page,
        "rows": [(row, changed_values(row), states.get(row.clue, "")) for row in page.page],
        "hidden": tells_sensitive(found.version.model) and current().hides(),
        "kinds": [(name, title, found.counts[name]) for name, title in KINDS.items()],
        "kind": kind if kind in KINDS else "",
        "kept": [(name, value) for name, value in request.GET.items() if name in {"kind", "sort"}],
        "may_read_clues": may(request.user, "clue.read"),
        "columns": columns_of(found.version.model),
    }
    return render(request, "web/models/shadow.html", context)


def tells_sensitive(model: str) -> bool:
    """Whether what a model finds is shown for a purpose alone; a model nobody knows may rest on anything."""
    spec = catalog().models.get(model)
    return spec is None or spec.tells_sensitive


def columns_of(model: str) -> dict[str, str]:
    """Meanings of a model's values."""
    spec = catalog().models.get(model)
    return dict(spec.columns) if spec else {}


def changed_values(row: Any) -> list[tuple[str, object, object]]:
    """Values that the two versions tell differently: name, old, new."""
    was, now_is = row.was.get("values", {}), row.now_is.get("values", {})
    if row.kind != "changed":
        return []
    values = [(name, was.get(name), now_is.get(name)) for name in {**was, **now_is} if was.get(name) != now_is.get(name)]
    other = [(name, row.was.get(name), row.now_is.get(name)) for name in ("level", "organ") if row.was.get(name) != row.now_is.get(name)]
    records = (row.was["evidence"], row.now_is["evidence"])
    return [*values, *other, *([("evidence", len(records[0]), len(records[1]))] if records[0] != records[1] else [])]
