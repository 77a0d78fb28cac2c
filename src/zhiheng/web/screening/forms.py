"""Forms of what is done with models: parameters set and ended, texts handed in, tried, published, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.catalog.bundle import MOST_BYTES, SUFFIX
from zhiheng.catalog.parameters import Parameter
from zhiheng.models.services.trying import MOST_CHARACTERS
from zhiheng.schema import divisions
from zhiheng.web.cases.act_form import area, day_widget

TEXT: dict[str, Any] = {"required": False, "max_length": MOST_CHARACTERS, "strip": False}
WHERE = _("不选为全省；越具体的地区越优先。按答复机关所在的行政区划适用。")
WHAT = _("只写数字；按名称分列的，一行写一项，如 tax: 100000。")


def written() -> forms.Textarea:
    """A wide area for a text with its lines as they are."""
    return forms.Textarea({"rows": 22, "spellcheck": "false", "wrap": "off"})


def file_input(ending: str) -> forms.FileInput:
    """A file of one ending."""
    return forms.FileInput({"accept": ending})


@cache
def regions() -> list[tuple[str, Any]]:
    """The whole province, and every division of the table under its province."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code in divisions.table():
        found.setdefault(divisions.name_of(code[:2] + "0000"), []).append((code, divisions.full_name_of(code)))
    return [("", _("全省")), *found.items()]


class ParameterForm(forms.Form):
    """A value of one parameter for a region."""

    parameter = forms.ChoiceField(label=_("参数"))
    region = forms.ChoiceField(label=_("地区"), required=False, help_text=WHERE)
    value = forms.CharField(label=_("新值"), max_length=2000, widget=area(2), help_text=WHAT)
    since_on = forms.DateField(label=_("自哪一个核查日起适用"), widget=day_widget())
    basis = forms.CharField(label=_("依据"), max_length=500, help_text=_("规定、通知或会议纪要的名称和文号。"))
    reason = forms.CharField(label=_("理由"), max_length=500, widget=area(2))

    def __init__(self, data: Any = None, *, parameters: Iterable[Parameter], **given: Any) -> None:
        super().__init__(data, prefix="set", **given)
        self.fields["parameter"].choices = [(one.name, f"{one.note or one.name}（{one.unit}）") for one in parameters]  # type: ignore[attr-defined]
        self.fields["region"].choices = regions()  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The day from which a setting no longer holds."""

    until_on = forms.DateField(label=_("自哪一个核查日起不再适用"), widget=day_widget())
    reason = forms.CharField(label=_("理由"), max_length=500)


class CandidateForm(forms.Form):
    """The two texts of a candidate, written here or taken from files."""

    text = forms.CharField(label=_("模型文本（.sql）"), **TEXT, widget=written())
    text_file = forms.FileField(label=_("或上传 .sql 文件"), required=False, max_length=200, widget=file_input(".sql"))
    cases = forms.CharField(label=_("用例（.cases.yaml）"), **TEXT, widget=written())
    cases_file = forms.FileField(label=_("或上传 .cases.yaml 文件"), required=False, max_length=200, widget=file_input(".yaml"))
    note = forms.CharField(label=_("改了什么，为什么"), max_length=500, widget=area(2))

    def clean(self) -> dict[str, Any]:
        """A file goes before what stands in the area."""
        given = super().clean() or {}
        for name in ("text", "cases"):
            file = given.get(f"{name}_file")
            if file is not None:
                given[name] = self._content(f"{name}_file", file)
            elif not given.get(name):
                self.add_error(name, _("请填写，或上传文件。"))
        return given

    def _content(self, name: str, file: Any) -> str:
        content: bytes = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            self.add_error(name, _("文件太大。"))
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error(name, _("不是 UTF-8 编码，请另存为 UTF-8。"))
            return ""


class ImportForm(forms.Form):
    """An exchange file of another province."""

    file = forms.FileField(label=_("模型文件"), max_length=200, widget=file_input(SUFFIX), help_text=_("导入后只是候选版本。"))
    note = forms.CharField(label=_("说明"), required=False, max_length=500)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=area(2))


class WithdrawForm(ReasonForm):
    """Which text comes in place of the published one."""

    to = forms.TypedChoiceField(label=_("恢复为"), required=False, coerce=int, empty_value=None)

    field_order = ("to", "reason")

    def __init__(self, data: Any = None, *, earlier: Mapping[int, str], **given: Any) -> None:
        super().__init__(data, prefix="withdraw", **given)
        self.fields["to"].choices = [("", _("业务包中的文本")), *earlier.items()]  # type: ignore[attr-defined]


class TryForm(forms.Form):
    """As of which day the two versions run."""

    as_of = forms.DateField(label=_("核查日"))

    def __init__(self, data: Any = None, *, latest: date, **given: Any) -> None:
        super().__init__(data, prefix="try", **given)
        self.fields["as_of"].widget = day_widget(latest)
