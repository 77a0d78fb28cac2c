"""Forms of the exchange between systems: addresses, tests, service accounts and their keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.exchange.peers.services.accounts import SCOPES
from zhiheng.registry.selectors import organ_names


def _choices(names: Iterable[str]) -> list[tuple[str, Any]]:
    return [("", _("请选择")), *((name, name) for name in names)]


class PeerForm(forms.Form):
    """Where the system of an organ is."""

    organ = forms.ChoiceField(label=_("机关"))
    url = forms.CharField(label=_("对方平台网址"), max_length=500, help_text=_("https://主机/，内部网络的地址须先由运行人员写明允许。"))
    closed = forms.BooleanField(label=_("停止向其发送"), required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["organ"].choices = _choices(organ_names())  # type: ignore[attr-defined]


class TestForm(forms.Form):
    """As which of our organs the connection is tested."""

    sender = forms.ChoiceField(label=_("以哪个机关的密钥测试"))

    def __init__(self, *args: Any, senders: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["sender"].choices = [(name, name) for name in senders]  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    """A system that may send messages."""

    organ = forms.ChoiceField(label=_("机关"))
    name = forms.CharField(label=_("系统名称"), max_length=100)
    scopes = forms.MultipleChoiceField(label=_("范围"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(label=_("到期日"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("从这一天起不再接收。"))
    public = forms.CharField(
        label=_("公钥"), max_length=140, help_text=_("Ed25519，64 位十六进制；SM2 为 sm2: 和 128 位十六进制。由对方提供。")
    )
    hook = forms.CharField(label=_("通知地址"), max_length=500, required=False, help_text=_("报文办完后向这个网址发签名通知；没有的不填。"))

    def __init__(self, *args: Any, organs: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["organ"].choices = _choices(organs)  # type: ignore[attr-defined]


class RotateForm(forms.Form):
    """A new key of an account, and until when those before hold."""

    public = forms.CharField(label=_("新公钥"), max_length=140)
    former_until = forms.DateField(
        label=_("原密钥截止"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("从这一天起原密钥失效。")
    )


class KeyForm(forms.Form):
    """An organ of ours that gets a new key for its own messages."""

    organ = forms.ChoiceField(label=_("机关"))

    def __init__(self, *args: Any, organs: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["organ"].choices = _choices(organs)  # type: ignore[attr-defined]
