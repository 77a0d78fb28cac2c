"""Forms of persons: whom to look up and why, and what is decided on a match."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.web.cases.act_form import area
from zhiheng.web.fields.filters import Filters, choice, hidden_choice, text
from zhiheng.web.purposes import PurposeForm


class LookUpForm(PurposeForm):
    """Whom, and why."""

    q = forms.CharField(label=_("证件号码或姓名"), max_length=100, help_text=_("号码十五位、十八位均可；姓名须写全，曾用名也可。"))
    field_order = ("q", "case", "purpose")


class DecideForm(forms.Form):
    """Whether both are one person, and what was checked."""

    reason = forms.CharField(
        label=_("认定理由"), widget=area(3), max_length=2000, help_text=_("写明核对了什么材料（指纹、照片、户籍底册等）。")
    )


class UndoForm(forms.Form):
    """Why a decision is undone."""

    reason = forms.CharField(label=_("撤销理由"), widget=area(2), max_length=2000)


class MatchFilters(Filters):
    """Matches to decide."""

    q = text(_("号码或姓名"))
    suggestion = choice(_("建议"))
    kind = choice(_("种类"))
    organ = choice(_("报送单位"))
    view = hidden_choice()
