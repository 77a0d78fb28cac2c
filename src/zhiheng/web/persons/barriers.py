"""限制查阅: a person's records sealed, limited to the named, or avoided by one officer; and opened again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhiheng.registry.core.scopes import BARRIERS
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of, barriers_of, officer_named, officers_seen_by
from zhiheng.registry.services import close_person, open_person_again
from zhiheng.registry.services.barriers import CLOSES
from zhiheng.schema.errors import UnusableInputError
from zhiheng.subjects import selectors as subjects
from zhiheng.web.fields.form_faults import in_one_sentence
from zhiheng.web.rights import requires


class CloseForm(forms.Form):
    """Why and to whom a person's records are closed."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=list(BARRIERS.items()))
    admitted = forms.MultipleChoiceField(
        label=gettext_lazy("准许知悉的人员"), required=False, widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text=gettext_lazy("封存、限定知悉时填写；办理人自己始终在内。"),
    )  # fmt: skip
    officer = forms.ChoiceField(label=gettext_lazy("应当回避的人员"), required=False)
    until_on = forms.DateField(
        label=gettext_lazy("终止日"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("长期有效的留空。"),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("理由和依据"), max_length=500)

    def __init__(self, data: Any = None, *, reader: Any) -> None:
        super().__init__(data, prefix="close")
        known = [(one.username, f"{one.name}（{one.organ.name}）") for one in officers_seen_by(reader)]
        self.fields["admitted"].choices = known  # type: ignore[attr-defined]
        self.fields["officer"].choices = [("", _("请选择")), *known]  # type: ignore[attr-defined]


def barriers_told(request: HttpRequest, numbers: list[str]) -> dict[str, Any]:
    """What the page of a person shows of its barriers, to who may set them."""
    if not may(request.user, CLOSES):
        return {}
    today = timezone.localdate()
    found = [(one, one.holds_on(today)) for one in barriers_of(*numbers)]
    return {"barriers": found, "close_form": CloseForm(reader=request.user)}


def numbers_or_404(request: HttpRequest, identity_id: int) -> list[str]:
    """Numbers of the person, whom the viewer must see."""
    view = subjects.person_view(request.user, identity_id)
    if view is None:
        raise Http404
    return list(view.numbers)


@requires("person.close")
@require_POST
def close(request: HttpRequest, identity_id: int) -> HttpResponse:
    """Close the records of every number of the person."""
    numbers, form = numbers_or_404(request, identity_id), CloseForm(request.POST, reader=request.user)
    if not form.is_valid():
        messages.error(request, in_one_sentence(form))
        return redirect("person", identity_id=identity_id)
    given = {**form.cleaned_data, "officer": officer_named(form.cleaned_data["officer"]) if form.cleaned_data["officer"] else None}
    try:
        for number in numbers:
            close_person(actor=actor_of(request.user, "web"), now=timezone.now(), number=number, **given)
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, _("已限制查阅。"))
    return redirect("person", identity_id=identity_id)


@requires("person.close")
@require_POST
def open_again(request: HttpRequest, identity_id: int, barrier_id: int) -> HttpResponse:
    """End one barrier of the person."""
    numbers = numbers_or_404(request, identity_id)
    barrier = barriers_of(*numbers).filter(pk=barrier_id).first()
    if barrier is None:
        raise Http404
    try:
        open_person_again(actor=actor_of(request.user, "web"), now=timezone.now(), barrier=barrier, reason=request.POST.get("reason", ""))
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, _("已解除限制。"))
    return redirect("person", identity_id=identity_id)
