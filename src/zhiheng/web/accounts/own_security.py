"""登录安全: one's own second factors and sessions."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.registry import services as registry
from zhiheng.registry.sealing import seal, unseal
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.selectors.factors import factors_of, must_have_second
from zhiheng.registry.selectors.sign_ins import mark_of, session_marked, sessions_of
from zhiheng.registry.services.factors import address_of, new_secret
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.accounts.signing_forms import OwnPasswordForm, SetUpForm
from zhiheng.web.rights import SIGNED_IN, requires

FRESH = "fresh_code"
GROUP = 4


def rows_of(request: HttpRequest) -> list[tuple[Any, str, OwnPasswordForm | None]]:
    """Sessions with the name they are recalled by and the form that does it; None for the one in use."""
    shown = [(one, mark_of(one.session_key)) for one in sessions_of(request.user)]
    own = request.session.session_key
    return [(one, mark, None if one.session_key == own else OwnPasswordForm(request, auto_id=f"end-{mark}-%s")) for one, mark in shown]


@requires(SIGNED_IN, given_password=True)
@never_cache
@require_GET
def own_security(request: HttpRequest) -> HttpResponse:
    """Second factors and sessions of one's own."""
    factors = factors_of(request.user)
    context = {
        "factors": factors,
        "demanded": must_have_second(request.user),
        "sessions": rows_of(request),
        "form": OwnPasswordForm(request),
        "keys": [(key, OwnPasswordForm(request, auto_id=f"drop-{key.pk}-%s")) for key in factors.keys],
    }
    return render(request, "web/signing/own_security.html", context)


@requires(SIGNED_IN, given_password=True)
@never_cache
@require_http_methods(["GET", "POST"])
def set_up_code(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator: scan, then enter the password and what it shows."""
    if request.user.must_change_password:
        return redirect("change_password")
    secret = unseal(request.session[FRESH]) if FRESH in request.session else new_secret()
    request.session[FRESH] = seal(secret)
    form = SetUpForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return codes_page(request, set_up(request, secret, form.cleaned_data["code"]))
        except UnusableInputError as refusal:
            form.add_error("code", f"{refusal.reason}。{refusal.remedy}。")
    picture = segno.make(address_of(secret, request.user), error="m").svg_data_uri(scale=5, border=2)
    shown = " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))
    context = {"form": form, "picture": picture, "secret": shown, "demanded": must_have_second(request.user)}
    return render(request, "web/signing/set_up_code.html", context, status=422 if form.errors else 200)


def set_up(request: HttpRequest, secret: str, code: str) -> list[str]:
    """Take the authenticator; this session counts as opened with it."""
    acting = {"actor": actor_of(request.user, "web"), "now": timezone.now(), "officer": request.user}
    codes = registry.set_code_factor(**acting, secret=secret, code=code, session_key=request.session.session_key or "")
    request.session.pop(FRESH)
    strengthen(request, "code")
    return codes


def strengthen(request: HttpRequest, way: str) -> None:
    """Note in the session what more than the password was shown."""
    request.session["way"] = f"{request.session.get('way') or 'password'}+{way}"
    request.session.cycle_key()


def codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The page that shows recovery codes once."""
    return render(request, "web/signing/codes.html", {"codes": codes})


@requires(SIGNED_IN)
@never_cache
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, after the password."""
    if not factors_of(request.user).any or not OwnPasswordForm(request, request.POST).is_valid():
        messages.error(request, _("没有换发：密码不对，或还没有设置第二因素。"))
        return redirect("own_security")
    return codes_page(request, registry.renew_codes(actor=actor_of(request.user, "web"), now=timezone.now(), officer=request.user))


@requires(SIGNED_IN)
@require_POST
def recall_own(request: HttpRequest, mark: str) -> HttpResponse:
    """End one of one's own sessions or tokens, after the password."""
    session = session_marked(request.user, mark)
    if session is None:
        raise Http404
    form = OwnPasswordForm(request, request.POST)
    if not form.is_valid():
        messages.error(request, _("没有退出：%(why)s") % {"why": "".join(form.errors["password"])})
        return redirect("own_security")
    registry.recall_session(actor=actor_of(request.user, "web"), now=timezone.now(), officer=request.user, session=session)
    messages.success(request, _("已退出这一处登录。"))
    return redirect("own_security")
