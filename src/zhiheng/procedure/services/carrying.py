"""Carry out what follows from an act: papers, entries of registers, sub-cases, the case that waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhiheng.catalog import packs
from zhiheng.catalog.documents import DocumentSpec
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier import services as dossier
from zhiheng.dossier.core.proofing.seats import tail
from zhiheng.dossier.selectors import first_in, newest_of_kind
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure import above
from zhiheng.procedure.core.compared import facts_for
from zhiheng.procedure.core.effects import Drawing, Effects, Entering, Moving, Opening, draws_values
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.models import Case
from zhiheng.procedure.reading import events_of, spec_of
from zhiheng.procedure.services.keeping import keep
from zhiheng.registry import selectors as registry

EXPLAINED = "explained"
"""Under this name an act keeps why words of its papers stay."""


def carry_out(effects: Effects, case: Case, spec: ProcedureSpec, after: State, event: Event, *, actor: Actor, now: datetime) -> None:
    """Everything that follows from an act once it is kept, in the same transaction."""
    for drawing in effects.draws:
        draw_paper(drawing, case, spec, after, event, actor=actor, now=now)
    for kind in (one for one in effects.issues if not _is_superseded(case, one)):
        compared = partial(_facts_for, spec=spec, state=after, now=now)
        dossier.issue_kind(actor=actor, now=now, dossier_key=case.dossier_key, kind=kind, facts=compared)
    for entering in effects.enters:
        _enter(entering, case, event, actor=actor, now=now)
    for opening in effects.opens:
        after = _open(opening, case, spec, after, event, actor=actor, now=now)
    for moving in effects.moves:
        _move(moving, case, event, actor=actor, now=now)
    if after.ended_on and case.waited_for:
        _go_back(case, event, actor=actor, now=now)


def _is_superseded(case: Case, kind: str) -> bool:
    """Whether the step that drew the paper was done again since without drawing it: the draft is not what was decided."""
    paper = newest_of_kind(case.dossier_key, kind)
    last = case.events.filter(kind="done", step=paper.step).order_by("seq").last() if paper and paper.step else None
    return last is not None and kind not in last.documents


def draw_paper(drawing: Drawing, case: Case, spec: ProcedureSpec, after: State, event: Event, *, actor: Actor, now: datetime) -> None:
    """Draw up one paper of the act from the values of the case; again: a further version of the one before, where it says otherwise."""
    catalog = packs.loaded(Path(settings.PACKS))
    document = catalog.document_for(spec, drawing.document)
    if document is None:
        raise ActRefused("制作文书", drawing.document, "业务包里没有这种文书", "请联系系统管理员核对业务包")
    step = spec.steps.get(event.step)
    answers = {"document_number", "document_title"} & document.placeholders.keys()
    known = _of_case(case, first_in(case.dossier_key) if answers else None, document.placeholders)
    told = draws_values(spec, after, drawing, event, document.placeholders, catalog.items)
    values = {**dossier.resting_on(document, spec.source), **told, **known}
    facts = _facts_for(document, values, spec=spec, state=after, now=now)
    before = newest_of_kind(case.dossier_key, document.id) if drawing.again else None
    if before is not None:
        if before.version.values != dossier.plain(values):
            dossier.redraw(
                actor=actor, now=now, document=before, spec=document, values=values, facts=facts, explained=explained_in(event)
            )  # fmt: skip
        return
    dossier.draw_up(
        actor=actor, now=now, dossier_key=case.dossier_key, document=document, number_of=actor.organ, values=values,
        inner=bool(step and step.inner), step=event.step, round=len(after.rounds.get(event.step, ())) or 1, facts=facts,
        numbered=_way(spec, document), explained=explained_in(event), may_wait=True,
    )  # fmt: skip


def explained_in(event: Event) -> str:
    """Why words of papers that go out with the act stay, as its officer said."""
    return str(event.more.get(EXPLAINED) or "")


def _way(spec: ProcedureSpec, document: DocumentSpec) -> str | None:
    """At once, where the case goes by a version of its procedure that never issues the paper; else as the paper says."""
    issued = {kind for step in spec.steps.values() for outcome in step.outcomes for kind in outcome.issues}
    return "at_once" if document.numbered == "on_issue" and document.id not in issued else None


def _facts_for(document: DocumentSpec, values: Mapping[str, Any], *, spec: ProcedureSpec, state: State, now: datetime) -> dict[str, Any]:
    """What the paper is compared with: the values of the case, and organs outside the case that the paper names."""
    facts = facts_for(spec, state, document, timezone.localdate(now))
    written = str(values)
    others = [name for name in registry.organ_names() if tail(name) in written and name not in facts.get("organs", ())]
    return {**facts, "elsewhere": others} if others else facts


def _of_case(case: Case, first: Any, places: Mapping[str, object]) -> dict[str, str]:
    """What the case itself gives to a paper that has a place for it: number and title, and those of the first paper of its dossier."""
    known = {"case_number": case.number, "case_title": case.title}
    known |= {"document_number": first.number or "", "document_title": first.title} if first else {}
    return {name: text for name, text in known.items() if name in places and text}


def _enter(entering: Entering, case: Case, event: Event, *, actor: Actor, now: datetime) -> None:
    if not above.ENTERS:
        raise ActRefused("登记台账", entering.register, "本系统没有启用台账", "请联系系统管理员")
    above.ENTERS[0](actor=actor, now=now, case=case, entering=entering, on=event.on, explained=explained_in(event))


def _open(opening: Opening, case: Case, spec: ProcedureSpec, after: State, event: Event, *, actor: Actor, now: datetime) -> State:
    """Open a case from this one, and note it in this one."""
    from zhiheng.procedure.services.opening import open_from_case

    made = open_from_case(opening, case, after, event, actor=actor, now=now)
    values = {"case": str(made.pk), "procedure": opening.procedure, "title": made.title, "number": made.number}
    noted = Event("sub_opened", event.on, event.step, event.outcome, organ=actor.organ, actor=actor.id, values=values, at=event.at)
    return keep(case, spec, after, noted, actor=actor, now=now)


def _move(moving: Moving, case: Case, event: Event, *, actor: Actor, now: datetime) -> None:
    """Do the act on the open cases of that kind about the same person; a case where the organ has it not to do stays as it is."""
    from zhiheng.procedure.services.acting import follow_on

    step, _, outcome = moving.act.rpartition(".")
    same = Case.objects.filter(procedure=moving.procedure, subject=case.subject, ended_on=None).exclude(subject="").exclude(pk=case.pk)
    for other in same.order_by("opened_at", "id").values_list("pk", flat=True):
        said: dict[str, object] = {EXPLAINED: explained_in(event)} if explained_in(event) else {}
        moved = Event("done", event.on, step, outcome, values=dict(moving.values), at=event.at, more=said)
        follow_on(actor=actor, now=now, case_id=other, event=moved)


def _go_back(case: Case, event: Event, *, actor: Actor, now: datetime) -> None:
    """Tell the case that waits for this one that it has ended; it is locked already (`acting.locked`)."""
    waiting: Any = Case.objects.select_related("definition").get(opened_cases=case)
    spec = spec_of(waiting.definition)
    state = fold(spec, events_of(waiting.events.all()))
    step, _, outcome = case.opened_at_step.partition(".")
    values = {"case": str(case.pk), "result": case.result, "title": case.title}
    ended = Event("sub_ended", event.on, step, outcome, organ=actor.organ, actor=actor.id, values=values, at=event.at)
    after = keep(waiting, spec, state, ended, actor=actor, now=now)
    if after.ended_on and waiting.waited_for:
        _go_back(waiting, ended, actor=actor, now=now)
