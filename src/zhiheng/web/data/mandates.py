"""报送委托: mandates by which an organ lets another send records in its name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.exchange.sending.selectors import mandates_seen_by
from zhiheng.exchange.sending.services import GIVERS, end_mandate, give_mandate
from zhiheng.registry.rights import roles_of
from zhiheng.registry.selectors import actor_of, organ_named, organ_names
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.data.intake_forms import MandateForm
from zhiheng.web.rights import requires


@requires("data.read")
@require_http_methods(["GET", "POST"])
def mandates(request: HttpRequest) -> HttpResponse:
    """Mandates given and held; the head of an organ gives new ones."""
    may_give = bool(roles_of(request.user) & GIVERS)
    others = [name for name in organ_names() if name != request.user.organ.name] if may_give else []
    form = MandateForm(request.POST or None, organs=others)
    if request.method == "POST" and may_give and form.is_valid() and is_given(request, form):
        return redirect("mandates")
    today = timezone.localdate()
    context = {
        "mandates": [
            (one, titles_of(one.datasets), one.until_on is None or one.until_on > today) for one in mandates_seen_by(request.user)
        ],
        "form": form if may_give else None,
    }
    return render(request, "web/data/mandates.html", context, status=422 if form.errors else 200)


@requires("data.read")
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a mandate of the officer's organ from today on."""
    now = timezone.now()
    try:
        end_mandate(actor=actor_of(request.user, "web"), now=now, officer=request.user, mandate_id=number, until_on=timezone.localdate(now))
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    return redirect("mandates")


def is_given(request: HttpRequest, form: MandateForm) -> bool:
    """Give the mandate; a refusal becomes an error of the form."""
    given = {**form.cleaned_data, "holder": organ_named(form.cleaned_data["holder"])}
    try:
        give_mandate(actor=actor_of(request.user, "web"), now=timezone.now(), officer=request.user, **given)
    except UnusableInputError as refusal:
        form.add_error("basis", f"{refusal.reason}。{refusal.remedy}")
        return False
    return True


def titles_of(names: list[str]) -> str:
    """The datasets of a mandate in Chinese."""
    return "、".join(DATASETS[name].zh for name in names if name in DATASETS) or "全部数据集"
