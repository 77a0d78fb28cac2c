"""A supervision document from clue to close: each act is an act of its case, with the papers it needs drawn up beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
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
from zhiheng.oversight.services.following import follow_cases, hold
from zhiheng.procedure import selectors as procedures
from zhiheng.procedure import services as procedure
from zhiheng.procedure.core.state import Event

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
    hold()
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
) -> Any:
    """Change the words of a document that is being drawn up (again), and submit it; the number stays, the earlier version is kept."""
    hold(case_id)
    case, state = _conducted(case_id)
    kind = str(state.values["kind"])
    clues = list(Clue.objects.filter(cases__case_id=case_id).select_related("organ").order_by("pk"))
    words = draft_of(clues, kind, catalog)
    values = values_of(words, facts_text or joined(state.values["facts"]), demands_text or joined(state.values["demands"]), reply_days)
    acted = procedure.act(actor=actor, now=now, case_id=case_id, step="draw_up", outcome="submitted", values=values)
    document = issued(case.dossier_key)
    spec = catalog.documents[PACK, kind]
    dossier.redraw(actor=actor, now=now, document=document, spec=spec, values=paper(words, values))
    follow_cases(actor=actor, now=now)
    return acted


def submit_document(*, actor: Actor, now: datetime, case_id: UUID) -> Any:
    """Hand the document as drawn up to the chief procurator."""
    _, state = _conducted(case_id)
    names = ("kind", "reply_days", "facts", "demands")
    values = {name: state.values[name] for name in names if state.values.get(name) is not None}
    return forward(actor, now, case_id, "draw_up", "submitted", values=values)


def approve_document(*, actor: Actor, now: datetime, case_id: UUID, approved: bool = True, note: str = "", reason: str = "") -> Any:
    """Approve the document, or return it with a reason."""
    values = {"approval_note": note} if note else {}
    return forward(actor, now, case_id, "approve", "approved" if approved else "returned", values=values, reason=reason)


def serve_document(
    *, actor: Actor, now: datetime, case_id: UUID, method: str = "electronic", received_by: str = "", on: date | None = None
) -> Any:
    """Serve the document; the organ supervised sees it from now on and its clock begins on the day of service."""
    values = {"service_method": method, "received_by": received_by}
    return forward(actor, now, case_id, "serve", "served", values=values, on=on)


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
) -> Any:
    """The organ supervised replies: outcome `adopted`, `refused` or `objected` (the latter two with reasons); a 回复函 is drawn up."""
    if outcome not in CONCLUSIONS:
        raise ClueRefused("回复", outcome, "没有这种结果", "可用：adopted 采纳、refused 不采纳、objected 提出异议")
    hold(case_id)
    case, state = _conducted(case_id)
    values: dict[str, object] = {"reply_text": reply_text}
    if attachment:
        values["attachment"] = _attached(actor, now, case, [attachment])
    acted = procedure.act(actor=actor, now=now, case_id=case_id, step="reply", outcome=outcome, values=values, reason=reasons)
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
    follow_cases(actor=actor, now=now)
    return acted


def review(*, actor: Actor, now: datetime, case_id: UUID, outcome: str, reason: str = "", note: str = "") -> Any:
    """The procuratorate reviews a refusal (reasons_stand, explained, reported) or an objection (upheld, explained, amended, revoked)."""
    _, state = _conducted(case_id)
    step = "review_refusal" if state.waiting("review_refusal") else "review_objection"
    return forward(actor, now, case_id, step, outcome, values={"review_note": note} if note else {}, reason=reason)


def decide_above(*, actor: Actor, now: datetime, case_id: UUID, outcome: str, reason: str = "", note: str = "") -> Any:
    """The upper procuratorate decides: `supported` or `revoked`."""
    return forward(actor, now, case_id, "upper_review", outcome, values={"review_note": note} if note else {}, reason=reason)


@transaction.atomic
def record_rectification(
    *, actor: Actor, now: datetime, case_id: UUID, rectification: str, evidence: Sequence[Attachment] = (), on: date | None = None
) -> Any:
    """The organ supervised reports what it has rectified, with evidence."""
    hold(case_id)
    case, _ = _conducted(case_id)
    values: dict[str, object] = {"rectification": rectification}
    if evidence:
        values["evidence"] = _attached(actor, now, case, evidence)
    return forward(actor, now, case_id, "rectify", "rectified", values=values, on=on)


def record_look_back(
    *, actor: Actor, now: datetime, case_id: UUID, lasting: bool, findings: str, reason: str = "", on: date | None = None
) -> Any:
    """Look back whether the rectification lasts; where not, the organ rectifies again (with a reason)."""
    outcome = "lasting" if lasting else "not_lasting"
    return forward(
        actor, now, case_id, "look_back", outcome, values={"look_back": findings}, reason=reason or ("" if lasting else findings), on=on
    )


def close(*, actor: Actor, now: datetime, case_id: UUID, note: str = "") -> Any:
    """Close the case; its clues are closed with it."""
    return forward(actor, now, case_id, "close", "closed", values={"closing_note": note} if note else {})


def urge(*, actor: Actor, now: datetime, case_id: UUID, note: str = "") -> Any:
    """Urge an organ whose reply is overdue (规则 第五百五十三条)."""
    return procedure.urge(actor=actor, now=now, case_id=case_id, step="reply", note=note)


def report_up(*, actor: Actor, now: datetime, case_id: UUID, report: str = "") -> Any:
    """Report to the upper procuratorate that there is still no reply after urging (规则 第五百五十三条)."""
    return procedure.report_up(actor=actor, now=now, case_id=case_id, step="reply", report=report)


@transaction.atomic
def act_in_case(*, actor: Actor, now: datetime, case_id: UUID, event: Event, files: Mapping[str, Attachment] | None = None) -> Any:
    """Any act of a case as its event says it, with files for fields of its form (the case remembers their names), in one transaction."""
    hold(case_id)
    case, _ = _conducted(case_id)
    names = {field: _attached(actor, now, case, [file]) for field, file in (files or {}).items()}
    acted = procedure.record(actor=actor, now=now, case_id=case_id, event=replace(event, values={**event.values, **names}))
    follow_cases(actor=actor, now=now)
    return acted


@transaction.atomic
def withdraw(*, actor: Actor, now: datetime, case_id: UUID, reason: str) -> Any:
    """Withdraw the document; its clues are verified again and may be made into another."""
    hold(case_id)
    acted = procedure.withdraw(actor=actor, now=now, case_id=case_id, reason=reason)
    follow_cases(actor=actor, now=now)
    return acted


@transaction.atomic
def forward(
    actor: Actor,
    now: datetime,
    case_id: UUID,
    step: str,
    outcome: str,
    *,
    values: Mapping[str, object],
    reason: str = "",
    on: date | None = None,
) -> Any:
    """Act in the case, then bring its clues along."""
    hold(case_id)
    acted = procedure.act(actor=actor, now=now, case_id=case_id, step=step, outcome=outcome, values=values, reason=reason, on=on)
    follow_cases(actor=actor, now=now)
    return acted


def issued(dossier_key: str) -> Any:
    """The supervision document of a case: the first of its dossier."""
    return dossiers.documents_in(dossier_key)[0]


def _conducted(case_id: UUID) -> tuple[Any, Any]:
    found = procedures.state_for(case_id)
    if found is None or found[1].id != PACK:
        raise ClueRefused("监督文书", str(case_id), "没有这个案件", "请从监督文书台账进入")
    return found[0], found[2]


def _attached(actor: Actor, now: datetime, case: Any, files: Sequence[Attachment]) -> str:
    kept = [dossier.attach(actor=actor, now=now, dossier_key=case.dossier_key, name=name, content=content) for name, content in files]
    return "、".join(file.name for file in kept)
