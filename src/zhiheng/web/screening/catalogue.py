"""模型: what each supervision model finds, on which articles, with which logic; its runs and its yield."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhiheng.catalog.models import ModelSpec
from zhiheng.models.in_force import catalog, packs_on_disk, unreadable_versions
from zhiheng.models.selectors.parameters import parameters_of
from zhiheng.models.selectors.versions import candidates, versions_of
from zhiheng.oversight import services
from zhiheng.oversight.core.states import CAUSES
from zhiheng.oversight.selectors import runs_of, yield_by_model, yields
from zhiheng.oversight.selectors.models import BY
from zhiheng.oversight.selectors.runs import found_by_model
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, officer_named, sees_everything
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires
from zhiheng.web.screening.forms import EndForm, ImportForm, ParameterForm, WithdrawForm
from zhiheng.web.screening.run_form import RunForm


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
    may_propose = may(request.user, "model.propose")
    context = {
        "waiting": candidates(request.user),
        "unreadable": unreadable_versions(),
        "import_form": ImportForm() if may_propose else None,
        "rows": [{"spec": spec, "yielded": yields.get(spec.id), "run": latest.get(spec.id)} for spec in specs],
        "run_form": run_form(request),
        "may_read_clues": may(request.user, "clue.read"),
    }
    return render(request, "web/models/models.html", context)


@requires("model.read")
@require_GET
def model(request: HttpRequest, name: str) -> HttpResponseBase:
    """One model: purpose, articles, logic in words and SQL, parameters, data needed, runs, versions, yield, causes of what was refuted."""
    spec = named(name)
    if request.GET.get("format") in GIVEN:
        by = yields_by(request)
        return export(request, f"{spec.title}按{BY[by]}", columns_of(by), yields(request.user, by, name))
    return show(request, spec)


def show(request: HttpRequest, spec: ModelSpec, *, status: int = 200, **tried: Any) -> HttpResponse:
    """The page; a refused form stands in place of its empty one."""
    name, today = spec.id, timezone.localdate()
    context = {
        "spec": spec,
        "pack": catalog().packs[spec.pack],
        "reads": [(one, DATASETS.get(one)) for one in spec.reads],
        "runs": rows_of(request, runs_of(name, limit=20), name),
        "yielded": next((one for one in yield_by_model(request.user) if one.model == name), None),
        "run_form": run_form(request),
        "may_read_clues": may(request.user, "clue.read"),
        "may_propose": may(request.user, "model.propose"),
        "parameters": parameters_of(spec, today),
        "versions": versions_of(name, request.user, catalog()),
        "on_disk": packs_on_disk().models.get(name),
        **forms_of(request, spec, today),
        **yields_told(request, name),
    }
    return render(request, "web/models/model.html", context | tried, status=status)


def forms_of(request: HttpRequest, spec: ModelSpec, today: date) -> dict[str, Any]:
    """Forms of who may change parameters and versions."""
    if not may(request.user, "model.manage"):
        return {}
    free = [one for one in spec.parameters.values() if one.mark != "law"]
    earlier, on_disk = earlier_versions(request, spec.id), packs_on_disk().models.get(spec.id)
    published = on_disk is None or on_disk.digest != spec.digest
    return {
        "parameter_form": ParameterForm(parameters=free, initial={"since_on": today}) if free else None,
        "end_form": EndForm(initial={"until_on": today}),
        "withdraw_form": WithdrawForm(earlier=earlier) if published or earlier else None,
    }


def earlier_versions(request: HttpRequest, name: str) -> dict[int, str]:
    """Versions that were published once and are no longer in force, as a form names them."""
    return {
        row.version.pk: f"{row.version.published_at:%Y-%m-%d} {row.version.digest[:12]}"
        for row in versions_of(name, request.user, catalog())
        if row.version.published_at and not row.in_force and row.version.state != "shadow"
    }


def yields_by(request: HttpRequest) -> str:
    """How the table of yields is cut: by version unless asked otherwise."""
    asked = request.GET.get("by", "")
    return asked if asked in BY and asked != "model" else "version"


def yields_told(request: HttpRequest, name: str) -> dict[str, Any]:
    """The table of yields, sorted as asked."""
    by = yields_by(request)
    page = listing(yields(request.user, by, name), columns_of(by), request.GET, sort="-found")
    cuts = [(key, title) for key, title in BY.items() if key != "model"]
    return {"by": by, "cuts": cuts, "listing": page, "kept": [(key, value) for key, value in request.GET.items() if key in {"by", "sort"}]}


def columns_of(by: str) -> list[Column]:
    """Columns of the table of yields."""
    first = [Column(BY[by], lambda row: row.of, "of")]
    if by == "source":
        first = [Column("报送机关", lambda row: row.of, "of"), Column("数据集", lambda row: row.dataset, "dataset")]
    numbers = [
        Column("线索", lambda row: row.found, "found", "number"),
        Column("待核查", lambda row: row.waiting, "waiting", "number"),
        Column("查实", lambda row: row.verified, "verified", "number"),
        Column("排除", lambda row: row.refuted, "refuted", "number"),
        Column("查实率", lambda row: row.share, "share", "number"),
        Column("排除的原因", lambda row: "，".join(f"{CAUSES[cause]} {count}" for cause, count in row.causes.items())),
    ]
    return [*first, *numbers]


@requires("model.run")
@require_POST
def run(request: HttpRequest, name: str = "") -> HttpResponse:
    """Screen the theme library with one model, or with all; the answer says what was found."""
    form = RunForm(request.POST, latest=timezone.localdate())
    wanted = [named(name).id] if name else None
    context: dict[str, Any] = {"form": form, "whole": sees_everything(request.user)}
    if form.is_valid():
        actor, now = actor_of(request.user, "web"), timezone.now()
        try:
            context["outcome"] = services.screen(actor=actor, now=now, catalog=catalog(), models=wanted, as_of=form.cleaned_data["as_of"])
            made = context["outcome"].run
            counts = found_by_model(request.user, [made])[made.pk]
            context["found"] = [(catalog().models[one], count) for one, count in counts.items() if count]
            context["seen"] = sum(counts.values())
        except UnusableInputError as refusal:
            form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
    return render(request, "web/models/outcome.html", context, status=422 if form.errors else 200)


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


def rows_of(request: HttpRequest, runs: Iterable[Any], name: str) -> list[RunRow]:
    """Runs as one model took part in them, with how many of the clues the viewer sees."""
    listed = list(runs)
    found = found_by_model(request.user, listed)
    return [
        RunRow(one, found[one.pk].get(name, 0), item["digest"], shown_name(one.started_by))
        for one in listed
        for item in one.models_run
        if item["model"] == name
    ]


def shown_name(username: str) -> str:
    """Who started a run; the command line where it was no officer."""
    officer = officer_named(username)
    return officer.name if officer else "命令行"
