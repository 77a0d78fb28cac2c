"""模型: what each supervision model finds, on which articles, with which logic; its runs and its yield."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhiheng.catalog.models import ModelSpec
from zhiheng.oversight import services
from zhiheng.oversight.packs import catalog
from zhiheng.oversight.selectors import runs_of, yield_by_model
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, officer_named
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.forms.running import RunForm
from zhiheng.web.rights import requires


@dataclass(frozen=True)
class RunRow:
    """One run of one model."""

    run: Any
    found: int
    digest: str
    by: str


@requires("model.read")
@require_GET
def models(request: HttpRequest) -> HttpResponse:
    """The catalogue, with each model's yield and latest run."""
    yields = {one.model: one for one in yield_by_model(request.user)}
    latest = latest_runs()
    specs = sorted(catalog().models.values(), key=lambda spec: (spec.pack, spec.id))
    told = {
        "rows": [{"spec": spec, "yielded": yields.get(spec.id), "run": latest.get(spec.id)} for spec in specs],
        "run_form": run_form(request),
        "may_read_clues": may(request.user, "clue.read"),
    }
    return render(request, "web/models/models.html", told)


@requires("model.read")
@require_GET
def model(request: HttpRequest, name: str) -> HttpResponse:
    """One model: purpose, articles, logic in words and SQL, parameters, data needed, runs, yield, causes of what was refuted."""
    spec = named(name)
    told = {
        "spec": spec,
        "pack": catalog().packs[spec.pack],
        "reads": [(one, DATASETS.get(one)) for one in spec.reads],
        "runs": rows_of(runs_of(name, limit=20), name),
        "yielded": next((one for one in yield_by_model(request.user) if one.model == name), None),
        "run_form": run_form(request),
        "may_read_clues": may(request.user, "clue.read"),
    }
    return render(request, "web/models/model.html", told)


@requires("model.run")
@require_POST
def run(request: HttpRequest, name: str = "") -> HttpResponse:
    """Screen the theme library with one model, or with all; the answer says what was found."""
    form = RunForm(request.POST, latest=timezone.localdate())
    wanted = [named(name).id] if name else None
    told: dict[str, Any] = {"form": form}
    if form.is_valid():
        actor, now = actor_of(request.user, "web"), timezone.now()
        try:
            told["outcome"] = services.screen(actor=actor, now=now, catalog=catalog(), models=wanted, as_of=form.cleaned_data["as_of"])
            told["found"] = [(catalog().models[one], count) for one, count in told["outcome"].counts.items() if count]
        except UnusableInputError as refusal:
            form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
    return render(request, "web/models/outcome.html", told, status=422 if form.errors else 200)


def named(name: str) -> ModelSpec:
    """The model of that name, or 404."""
    spec = catalog().models.get(name)
    if spec is None:
        raise Http404
    return spec


def run_form(request: HttpRequest) -> RunForm | None:
    """The form that runs models, for who may."""
    today: date = timezone.localdate()
    return RunForm(latest=today, initial={"as_of": today}) if may(request.user, "model.run") else None


def latest_runs() -> dict[str, Any]:
    """The latest run of each model."""
    found: dict[str, Any] = {}
    for one in runs_of():
        for item in one.models_run:
            found.setdefault(item["model"], one)
    return found


def rows_of(runs: Iterable[Any], name: str) -> list[RunRow]:
    """Runs as one model took part in them."""
    return [
        RunRow(one, item["found"], item["digest"], shown_name(one.started_by))
        for one in runs
        for item in one.models_run
        if item["model"] == name
    ]


def shown_name(username: str) -> str:
    """Who started a run; the command line where it was no officer."""
    officer = officer_named(username)
    return officer.name if officer else "命令行"
