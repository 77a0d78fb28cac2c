"""回避: whoever heads an organ keeps an officer of it from the person a case is about, and takes that back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhiheng.procedure import selectors as procedure
from zhiheng.registry.core.masking import numbers_in
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, avoidances_within, colleagues_of, officer_named
from zhiheng.registry.services import avoid_person, end_avoidance
from zhiheng.registry.services.barriers import AVOIDS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.fields.form_faults import in_one_sentence
from zhiheng.web.rights import requires


class AvoidForm(forms.Form):
    """Who has to avoid the person, and why."""

    officer = forms.ChoiceField(label=gettext_lazy("应当回避的人员"))
    reason = forms.CharField(label=gettext_lazy("理由和依据"), max_length=500)

    def __init__(self, data: Any = None, *, head: Any) -> None:
        super().__init__(data, prefix="avoid")
        known = [(one.username, one.name) for one in colleagues_of(head)]
        self.fields["officer"].choices = [("", _("请选择")), *known]  # type: ignore[attr-defined]


def avoidance_told(request: HttpRequest, subject: str) -> dict[str, Any]:
    """What a case about a person shows to who may decide an avoidance; nothing to others."""
    if not numbers_in(subject.encode()) or not may(request.user, AVOIDS):
        return {}
    today = timezone.localdate()
    found = [(one, one.holds_on(today)) for one in avoidances_within(request.user, subject)]
    return {"avoidances": found, "avoid_form": AvoidForm(head=request.user)}


@requires("case.avoid")
@require_POST
def avoid(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep a colleague from the person of the case."""
    number, form = subject_or_404(request, case_id), AvoidForm(request.POST, head=request.user)
    if not form.is_valid():
        messages.error(request, in_one_sentence(form))
        return redirect("case", case_id=case_id)
    officer = officer_named(form.cleaned_data["officer"])
    given = {"number": number, "officer": officer, "reason": form.cleaned_data["reason"]}
    try:
        avoid_person(actor=actor_of(request.user, "web"), now=timezone.now(), **given)
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, _("已决定回避。"))
    return redirect("case", case_id=case_id)


@requires("case.avoid")
@require_POST
def end(request: HttpRequest, case_id: UUID, barrier_id: int) -> HttpResponse:
    """Take an avoidance back."""
    number = subject_or_404(request, case_id)
    barrier = next((one for one in avoidances_within(request.user, number) if one.pk == barrier_id), None)
    if barrier is None:
        raise Http404
    try:
        end_avoidance(actor=actor_of(request.user, "web"), now=timezone.now(), barrier=barrier, reason=request.POST.get("reason", ""))
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, _("已解除回避。"))
    return redirect("case", case_id=case_id)


def subject_or_404(request: HttpRequest, case_id: UUID) -> str:
    """The number of the person a case is about, that the viewer must see."""
    view = procedure.case_view(case_id, request.user, timezone.localtime())
    if view is None or not numbers_in(view.case.subject.encode()):
        raise Http404
    return str(view.case.subject)
