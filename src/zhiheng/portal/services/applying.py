"""What persons ask for: applications and objections as cases, complaints of anybody, check-ins; each with its receipt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.portal.core.codes import query_code
from zhiheng.portal.core.errors import PortalRefused
from zhiheng.portal.declared import is_own_application
from zhiheng.portal.keyed import keyed
from zhiheng.portal.models import Account, Receipt
from zhiheng.portal.viewers import Viewer
from zhiheng.procedure.rows import Case
from zhiheng.procedure.selectors import cases_about
from zhiheng.procedure.services import act, act_aside, apply_as_person
from zhiheng.procedure.services.seating import fits
from zhiheng.registry.selectors import organ_named
from zhiheng.tracking import services as tracking
from zhiheng.tracking.rows import CheckIn

Files = Mapping[str, Any]


@dataclass(frozen=True)
class Application:
    """What is handed in: outcome of the first step, opening form, form of the step, reason, files, and the key of the page's form."""

    outcome: str
    key: str
    opening: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    files: Files = field(default_factory=dict)


@transaction.atomic
def apply_for(*, viewer: Viewer, now: datetime, procedure: ProcedureSpec, application: Application) -> Receipt:
    """Open a case as the person's application or objection; it waits for the officer who accepts it. Sent again, it is the same.

    raises   PermissionDenied for who has no account, ActRefused, PortalRefused where an organ is not known
    """
    account = _own(viewer)
    if not is_own_application(procedure.id):
        raise PortalRefused("申请", procedure.title, "这一事项不在本页面申请", "请到司法所办理")
    organs = seats_for(procedure, account)
    subject = {"number": viewer.number, "name": viewer.name}
    case = _opened(viewer.doer, now, procedure, organs, subject, application, f"portal:{account.number}:{application.key}")
    return _receipt(case, procedure, organs, application, account=account, actor=viewer.actor, now=now)[0]


def _own(viewer: Viewer) -> Account:
    if viewer.account is None or viewer.about.sealed or not viewer.number:
        raise PermissionDenied("请先登录本人页面")
    return viewer.account


def seats_for(procedure: ProcedureSpec, account: Account) -> dict[str, str]:
    """Role → organ: the one noted under the role's own name, else the first noted that can sit there; optional seats stay open."""
    known = {role: str(name) for role, name in account.organs.items()}
    known.setdefault("organ", account.organ.name)
    found: dict[str, str] = {}
    for role in procedure.roles.values():
        if role.of or role.person or role.relation:
            continue
        names = [known[role.id]] if role.id in known else [] if role.optional else list(known.values())
        fitting = [name for name in names if (organ := organ_named(name)) is not None and fits(role, organ)]
        found |= {role.id: fitting[0]} if fitting else {}
    return found


def _opened(
    doer: Actor, now: datetime, procedure: ProcedureSpec, organs: Mapping[str, str], subject: Mapping[str, str], one: Application, key: str
) -> Case:
    return apply_as_person(
        actor=doer, now=now, procedure=procedure, outcome=one.outcome, organs=organs, subject=subject, opening=one.opening,
        values=one.values, reason=one.reason, files=one.files, key=sha256(key.encode()).hexdigest()[:60],
    )  # fmt: skip


def _receipt(
    case: Case,
    procedure: ProcedureSpec,
    organs: Mapping[str, str],
    one: Application,
    *,
    account: Account | None,
    actor: Actor,
    now: datetime,
) -> tuple[Receipt, str]:
    """The receipt of a case: given once, the same when asked again; the code by which somebody without an account follows it."""
    before = Receipt.objects.filter(case=case.pk).first()
    if before:
        return before, ""
    code = "" if account else query_code()
    step = procedure.steps[procedure.start[0]].outcome(one.outcome)
    target = next((procedure.steps[name].lane for name in step.to if name in procedure.steps), "") if step else ""
    to = organs.get(procedure.seat_of(target), "") if target else ""
    said = json.dumps({"opening": dict(one.opening), "values": dict(one.values)}, ensure_ascii=False, sort_keys=True, default=str)
    receipt = Receipt(
        number=receipt_number(now), case=case.pk, title=procedure.title, to=to, at=now, digest=sha256(said.encode()).hexdigest(),
        key=keyed("receipt", code) if code else "", account=account,
    )  # fmt: skip
    receipt.save()
    details = {"number": receipt.number, "procedure": procedure.id, "digest": receipt.digest}
    append(actor=actor, act="portal.receipt.given", thing=f"case:{case.pk}", details=details, now=now)
    return receipt, code


def receipt_number(now: datetime) -> str:
    """Day and serial number of a receipt, under the lock of the trace's head."""
    day = f"{timezone.localdate(now):%Y%m%d}"
    return f"R{day}{Receipt.objects.filter(number__startswith=f'R{day}').count() + 1:05d}"


@transaction.atomic
def complain(
    *, viewer: Viewer, now: datetime, procedure: ProcedureSpec, role: str, organ: str, application: Application, anonymous: bool = False
) -> tuple[Receipt, str]:
    """Hand in a complaint to an organ of the complainant's choice; returns the receipt, and the code to follow it where it is anonymous.

    Nobody's identity number goes with it: the case is about the receipt, and knows a name only where one was given.
    """
    part, place = procedure.roles.get(role), organ_named(organ)
    if part is None or part.person or place is None or not fits(part, place):
        raise PortalRefused("投诉举报", organ[:40], "该机关不受理这类事项", "请从页面中选择受理机关")
    account = None if anonymous else viewer.account
    mark = sha256(f"complaint:{application.key}".encode()).hexdigest()[:16]
    subject = {"number": f"T{mark.upper()}", "name": account.name if account else "匿名"}
    doer = Actor(f"person:{subject['number']}", subject["name"], "", "portal")
    case = _opened(doer, now, procedure, {role: organ}, subject, application, f"complaint:{application.key}")
    actor = viewer.actor if account else Actor("portal:public", "投诉举报人", "", "portal")
    return _receipt(case, procedure, {role: organ}, application, account=account, actor=actor, now=now)


@transaction.atomic
def act_as_person(  # noqa: PLR0913 - what an act is made of
    *, viewer: Viewer, now: datetime, case_id: UUID, kind: str, step: str, outcome: str, values: Mapping[str, object], reason: str = "",
    files: Files | None = None, expected_seq: int | None = None, key: str = "",
) -> Case:  # fmt: skip
    """Do what is the person's to do in a case about them: a step of theirs, or withdrawing."""
    _own(viewer)
    if not cases_about(viewer.number).filter(pk=case_id).exists():
        raise PermissionDenied("没有这件事项")
    if kind == "done":
        return act(
            actor=viewer.doer,
            now=now,
            case_id=case_id,
            step=step,
            outcome=outcome,
            values=values,
            reason=reason,
            files=files,
            expected_seq=expected_seq,
            key=key,
        )
    if kind not in {"withdrawn", "withdraw_asked"}:
        raise PermissionDenied("本人不能这样办理")
    return act_aside(
        actor=viewer.doer, now=now, case_id=case_id, kind=kind, values=values, reason=reason, expected_seq=expected_seq, key=key
    )


def check_in_as_person(*, viewer: Viewer, now: datetime, order_id: int, given: tracking.CheckInGiven) -> CheckIn:
    """Check in under a duty of the person's own."""
    _own(viewer)
    return tracking.check_in(actor=viewer.actor, now=now, order_id=order_id, person=viewer.number, given=given)
