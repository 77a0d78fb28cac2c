"""Query codes: issued in a case to family or a lawyer after their relation was checked, with an end and a scope, and recalled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from zhiheng.law.clocks import add_days, months_after
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.portal.core.codes import query_code
from zhiheng.portal.core.errors import PortalRefused
from zhiheng.portal.core.matrix import CONSENT, GRANTED, PUBLICISED, REGISTERED
from zhiheng.portal.declared import titles
from zhiheng.portal.keyed import keyed
from zhiheng.portal.models import QueryCode, Visit
from zhiheng.portal.services.accounts import KEEPS
from zhiheng.procedure.selectors import case_seen_by
from zhiheng.registry.acting import officer_for
from zhiheng.registry.rights import demand
from zhiheng.registry.services.reading import person_key

DAYS = 90
HOLDERS = {"family": "家属", "lawyer": "律师"}
CONDITIONS = {CONSENT: "本人同意", REGISTERED: "已登记的亲属", PUBLICISED: "事项在公示期内", GRANTED: "已准许的封存记录查询"}


@dataclass(frozen=True)
class Issued:
    """To whom a code is issued, how the relation was checked, for which items, until when (90 days, a family's a year, at most)."""

    audience: str
    holder: str
    relation: str
    scope: Sequence[str] = ()
    met: Sequence[str] = ()
    minor: bool = False
    until_on: date | None = None


@transaction.atomic
def issue_code(*, actor: Actor, now: datetime, case_id: UUID, issued: Issued) -> tuple[QueryCode, str]:
    """Issue a code in a case that the actor's organ sees; returns it with the code, which is shown once, on the notice.

    raises   PermissionDenied, PortalRefused for a minor's own_case, a relation that is not noted, an end too late
    """
    hold_head()
    officer = officer_for(actor)
    demand(officer, KEEPS, on=timezone.localdate(now))
    case = case_seen_by(officer, case_id)
    if case is None:
        raise PermissionDenied("看不到这个案件")
    today = timezone.localdate(now)
    until_on = issued.until_on or add_days(today, DAYS)
    _demand_lawful(issued, case.subject, today, until_on)
    code = query_code()
    kept = QueryCode.objects.create(
        digest=keyed("query", code),
        tail=code[-4:], audience=issued.audience, holder=issued.holder.strip(), relation=issued.relation.strip(),
        case=case.pk, person=case.subject, name=case.subject_name, scope=list(issued.scope), met=list(issued.met), organ=officer.organ,
        from_on=today, until_on=until_on, made_at=now, made_by=actor.id,
    )  # fmt: skip
    details = {
        "audience": issued.audience,
        "until": until_on,
        "scope": list(issued.scope),
        "met": list(issued.met),
        "whose": person_key(case.subject),
    }
    append(actor=actor, act="portal.query.issued", thing=f"case:{case.pk}", details=details, now=now)
    return kept, code


def _demand_lawful(issued: Issued, subject: str, today: date, until_on: date) -> None:
    if issued.audience not in HOLDERS or not issued.holder.strip() or not issued.relation.strip():
        raise PortalRefused(
            "发放查询码", issued.holder[:20], "没有写明持码人或者怎样核实的身份", "家属写明关系和证明，律师写明执业证号和委托手续"
        )
    if not subject:
        raise PortalRefused("发放查询码", issued.holder[:20], "案件没有写明是谁的", "请在本人的案件中发放")
    if issued.minor:
        raise PortalRefused(
            "发放查询码", issued.holder[:20], "未成年人的案件不得用查询码查询", "监护人另开通监护人页面，律师向办案机关查阅"
        )
    longest = months_after(today, 12) if issued.audience == "family" else add_days(today, DAYS)
    if not today <= until_on <= longest:
        raise PortalRefused("发放查询码", str(until_on), "有效期过长或者早于今天", f"最晚到 {longest}")
    unknown = [one for one in issued.scope if one not in titles()] + [one for one in issued.met if one not in CONDITIONS]
    if unknown:
        raise PortalRefused("发放查询码", "、".join(unknown), "没有这项内容或者条件", "请从页面中选择")


@transaction.atomic
def recall_code(*, actor: Actor, now: datetime, code_id: int, reason: str) -> None:
    """Recall a code at once: from now on it opens nothing, as if there were none."""
    hold_head()
    officer = officer_for(actor)
    demand(officer, KEEPS, on=timezone.localdate(now))
    code = QueryCode.objects.select_for_update().filter(pk=code_id, organ_id=officer.organ_id, recalled_at=None).first()
    if code is None:
        raise PermissionDenied("只有发放查询码的机关可以收回")
    if not reason.strip():
        raise PortalRefused("收回查询码", code.holder, "没有写明理由", "例如：本人撤回同意、更换律师")
    code.recalled_at, code.recalled_by, code.recalled_why = now, actor.id, reason.strip()[:500]
    code.save(update_fields=["recalled_at", "recalled_by", "recalled_why"])
    Visit.objects.filter(code=code).delete()
    append(
        actor=actor, act="portal.query.recalled", thing=f"case:{code.case}", details={"code": code.pk, "reason": reason.strip()}, now=now
    )
