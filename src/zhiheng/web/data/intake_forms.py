"""The form with which a file is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.schema import DATASETS

ENDINGS = ".csv,.xlsx,.xls,.et,.ods,.xlsb,.jsonl,.parquet,.zip"


class IntakeForm(forms.Form):
    """A file, the organ it comes from, and its dataset where the file's name does not say it."""

    file = forms.FileField(
        label=_("文件"),
        max_length=255,
        allow_empty_file=True,
        help_text=_("CSV、Excel（xlsx、xls、et）、ODS、JSON Lines、Parquet，或者装有这些文件的 ZIP。"),
        widget=forms.FileInput(attrs={"accept": ENDINGS, "class": "visually-hidden", "data-names": ""}),
    )
    organ = forms.ChoiceField(label=_("报送单位"))
    dataset = forms.ChoiceField(label=_("数据集"), required=False, help_text=_("不选时按文件名识别。"))
    reason = forms.CharField(
        label=_("代为接收的理由"),
        required=False,
        max_length=500,
        help_text=_("代其他机关接收时必填，会显示在这些记录的来源上，该机关可以提出异议。"),
    )
    correction_of = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, organs: Iterable[str], takes_over: bool = False, **given: Any) -> None:
        super().__init__(*args, **given)
        self.takes_over = takes_over
        names = [(name, name) for name in organs]
        datasets = [(one.name, one.zh) for one in DATASETS.values()]
        self.fields["organ"].choices = names if len(names) == 1 else [("", _("请选择")), *names]  # type: ignore[attr-defined]
        self.fields["dataset"].choices = [("", _("按文件名识别")), *datasets]  # type: ignore[attr-defined]


class ContestForm(forms.Form):
    """What an organ says against a file sent in its name."""

    reason = forms.CharField(label=_("异议理由"), max_length=500, help_text=_("写明哪些内容与本机关的记录不一致。"))


class MandateForm(forms.Form):
    """A mandate to send in the name of the officer's organ."""

    holder = forms.ChoiceField(label=_("受托机关"))
    datasets = forms.MultipleChoiceField(label=_("数据集"), required=False, help_text=_("不选时为全部数据集。"))
    from_on = forms.DateField(label=_("起日"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(
        label=_("止日"), required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text=_("从这一天起不再有效；可以不填。")
    )
    basis = forms.CharField(label=_("依据"), max_length=500, help_text=_("委托书文号等。"))

    def __init__(self, *args: Any, organs: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["holder"].choices = [("", _("请选择")), *((name, name) for name in organs)]  # type: ignore[attr-defined]
        self.fields["datasets"].choices = [(one.name, one.zh) for one in DATASETS.values()]  # type: ignore[attr-defined]
