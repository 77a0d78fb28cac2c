"""案内评定: a step of a case rated by its sheet; the act of the step waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiheng.analysis.recurring import named, title_of
from zhiheng.analysis.sheets import Evidence, work_out
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors.rating_sources import PlatformSources
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.selectors import CaseView
from zhiheng.procedure.services.rated import Asked, asked_at
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.rights import requires
from zhiheng.web.work.forms import SheetInputs
from zhiheng.work import services
from zhiheng.work.rows import Rating
from zhiheng.work.services.case_rating import newest, rated_of
from zhiheng.work.services.rating import Rated, gather, latest


@dataclass(frozen=True)
class RatingAsked:
    """A step of the viewer's that is rated: its sheet, and the rating as it stands."""

    step: str
    title: str
    sheet: str
    rating: Rating | None


def ratings_asked(request: HttpRequest, view: CaseView) -> list[RatingAsked]:
    """Open steps that the viewer may do and that are rated by a sheet."""
    found = []
    for step in dict.fromkeys(one.step for one in view.acts_allowed if one.kind == "done"):
        asked = asked_at(view.case, view.spec, view.state, view.spec.steps[step])
        sheet = catalog().sheets.get(asked.sheet) if asked else None
        if asked and sheet and may(request.user, sheet.shape.right, pack=sheet.pack):
            found.append(RatingAsked(step, view.spec.steps[step].title, sheet.shape.title, _standing(asked)))
    return found


def _standing(asked: Asked) -> Rating | None:
    try:
        return newest(asked, catalog())
    except UnusableInputError:
        return None


@requires("sheet.rate")
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, case_id: UUID, step: str) -> HttpResponse:
    """The sheet of an open step, its figures read, the rest to be filled in; kept with the case."""
    view = procedure.case_view(case_id, request.user, timezone.localtime())
    if view is None or step not in {one.step for one in ratings_asked(request, view)}:
        raise Http404
    asked = asked_at(view.case, view.spec, view.state, view.spec.steps[step])
    if asked is None:
        raise Http404
    spec = catalog().sheets[asked.sheet]
    try:
        rated = rated_of(asked, catalog())
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
        return redirect("case", case_id=case_id)
    before = latest(spec.id, rated)
    standing: dict[str, Any] = before.evidence["given"] if before else {}
    inputs = SheetInputs(spec.shape, request.POST if request.method == "POST" else None, standing=standing, rater=request.user.username)
    if request.method == "POST" and inputs.is_valid() and (made := kept(request, view, step, inputs)):
        said = _("评定已保存，得分 %(points)s。") if made.points is not None else _("评定已保存，还有未评的项。")
        messages.success(request, said % {"points": made.points})
        return redirect("case", case_id=case_id)
    result = work_out(spec.shape, Evidence(gather(catalog(), spec, rated, _sources()), dict(standing)))
    context = {
        "view": view, "step": step, "title": view.spec.steps[step].title, "spec": spec, "inputs": inputs, "parts": inputs.parts(result),
        "name": _name(rated), "period": title_of(named(rated.period)), "before": before,
    }  # fmt: skip
    return render(request, "web/cases/rate.html", context, status=422 if request.method == "POST" else 200)


def kept(request: HttpRequest, view: CaseView, step: str, inputs: SheetInputs) -> Rating | None:
    """Keep the rating; a refusal becomes an error of the form."""
    try:
        return services.rate_in_case(
            actor=actor_of(request.user, "web"), now=timezone.now(), catalog=catalog(), case_id=view.case.pk, step=step,
            given=inputs.given(), sources=_sources(), reason=request.POST.get("note", "")[:2000],
        )  # fmt: skip
    except UnusableInputError as refusal:
        inputs.add_error(None, f"{refusal.place or refusal.thing}：{refusal.reason}。{refusal.remedy}")
    except PermissionDenied as refusal:
        inputs.add_error(None, str(refusal))
    return None


def _sources() -> PlatformSources:
    return PlatformSources(catalog(), timezone.localdate())


def _name(rated: Rated) -> str:
    return " ".join(filter(None, [rated.organ.name, rated.unit.name if rated.unit else "", rated.subject]))
