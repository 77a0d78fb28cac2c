"""The register of supervision documents (监督文书台账), as far as the viewer may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.dossier import selectors as dossiers
from zhiheng.oversight.core.drafting import DOCUMENT_TITLES
from zhiheng.oversight.models import ClueCase
from zhiheng.procedure import selectors as procedures
from zhiheng.procedure.core.clocks import Clock, clock_of
from zhiheng.procedure.core.state import DoneStep, State

PACK = "supervision_document"


@dataclass(frozen=True)
class RegisterRow:
    """One supervision document. status: open step's title or the result; clock: of the reply, while due and as it was answered."""

    case_id: UUID
    document_id: UUID | None
    number: str
    kind: str
    kind_title: str
    title: str
    issued_by: str
    issued_to: str
    drawn_up_on: date
    approved_on: date | None
    served_on: date | None
    reply_due_on: date | None
    replied_on: date | None
    adopted: bool | None
    rectified_on: date | None
    looked_back_on: date | None
    closed_on: date | None
    status: str
    withdrawn: bool
    clock: Clock | None
    in_time: bool | None
    urged: int
    reported_up: bool
    clues: tuple[int, ...]


def document_register(viewer: Any, today: date) -> list[RegisterRow]:
    """All documents the viewer may see, newest first; an organ supervised sees those served on it."""
    cases = procedures.with_events(procedures.cases_seen_by(viewer).filter(definition__name=PACK))
    found = procedures.states_of(cases)
    documents = dossiers.documents_in_many([case.dossier_key for case, _, _ in found])
    clues = _clues_of([case for case, _, _ in found])
    inside = {case.pk: procedures.is_inside(viewer, spec, state) for case, spec, state in found}
    return [
        _row(case, spec, state, documents[case.dossier_key], tuple(clues.get(case.pk, ())) if inside[case.pk] else (), today)
        for case, spec, state in found
    ]


def _clues_of(cases: list[Any]) -> dict[UUID, list[int]]:
    clues: dict[UUID, list[int]] = {}
    links = ClueCase.objects.filter(case__in=cases).order_by("clue_id")
    for case_id, clue_id in links.values_list("case_id", "clue_id"):
        clues.setdefault(case_id, []).append(clue_id)
    return clues


def document_seen_by(viewer: Any, document_id: UUID) -> Any:
    """The document with its case, `(document, case)`; None where the viewer may not see its case.

    Files that went before service (earlier versions) are for the organ that conducts the case; the newest version is what was served.
    """
    document = dossiers.document_with(document_id)
    if document is None or not document.dossier.key.startswith("case:"):
        return None
    case = procedures.case_seen_by(viewer, UUID(document.dossier.key.removeprefix("case:")))
    return None if case is None else (document, case)


def _row(case: Any, spec: ProcedureSpec, state: State, documents: list[Any], clues: tuple[int, ...], today: date) -> RegisterRow:
    issued = documents[0] if documents else None
    kind = str(state.values.get("kind", ""))
    replies = [done for done in state.done if done.step == "reply"]
    waiting = state.waiting("reply")
    clock = clock_of(spec, state, waiting or replies[-1], today) if waiting or replies else None
    return RegisterRow(
        case_id=case.pk,
        document_id=issued.pk if issued else None,
        number=(issued.number or "") if issued else "",
        kind=kind,
        kind_title=DOCUMENT_TITLES.get(kind, kind),
        title=case.title,
        issued_by=state.organs["procuratorate"],
        issued_to=state.organs["supervised"],
        drawn_up_on=state.happened["opened"],
        approved_on=state.happened.get("approve.approved"),
        served_on=state.happened.get("serve.served"),
        reply_due_on=clock.due_on if clock else None,
        replied_on=replies[-1].on if replies else None,
        adopted=replies[-1].outcome == "adopted" if replies else None,
        rectified_on=state.happened.get("rectify.rectified"),
        looked_back_on=_last(state, "look_back"),
        closed_on=state.ended_on,
        status=status(spec, state),
        withdrawn=state.result == "withdrawn",
        clock=clock,
        in_time=None if clock is None or not replies else clock.colour != "overdue",
        urged=len(waiting.urged if waiting else replies[-1].urged if replies else ()),
        reported_up=bool(waiting and waiting.reported_up),
        clues=clues,
    )


def status(spec: ProcedureSpec, state: State) -> str:
    """Where the document stands, in Chinese."""
    if state.ended_on:
        return procedures.result_title(spec, state)
    return "、".join(f"待{spec.steps[item.step].title}" for item in state.open)


def _last(state: State, step: str) -> date | None:
    days: Mapping[str, DoneStep] = {done.step: done for done in state.done}
    return days[step].on if step in days else None
