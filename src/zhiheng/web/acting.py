"""From a filled-in form to the service that does the act: the papers of a supervision document come with its acts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhiheng.dossier import services as dossier
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight import services as oversight
from zhiheng.oversight.packs import catalog
from zhiheng.procedure import services as procedure
from zhiheng.procedure.core.state import Event
from zhiheng.procedure.selectors import CaseView
from zhiheng.web.forms.acts import ActForm

PAPERS = frozenset({("supervision_document", "draw_up"), ("supervision_document", "reply")})
"""Steps whose act also draws up a paper: they happen on the day they are entered."""


def is_dated(view: CaseView, step: str) -> bool:
    """Whether the form asks for the day on which the act happened."""
    return (view.spec.id, step) not in PAPERS


def perform(*, actor: Actor, now: datetime, today: Any, view: CaseView, form: ActForm, outcome: str) -> None:
    """Do the act; ActRefused, ClueRefused, DocumentRefused and PermissionDenied come from the services."""
    group = form.group
    if group.kind == "done" and not is_dated(view, group.step):
        if group.step == "reply":
            reply(actor=actor, now=now, view=view, form=form, outcome=outcome)
        else:
            submit(actor=actor, now=now, view=view, form=form)
        return
    event = Event(
        kind=group.kind,
        on=form.cleaned_data["on"] if group.kind == "done" else today,
        step=group.step,
        outcome=outcome if group.kind == "done" else "",
        reason=form.cleaned_data.get("reason", ""),
        values={**form.values(), **attached(actor, now, view, form)},
    )
    procedure.record(actor=actor, now=now, case_id=view.case.pk, event=event)
    oversight.follow_cases(actor=actor, now=now)


def submit(*, actor: Actor, now: datetime, view: CaseView, form: ActForm) -> None:
    """Hand the document in; where its words were changed, as a new version."""
    given = form.values()
    words = {name: str(given.get(name, "")) for name in ("facts", "demands")}
    drafted = view.state.values
    same = all(lines(words[name]) == drafted.get(name) for name in words) and given.get("reply_days") == drafted.get("reply_days")
    if same:
        oversight.submit_document(actor=actor, now=now, case_id=view.case.pk)
        return
    oversight.redraw_document(
        actor=actor,
        now=now,
        catalog=catalog(),
        case_id=view.case.pk,
        facts_text=words["facts"],
        demands_text=words["demands"],
        reply_days=given.get("reply_days"),
    )


def reply(*, actor: Actor, now: datetime, view: CaseView, form: ActForm, outcome: str) -> None:
    """Reply to the document; the planned measures follow the reply's own words."""
    given = form.values()
    file = form.files_given().get("attachment")
    oversight.record_reply(
        actor=actor,
        now=now,
        catalog=catalog(),
        case_id=view.case.pk,
        outcome=outcome,
        reply_text="\n".join(str(given[name]) for name in ("reply_text", "measures") if given.get(name)),
        reasons=form.cleaned_data.get("reason", ""),
        attachment=(file.name, file.read(dossier.MOST_BYTES + 1)) if file else None,
    )


def attached(actor: Actor, now: datetime, view: CaseView, form: ActForm) -> dict[str, object]:
    """Keep the files handed in; the case remembers their names."""
    key = view.case.dossier_key
    given = {name: (file.name, file.read(dossier.MOST_BYTES + 1)) for name, file in form.files_given().items()}
    return {
        name: dossier.attach(actor=actor, now=now, dossier_key=key, name=title, content=content).name
        for name, (title, content) in given.items()
    }


def lines(text: str) -> list[str]:
    """The paragraphs of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]
