"""The form with which a file is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.schema import DATASETS

ENDINGS = ".csv,.xlsx,.jsonl,.parquet"


class IntakeForm(forms.Form):
    """A file, the organ it comes from, and its dataset where the file's name does not say it."""

    file = forms.FileField(
        label=_("文件"),
        max_length=255,
        allow_empty_file=True,
        help_text=_("CSV、Excel（xlsx）、JSON Lines 或 Parquet。"),
        widget=forms.FileInput(attrs={"accept": ENDINGS, "class": "visually-hidden", "data-names": ""}),
    )
    organ = forms.ChoiceField(label=_("报送单位"))
    dataset = forms.ChoiceField(label=_("数据集"), required=False, help_text=_("不选时按文件名识别。"))
    correction_of = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, organs: Iterable[str], **given: Any) -> None:
        super().__init__(*args, **given)
        names = [(name, name) for name in organs]
        datasets = [(one.name, one.zh) for one in DATASETS.values()]
        self.fields["organ"].choices = names if len(names) == 1 else [("", _("请选择")), *names]  # type: ignore[attr-defined]
        self.fields["dataset"].choices = [("", _("按文件名识别")), *datasets]  # type: ignore[attr-defined]
