"""Forms of a ledger: what narrows its list, and the act on an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.registers import RegisterShape
from zhiheng.register.core.entry import CORRECT
from zhiheng.registry.gate import keeps_from_lists
from zhiheng.web.fields.filters import Filters, choice, day, text
from zhiheng.web.fields.inputs import FILES, FieldInputs
from zhiheng.web.fields.kinds import Choices, codes_of

FACET = "f_"
MOST_FACETS = 3
EXPLAINED = "proof-explained"
DUE = (("overdue", gettext_lazy("已超期")), ("running", gettext_lazy("有时限在走")))


class EntryFilters(Filters):
    """The entries of a ledger."""

    q = text(gettext_lazy("编号或内容"))
    state = choice(gettext_lazy("状态"))
    organ = choice(gettext_lazy("机关"))
    unit = choice(gettext_lazy("内设机构"))
    due = choice(gettext_lazy("时限"))
    since = day(gettext_lazy("起始日"))
    until = day(gettext_lazy("截止日"))

    @property
    def columns(self) -> dict[str, Any]:
        """Values asked for of listed fields."""
        given = {name.removeprefix(FACET): self.given(name) for name in self.fields if name.startswith(FACET)}
        return {name: {"true": True, "false": False}.get(value, value) for name, value in given.items() if value}


def facets_of(shape: RegisterShape) -> list[FieldShape]:
    """Listed fields that can be chosen from, but those whose values the gate hides."""
    listed = [shape.field[name] for name in shape.listed]
    return [item for item in listed if item.type in {"choice", "flag"} and not keeps_from_lists(item)][:MOST_FACETS]


def entry_filters(asked: QueryDict, shape: RegisterShape, *, organs: Choices, units: Choices) -> EntryFilters:
    """What the address asks of a ledger's list."""
    facets = facets_of(shape)
    made = type("EntryFiltersOfLedger", (EntryFilters,), {f"{FACET}{item.id}": choice(item.title) for item in facets})
    chosen = {f"{FACET}{item.id}": codes_of(item) for item in facets}
    filters: EntryFilters = made(asked, state=shape.states.items(), organ=organs, unit=units, due=DUE, **chosen)
    for name, offered in (("organ", organs), ("unit", units), ("state", list(shape.states))):
        if len(offered) < 2 and not filters.given(name):
            filters.fields[name].widget = forms.HiddenInput()
    return filters


class ActInputs(FieldInputs):
    """The form of one act on an entry (or of a new entry): its fields, the day, the reason.

    seen    how many acts the entry had when the form was shown
    key     makes a form sent twice the same act
    """

    def __init__(
        self,
        shapes: Sequence[FieldShape],
        data: Any = None,
        files: Any = None,
        *,
        today: date,
        reason: str = "optional",
        expected_acts: int | None = None,
        corrections: Choices = (),
        **more: Any,
    ) -> None:
        self._correcting = bool(corrections)
        super().__init__(shapes, data, files, **more)
        given = str((data or {}).get("seen", ""))
        self.expected_acts = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else expected_acts
        self.key = str((data or {}).get("key", ""))[:64] or uuid4().hex
        if corrections:
            self.fields["corrects"] = forms.TypedChoiceField(label=_("更正哪一次办理"), choices=corrections, coerce=int)
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": today.isoformat()})
        hint = _("补录以往事项的，改为实际发生的日期。")
        self.fields["on"] = forms.DateField(label=_("实际办理日期"), initial=today, widget=widget, help_text=hint)
        if reason != "none":
            needed = reason == "needed"
            self.fields["reason"] = forms.CharField(
                label=_("理由") if needed else _("说明"), required=needed, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
            )

        if (data or {}).get(EXPLAINED):
            self.ask_explained()

    def ask_explained(self) -> None:
        """Ask why words of a paper of the act stay that its check asks about."""
        self.fields[EXPLAINED] = forms.CharField(label=_("校对说明"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))

    @property
    def beside_fields(self) -> list[forms.BoundField]:
        """The day, the reason and which act is corrected, after the fields of the register."""
        return [self[name] for name in ("corrects", "on", "reason", EXPLAINED) if name in self.fields]

    def changed(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        """For a correction: what is given otherwise than it stands; None where a value was emptied."""
        given = self.values()
        names = [item.id for item in self.shapes if item.type not in FILES or item.id in given]
        plain = {name: _plain(standing.get(name)) for name in names}
        return {name: given.get(name) for name in names if _plain(given.get(name)) != plain[name]}


def _plain(value: Any) -> Any:
    """A value so that what was kept and what was typed compare: one text is a list of one, 1 is 1.0, blanks are nothing."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items() if one not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if value in (None, ""):
        return None
    if isinstance(value, bool):
        return value
    text = str(value).replace("+08:00", "")
    try:
        return f"{float(text):.6f}"
    except ValueError:
        return text


class ImportForm(forms.Form):
    """A filled-in template."""

    file = forms.FileField(label=gettext_lazy("填好的 Excel 文件"), max_length=200, widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    act = forms.ChoiceField(label=gettext_lazy("登记为"))
    ledger = forms.ChoiceField(label=gettext_lazy("记入"))
    only_check = forms.BooleanField(label=gettext_lazy("只检查表头和行数，先不登记"), required=False)


class CloseForm(forms.Form):
    """Closing a period of a ledger."""

    ledger = forms.ChoiceField(label=gettext_lazy("台账"))
    period = forms.ChoiceField(label=gettext_lazy("期间"))
    reason = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("本期没有事项的，写明原因，即为零报告。"),
    )


__all__ = ["CORRECT", "ActInputs", "CloseForm", "EntryFilters", "ImportForm", "entry_filters", "facets_of"]
