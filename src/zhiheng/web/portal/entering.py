"""Signing in and out of persons, their password, the choices they make for their device, the shell that is installed."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.portal import services
from zhiheng.registry.callers import caller_of
from zhiheng.registry.services.sign_ins import HeldBackError
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.portal.visiting import FIRST, KEEP, SIZE, begin, end, for_own, page, remember, viewer
from zhiheng.web.rights import PUBLIC, requires

HELD, WRONG = 429, 422
SHELL = "web/portal-worker.js"


class NumberForm(forms.Form):
    """A number and what goes with it."""

    number = forms.CharField(
        label=gettext_lazy("编号"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label=gettext_lazy("密码或者一次性代码"), max_length=128, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(label=gettext_lazy("新密码（至少八位）"), max_length=128, widget=forms.PasswordInput)
    again = forms.CharField(label=gettext_lazy("再输一次"), max_length=128, widget=forms.PasswordInput)


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Number and password, or the one-time code given at the office; after failures it waits."""
    form, status = NumberForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            begun = services.begin_by_password(
                number=given["number"], password=given["password"], caller=caller_of(request), now=timezone.now()
            )
        except HeldBackError as held:
            form.add_error(None, f"{held.reason}。")
            status = HELD
        else:
            if begun:
                return signed_in(*begun)
            form.add_error(None, _("编号、密码或者代码不对；代码五分钟内有效，只能用一次。忘记密码的，请到司法所重新领取代码。"))
            status = WRONG
    return page(request, "sign_in", {"form": form}, status=status)


def signed_in(key: str, by_code: bool) -> HttpResponse:
    """In, or first to a password of one's own."""
    response: HttpResponse = redirect("portal_password" if by_code else "portal_me")
    if by_code:
        remember(response, FIRST, "1")
    return begin(response, key)


@requires(PUBLIC)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the visit."""
    return end(request, redirect("portal"))


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
@for_own
def password(request: HttpRequest) -> HttpResponseBase:
    """One's own password."""
    form = PasswordForm(request.POST or None)
    account = viewer(request).account
    if request.method == "POST" and form.is_valid() and account is not None:
        if form.cleaned_data["password"] != form.cleaned_data["again"]:
            form.add_error("again", _("两次输入的不一样"))
        else:
            try:
                services.set_password(now=timezone.now(), account=account, password=form.cleaned_data["password"])
            except UnusableInputError as refused:
                form.add_error("password", f"{refused.reason}。{refused.remedy}")
            else:
                messages.success(request, _("密码已设置。"))
                response = redirect("portal_me")
                response.delete_cookie(FIRST, path="/portal/")
                return response
    return page(request, "password", {"form": form}, status=WRONG if form.errors else 200)


@requires(PUBLIC)
@require_POST
def choose(request: HttpRequest, name: str) -> HttpResponseBase:
    """Large type on or off; pages of one's own kept for reading offline, or not."""
    cookie, value = {"size": (SIZE, "large"), "keep": (KEEP, "1")}.get(name, ("", ""))
    response: HttpResponse = redirect("portal_me" if viewer(request).account else "portal")
    if not cookie:
        return response
    if cookie in request.COOKIES:
        response.delete_cookie(cookie, path="/portal/")
        return response
    return remember(response, cookie, value)


@requires(PUBLIC)
@require_GET
def manifest(_request: HttpRequest) -> HttpResponseBase:
    """What a phone needs to install the pages."""
    told = {
        "name": "制衡 · 我的事项", "short_name": "我的事项", "lang": "zh-CN", "start_url": reverse("portal_me"), "scope": reverse("portal"),
        "display": "standalone", "background_color": "#ffffff", "theme_color": "#1d3557",
        "icons": [{"src": static("web/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@requires(PUBLIC)
@require_GET
def worker(_request: HttpRequest) -> HttpResponseBase:
    """The worker of the installed pages, under the folder it works for."""
    text = Path(str(finders.find(SHELL))).read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@requires(PUBLIC)
@require_GET
def offline(request: HttpRequest) -> HttpResponseBase:
    """What is said where there is no network and the page was not kept."""
    return page(request, "offline", {})
