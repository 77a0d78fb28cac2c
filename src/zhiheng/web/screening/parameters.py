"""Parameters of a model: set for a region, ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiheng.models import services as models
from zhiheng.models.in_force import catalog
from zhiheng.models.services import ParameterChange
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.rights import requires
from zhiheng.web.screening import catalogue
from zhiheng.web.screening.forms import EndForm, ParameterForm


@requires("model.manage")
@require_POST
def set_parameter(request: HttpRequest, name: str) -> HttpResponse:
    """Set a parameter; what is refused is said on the model's page."""
    spec = catalogue.named(name)
    form = ParameterForm(request.POST, parameters=spec.parameters.values())
    if form.is_valid():
        try:
            made = models.set_parameter(
                actor=actor_of(request.user, "web"),
                now=timezone.now(),
                catalog=catalog(),
                model=name,
                wanted=ParameterChange(**form.cleaned_data),
            )
        except UnusableInputError as refusal:
            form.add_error("value", f"{refusal.reason}。{refusal.remedy}")
        else:
            messages.success(request, _("已设定，自核查日 %(day)s 起适用。") % {"day": made.since_on})
            return redirect("model", name)
    return catalogue.show(request, spec, parameter_form=form, status=422)


@requires("model.manage")
@require_POST
def end_parameter(request: HttpRequest, name: str, setting_id: int) -> HttpResponse:
    """End a setting."""
    catalogue.named(name)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有终止：请填写日期和理由。"))
        return redirect("model", name)
    try:
        models.end_parameter(actor=actor_of(request.user, "web"), now=timezone.now(), setting_id=setting_id, **form.cleaned_data)
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}")
    else:
        messages.success(request, _("已终止。"))
    return redirect("model", name)
