"""Forms of tracking: why positions are looked at, devices, gateways, fences, what is done about an alarm, a check-in duty."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiheng.tracking.core.admission import DATUMS
from zhiheng.tracking.core.kinds import CAUSES, KINDS, STATES
from zhiheng.tracking.services.fencing import KINDS_OF_FENCES
from zhiheng.web.cases.act_form import area
from zhiheng.web.fields.filters import Filters, choice, hidden_choice, text
from zhiheng.web.purposes import PurposeForm

CHOSEN = [("", _("请选择"))]
HOUR_MINUTES = 60


def minutes(at: time) -> int:
    """Minutes of the day."""
    return at.hour * HOUR_MINUTES + at.minute


def time_field(label: Any, *, required: bool = True) -> forms.TimeField:
    """A time of the day."""
    return forms.TimeField(label=label, required=required, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


def shown_day(label: Any, hint: Any = "") -> forms.DateField:
    """A day that may be left out."""
    shown = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, help_text=hint, widget=shown)


class OrderFilters(Filters):
    """The list of orders."""

    q = text(_("姓名、证件号码或者编号"))
    kind = choice(_("种类"))
    state = hidden_choice()


class AlarmFilters(Filters):
    """The list of alarms."""

    q = text(_("姓名或者编号"))
    kind = choice(_("种类"))
    level = choice(_("级别"))
    age = choice(_("开始时间"))
    state = hidden_choice()


class PositionsForm(PurposeForm):
    """Why positions are looked at, and of which days."""

    since = shown_day(_("起日"))
    until = shown_day(_("止日"), _("一次最多查看七日；不填为今日。"))

    def day(self, name: str) -> date:
        """A day asked for, today where none is."""
        return self.cleaned_data[name] or timezone.localdate()


class DeviceForm(forms.Form):
    """A device to be given."""

    number = forms.CharField(label=_("设备号"), max_length=60)


class ReasonForm(forms.Form):
    """Why something is ended."""

    reason = forms.CharField(label=_("理由"), max_length=500)


class GatewayForm(forms.Form):
    """A gateway to be registered."""

    name = forms.CharField(label=_("网关名称"), max_length=100)
    datum = forms.ChoiceField(label=_("坐标基准"), choices=[*CHOSEN, *DATUMS.items()])


class FenceForm(forms.Form):
    """A circle around a place."""

    title = forms.CharField(label=_("名称"), max_length=100)
    kind = forms.ChoiceField(label=_("种类"), choices=[*CHOSEN, *KINDS_OF_FENCES.items()])
    lon = forms.FloatField(label=_("经度（WGS-84）"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("纬度（WGS-84）"), min_value=-90, max_value=90)
    radius_m = forms.FloatField(label=_("半径（米）"), min_value=1, max_value=500_000)
    first = time_field(_("每日起（不填为全天）"), required=False)
    last = time_field(_("每日止"), required=False)
    reason = forms.CharField(label=_("依据和理由"), max_length=500)

    @property
    def hours(self) -> list[list[int]]:
        """The hours of the day, none where it holds always."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        return [[minutes(first), minutes(last)]] if first is not None and last is not None else []


class NoteForm(forms.Form):
    """What was done about an alarm."""

    note = forms.CharField(label=_("处置记录"), widget=area(2), max_length=2000, help_text=_("联系的方式、对象和结果。"))


class CloseForm(forms.Form):
    """How an alarm is closed."""

    cause = forms.ChoiceField(label=_("原因"), choices=[*CHOSEN, *CAUSES.items()])
    reason = forms.CharField(label=_("核实的情况"), widget=area(2), max_length=2000)


class CheckinForm(forms.Form):
    """A check-in duty with one window a day."""

    name = forms.CharField(label=_("姓名"), max_length=100)
    person = forms.CharField(label=_("证件号码"), max_length=60)
    number = forms.CharField(label=_("编号"), max_length=100)
    basis = forms.CharField(label=_("依据"), max_length=500, help_text=_("监管方案或者决定及其编号。"))
    from_on = forms.DateField(label=_("起日"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    to_on = forms.DateField(label=_("止日"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    first = time_field(_("每日起"))
    last = time_field(_("每日止"))
    grace = forms.IntegerField(label=_("宽限（分钟）"), min_value=0, max_value=240, initial=60)


class CallForm(forms.Form):
    """A random check of the own organ's check-in duties."""

    percent = forms.IntegerField(label=_("抽查比例（%）"), min_value=1, max_value=100, initial=10)
    minutes = forms.IntegerField(label=_("多少分钟内签到"), min_value=5, max_value=180, initial=30)
    seed = forms.CharField(
        label=_("种子"), max_length=64, required=False, help_text=_("不填由系统给出；记入留痕，任何人可以据此重抽核对。")
    )


FILTER_KINDS = {code: kind.title for code, kind in KINDS.items()}
FILTER_STATES = STATES
