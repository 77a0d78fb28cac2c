"""Security keys on the pages: added to one's account, and asked for as the second step."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.registry.callers import caller_of
from zhiheng.registry.selectors import actor_of
from zhiheng.registry.selectors.factors import factors_of, must_have_second
from zhiheng.registry.services import pass_keys, sign_ins
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.accounts.entering import enter, pending_of
from zhiheng.web.accounts.own_security import codes_page, strengthen
from zhiheng.web.accounts.signing_forms import KeyForm, OwnPasswordForm
from zhiheng.web.rights import PUBLIC, SIGNED_IN, requires

CHALLENGE = "challenge"
LONGEST_ANSWER = 20_000


def place_of(request: HttpRequest) -> pass_keys.Place:
    """The host and origin that a key is bound to."""
    host = request.get_host()
    return pass_keys.Place(host=host.rpartition(":")[0] or host, origin=f"{request.scheme}://{host}")


def kept(request: HttpRequest, options: str) -> dict[str, Any]:
    """The options for the page; their challenge stays in the session, to be answered once."""
    told: dict[str, Any] = json.loads(options)
    request.session[CHALLENGE] = told["challenge"]
    return told


def options_for_keys(request: HttpRequest, officer: Any) -> dict[str, Any]:
    """What the page of the second step asks the officer's keys; nothing where there are none."""
    return kept(request, pass_keys.options_to_sign_in(officer, place_of(request))) if factors_of(officer).keys else {}


@requires(SIGNED_IN, given_password=True)
@never_cache
@require_http_methods(["GET", "POST"])
def set_up_key(request: HttpRequest) -> HttpResponse:
    """Add a key: name it, enter the password, let it answer."""
    if request.user.must_change_password:
        return redirect("change_password")
    challenge = request.session.pop(CHALLENGE, "")
    form = KeyForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = add(request, form.cleaned_data, challenge)
        except UnusableInputError as refusal:
            form.add_error(None, f"{refusal.reason}。{refusal.remedy}。")
        else:
            messages.success(request, _("已添加安全密钥。"))
            return codes_page(request, codes) if codes else redirect("own_security")
    context = {"form": form, "options": kept(request, pass_keys.options_to_add(request.user, place_of(request)))}
    return render(request, "web/signing/set_up_key.html", context, status=422 if form.errors else 200)


def add(request: HttpRequest, given: dict[str, str], challenge: str) -> list[str]:
    """Take the key; this session counts as opened with it."""
    acting = {"actor": actor_of(request.user, "web"), "now": timezone.now(), "officer": request.user}
    answer = {"name": given["name"], "answer": given["answer"][:LONGEST_ANSWER], "challenge": challenge, "place": place_of(request)}
    codes = pass_keys.add_pass_key(**acting, **answer, session_key=request.session.session_key or "")
    strengthen(request, "key")
    return codes


@requires(SIGNED_IN)
@require_POST
def drop_key(request: HttpRequest, number: int) -> HttpResponse:
    """Remove one of one's own keys, after the password, but not the last factor of who must have one."""
    factors = factors_of(request.user)
    if must_have_second(request.user) and factors.code is None and len(factors.keys) == 1:
        messages.error(request, _("这是您唯一的第二因素，请先设置动态验证码或添加另一把密钥。"))
        return redirect("own_security")
    form = OwnPasswordForm(request, request.POST)
    if not form.is_valid():
        messages.error(request, _("没有移除：%(why)s") % {"why": "".join(form.errors["password"])})
        return redirect("own_security")
    try:
        pass_keys.drop_pass_key(actor=actor_of(request.user, "web"), now=timezone.now(), officer=request.user, number=number)
    except UnusableInputError as refusal:
        messages.error(request, f"{refusal.reason}。{refusal.remedy}。")
    else:
        messages.success(request, _("已移除安全密钥。"))
    return redirect("own_security")


@requires(PUBLIC)
@require_POST
def second_key(request: HttpRequest) -> HttpResponseBase:
    """The second step by a key."""
    officer, waiting = pending_of(request)
    if officer is None:
        messages.warning(request, _("登录已超时，请重新输入账号和密码。"))
        return redirect("sign_in")
    try:
        right = answered(request, officer)
    except sign_ins.HeldBackError as held:
        messages.error(request, f"{held.reason}。")
        return redirect("second_step")
    if right:
        return enter(request, officer, f"{waiting['way']}+key", waiting["to"])
    messages.error(request, _("密钥没有通过验证，请重试，或用动态验证码、恢复码。"))
    return redirect("second_step")


def answered(request: HttpRequest, officer: Any) -> bool:
    """Whether one of the officer's keys answered; failures wait as wrong passwords do."""
    challenge, answer = request.session.pop(CHALLENGE, ""), request.POST.get("answer", "")[:LONGEST_ANSWER]
    caller, now = caller_of(request, username=officer.username), timezone.now()
    entered = sign_ins.begin_try(username=officer.username, caller=caller, now=now)
    if challenge and pass_keys.takes_key(officer=officer, answer=answer, challenge=challenge, place=place_of(request)):
        sign_ins.pass_try(entered=entered)
        return True
    sign_ins.fail_try(entered=entered, caller=caller, step="key", now=now)
    return False
