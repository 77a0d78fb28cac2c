"""Sign-in and password forms, in the words of the pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Account and password; one message whichever of the two is wrong."""

    error_messages = {"invalid_login": _("账号或密码不对，请重新输入。"), "inactive": _("该账号已停用，请联系系统管理员。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("账号")
        self.fields["password"].label = _("密码")


class PasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old_password = forms.CharField(label=_("原密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    new_password = forms.CharField(
        label=_("新密码"),
        strip=False,
        help_text=_("至少十个字符，不能全是数字，不要用常见密码或与账号、姓名相近的密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(label=_("再输一次新密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, officer: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer = officer

    def clean_old_password(self) -> str:
        """Refuse a wrong old password."""
        if not self.officer.check_password(self.cleaned_data["old_password"]):
            raise forms.ValidationError(_("原密码不对。"))
        return str(self.cleaned_data["old_password"])

    def clean_new_password(self) -> str:
        """Refuse a weak new password, with every reason."""
        validate_password(self.cleaned_data["new_password"], self.officer)
        return str(self.cleaned_data["new_password"])

    def clean(self) -> dict[str, Any]:
        """Refuse two different new passwords."""
        given = super().clean() or {}
        if given.get("new_password") and given.get("again") and given["new_password"] != given["again"]:
            self.add_error("again", _("两次输入的新密码不一样。"))
        return given
