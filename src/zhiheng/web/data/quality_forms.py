"""Filters and forms of data quality."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.web.cases.act_form import area
from zhiheng.web.fields.filters import Filters, choice, hidden_choice


class QualityFilters(Filters):
    """The table of figures."""

    organ = choice(_("报送单位"))
    dataset = choice(_("数据集"))
    month = choice(_("收到月份"))


class BreachFilters(Filters):
    """Records that cannot be."""

    organ = choice(_("报送单位"))
    dataset = choice(_("数据集"))
    rule = choice(_("异常种类"))
    month = choice(_("收到月份"))
    view = hidden_choice()


class MissingFilters(Filters):
    """What did not come."""

    organ = choice(_("报送单位"))
    dataset = choice(_("数据集"))


class ExplainForm(forms.Form):
    """That a record is true although it cannot be."""

    reason = forms.CharField(
        label=_("属实的依据"), widget=area(3), max_length=500, help_text=_("写明核对了哪份文书、为什么属实；记录保留，说明记入留痕。")
    )


class WithdrawForm(forms.Form):
    """Send an answer back."""

    reason = forms.CharField(label=_("退回理由"), widget=area(2), max_length=500)
