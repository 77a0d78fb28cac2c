"""Sign-in and password forms, in the words of the pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiheng.registry.callers import caller_of
from zhiheng.registry.services.sign_ins import HeldBackError, judged, own_password_is_right


class SignInForm(AuthenticationForm):
    """Account and password; one message whichever of the two is wrong."""

    error_messages = {"invalid_login": _("账号或密码不对，请重新输入。"), "inactive": _("该账号已停用，请联系系统管理员。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = False
        self.fields["username"].label = _("账号")
        self.fields["password"].label = _("密码")

    def clean(self) -> dict[str, Any]:
        """Judge account and password behind the brakes; `held` where they were not judged."""
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not username or not password:
            return self.cleaned_data
        caller = caller_of(self.request, username=username)
        try:
            self.user_cache = judged(username=username, password=password, caller=caller, now=timezone.now())
        except HeldBackError as held:
            self.held = True
            raise forms.ValidationError(f"{held.reason}。{held.remedy}。") from held
        if self.user_cache is None:
            raise self.get_invalid_login_error()
        return self.cleaned_data


def demand_own_password(request: HttpRequest, password: str, wrong: Any) -> None:
    """Raise ValidationError for a wrong password of who has signed in, and where too many were wrong before."""
    officer: Any = request.user
    caller = caller_of(request, username=officer.username)
    try:
        right = own_password_is_right(officer=officer, password=password, caller=caller, now=timezone.now())
    except HeldBackError as held:
        raise forms.ValidationError(f"{held.reason}。") from held
    if not right:
        raise forms.ValidationError(wrong)


class SecondStepForm(forms.Form):
    """The code of the authenticator, or a recovery code."""

    code = forms.CharField(
        label=_("动态验证码或恢复码"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True})
    )


class OwnPasswordForm(forms.Form):
    """One's own password once more, before something that a thief of the session must not do."""

    password = forms.CharField(label=_("密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """Refuse a wrong password."""
        demand_own_password(self.request, self.cleaned_data["password"], _("密码不对。"))
        return str(self.cleaned_data["password"])


class SetUpForm(OwnPasswordForm):
    """The password, and what the authenticator shows."""

    code = forms.CharField(
        label=_("动态验证码"),
        max_length=10,
        help_text=_("验证器当前显示的六位数字。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class KeyForm(OwnPasswordForm):
    """A name for a new key, the password, and what the key answered."""

    name = forms.CharField(label=_("密钥名称"), max_length=40, help_text=_("便于分辨，如“蓝色 UKey”。"))
    answer = forms.CharField(widget=forms.HiddenInput, error_messages={"required": _("密钥没有应答，请插好密钥后再试。")})


class PasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old_password = forms.CharField(label=_("原密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    new_password = forms.CharField(
        label=_("新密码"),
        strip=False,
        help_text=_("至少十个字符；不要用常见密码、重复或连续的字符、与账号或姓名相近的密码，也不要用最近用过的密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(label=_("再输一次新密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        """Refuse a wrong old password."""
        demand_own_password(self.request, self.cleaned_data["old_password"], _("原密码不对。"))
        return str(self.cleaned_data["old_password"])

    def clean_new_password(self) -> str:
        """Refuse a weak new password, with every reason."""
        validate_password(self.cleaned_data["new_password"], self.request.user)
        return str(self.cleaned_data["new_password"])

    def clean(self) -> dict[str, Any]:
        """Refuse two different new passwords."""
        given = super().clean() or {}
        if given.get("new_password") and given.get("again") and given["new_password"] != given["again"]:
            self.add_error("again", _("两次输入的新密码不一样。"))
        return given
