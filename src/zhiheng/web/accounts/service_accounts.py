"""系统账号: which systems of organs may send, under which keys; keys of our own organs; the security administrator's."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.exchange.peers import selectors, services
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.selectors.accounts import organs_managed_by
from zhiheng.web.accounts.exchange import write_or_error
from zhiheng.web.accounts.exchange_forms import AccountForm, KeyForm, RotateForm
from zhiheng.web.rights import requires


@requires("registry.manage")
@require_http_methods(["GET", "POST"])
def service_accounts(request: HttpRequest) -> HttpResponse:
    """The list; an account posted is opened."""
    form = AccountForm(request.POST or None, organs=organs(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and write_or_error(form, "public", services.open_service_account, request, **form.cleaned_data)
    ):
        messages.success(request, _("已登记系统账号。"))
        return redirect("service_accounts")
    return show(request, form, 422 if form.errors else 200)


def show(request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
    """The page."""
    today = timezone.localdate()
    context = {
        "accounts": selectors.accounts_seen_by(request.user),
        "today": today,
        "form": form,
        "key": KeyForm(organs=organs(request)),
        "rotate": RotateForm(initial={"former_until": today}),
    }
    return render(request, "web/system/service_accounts.html", context, status=status)


@requires("registry.manage")
@require_POST
def rotate(request: HttpRequest, number: int) -> HttpResponse:
    """Register a new key of an account."""
    form = RotateForm(request.POST)
    demand_account(request, number)
    if form.is_valid() and write_or_error(form, "public", services.rotate_key, request, account_id=number, **form.cleaned_data):
        messages.success(request, _("已登记新公钥，原密钥到截止日失效。"))
    else:
        messages.error(request, "；".join(str(one) for errors in form.errors.values() for one in errors))
    return redirect("service_accounts")


@requires("registry.manage")
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Take nothing more from an account."""
    demand_account(request, number)
    services.close_service_account(actor=actor_of(request.user, "web"), now=timezone.now(), account_id=number)
    messages.success(request, _("已停用，不再接收它的报文。"))
    return redirect("service_accounts")


@requires("registry.manage")
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a key with which an organ of ours signs; its public part is shown for the other side to register."""
    form = KeyForm(request.POST, organs=organs(request))
    if not form.is_valid():
        raise Http404
    public = services.make_message_key(actor=actor_of(request.user, "web"), now=timezone.now(), organ=form.cleaned_data["organ"])
    messages.success(
        request,
        _("%(organ)s的新公钥：%(public)s。请交对方平台登记，登记前仍用原密钥签名。")
        % {"organ": form.cleaned_data["organ"], "public": public},
    )
    return redirect("service_accounts")


def demand_account(request: HttpRequest, number: int) -> None:
    """Answer 404 for an account that is closed or out of reach."""
    if not selectors.accounts_seen_by(request.user).filter(pk=number, closed_at=None).exists():
        raise Http404


def organs(request: HttpRequest) -> list[str]:
    """The organs the administrator looks after, by name."""
    return list(organs_managed_by(request.user).order_by("name").values_list("name", flat=True))
