"""Signing in and out, the second step, and one's own password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiheng.registry import services as registry
from zhiheng.registry.callers import caller_of
from zhiheng.registry.selectors import actor_of, officer_named
from zhiheng.registry.selectors.factors import factors_of
from zhiheng.registry.services import factors, sign_ins
from zhiheng.web.accounts.entering import admit, enter, pending_of
from zhiheng.web.accounts.pass_keys import options_for_keys
from zhiheng.web.accounts.signing_forms import PasswordForm, SecondStepForm, SignInForm
from zhiheng.web.rights import PUBLIC, SIGNED_IN, requires

HELD = 429


class SignIn(auth_views.LoginView):
    """The sign-in page; after failures it waits."""

    template_name = "web/signing/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponseBase:  # type: ignore[override] # the second step is another page
        """Go on to the second step, or in."""
        return admit(self.request, form.get_user(), "password", self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say what was wrong; 429 where the try was not judged."""
        return self.render_to_response(self.get_context_data(form=form), status=HELD if form.held else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the other ways of signing in."""
        return {**super().get_context_data(**kwargs), "elsewhere": settings.ELSEWHERE}


class SignOut(auth_views.LogoutView):
    """Signing out, with its entry."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session, and what the browser keeps of its pages."""
        if request.user.is_authenticated:
            sign_ins.note_ended(officer=request.user, why="signed_out", caller=caller_of(request), now=timezone.now())
        response: HttpResponse = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


sign_in = requires(PUBLIC)(SignIn.as_view())
sign_out = requires(PUBLIC)(SignOut.as_view())


@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponseBase:
    """The code of the authenticator, or a recovery code."""
    officer, waiting = pending_of(request)
    if officer is None:
        messages.warning(request, _("登录已超时，请重新输入账号和密码。"))
        return redirect("sign_in")
    form, status = SecondStepForm(request.POST or None), 200
    options = options_for_keys(request, officer)
    if request.method == "POST" and form.is_valid():
        try:
            way = way_given(request, officer, form.cleaned_data["code"])
        except sign_ins.HeldBackError as held:
            form.add_error(None, f"{held.reason}。")
            status = HELD
        else:
            if way:
                return enter(request, officer, f"{waiting['way']}+{way}", waiting["to"])
            form.add_error("code", _("验证码不对或已经用过，请输入验证器当前显示的六位数字，或一个没有用过的恢复码。"))
    return render(
        request, "web/signing/second_step.html", {"form": form, "factors": factors_of(officer), "options": options}, status=status
    )


def way_given(request: HttpRequest, officer: Any, code: str) -> str:
    """What kind of code this is, empty where it is wrong; failures wait as wrong passwords do."""
    caller, now = caller_of(request, username=officer.username), timezone.now()
    entered = sign_ins.begin_try(username=officer.username, caller=caller, now=now)
    if factors.takes_code(officer=officer, code=code):
        return passed(entered, "code")
    if factors.takes_recovery_code(actor=actor_of(officer, "web"), now=now, officer=officer, code=code):
        return passed(entered, "recovery")
    sign_ins.fail_try(entered=entered, caller=caller, step="code", now=now)
    return ""


def passed(entered: Any, way: str) -> str:
    """The step was right."""
    sign_ins.pass_try(entered=entered)
    return way


@requires(SIGNED_IN, given_password=True)
def change_password(request: HttpRequest) -> HttpResponse:
    """One's own password; the session stays, all others of the account end."""
    form = PasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        registry.change_password(
            actor=actor_of(request.user, "web"), now=timezone.now(), officer=request.user, password=form.cleaned_data["new_password"]
        )
        request.session.pop("aged", None)
        update_session_auth_hash(request, officer_named(request.user.get_username()))
        sign_ins.end_sessions(request.user, but=request.session.session_key or "")
        messages.success(request, _("密码已修改，下次登录请用新密码；其他登录已全部退出。"))
        return redirect("home")
    return render(request, "web/signing/change_password.html", {"form": form}, status=422 if form.errors else 200)
