"""The kiosk in the ward: number and code, one's own points and awards, and it ends by itself after a minute."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponseBase
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
from zhiheng.web.portal.visiting import begin, page, viewer
from zhiheng.web.rights import PUBLIC, requires

ITEMS = ("points", "proposal", "term", "account", "property", "decisions", "applications")
HELD, WRONG = 429, 422


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
                return begin(redirect("portal_kiosk_own"), key, kiosk=True)
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
    response = page(request, "kiosk_own", {"parts": parts, "seconds": KIOSK_SECONDS}, items=[one.item for one in parts])
    response["Refresh"] = f"{KIOSK_SECONDS}; url=/portal/kiosk/"
    return response
