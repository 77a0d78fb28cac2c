"""Signing in and out, and one's own password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiheng.registry import services as registry
from zhiheng.registry.selectors import actor_of, officer_named
from zhiheng.web.accounts.signing_forms import PasswordForm, SignInForm
from zhiheng.web.rights import PUBLIC, SIGNED_IN, requires


class SignIn(auth_views.LoginView):
    """The sign-in page; django-axes counts the failures."""

    template_name = "web/signing/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


sign_in = requires(PUBLIC)(SignIn.as_view())
sign_out = requires(PUBLIC)(auth_views.LogoutView.as_view())


@requires(SIGNED_IN, given_password=True)
def change_password(request: HttpRequest) -> HttpResponse:
    """One's own password; the session stays, all others of the account end."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        registry.change_password(
            actor=actor_of(request.user, "web"), now=timezone.now(), officer=request.user, password=form.cleaned_data["new_password"]
        )
        update_session_auth_hash(request, officer_named(request.user.get_username()))
        messages.success(request, _("密码已修改，下次登录请用新密码。"))
        return redirect("home")
    return render(request, "web/signing/change_password.html", {"form": form}, status=422 if form.errors else 200)
