"""Forms of the system administrator: organs, their relations and units, files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.registry.core.kinds import LEVELS, ORGAN_KINDS, RELATION_KINDS, UNIT_KINDS
from zhiheng.web.cases.act_form import day_widget
from zhiheng.web.fields.filters import Filters, choice, text

Choices = Iterable[tuple[Any, Any]]
KIND_CHOICES = [(code, kind.title) for code, kind in ORGAN_KINDS.items()]
DIVISION_HELP = _("GB/T 2260 六位代码，不清楚的留空。")


class OrganFilters(Filters):
    """The list of organs."""

    q = text(_("机关名称"))
    kind = choice(_("类别"))
    level = choice(_("层级"))


class DescribeForm(forms.Form):
    """What is said about an organ."""

    kind = forms.ChoiceField(label=_("类别"), choices=KIND_CHOICES)
    level = forms.ChoiceField(label=_("层级"), choices=[("", _("不详")), *LEVELS.items()], required=False)
    division = forms.CharField(label=_("行政区划代码"), max_length=6, required=False, help_text=DIVISION_HELP)
    parent = forms.TypedChoiceField(label=_("上级机关"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any = None, *, organs: Choices, **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["parent"].choices = [("", _("没有登记")), *organs]  # type: ignore[attr-defined]


class RegisterForm(DescribeForm):
    """A new organ; what is left open is guessed from the name."""

    name = forms.CharField(label=_("机关全称"), max_length=100, help_text=_("如“金堂县司法局”。"))
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("按名称识别")), *KIND_CHOICES], required=False)
    level = forms.ChoiceField(label=_("层级"), choices=[("", _("按名称识别")), *LEVELS.items()], required=False)
    field_order = ("name", "kind", "level", "division", "parent")


class RenameForm(forms.Form):
    """Another name, and why."""

    name = forms.CharField(label=_("新名称"), max_length=100, help_text=_("原名称仍可查到，以原名称报送的文件仍归本机关。"))
    reason = forms.CharField(label=_("理由"), max_length=500, help_text=_("写明批文或通知。"))


class RelateForm(forms.Form):
    """Another organ that stands in a relation to this one."""

    kind = forms.ChoiceField(label=_("关系"), choices=[(code, kind.title) for code, kind in RELATION_KINDS.items()])
    organ = forms.TypedChoiceField(label=_("由哪个机关担任"), coerce=int)
    since_on = forms.DateField(label=_("起始日"), widget=day_widget())
    until_on = forms.DateField(label=_("终止日"), widget=day_widget(), required=False, help_text=_("从该日起不再适用；长期的留空。"))

    def __init__(self, data: Any = None, *, organs: Choices, **given: Any) -> None:
        super().__init__(data, prefix="relate", **given)
        self.fields["organ"].choices = [("", _("请选择")), *organs]  # type: ignore[attr-defined]


class UnitForm(forms.Form):
    """A unit of the organ."""

    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(
        label=_("类别"), choices=[("", _("按名称识别")), *((code, kind.title) for code, kind in UNIT_KINDS.items())], required=False
    )
    parent = forms.TypedChoiceField(label=_("上一级"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any = None, *, units: Choices, **given: Any) -> None:
        super().__init__(data, prefix="unit", **given)
        self.fields["parent"].choices = [("", _("本机关")), *units]  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file of organs or relations."""

    kind = forms.ChoiceField(label=_("内容"), choices=[("organs", _("机关")), ("relations", _("机关关系"))])
    file = forms.FileField(
        label=_("文件"),
        max_length=200,
        allow_empty_file=True,
        help_text=_("CSV 或 Excel（xlsx），第一行为列名。"),
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
    )
