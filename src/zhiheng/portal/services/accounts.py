"""Accounts of persons: opened by an officer at enrolment, a one-time code for the first sign-in, a password of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.portal.core.codes import digits
from zhiheng.portal.core.errors import PortalRefused
from zhiheng.portal.models import Account, Visit
from zhiheng.registry.acting import officer_for
from zhiheng.registry.core import machine
from zhiheng.registry.passwords import NotGuessed, NotRepeated
from zhiheng.registry.rights import demand
from zhiheng.registry.selectors import organ_named
from zhiheng.registry.services.reading import person_key

KEEPS = "case.handle"
CODE_SECONDS = 300
LEAST_PASSWORD, PIN_DIGITS = 8, 6
KINDS: Mapping[str, str] = {"person": "社区矫正对象", "guardian": "未成年人的监护人", "prisoner": "罪犯（自助终端）"}


@dataclass(frozen=True)
class Enrolled:
    """Who gets an account.

    kind    person, guardian (person: number of the minor), prisoner
    organs  role (office, agency, procuratorate, prison …) → organ's name: where what is asked for goes
    """

    person: str
    name: str
    kind: str = "person"
    minor: bool = False
    organs: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""


@transaction.atomic
def open_account(*, actor: Actor, now: datetime, enrolled: Enrolled) -> tuple[Account, str]:
    """Open an account at the actor's organ; returns it with the one-time code (a prisoner's lasting code), which is shown once.

    raises   PortalRefused for an unknown kind, a missing name or number, an unknown organ, a second account of the same kind
    """
    hold_head()
    officer = officer_for(actor)
    demand(officer, KEEPS, on=timezone.localdate(now))
    _demand_whole(enrolled)
    account = Account(
        number=_number(enrolled.kind), kind=enrolled.kind, person=enrolled.person.strip().upper(), name=enrolled.name.strip(),
        minor=enrolled.minor or enrolled.kind == "guardian", organ=officer.organ, organs={k: v for k, v in enrolled.organs.items() if v},
        contact=enrolled.contact.strip()[:300], made_at=now, made_by=actor.id,
    )  # fmt: skip
    code = _coded(account)
    account.save()
    details = {"number": account.number, "kind": account.kind, "whose": person_key(account.person)}
    append(actor=actor, act="portal.account.opened", thing=f"portal:{account.number}", details=details, now=now)
    return account, code


def _demand_whole(enrolled: Enrolled) -> None:
    person = enrolled.person.strip().upper()
    if enrolled.kind not in KINDS or not person or not enrolled.name.strip():
        raise PortalRefused("开通手机页", enrolled.name[:20], "没有写明人员、证件号码或者种类", "请照登记材料填写")
    unknown = [name for name in enrolled.organs.values() if name and organ_named(name) is None]
    if unknown:
        raise PortalRefused("开通手机页", "、".join(unknown), "没有登记的机关", "请从已登记的机关中选择")
    if Account.objects.filter(person=person, kind=enrolled.kind, closed_at=None).exists():
        raise PortalRefused("开通手机页", enrolled.name[:20], "此人已经开通", "忘记密码的，请重新发放一次性代码")


def _number(kind: str) -> str:
    """A number nobody can guess the next one of."""
    letter = {"person": "J", "guardian": "G", "prisoner": "Z"}[kind]
    while Account.objects.filter(number=(made := f"{letter}{digits()}{digits()[:2]}")).exists():
        pass
    return made


def _coded(account: Account) -> str:
    """A new code: of a prisoner it lasts, of others it is good for five minutes, once."""
    code = digits()
    if account.kind == "prisoner":
        account.password = make_password(code)
        return code
    account.code, account.code_until = make_password(code), machine.seconds() + CODE_SECONDS
    return code


def _own(actor: Actor, account_id: int, now: datetime) -> Account:
    """The account, locked, if the actor's organ keeps it."""
    officer = officer_for(actor)
    demand(officer, KEEPS, on=timezone.localdate(now))
    account = Account.objects.select_for_update(of=("self",)).select_related("organ").filter(pk=account_id).first()
    if account is None or account.organ_id != officer.organ_id:
        raise PermissionDenied("只有开通该页面的机关可以办理")
    return account


@transaction.atomic
def give_code(*, actor: Actor, now: datetime, account_id: int) -> str:
    """Give a new one-time code (a prisoner's new code) to the person in front of the officer; their open pages end."""
    hold_head()
    account = _own(actor, account_id, now)
    if account.closed_at:
        raise PortalRefused("发放代码", account.number, "该页面已经停用", "请重新开通")
    code = _coded(account)
    account.save(update_fields=["code", "code_until", "password"])
    Visit.objects.filter(account=account).delete()
    append(actor=actor, act="portal.code.given", thing=f"portal:{account.number}", details={"kind": account.kind}, now=now)
    return code


@transaction.atomic
def set_password(*, now: datetime, account: Account, password: str) -> None:
    """Set the person's own password; the one-time code is used up."""
    hold_head()
    faults = [] if len(password) >= LEAST_PASSWORD else [f"密码至少 {LEAST_PASSWORD} 位"]
    for rule in (NotRepeated(), NotGuessed()):
        try:
            rule.validate(password, None)
        except ValidationError as error:
            faults += error.messages
    if faults:
        raise PortalRefused("设置密码", account.number, "；".join(faults), "请换一个密码，可以用几个互不相关的词")
    Account.objects.filter(pk=account.pk).update(password=make_password(password), code="", code_until=0)
    actor = Actor(f"portal:account:{account.number}", "本人", account.organ.name, "portal")
    append(actor=actor, act="portal.password.set", thing=f"portal:{account.number}", details={}, now=now)


@transaction.atomic
def close_account(*, actor: Actor, now: datetime, account_id: int, reason: str) -> None:
    """Close the page of a person (end of the term, death, a stolen identity); nothing is deleted, open pages end."""
    hold_head()
    account = _own(actor, account_id, now)
    if account.closed_at or not reason.strip():
        raise PortalRefused("停用手机页", account.number, "已经停用，或者没有写明理由", "请写明停用的理由")
    account.closed_at, account.closed_why = now, reason.strip()[:500]
    account.save(update_fields=["closed_at", "closed_why"])
    Visit.objects.filter(account=account).delete()
    append(actor=actor, act="portal.account.closed", thing=f"portal:{account.number}", details={"reason": reason.strip()}, now=now)
