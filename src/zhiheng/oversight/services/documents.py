"""A supervision document from clue to close: each act is an act of its case, with the papers it needs drawn up beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zhiheng.catalog.packs import Catalog
from zhiheng.dossier import selectors as dossiers
from zhiheng.dossier import services as dossier
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.models import Clue, ClueCase
from zhiheng.oversight.services.drafts import draft_of, joined, paper, upper_of, values_of, verified_clues
from zhiheng.oversight.services.following import act, follow_cases, hold_cursor
from zhiheng.procedure import selectors as procedures
from zhiheng.procedure import services as procedure

PACK = "supervision_document"
Attachment = tuple[str, bytes]
"""Name and content of a file that is handed in."""
CONCLUSIONS = {
    "adopted": "采纳该文书所提意见，现将办理情况回复如下",
    "refused": "不予采纳，理由如下",
    "objected": "对该文书提出异议，理由如下",
}


@transaction.atomic
def open_document(
    *,
    actor: Actor,
    now: datetime,
    catalog: Catalog,
    clues: Iterable[int],
    kind: str,
    facts_text: str = "",
    demands_text: str = "",
    reply_days: int | None = None,
) -> Any:
    """Open the case of a supervision document on verified clues about one organ, and draw the document up (step 起草 stays open).

    kind         `proposal` or `correction_notice`
    *_text       one paragraph a line; without them the words are drawn from the clues
    reply_days   days to reply that the document states; a correction notice states 15 where none are given (a policy, not law)
    returns      the case; raises ClueRefused for clues that are not verified or concern several organs
    """
    hold_cursor()
    taken = verified_clues(actor, list(clues))
    words = draft_of(taken, kind, catalog)
    values = values_of(words, facts_text, demands_text, reply_days)
    subjects = {clue.subject for clue in taken}
    case = procedure.open_case(
        actor=actor,
        now=now,
        procedure=catalog.procedures[PACK],
        title=f"{words.title}：{words.addressee}（{len(taken)}条线索）",
        organs={"procuratorate": actor.organ, "supervised": words.addressee, "upper": upper_of(actor.organ)},
        subject=subjects.pop() if len(subjects) == 1 else "",
        values=values,
    )
    ClueCase.objects.bulk_create(ClueCase(clue=clue, case=case) for clue in taken)
    dossier.draw_up(
        actor=actor,
        now=now,
        dossier_key=case.dossier_key,
        document=catalog.documents[PACK, kind],
        number_of=actor.organ,
        values=paper(words, values),
    )
    follow_cases(actor=actor, now=now)
    return case


@transaction.atomic
def redraw_document(
    *,
    actor: Actor,
    now: datetime,
    catalog: Catalog,
    case_id: UUID,
    facts_text: str = "",
    demands_text: str = "",
    reply_days: int | None = None,
    **form: Any,
) -> Any:
    """Change the words of a document that is being drawn up (again), and submit it; the number stays, the earlier version is kept."""
    case, state = _conducted(case_id)
    kind = str(state.values["kind"])
    clues = list(Clue.objects.filter(cases__case_id=case_id).select_related("organ").order_by("pk"))
    words = draft_of(clues, kind, catalog)
    values = values_of(words, facts_text or joined(state.values["facts"]), demands_text or joined(state.values["demands"]), reply_days)
    acted = act(actor=actor, now=now, case_id=case_id, step="draw_up", outcome="submitted", values=values, **form)
    document = issued(case.dossier_key)
    spec = catalog.documents[PACK, kind]
    dossier.redraw(actor=actor, now=now, document=document, spec=spec, values=paper(words, values))
    return acted


def submit_document(*, actor: Actor, now: datetime, case_id: UUID, **form: Any) -> Any:
    """Hand the document as drawn up to the chief procurator."""
    _, state = _conducted(case_id)
    names = ("kind", "reply_days", "facts", "demands")
    values = {name: state.values[name] for name in names if state.values.get(name) is not None}
    return act(actor=actor, now=now, case_id=case_id, step="draw_up", outcome="submitted", values=values, **form)


def approve_document(*, actor: Actor, now: datetime, case_id: UUID, approved: bool = True, note: str = "", reason: str = "") -> Any:
    """Approve the document, or return it with a reason."""
    values = {"approval_note": note} if note else {}
    return act(
        actor=actor, now=now, case_id=case_id, step="approve", outcome="approved" if approved else "returned", values=values, reason=reason
    )


def serve_document(
    *, actor: Actor, now: datetime, case_id: UUID, method: str = "electronic", received_by: str = "", on: date | None = None
) -> Any:
    """Serve the document; the organ supervised sees it from now on and its clock begins on the day of service."""
    values = {"service_method": method, "received_by": received_by}
    return act(actor=actor, now=now, case_id=case_id, step="serve", outcome="served", values=values, on=on)


@transaction.atomic
def record_reply(
    *,
    actor: Actor,
    now: datetime,
    catalog: Catalog,
    case_id: UUID,
    outcome: str,
    reply_text: str,
    reasons: str = "",
    attachment: Attachment | None = None,
    **form: Any,
) -> Any:
    """The organ supervised replies: outcome `adopted`, `refused` or `objected` (the latter two with reasons); a 回复函 is drawn up."""
    if outcome not in CONCLUSIONS:
        raise ClueRefused("回复", outcome, "没有这种结果", "可用：adopted 采纳、refused 不采纳、objected 提出异议")
    case, state = _conducted(case_id)
    files = {"attachment": attachment} if attachment else {}
    done = {"case_id": case_id, "step": "reply", "outcome": outcome, "values": {"reply_text": reply_text}, "files": files, **form}
    acted = act(actor=actor, now=now, reason=reasons, **done)
    document = issued(case.dossier_key)
    words = {
        "addressee": state.organs["procuratorate"],
        "document_number": document.number,
        "document_title": document.title,
        "conclusion": CONCLUSIONS[outcome],
        "reasons": reasons,
        "reply_text": reply_text,
    }
    spec = catalog.documents[PACK, "reply"]
    dossier.draw_up(actor=actor, now=now, dossier_key=case.dossier_key, document=spec, number_of=actor.organ, values=words)
    return acted


def record_rectification(
    *, actor: Actor, now: datetime, case_id: UUID, rectification: str, evidence: Sequence[Attachment] = (), on: date | None = None
) -> Any:
    """The organ supervised reports what it has rectified, with evidence."""
    files = {"evidence": evidence} if evidence else {}
    values = {"rectification": rectification}
    return act(actor=actor, now=now, case_id=case_id, step="rectify", outcome="rectified", values=values, on=on, files=files)


def record_look_back(
    *, actor: Actor, now: datetime, case_id: UUID, lasting: bool, findings: str, reason: str = "", on: date | None = None
) -> Any:
    """Look back whether the rectification lasts; where not, the organ rectifies again (with a reason)."""
    outcome = "lasting" if lasting else "not_lasting"
    return act(
        actor=actor,
        now=now,
        case_id=case_id,
        step="look_back",
        outcome=outcome,
        values={"look_back": findings},
        reason=reason or ("" if lasting else findings),
        on=on,
    )


def close(*, actor: Actor, now: datetime, case_id: UUID, note: str = "") -> Any:
    """Close the case; its clues are closed with it."""
    return act(actor=actor, now=now, case_id=case_id, step="close", outcome="closed", values={"closing_note": note} if note else {})


def issued(dossier_key: str) -> Any:
    """The supervision document of a case: the first of its dossier."""
    return dossiers.documents_in(dossier_key)[0]


def _conducted(case_id: UUID) -> tuple[Any, Any]:
    found = procedures.state_for(case_id)
    if found is None or found[1].id != PACK:
        raise ClueRefused("监督文书", str(case_id), "没有这个案件", "请从监督文书台账进入")
    return found[0], found[2]
