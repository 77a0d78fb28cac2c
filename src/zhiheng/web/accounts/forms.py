"""Forms of the security administrator: accounts, posts, proposals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.registry.core.kinds import counts_as
from zhiheng.registry.core.roles import ADMINISTRATORS, ROLES
from zhiheng.web.cases.act_form import area, day_widget
from zhiheng.web.fields.filters import Filters, choice, hidden_choice, text

Choices = Iterable[tuple[Any, Any]]
TWO_PERSONS = _("两人授予：提出后由另一名管理员确认才生效")
BUSINESS = [(name, role.zh) for name, role in ROLES.items() if name not in ADMINISTRATORS]
ADMINISTRATION = [(name, role.zh) for name, role in ROLES.items() if name in ADMINISTRATORS]


def roles_for(kind: str) -> list[tuple[str, str]]:
    """Roles of business that officers of this kind of organ may hold."""
    return [(name, title) for name, title in BUSINESS if not ROLES[name].kinds or counts_as(kind, ROLES[name].kinds)]


class AccountFilters(Filters):
    """The list of accounts."""

    q = text(_("登录名或姓名"))
    organ = choice(_("单位"))
    role = choice(_("岗位"))
    view = hidden_choice()


class AccountForm(forms.Form):
    """A new account with its first post."""

    username = forms.CharField(label=_("登录名"), max_length=60, help_text=_("字母、数字或汉字，一人一个，不得共用。"))
    name = forms.CharField(label=_("姓名"), max_length=60)
    organ = forms.TypedChoiceField(label=_("单位"), coerce=int)
    role = forms.ChoiceField(label=_("岗位"), choices=[("", _("以后再定")), *BUSINESS], required=False)
    from_on = forms.DateField(label=_("任职日"), widget=day_widget())
    until_on = forms.DateField(label=_("终止日"), widget=day_widget(), required=False, help_text=_("从该日起不再担任；长期任职的留空。"))

    def __init__(self, data: Any = None, *, organs: Choices, **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["organ"].choices = [("", _("请选择")), *organs]  # type: ignore[attr-defined]


class AppointForm(forms.Form):
    """A post, for all or some packs, for the whole organ or a unit."""

    role = forms.ChoiceField(label=_("岗位"))
    from_on = forms.DateField(label=_("任职日"), widget=day_widget())
    until_on = forms.DateField(label=_("终止日"), widget=day_widget(), required=False, help_text=_("从该日起不再担任；长期任职的留空。"))
    unit = forms.TypedChoiceField(label=_("限于内设机构"), coerce=int, empty_value=None, required=False)
    packs = forms.MultipleChoiceField(
        label=_("限于业务"), required=False, help_text=_("不选为全部业务。"), widget=forms.SelectMultiple(attrs={"size": 5})
    )
    reason = forms.CharField(label=_("理由"), max_length=500, required=False, widget=area(2), help_text=_("管理员岗位须写明理由。"))

    def __init__(self, data: Any = None, *, kind: str, units: Choices, packs: Choices, **given: Any) -> None:
        super().__init__(data, prefix="post", **given)
        self.fields["role"].choices = [(_("业务岗位"), roles_for(kind)), (TWO_PERSONS, ADMINISTRATION)]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("不限（全单位）")), *units]  # type: ignore[attr-defined]
        self.fields["packs"].choices = list(packs)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An administrator's post is for the whole organ, and has a reason."""
        given = super().clean() or {}
        if given.get("role") in ADMINISTRATORS and not given.get("reason"):
            self.add_error("reason", _("管理员岗位须写明理由。"))
        if given.get("role") in ADMINISTRATORS and (given.get("packs") or given.get("unit")):
            self.add_error("role", _("管理员岗位不限于业务或内设机构，请不要选择。"))
        return given


class EndPostForm(forms.Form):
    """The first day without a post."""

    until_on = forms.DateField(label=_("终止日"), widget=day_widget())

    def __init__(self, data: Any = None, *, today: date, **given: Any) -> None:
        super().__init__(data, **given)
        self.today = today

    def clean_until_on(self) -> date:
        """A post is not ended for days that have passed."""
        day: date = self.cleaned_data["until_on"]
        if day < self.today:
            raise forms.ValidationError(_("终止日不能早于今天。"))
        return day


class OutsideNameForm(forms.Form):
    """How an officer is called by a certificate, or by the organ's sign-in."""

    kind = forms.ChoiceField(label=_("种类"), choices=[("certificate", _("数字证书（UKey）")), ("oidc", _("统一身份认证"))])
    subject = forms.CharField(label=_("证书主体或统一身份编号"), max_length=300)
    reason = forms.CharField(label=_("理由"), max_length=500)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("理由"), max_length=500)
