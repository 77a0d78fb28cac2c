"""A supervision document through the services, in short words for tests."""

from __future__ import annotations

from zhiheng.oversight import selectors, services
from zhiheng.procedure.core.filling import Around, first_values
from zhiheng.procedure.core.state import State
from zhiheng.procedure.selectors import state_for
from zhiheng.registry.selectors import officer_named


def open_document(
    *, actor, now, catalog, clues, kind, facts_text="", demands_text="", reply_days=None, procedure="supervision_document", organs=None
):
    spec, viewer = catalog.procedures[procedure], officer_named(actor.id)
    around = Around(now=now, organ=actor.organ, officer=actor.name, clue=selectors.clue_values(clues, viewer, catalog, kind))
    values = first_values(spec.opening_fields, State(), around)
    values |= {name: text for name, text in (("facts", facts_text), ("demands", demands_text)) if text}
    values |= {"proposal_kind": "correction"} if kind == "proposal" else {}
    values |= {"reply_days" if kind == "correction_notice" else "answer_days": reply_days} if reply_days else {}
    return services.open_case(actor=actor, now=now, procedure=spec, clues=clues, values=values, organs=organs)


def act(step, outcome, *, actor, now, case_id, values=None, catalog=None, **more):
    return services.act(actor=actor, now=now, case_id=case_id, step=step, outcome=outcome, values=values or {}, **more)


def submit_document(*, case_id, **given):
    return act("draw_up", "submitted", case_id=case_id, values=dict(state_for(case_id)[2].rounds["opening"][-1]), **given)


def redraw_document(*, case_id, facts_text="", demands_text="", reply_days=None, **given):
    values = dict(state_for(case_id)[2].rounds["opening"][-1])
    values |= {name: text for name, text in (("facts", facts_text), ("demands", demands_text)) if text}
    values |= {"reply_days": reply_days} if reply_days else {}
    return act("draw_up", "submitted", case_id=case_id, values=values, **given)


def approve_document(*, approved=True, note="", **given):
    return act("approve", "approved" if approved else "returned", values={"approval_note": note} if note else {}, **given)


def serve_document(*, method="electronic", received_by="", on=None, **given):
    values = {"service_method": method} | ({"received_by": received_by} if received_by else {})
    return act("serve", "served", values=values, on=on, **given)


def record_reply(*, outcome, reply_text, reasons="", attachment=None, **given):
    return act(
        "reply", outcome, values={"reply_text": reply_text}, reason=reasons, files={"attachment": attachment} if attachment else {}, **given
    )


def record_rectification(*, rectification, evidence=(), **given):
    return act("rectify", "rectified", values={"rectification": rectification}, files={"evidence": evidence} if evidence else {}, **given)


def accept_rectification(**given):
    return act("accept", "accepted", **given)


def record_look_back(*, lasting, findings, reason="", **given):
    reason = reason or ("" if lasting else findings)
    return act("look_back", "lasting" if lasting else "not_lasting", values={"look_back": findings}, reason=reason, **given)


def close(*, note="", **given):
    return act("close", "closed", values={"closing_note": note} if note else {}, **given)
