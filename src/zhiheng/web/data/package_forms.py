"""Forms of exchange packages: one taken in, one sent, one put into a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PackageForm(forms.Form):
    """A package as it came, with its signature where there is one."""

    file = forms.FileField(label=_("案卷包"), max_length=255, help_text=_("ZIP，内有 ywxx.xml、WS（文书）、JZ（卷宗）。"))
    seal = forms.FileField(label=_("签名文件"), required=False, max_length=255, help_text=_("与案卷包同名的 .sig.json；没有的不填。"))


class BindForm(forms.Form):
    """The case into which a package that was kept back goes."""

    case = forms.CharField(label=_("案号"), max_length=100, help_text=_("本机关参加的案件的案号，或者案件编号。"))


class SendForm(forms.Form):
    """A case and the organ to which its package goes."""

    case = forms.CharField(label=_("案号"), max_length=100, help_text=_("本机关参加的案件的案号，或者案件编号。"))
    to = forms.ChoiceField(label=_("接收单位"))
    node = forms.RegexField(
        r"^\d{4}[A-Z]$", label=_("流程节点"), required=False, help_text=_("如 0111A；不填时按案件的业务流程。"),
        error_messages={"invalid": _("流程节点是四位数字加一个大写字母，如 0111A。")},
    )  # fmt: skip

    def __init__(self, *args: Any, organs: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["to"].choices = [("", _("请选择")), *((name, name) for name in organs)]  # type: ignore[attr-defined]
