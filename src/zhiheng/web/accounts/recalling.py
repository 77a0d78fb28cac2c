"""The security administrator recalls sessions, resets second factors, and says how an officer is called by a certificate or elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiheng.registry import services
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.selectors.sign_ins import session_marked
from zhiheng.web.accounts.accounts import found, run_act
from zhiheng.web.accounts.forms import OutsideNameForm
from zhiheng.web.rights import requires


@requires("registry.manage")
@require_POST
def recall(request: HttpRequest, number: int, mark: str) -> HttpResponse:
    """End one session or token of an account."""
    account = found(request, number)
    session = session_marked(account, mark)
    if session is None:
        raise Http404
    services.recall_session(actor=actor_of(request.user, "web"), now=timezone.now(), officer=account, session=session)
    messages.success(request, _("已收回这一处登录。"))
    return redirect("account", number)


@requires("registry.manage")
@require_POST
def bind(request: HttpRequest, number: int) -> HttpResponse:
    """Enter the subject of a certificate, or of the organ's sign-in."""
    account, form = found(request, number), OutsideNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("account", number)
    given = form.cleaned_data
    return run_act(
        request, number, lambda **acting: services.bind_outside_name(officer=account, **given, **acting), _("已登记，本人可以用它登录。")
    )
