"""Versions of a model: a candidate handed in, tried beside the version in force, published, withdrawn; the exchange file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.catalog.bundle import MOST_BYTES, SUFFIX
from zhiheng.catalog.errors import PackError
from zhiheng.catalog.models import ModelSpec
from zhiheng.ledger.selectors import entries_about
from zhiheng.models import services as models
from zhiheng.models.in_force import catalog
from zhiheng.models.selectors.versions import VersionView, version_view
from zhiheng.models.services import Candidate
from zhiheng.oversight import services
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.rights import requires
from zhiheng.web.screening import catalogue
from zhiheng.web.screening.forms import CandidateForm, ImportForm, ReasonForm, TryForm, WithdrawForm


@requires("model.propose")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, name: str) -> HttpResponse:
    """Hand in a changed text; every fault is shown with its line."""
    spec = catalogue.named(name)
    if request.method != "POST":
        begun = {"text": spec.text, "cases": spec.cases.text if spec.cases else ""}
        return render(request, "web/models/edit.html", {"spec": spec, "form": CandidateForm(initial=begun)})
    form = CandidateForm(request.POST, request.FILES)
    faults: list[str] = []
    if form.is_valid():
        given = form.cleaned_data
        candidate = Candidate(model=name, pack=spec.pack, text=given["text"], cases=given["cases"], note=given["note"])
        version, faults = outcome_or_faults(lambda: models.add_candidate(**acting(request), candidate=candidate))
        if version is not None:
            messages.success(request, _("候选版本已提交；文本和用例都检查过了。请影子运行后由另一人发布。"))
            return redirect("model_version", version.pk)
    return render(request, "web/models/edit.html", {"spec": spec, "form": form, "faults": faults}, status=422)


@requires("model.propose")
@require_POST
def import_model(request: HttpRequest) -> HttpResponse:
    """Take an exchange file in as a candidate."""
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("请选择模型文件（%(suffix)s）。") % {"suffix": SUFFIX})
        return redirect("models")
    file, note = form.cleaned_data["file"], form.cleaned_data["note"]
    version, faults = outcome_or_faults(
        lambda: models.import_model(**acting(request), content=file.read(MOST_BYTES + 1), name=file.name or "", note=note)
    )
    if version is None:
        messages.error(request, _("没有导入。") + "；".join(faults))
        return redirect("models")
    messages.success(request, _("已导入为候选版本；影子运行并发布后才会在用。"))
    return redirect("model_version", version.pk)


def outcome_or_faults(act: Callable[[], Any]) -> tuple[Any, list[str]]:
    """What the act gives, or why it was refused: every fault of a pack file by itself."""
    try:
        return act(), []
    except PackError as refusal:
        return None, [f"{fault.path} 第 {fault.line} 行，{fault.thing}：{fault.reason}。{fault.remedy}" for fault in refusal.faults]
    except UnusableInputError as refusal:
        breaches = getattr(refusal, "breaches", ())
        return None, [str(breach) for breach in breaches] or [f"{refusal.thing}（{refusal.place}）：{refusal.reason}。{refusal.remedy}"]


@requires("model.read")
@require_GET
def export_model(request: HttpRequest, name: str) -> HttpResponseBase:
    """The exchange file of the version in force."""
    catalogue.named(name)
    return as_file(name, models.export_model(**acting(request), model=name))


@requires("model.read")
@require_GET
def export_version(request: HttpRequest, version_id: int) -> HttpResponseBase:
    """The exchange file of one version."""
    view = version_or_404(request, version_id)
    return as_file(view.version.model, models.export_model(**acting(request), version_id=version_id))


def as_file(name: str, text: str) -> HttpResponseBase:
    """The text as a download."""
    from io import BytesIO

    return FileResponse(BytesIO(text.encode()), as_attachment=True, filename=f"{name}{SUFFIX}", content_type="application/octet-stream")


@requires("model.read")
@require_GET
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """A version: its difference to the text in force, its shadow runs, what can be done with it."""
    return show(request, version_or_404(request, version_id))


@requires("model.propose")
@require_POST
def shadow(request: HttpRequest, version_id: int) -> HttpResponse:
    """Run the candidate beside the version in force; the difference is a page of its own."""
    view, form = version_or_404(request, version_id), TryForm(request.POST, latest=timezone.localdate())
    if form.is_valid():
        ran, faults = outcome_or_faults(lambda: services.shadow_run(**acting(request), version_id=version_id, **form.cleaned_data))
        if ran is not None:
            return redirect("shadow_run", ran.pk)
        for fault in faults:
            form.add_error(None, fault)
    return show(request, view, try_form=form, status=422)


@requires("model.manage")
@require_POST
def publish(request: HttpRequest, version_id: int) -> HttpResponse:
    """Put the candidate in force."""
    view, form = version_or_404(request, version_id), ReasonForm(request.POST, prefix="publish")
    if form.is_valid():
        done, faults = outcome_or_faults(lambda: models.publish_version(**acting(request), version_id=version_id, **form.cleaned_data))
        if done is not None:
            messages.success(request, _("已发布，下次筛查起用这个版本。"))
            return redirect("model", done.model)
        for fault in faults:
            form.add_error(None, fault)
    return show(request, view, publish_form=form, status=422)


@requires("model.manage")
@require_POST
def withdraw(request: HttpRequest, name: str) -> HttpResponse:
    """Withdraw the published version."""
    spec = catalogue.named(name)
    form = WithdrawForm(request.POST, earlier=catalogue.earlier_versions(request, name))
    if not form.is_valid():
        return catalogue.show(request, spec, withdraw_form=form, status=422)
    given = {key: value for key, value in acting(request).items() if key != "catalog"}
    try:
        models.withdraw_version(**given, model=name, **form.cleaned_data)
    except UnusableInputError as refusal:
        form.add_error(None, f"{refusal.reason}。{refusal.remedy}")
        return catalogue.show(request, spec, withdraw_form=form, status=422)
    messages.success(request, _("已撤下。"))
    return redirect("model", name) if name in catalog().models else redirect("models")


def acting(request: HttpRequest) -> dict[str, Any]:
    """Who acts, when, on which catalogue."""
    return {"actor": actor_of(request.user, "web"), "now": timezone.now(), "catalog": catalog()}


def version_or_404(request: HttpRequest, version_id: int) -> VersionView:
    """The version, or 404."""
    view = version_view(version_id, request.user, catalog())
    if view is None:
        raise Http404
    return view


def show(request: HttpRequest, view: VersionView, *, status: int = 200, **tried: Any) -> HttpResponse:
    """The page; a refused form stands in place of its empty one."""
    today, waiting = timezone.localdate(), view.version.state == "shadow"
    context = {
        "view": view,
        "version": view.version,
        "model_title": title_of(view.version.model, view.against),
        "try_form": TryForm(latest=today, initial={"as_of": today}) if waiting and may(request.user, "model.propose") else None,
        "publish_form": ReasonForm(prefix="publish") if waiting and may(request.user, "model.manage") else None,
        "own": view.version.added_by == request.user.username,
        "entries": list(entries_about(f"model:{view.version.model}")) if may(request.user, "ledger.read") else [],
    }
    return render(request, "web/models/version.html", context | tried, status=status)


def title_of(name: str, spec: ModelSpec | None) -> str:
    """The title in force; the name of a model that is not."""
    return spec.title if spec else name
