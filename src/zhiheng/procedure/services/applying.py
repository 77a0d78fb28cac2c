"""Open a case as the person concerned, whom the room above has identified: no officer's right is asked, the form and the seats are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core import forms
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.state import Event
from zhiheng.procedure.models import Case
from zhiheng.procedure.services.acting import PERSON, Files, act, moment_of
from zhiheng.procedure.services.opening import Subject, begin
from zhiheng.procedure.services.seating import demand_seats, seated


def is_for_persons(procedure: ProcedureSpec) -> bool:
    """Whether the person concerned opens cases of the procedure, by doing its first step."""
    return procedure.roles[procedure.opener].person and len(procedure.start) == 1 and first_role_is_person(procedure)


def first_role_is_person(procedure: ProcedureSpec) -> bool:
    """Whether the first step is done by the person concerned."""
    return procedure.roles[procedure.steps[procedure.start[0]].lane].person


@transaction.atomic
def apply_as_person(  # noqa: PLR0913 - what a case begins with, all by name
    *,
    actor: Actor,
    now: datetime,
    procedure: ProcedureSpec,
    outcome: str,
    organs: Mapping[str, str],
    subject: Subject,
    opening: Mapping[str, object] | None = None,
    values: Mapping[str, object] | None = None,
    reason: str = "",
    files: Files | None = None,
    key: str,
) -> Case:
    """Open a case as the person concerned and do its first step, both or neither; asked again under the same key it is the same case.

    actor    `person:<number>`, the number that `subject` has
    raises   ActRefused where the procedure is not for persons, an organ is missing or unknown, or a form is faulty
    """
    before = Case.objects.filter(procedure=procedure.id, key=key).first()
    if before:
        return _own(before, actor)
    if not is_for_persons(procedure) or actor.id != f"{PERSON}{subject.get('number') or '?'}":
        raise ActRefused("不能申请", procedure.title, "这一事项不由本人提出", "请向承办机关了解")
    day, instant = moment_of(None, now)
    found = {role: organ for role, organ in seated(procedure, organs, "", day).items() if organ}
    demand_seats(procedure, found)
    read = dict(opening or {})
    if procedure.opening_fields:
        read = forms.read(procedure.opening_fields, read, title=procedure.title)
    about = {"kind": procedure.about, **{name: str(value) for name, value in subject.items()}}
    case = begin(procedure, Event("opened", day, actor=actor.id, at=instant), found, about, read, {"key": key}, actor=actor, now=now)
    return act(
        actor=actor,
        now=now,
        case_id=case.pk,
        step=procedure.start[0],
        outcome=outcome,
        values=values,
        reason=reason,
        files=files,
        key=key[:64],
    )


def _own(case: Case, actor: Actor) -> Case:
    """A case opened before under the same key, if it is the same person's."""
    if actor.id != f"{PERSON}{case.subject}":
        raise ActRefused("不能申请", case.title, "同一提交标识已用于另一事项", "请刷新页面后重新提交")
    return case
