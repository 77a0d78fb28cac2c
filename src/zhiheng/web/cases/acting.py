"""From a filled-in form to the service that does the act: one way for every procedure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhiheng.dossier import services as dossier
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight import services as oversight
from zhiheng.procedure.selectors import CaseView
from zhiheng.web.cases.act_form import ActForm


def perform(
    *, actor: Actor, now: datetime, view: CaseView, form: ActForm, outcome: str, facts: Mapping[str, Mapping[str, Any]] | None = None
) -> None:
    """Do the act; ActRefused, ClueRefused, DocumentRefused and PermissionDenied come from the services."""
    group = form.group
    given: dict[str, Any] = {
        "case_id": view.case.pk, "step": group.step, "values": form.plain(), "reason": form.reason_given(),
        "part": group.part, "expected_seq": form.expected_seq, "key": form.key,
    }  # fmt: skip
    if group.kind == "done":
        files = files_of(form)
        given |= {"on": form.happened(), "organs": form.organs(), "explained": form.explained()}
        oversight.act(actor=actor, now=now, outcome=outcome, files=files, facts=facts, **given)
    else:
        oversight.act_aside(actor=actor, now=now, kind=group.kind, **given)


def files_of(form: Any) -> dict[str, Any]:
    """Field → name and content of the file, or of each of its files."""
    return {name: [_read(one) for one in file] if isinstance(file, list) else _read(file) for name, file in form.files_given().items()}


def _read(file: Any) -> tuple[str, bytes]:
    return file.name, file.read(dossier.MOST_BYTES + 1)
