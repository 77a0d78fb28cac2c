"""Opening a case: whom it is about, the opening form, the roles whose organ is to be chosen, its title."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.schema.identity import is_valid
from zhiheng.web.cases.act_form import CaseForm, Setting

PERSON = re.compile(r"\d{17}[\dX]", re.ASCII)


class OpeningForm(CaseForm):
    """The form of `/cases/open/<procedure>/`."""

    def __init__(self, spec: ProcedureSpec, data: Any, files: Any, setting: Setting, subject: dict[str, str]) -> None:
        super().__init__("open", spec.opening_fields, data, files, setting)
        self.spec = spec
        if spec.about == "person":
            self.fields["subject_name"] = forms.CharField(label=_("姓名"), max_length=60, initial=subject.get("name"))
            self.fields["subject_number"] = forms.CharField(label=_("证件号码"), max_length=40, initial=subject.get("number"))
        elif spec.about in {"organ", "item"}:
            label = {"organ": _("涉及单位"), "item": _("物品")}[spec.about]
            self.fields["subject_name"] = forms.CharField(label=label, max_length=100, required=False, initial=subject.get("name"))

    @property
    def about(self) -> list[Any]:
        """The inputs that say whom or what it is about."""
        return [self[name] for name in ("subject_name", "subject_number") if name in self.fields]

    @property
    def roles(self) -> list[Any]:
        """The inputs of organs and of the day."""
        return [field for field in self.beside_fields if not field.name.startswith("subject_")]

    def clean_subject_number(self) -> str:
        """A resident's number must be one; other documents are taken as they are."""
        number = str(self.cleaned_data["subject_number"]).strip().upper()
        if len(number) == 18 and not (PERSON.fullmatch(number) and is_valid(number)):
            raise forms.ValidationError(_("身份证号码不对，请核对。"))
        return number

    def subject(self) -> dict[str, str]:
        """Whom or what the case is about."""
        found = {"name": self.cleaned_data.get("subject_name", ""), "number": self.cleaned_data.get("subject_number", "")}
        return {name: value.strip() for name, value in found.items() if value and value.strip()}
