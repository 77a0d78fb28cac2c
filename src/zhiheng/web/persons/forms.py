"""Forms of persons: whom to look up and why, and what is decided on a match."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.registry.core.purposes import REMEDY, fault_of
from zhiheng.web.cases.act_form import area
from zhiheng.web.fields.filters import Filters, choice, hidden_choice, text

PURPOSE_HINT = _("写明案号和用途，不少于十个字；查阅会先记入留痕，再显示结果。")


class LookUpForm(forms.Form):
    """Whom, and why."""

    q = forms.CharField(label=_("证件号码或姓名"), max_length=100, help_text=_("号码十五位、十八位均可；姓名须写全，曾用名也可。"))
    purpose = forms.CharField(label=_("查阅用途"), max_length=200, help_text=PURPOSE_HINT)

    def clean_purpose(self) -> str:
        """The purpose alone must say enough; what is searched for, noted beside it, does not lengthen it."""
        if fault := fault_of(said := str(self.cleaned_data["purpose"])):
            raise forms.ValidationError(f"{fault}。{REMEDY}")
        return said


class OpenForm(forms.Form):
    """Why one person is opened."""

    purpose = forms.CharField(label=_("查阅用途"), max_length=300, help_text=PURPOSE_HINT)


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
