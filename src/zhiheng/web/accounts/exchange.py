"""系统间交换: how the exchange with each organ stands, addresses and tests of connections, messages that were given up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhiheng.exchange.peers import selectors, services
from zhiheng.exchange.peers.services.operating import WELL
from zhiheng.registry.selectors import actor_of
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.accounts.exchange_forms import PeerForm, TestForm
from zhiheng.web.rights import requires


@requires("organ.manage")
@require_GET
def exchange(request: HttpRequest) -> HttpResponse:
    """The board."""
    return show(request)


def show(request: HttpRequest, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    """The page, with a form that was refused."""
    senders = selectors.sending_organs(request.user)
    context = {
        "board": selectors.board(request.user),
        "dead": selectors.dead_letters(request.user)[:200],
        "form": form or (PeerForm() if request.user.organ.runs_home else None),
        "test": TestForm(senders=senders) if senders else None,
    }
    return render(request, "web/system/exchange.html", context, status=status)


@requires("organ.manage")
@require_POST
def note_peer(request: HttpRequest) -> HttpResponse:
    """Note where the system of an organ is, or that nothing goes there any more."""
    form = PeerForm(request.POST)
    if form.is_valid() and write_or_error(form, "url", services.note_peer, request, **form.cleaned_data):
        messages.success(request, _("已登记。"))
        return redirect("exchange")
    return show(request, form, 422)


@requires("organ.manage")
@require_POST
def test(request: HttpRequest, number: int) -> HttpResponse:
    """Test the connection with an organ."""
    peer = selectors.peers_known().filter(pk=number).first()
    form = TestForm(request.POST, senders=selectors.sending_organs(request.user))
    if peer is None or not form.is_valid():
        raise Http404
    words = services.connection_tested(
        actor=actor_of(request.user, "web"), now=timezone.now(), peer=peer, sender=form.cleaned_data["sender"]
    )
    (messages.success if words.startswith(WELL) else messages.error)(request, f"{peer.organ.name}：{words}")
    return redirect("exchange")


@requires("organ.manage")
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Send once more what was given up."""
    if not selectors.dead_letters(request.user).filter(pk=number).exists():
        raise Http404
    services.send_again(actor=actor_of(request.user, "web"), now=timezone.now(), outgoing_id=number)
    messages.success(request, _("已放回待发，下一轮发送。"))
    return redirect("exchange")


def write_or_error(form: forms.Form, field: str, write: Any, request: HttpRequest, **given: Any) -> Any:
    """What the writer gives; a refusal becomes an error of the form."""
    try:
        return write(actor=actor_of(request.user, "web"), now=timezone.now(), **given)
    except UnusableInputError as refusal:
        form.add_error(field, f"{refusal.reason}。{refusal.remedy}")
    return None
