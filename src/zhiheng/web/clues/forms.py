"""Forms of what is done with clues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.oversight.core.states import CAUSES
from zhiheng.web.cases.act_form import area

Officers = Iterable[tuple[str, str]]


BULK_ACTS = [
    ("verified", _("查实并制发文书")),
    ("documented", _("合并制发文书")),
    ("assigned", _("分派")),
    ("refuted", _("排除")),
]


class AssignForm(forms.Form):
    """Give the clue to an officer."""

    to = forms.ChoiceField(label=_("交给"))
    reason = forms.CharField(label=_("说明"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, officers: Officers = (), **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["to"].choices = [("", _("请选择")), *officers]  # type: ignore[attr-defined]


class VerifyForm(forms.Form):
    """State that the clue is true."""

    reason = forms.CharField(label=_("核查情况"), widget=area(3), max_length=2000)


class RefuteForm(forms.Form):
    """State that it is not, and why."""

    cause = forms.ChoiceField(label=_("原因"), choices=[("", _("请选择")), *CAUSES.items()])
    reason = forms.CharField(label=_("理由"), widget=area(3), max_length=2000)


class SnoozeForm(forms.Form):
    """Put the clue aside until a day."""

    until = forms.DateField(label=_("暂缓到"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    reason = forms.CharField(label=_("理由"), widget=area(2), max_length=500)


class ReopenForm(forms.Form):
    """Take the clue up again."""

    reason = forms.CharField(label=_("理由"), widget=area(2), max_length=500)


class BulkForm(forms.Form):
    """One act on several clues, with one reason."""

    act = forms.ChoiceField(label=_("批量办理"), choices=BULK_ACTS)
    to = forms.ChoiceField(label=_("交给"), required=False)
    cause = forms.ChoiceField(label=_("原因"), required=False, choices=[("", _("请选择")), *CAUSES.items()])
    reason = forms.CharField(label=_("理由"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, officers: Officers = ()) -> None:
        super().__init__(data, prefix="bulk")
        self.fields["to"].choices = [("", _("请选择")), *officers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Each act asks for its own field."""
        given = super().clean() or {}
        for name in {"assigned": ("to", "reason"), "refuted": ("cause", "reason"), "verified": ("reason",)}.get(given.get("act", ""), ()):
            if not given.get(name):
                self.add_error(name, _("必须填写。"))
        return given


class KnownForm(forms.Form):
    """The day asked about."""

    day = forms.DateField(label=_("哪一日"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
