"""The form of a query of the sandbox."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.sandbox.core.limits import LIMITS


class QueryForm(forms.Form):
    """A SELECT and what it is for."""

    text = forms.CharField(
        label=_("查询语句"),
        strip=False,
        max_length=LIMITS.text_chars,
        error_messages={"required": _("请写一条 SELECT。")},
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false", "autocomplete": "off", "autocapitalize": "off", "wrap": "off"}),
    )
    purpose = forms.CharField(
        label=_("用途"),
        required=False,
        max_length=200,
        help_text=_("查有敏感内容的数据集（带锁）时必填：写明案号和用途，不少于十个字，连同语句一起留痕。"),
    )

    def clean_text(self) -> str:
        """The statement with the line ends it was written with, whatever the browser sends."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")
