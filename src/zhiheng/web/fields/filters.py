"""Filters of lists: what an address may ask for; what is not understood is told, never passed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

Choices = Iterable[tuple[str, Any]]
FIRST = 4


class Filters(forms.Form):
    """A form of a list, bound to the address; every field is optional."""

    use_required_attribute = False
    always: tuple[str, ...] = ()
    """Choices that have no "all"; the first one is taken where the address names none."""

    def __init__(self, asked: QueryDict, **choices: Choices) -> None:
        super().__init__(asked)
        for name, offered in choices.items():
            field = self.fields[name]
            field.choices = [*offered] if name in self.always else [("", _("全部")), *offered]  # type: ignore[attr-defined]
        self.demand_valid()

    def demand_valid(self) -> None:
        """Refuse the address with the words of every filter that is not understood: a whole list in its place would mislead."""
        if not self.is_valid():
            said = [f"“{self[name].label or name}”：{errors[0]}" for name, errors in self.errors.items() if name in self.fields]
            raise BadRequest(_("筛选条件不能识别，%(said)s") % {"said": "；".join(said)})

    def given(self, name: str) -> Any:
        """The value asked for, None where there is none."""
        return self.cleaned_data.get(name) or None

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What stands in the one line of every list: a word and three choices."""
        return self.visible_fields()[:FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The others, folded away until they are asked for."""
        return self.visible_fields()[FIRST:]

    @property
    def more_asked(self) -> int:
        """How many of the folded ones narrow the list."""
        return sum(1 for field in self.more_fields if self.data.get(field.html_name) and field.html_name not in self.always)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The address parameters that other forms of the page carry along."""
        return [(name, value) for name, value in self.data.items() if name not in {"page", "size"} and value]


def choice(label: Any) -> forms.ChoiceField:
    """One of several; the choices are set when the list is made."""
    return forms.ChoiceField(label=label, required=False)


def hidden_choice() -> forms.ChoiceField:
    """One of several, kept from page to page without being shown."""
    return forms.ChoiceField(required=False, widget=forms.HiddenInput())


def day(label: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


def text(label: Any, hint: str = "") -> forms.CharField:
    """A word to look for."""
    return forms.CharField(label=label, required=False, max_length=100, widget=forms.TextInput(attrs={"placeholder": hint} if hint else {}))


class RegisterFilters(Filters):
    """The register of documents."""

    q = text(_("文书号或标题"))
    organ = choice(_("被监督单位"))
    kind = choice(_("文书种类"))
    since = day(_("送达起始日"))
    until = day(_("送达截止日"))
    view = hidden_choice()


class ClueFilters(Filters):
    """The queue of clues."""

    q = text(_("人员或内容"))
    model = choice(_("模型"))
    organ = choice(_("涉及单位"))
    state = choice(_("状态"))
    level = choice(_("级别"))
    age = choice(_("发现时间"))
    identity = choice(_("身份依据"))
    view = hidden_choice()


class DataFilters(Filters):
    """Files received."""

    q = text(_("文件名"))
    organ = choice(_("报送单位"))
    dataset = choice(_("数据集"))
    since = day(_("起始日"))
    until = day(_("截止日"))
    view = hidden_choice()


class IndicatorFilters(Filters):
    """Indicators."""

    always = ("period",)
    period = choice(_("期间"))
    organ = choice(_("单位"))


def in_days(rows: Any, field: str, since: date | None, until: date | None) -> Any:
    """Rows whose instant falls on the days between, both included."""
    if since:
        rows = rows.filter(**{f"{field}__date__gte": since})
    return rows.filter(**{f"{field}__date__lte": until}) if until else rows


class CaseFilters(Filters):
    """Cases of every procedure."""

    q = text(_("案号、标题、姓名"), _("案号、姓名或证件号码"))
    procedure = choice(_("类型"))
    step = choice(_("节点"))
    organ = choice(_("现由何单位办理"))
    unit = choice(_("内设机构"))
    clock = choice(_("时限"))
    liberty = choice(_("人身自由"))
    lately = choice(_("近三十日"))
    view = hidden_choice()
