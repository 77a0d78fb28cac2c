"""The kiosk in the ward: number and code, one's own points and awards, objections to them; it ends by itself after a minute."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from zhiheng.portal import services
from zhiheng.portal.selectors import part_for
from zhiheng.portal.selectors.visits import KIOSK_SECONDS
from zhiheng.registry.callers import caller_of
from zhiheng.registry.services.sign_ins import HeldBackError
from zhiheng.web.portal.asking import case_or_act, form_or_receipt, procedures_for
from zhiheng.web.portal.visiting import COOKIE, begin, page, viewer
from zhiheng.web.rights import PUBLIC, requires

ITEMS = ("points", "proposal", "term", "account", "property", "decisions", "applications")
HELD, WRONG, WRITING_SECONDS = 429, 422, 300


class KioskForm(forms.Form):
    """Number and code."""

    number = forms.CharField(label=gettext_lazy("编号"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    code = forms.CharField(
        label=gettext_lazy("六位代码"), max_length=6, widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"})
    )


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
def kiosk(request: HttpRequest) -> HttpResponseBase:
    """Number and code."""
    form, status = KioskForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            key = services.begin_kiosk(number=given["number"], code=given["code"], caller=caller_of(request), now=timezone.now())
        except HeldBackError as held:
            form.add_error(None, f"{held.reason}。")
            status = HELD
        else:
            if key:
                return begin(redirect("portal_kiosk_own"), key, kiosk_seconds=KIOSK_SECONDS)
            form.add_error(None, _("编号或者代码不对。"))
            status = WRONG
    return page(request, "kiosk", {"form": form}, status=status)


@requires(PUBLIC)
@require_GET
def own(request: HttpRequest) -> HttpResponseBase:
    """Points, awards and proposals of who stands at the kiosk; after a minute the first page is there again."""
    visitor, now = viewer(request), timezone.now()
    if not visitor.kiosk:
        return redirect("portal_kiosk")
    parts = [found for item in ITEMS if (found := part_for(visitor, item, now)) is not None]
    shown = {"parts": parts, "seconds": KIOSK_SECONDS, "offered": procedures_for(visitor.account)}
    return lasting(request, page(request, "kiosk_own", shown, items=[one.item for one in parts]), KIOSK_SECONDS)


def lasting(request: HttpRequest, response: HttpResponseBase, seconds: int) -> HttpResponseBase:
    """The visit goes on for so long from this page on; then the first page is there again."""
    key = request.COOKIES[COOKIE]
    services.touch_visit(key=key, ahead=seconds - KIOSK_SECONDS)
    response["Refresh"] = f"{seconds}; url=/portal/kiosk/"
    return begin(cast("HttpResponse", response), key, kiosk_seconds=seconds)


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, name: str) -> HttpResponseBase:
    """An application or objection of who stands at the kiosk, in their own name; what comes of it is a receipt."""
    return written(request, lambda: form_or_receipt(request, name))


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """One case of theirs: where it stands, by when it is answered, and what is theirs to do in it."""
    return written(request, lambda: case_or_act(request, case_id, "portal_kiosk_case"))


def written(request: HttpRequest, made: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """A page at which something is written: there is more time for it, and a minute once it is handed in."""
    if not viewer(request).kiosk:
        return redirect("portal_kiosk")
    response = made()
    handed_in = request.method == "POST" and response.status_code != WRONG
    return lasting(request, response, KIOSK_SECONDS if handed_in else WRITING_SECONDS)
