"""Forms of the acts that a case allows: made from what the procedure says, never written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.acts import PossibleAct

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ActGroup:
    """Acts that share one form: the outcomes of a step, or one act beside the steps."""

    kind: str
    step: str
    step_title: str
    acts: tuple[PossibleAct, ...]

    @property
    def key(self) -> str:
        """What the form sends to say which group it is."""
        return f"{self.kind}-{self.step}"

    @property
    def first(self) -> PossibleAct:
        """The act whose fields the form shows."""
        return self.acts[0]

    @property
    def wants_reason(self) -> bool:
        """Whether any of the acts asks for a reason."""
        return any(act.reason for act in self.acts)

    @property
    def only_reason(self) -> bool:
        """Whether every one of the acts asks for a reason."""
        return all(act.reason for act in self.acts)


def grouped(acts: Iterable[PossibleAct], spec: ProcedureSpec) -> list[ActGroup]:
    """Acts by kind and step, the steps' own outcomes first."""
    ordered = sorted(acts, key=lambda act: (act.kind != "done", act.kind, act.step))
    return [
        ActGroup(kind, step, spec.steps[step].title if step in spec.steps else "", tuple(found))
        for (kind, step), found in groupby(ordered, key=lambda act: (act.kind, act.step))
    ]


class ActForm(forms.Form):
    """Fields of one group.

    choices  turns a free field into a choice (organs, events of the case)
    drafted  values that stand in the fields already; a document's kind is settled once it is drawn up
    dated    whether the day on which it happened is asked for
    """

    def __init__(
        self,
        group: ActGroup,
        data: Any = None,
        files: Any = None,
        *,
        today: date,
        dated: bool,
        choices: Mapping[str, Choices],
        drafted: Mapping[str, object],
    ) -> None:
        super().__init__(data, files, prefix=group.key, initial={name: flat(value) for name, value in drafted.items()})
        self.group = group
        given = str((data or {}).get("seen", ""))
        self.seen = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None
        self.key = str((data or {}).get("key", ""))[:64] or uuid4().hex
        for item in group.first.fields:
            self.fields[item.id] = field_of(item, choices.get(item.id, ()))
            self.fields[item.id].disabled = item.id in drafted and item.type == "choice"
        if dated:
            hint = _("时限从这一天起算；补录以往事项的，请改为实际日期。")
            self.fields["on"] = forms.DateField(label=_("实际办理日期"), initial=today, widget=day_widget(today), help_text=hint)
        if group.wants_reason:
            named = "、".join(f"“{act.title}”" for act in group.acts if act.reason)
            hint = "" if group.only_reason else _("选择%(named)s时必须写明。") % {"named": named}
            self.fields["reason"] = forms.CharField(label=_("理由"), required=group.only_reason, help_text=hint, widget=area(3))

    def values(self) -> dict[str, object]:
        """What was filled in for the procedure's own fields; files are left to the dossier."""
        names = {item.id for item in self.group.first.fields if item.type != "file"}
        return {name: value for name, value in self.cleaned_data.items() if name in names and value not in (None, "")}

    def files_given(self) -> dict[str, Any]:
        """Uploaded files by the id of their field."""
        return {
            item.id: self.cleaned_data[item.id]
            for item in self.group.first.fields
            if item.type == "file" and self.cleaned_data.get(item.id)
        }

    def refuse(self, outcome: str) -> None:
        """Say beside the field that this outcome needs a reason."""
        chosen = next((act for act in self.group.acts if act.outcome == outcome), None)
        if chosen and chosen.reason and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", _("“%(title)s”须写明理由。") % {"title": chosen.title})


def flat(value: object) -> object:
    """Paragraphs as the lines of a text area."""
    return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value


def area(rows: int) -> forms.Textarea:
    """A text area."""
    return forms.Textarea(attrs={"rows": rows})


def day_widget(latest: date | None = None) -> forms.DateInput:
    """The browser's own date picker, up to a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"} | ({"max": latest.isoformat()} if latest else {}))


def field_of(item: FieldShape, choices: Choices = ()) -> forms.Field:
    """The form field of a procedure's field."""
    shared: dict[str, Any] = {
        "label": item.title,
        "required": item.required and not item.when,
        "help_text": item.doc,
        "initial": item.default,
    }
    if choices:
        return forms.ChoiceField(choices=[("", _("请选择")), *choices], **shared)
    return MAKERS.get(item.type, MAKERS["text"])(item, shared)


def _choice(item: FieldShape, shared: dict[str, Any]) -> forms.Field:
    blank = [] if item.required and item.default is not None else [("", _("请选择"))]
    return forms.ChoiceField(choices=[*blank, *item.codes.items()], **shared)


def _truth(_item: FieldShape, shared: dict[str, Any]) -> forms.Field:
    told = {"true": True, "false": False}
    return forms.TypedChoiceField(
        choices=[("", _("请选择")), ("true", _("是")), ("false", _("否"))], coerce=told.__getitem__, empty_value=None, **shared
    )


def _whole(bound: object) -> int | None:
    return None if bound is None else int(str(bound))


MAKERS: Mapping[str, Callable[[FieldShape, dict[str, Any]], forms.Field]] = {
    "text": lambda _item, shared: forms.CharField(max_length=500, **shared),
    "paragraphs": lambda _item, shared: forms.CharField(max_length=20_000, widget=area(4), **shared),
    "date": lambda _item, shared: forms.DateField(widget=day_widget(), **shared),
    "whole": lambda item, shared: forms.IntegerField(min_value=_whole(item.least), max_value=_whole(item.most), **shared),
    "flag": _truth,
    "choice": _choice,
    "time": lambda _item, shared: forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), **shared),
    "decimal": lambda item, shared: forms.DecimalField(min_value=item.least, max_value=item.most, **shared),
    "amount": lambda item, shared: forms.DecimalField(min_value=item.least, max_value=item.most, decimal_places=2, **shared),
    "choices": lambda item, shared: forms.MultipleChoiceField(choices=list(item.codes.items()), **shared),
    "file": lambda _item, shared: forms.FileField(max_length=200, **shared),
}
