"""From a filled-in form to the service that does the act: the papers of a supervision document come with its acts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhiheng.dossier import services as dossier
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight import services as oversight
from zhiheng.oversight.packs import catalog
from zhiheng.procedure.selectors import CaseView
from zhiheng.web.forms.acts import ActForm

PAPERS = frozenset({("supervision_document", "draw_up"), ("supervision_document", "reply")})
"""Steps whose act also draws up a paper: they happen on the day they are entered."""


def is_dated(view: CaseView, step: str) -> bool:
    """Whether the form asks for the day on which the act happened."""
    return (view.spec.id, step) not in PAPERS


def perform(*, actor: Actor, now: datetime, view: CaseView, form: ActForm, outcome: str) -> None:
    """Do the act; ActRefused, ClueRefused, DocumentRefused and PermissionDenied come from the services."""
    group, form_given = form.group, {"seen": form.seen, "key": form.key}
    if group.kind == "done" and not is_dated(view, group.step):
        if group.step == "reply":
            reply(actor=actor, now=now, view=view, form=form, outcome=outcome, **form_given)
        else:
            submit(actor=actor, now=now, view=view, form=form, **form_given)
        return
    given = {"case_id": view.case.pk, "step": group.step, "values": form.values(), "reason": form.cleaned_data.get("reason", "")}
    if group.kind == "done":
        files = {name: (file.name, file.read(dossier.MOST_BYTES + 1)) for name, file in form.files_given().items()}
        oversight.act(actor=actor, now=now, outcome=outcome, on=form.cleaned_data["on"], files=files, **given, **form_given)
    else:
        oversight.beside(actor=actor, now=now, kind=group.kind, **given, **form_given)


def submit(*, actor: Actor, now: datetime, view: CaseView, form: ActForm, **form_given: Any) -> None:
    """Hand the document in; where its words were changed, as a new version."""
    given = form.values()
    words = {name: str(given.get(name, "")) for name in ("facts", "demands")}
    drafted = view.state.values
    same = all(lines(words[name]) == drafted.get(name) for name in words) and given.get("reply_days") == drafted.get("reply_days")
    if same:
        oversight.submit_document(actor=actor, now=now, case_id=view.case.pk, **form_given)
        return
    oversight.redraw_document(
        actor=actor,
        now=now,
        catalog=catalog(),
        case_id=view.case.pk,
        facts_text=words["facts"],
        demands_text=words["demands"],
        reply_days=given.get("reply_days"),
        **form_given,
    )


def reply(*, actor: Actor, now: datetime, view: CaseView, form: ActForm, outcome: str, **form_given: Any) -> None:
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
        **form_given,
    )


def lines(text: str) -> list[str]:
    """The paragraphs of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]
