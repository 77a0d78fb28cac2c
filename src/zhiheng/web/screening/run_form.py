"""The form that runs models."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.web.cases.act_form import day_widget


class RunForm(forms.Form):
    """As of which day the models look."""

    as_of = forms.DateField(label=_("核查日"))

    def __init__(self, data: Any = None, *, latest: date, **given: Any) -> None:
        super().__init__(data, **given)
        self.latest = latest
        self.fields["as_of"].widget = day_widget(latest)

    def clean_as_of(self) -> date:
        """A day that has not come cannot be looked at."""
        day: date = self.cleaned_data["as_of"]
        if day > self.latest:
            raise forms.ValidationError(_("核查日不能晚于今天。"))
        return day
