"""Forms of the acts that a case allows, and of its opening: made from what the procedure says, never written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import holds
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier.core.errors import PaperUnexplained
from zhiheng.procedure.core.acts import PossibleAct
from zhiheng.procedure.core.assessing import Assessment
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.fields.inputs import FieldInputs

Choices = Sequence[tuple[str, Any]]
MINUTE = "%Y-%m-%dT%H:%M"
EXPLAINED = "proof-explained"
REASON, OWN_REASON = "reason", "act-reason"
"""The input of the reason of an act; the second where the form of the step has a field of that name which is no text (a code)."""


@dataclass(frozen=True)
class ActGroup:
    """Acts that share one form: the outcomes of a step (of one part of it), or one act beside the steps."""

    kind: str
    step: str
    step_title: str
    acts: tuple[PossibleAct, ...]
    part: str = ""

    @property
    def key(self) -> str:
        """What the form sends to say which group it is."""
        return "-".join(filter(None, (self.kind, self.step, self.part))) if self.part else f"{self.kind}-{self.step}"

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

    @property
    def chooses(self) -> tuple[str, ...]:
        """Roles whose organ is to be chosen with one of the acts."""
        return tuple(dict.fromkeys(role for act in self.acts for role in act.chooses))


def area(rows: int) -> forms.Textarea:
    """A text area."""
    return forms.Textarea(attrs={"rows": rows})


def day_widget(latest: date | None = None) -> forms.DateInput:
    """The browser's own date picker, up to a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"} | ({"max": latest.isoformat()} if latest else {}))


def grouped(acts: Iterable[PossibleAct], spec: ProcedureSpec) -> list[ActGroup]:
    """Acts by kind, step and part, the steps' own outcomes first."""

    def place(act: PossibleAct) -> tuple[bool, str, str, str]:
        return (act.kind != "done", act.kind, act.step, act.part)

    return [
        ActGroup(kind, step, spec.steps[step].title if step in spec.steps else "", tuple(found), part)
        for (_beside, kind, step, part), found in groupby(sorted(acts, key=place), key=place)
    ]


@dataclass(frozen=True)
class Setting:
    """What stands around a form.

    moment    now; `minutes`: whether the day of the act is asked to the minute
    choices   what free fields are chosen from (organs, events of the case)
    initial   first values; known_values: values of the case, on which conditions of fields rest
    organs    role to be chosen → its title and the organs it may be
    asks      what of the law lets the act go on with a reason only
    law       what the law answers now; asks_facts: whether its facts come from the theme library; mark: how sure the step is, in words
    """

    moment: datetime
    dated: bool = True
    minutes: bool = False
    choices: Mapping[str, Choices] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    known_values: Mapping[str, Any] = field(default_factory=dict)
    organs: Mapping[str, tuple[str, Choices]] = field(default_factory=dict)
    asks: Sequence[str] = ()
    law: Assessment | None = None
    asks_facts: bool = False
    mark: str = ""


def asked(fields: Iterable[FieldShape], known_values: Mapping[str, Any]) -> tuple[FieldShape, ...]:
    """The fields to show: one whose condition rests on the case alone and does not hold is left out."""
    listed = tuple(fields)
    own = {item.id for item in listed}
    return tuple(item for item in listed if not item.when or set(item.when) & own or holds(item.when, known_values))


class ShownForm:
    """A form as a template reads it: its own properties, never a field of a pack that bears the same name."""

    def __init__(self, form: CaseForm) -> None:
        self._form = form

    def __getattr__(self, name: str) -> Any:
        return getattr(self._form, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._form)


