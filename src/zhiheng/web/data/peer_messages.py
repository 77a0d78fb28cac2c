"""系统报文: messages that came from organs' systems, their receipts, and those kept for an officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from zhiheng.exchange.peers.selectors import STATES, incoming_named, incoming_seen_by, words_of
from zhiheng.exchange.peers.services import return_message, take_up_again
from zhiheng.procedure.selectors import cases_seen_by
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires

COLUMNS = (
    Column(_("编号"), lambda one: one.pk, sort="id", kind="number"),
    Column(_("来文单位"), lambda one: one.sender, sort="sender__name"),
    Column(_("接收单位"), lambda one: one.receiver, sort="receiver__name"),
    Column(_("序号"), lambda one: one.seq, sort="seq", kind="number"),
    Column(_("状态"), lambda one: one.get_state_display(), sort="state"),
    Column(_("时间"), lambda one: one.received_at, sort="received_at"),
)


class ReturnForm(forms.Form):
    """Why a message is sent back."""

    reason = forms.CharField(label=_("退回理由"), max_length=1000, help_text=_("来文单位在回执中看到。"))


@requires("data.read")
@require_GET
def peer_messages(request: HttpRequest) -> HttpResponse:
    """The list, by state."""
    state, found = request.GET.get("state", ""), incoming_seen_by(request.user)
    rows = listing(found.filter(state=state) if state in STATES else found, COLUMNS, request.GET, sort="-id")
    return render(request, "web/data/messages.html", {"listing": rows, "states": STATES.items(), "state": state})


@requires("data.read")
@require_GET
def peer_message(request: HttpRequest, number: int) -> HttpResponse:
    """One message with its receipts and those it corrects, supplements or is followed by."""
    return show(request, message_or_404(request, number))


def show(request: HttpRequest, row: Any, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    """The page of a message."""
    context = {
        "row": row,
        "hops": row.hops.all(),
        "later": row.later.all(),
        "words": words_of(row),
        "case": cases_seen_by(request.user).filter(pk=row.case_id).first() if row.case_id else None,
        "form": (form or ReturnForm()) if waits_for(request, row) else None,
    }
    return render(request, "web/data/message.html", context, status=status)


def waits_for(request: HttpRequest, row: Any) -> bool:
    """Whether the message waits for this officer: one of the organ it came to, who may send for it."""
    return row.state == "quarantined" and row.receiver_id == request.user.organ_id and may(request.user, "data.send")


@requires("data.send")
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Do the message once more, now that what was missing is there."""
    row = waiting_or_404(request, number)
    row = take_up_again(actor=actor_of(request.user, "web"), now=timezone.now(), message_id=row.pk)
    (messages.error if row.state == "quarantined" else messages.success)(request, f"{row.get_state_display()}：{row.reason}")
    return redirect("peer_message", number=number)


@requires("data.send")
@require_POST
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send the message back with the reason."""
    row, form = waiting_or_404(request, number), ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, row, form, 422)
    return_message(actor=actor_of(request.user, "web"), now=timezone.now(), message_id=row.pk, reason=form.cleaned_data["reason"])
    messages.success(request, _("已退回，来文单位在回执中看到理由。"))
    return redirect("peer_message", number=number)


def message_or_404(request: HttpRequest, number: int) -> Any:
    """The message, or 404 where the viewer may not know of it."""
    row = incoming_named(request.user, number)
    if row is None:
        raise Http404
    return row


def waiting_or_404(request: HttpRequest, number: int) -> Any:
    """A message that waits for this officer."""
    row = message_or_404(request, number)
    if not waits_for(request, row):
        raise Http404
    return row