class CaseForm(FieldInputs):
    """Fields of a procedure, the roles whose organ is to be chosen, and the day on which it happened."""

    def __init__(self, prefix: str, fields: Iterable[FieldShape], data: Any, files: Any, setting: Setting) -> None:
        shown = asked(fields, setting.known_values)
        super().__init__(
            shown, data, files, prefix=prefix, initial=setting.initial, choices=setting.choices, known_values=setting.known_values
        )
        self.setting = setting
        self.key = str((data or {}).get("key", ""))[:64] or uuid4().hex
        for role, (title, offered) in setting.organs.items():
            choices = [("", _("请选择")), *offered]
            self.fields[f"organ-{role}"] = forms.ChoiceField(label=title, choices=choices, required=False)
        if setting.dated:
            self.fields["on"] = self._day()
        if (data or {}).get(self.add_prefix(EXPLAINED)):
            self.ask_explained()

    def ask_explained(self) -> None:
        """Ask why words of a paper stay that its check asks about."""
        hint = _("校对询问的内容核对无误、照原样发出的，写明理由；随文书的校对结果留存。")
        self.fields[EXPLAINED] = forms.CharField(label=_("校对说明"), required=False, max_length=2000, help_text=hint, widget=area(2))

    def explained(self) -> str:
        """What was said of words that the check of papers asks about."""
        return str(self.cleaned_data.get(EXPLAINED, ""))

    def describe_refusal(self, refusal: UnusableInputError) -> None:
        """Say a refusal above the form; beside the field that answers it where a paper waits for an explanation."""
        if isinstance(refusal, PaperUnexplained):
            self.ask_explained()
        self.add_error(EXPLAINED if isinstance(refusal, PaperUnexplained) else None, f"{refusal.reason}。{refusal.remedy}")

    def _day(self) -> forms.Field:
        local = timezone.localtime(self.setting.moment)
        hint = _("时限从这一时间起算；补录以往事项的，请改为实际时间。")
        form, kind = (MINUTE, "datetime-local") if self.setting.minutes else ("%Y-%m-%d", "date")
        attrs = {"type": kind, "max": local.strftime(form)}
        shared: dict[str, Any] = {"label": _("实际办理日期"), "required": False, "initial": local.strftime(form), "help_text": hint}
        if self.setting.minutes:
            return forms.DateTimeField(input_formats=[MINUTE, "%Y-%m-%d %H:%M"], widget=forms.DateTimeInput(attrs, MINUTE), **shared)
        return forms.DateField(widget=forms.DateInput(attrs, "%Y-%m-%d"), **shared)

    def hush(self) -> None:
        """Show what was typed without saying what is wrong with it yet: nothing is being done."""
        self.full_clean()
        self.errors.clear()
        for group in self.groups.values():
            group.faults.clear()
            for row in group.forms:
                row.errors.clear()

    @property
    def beside_fields(self) -> list[Any]:
        """The inputs that the procedure did not declare: organs, day, reason."""
        declared = {item.id for item in self.shapes} | {f"{item.id}__{part}" for item in self.shapes for part in ("name", "id_number")}
        return [self[name] for name in self.fields if name not in declared]

    def happened(self) -> Any:
        """The day or instant the officer names; None: now."""
        named = self.cleaned_data.get("on")
        return (
            None
            if isinstance(named, datetime) and named.strftime(MINUTE) == timezone.localtime(self.setting.moment).strftime(MINUTE)
            else named
        )

    def organs(self) -> dict[str, str]:
        """Role → organ, as chosen."""
        return {role: name for role in self.setting.organs if (name := self.cleaned_data.get(f"organ-{role}"))}

    def plain(self) -> dict[str, Any]:
        """What was filled in for the procedure's own fields; files are left to the dossier."""
        files = {item.id for item in self.shapes if item.type in {"file", "files"}}
        return {name: value for name, value in self.values().items() if name not in files}


class ActForm(CaseForm):
    """Fields of one group of acts, and the reason where one of them asks for it.

    worded   the step's own form has a text called `reason`: it is the reason of the act, too
    """

    def __init__(self, group: ActGroup, data: Any = None, files: Any = None, *, setting: Setting) -> None:
        chosen = next((act for act in group.acts if data and act.outcome == data.get("outcome")), group.first)
        super().__init__(group.key, chosen.fields, data, files, setting)
        self.group, self.law, self.asks_facts, self.step_mark = group, setting.law, setting.asks_facts, setting.mark
        given = str((data or {}).get("seen", ""))
        self.expected_seq = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None
        named = next((item.type for item in self.shapes if item.id == REASON), "")
        self.worded = named in {"text", "paragraphs"}
        self.reason_name = OWN_REASON if named and not self.worded else REASON
        if (group.wants_reason or setting.asks) and not self.worded:
            self.fields[self.reason_name] = self._reason()

    def _reason(self) -> forms.Field:
        named = "、".join(f"“{act.title}”" for act in self.group.acts if act.reason)
        parts = [_("选择%(named)s时必须写明。") % {"named": named}] if named and not self.group.only_reason else []
        parts += [_("存在下列情形仍要办理的，必须写明：%(asks)s。") % {"asks": "；".join(self.setting.asks)}] if self.setting.asks else []
        return forms.CharField(label=_("理由"), required=self.group.only_reason, help_text="".join(parts), widget=area(3))

    @property
    def reason_field(self) -> Any:
        """The input of the reason of the act."""
        return self[self.reason_name]

    def reason_given(self) -> str:
        """Why the act is done, as the officer wrote."""
        return str(self.cleaned_data.get(self.reason_name) or "") if self.group.wants_reason or self.setting.asks else ""

    @property
    def split(self) -> bool:
        """Whether the reason stands by the outcomes that ask for it, apart from the others: no act then has two boxes for one thought."""
        return self.group.wants_reason and not (self.worded or self.setting.asks or self.group.only_reason)

    @property
    def first_acts(self) -> list[Any]:
        """Outcomes under the fields; all of them where the reason stands among these."""
        return [act for act in self.group.acts if not (self.split and act.reason)]

    @property
    def reasoned_acts(self) -> list[Any]:
        """Outcomes under the reason."""
        return [act for act in self.group.acts if self.split and act.reason]

    @property
    def fields_beside(self) -> list[Any]:
        """Organs and day; the reason too where it does not stand apart."""
        return [one for one in self.beside_fields if not (self.split and one.name == self.reason_name)]

    def refuse(self, outcome: str) -> None:
        """Say beside the field that this outcome needs a reason."""
        chosen = next((act for act in self.group.acts if act.outcome == outcome), None)
        if chosen and chosen.reason and not self.reason_given().strip():
            self.add_error(self.reason_name, _("“%(title)s”须写明理由。") % {"title": chosen.title})
