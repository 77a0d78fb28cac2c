"""Signing in: tries behind brakes, each outcome in the trace with the caller's address; sessions and their end."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.registry.core import machine
from zhiheng.registry.core.addresses import place_of
from zhiheng.registry.core.brakes import ACCOUNT, HOUR_SECONDS, SPRAYED_ACCOUNTS, SPRAYED_OVER_ALL
from zhiheng.registry.core.errors import RegistryRefused
from zhiheng.registry.models import Officer, OfficerSession, SignInTry
from zhiheng.registry.selectors import actor_of, officer_named
from zhiheng.registry.selectors.factors import officer_called
from zhiheng.registry.selectors.sign_ins import UNKNOWN, Wait, account_of, sprayed, waiting
from zhiheng.registry.services.organs import demand_reason
from zhiheng.schema.errors import UnusableInputError

STRANGER = "未登录者"
OF_TOKENS = "token"
SCOPES = {"account": "这个账号", "address": "您所在的网络地址", "overall": "全平台"}
LONGEST_AGENT = 200
EVERYWHERE = "*"


@dataclass(frozen=True)
class Caller:
    """address: of the client; agent: what the browser calls itself; device: mark of a known device; via: web or api."""

    address: str
    agent: str = ""
    device: str = ""
    via: str = "web"


class HeldBackError(UnusableInputError):
    """A try that is not judged: there were too many failures before it."""

    def __init__(self, wait: Wait) -> None:
        self.seconds = wait.seconds
        reason = f"{SCOPES[wait.scope]}登录失败次数过多，{wait.seconds} 秒后才能再试"
        super().__init__("登录", SCOPES[wait.scope], reason, "请稍后再试；忘记密码的，请本单位安全管理员重置")


def begin_try(*, username: str, caller: Caller, now: datetime) -> SignInTry:
    """Enter a try before it is judged, so that many at once cannot slip through; raises HeldBackError where it must wait."""
    held, entered = _entered(username, caller, now)
    if held:
        raise HeldBackError(held)
    return entered


@transaction.atomic
def _entered(username: str, caller: Caller, now: datetime) -> tuple[Wait | None, SignInTry]:
    hold_head()
    account, here, at = account_of(username), place_of(caller.address), machine.seconds()
    kept = {"at": at, "account": account, "address": here, "device": caller.device}
    wait = waiting(account, here, caller.device, at)
    entered = SignInTry(**kept, outcome="held" if wait else "pending")
    if wait and not _told_already(entered):
        _note(account, "session.held_back", {**caller_facts(caller), "scope": wait.scope, "seconds": wait.seconds}, caller, now)
        entered.save()
    elif not wait:
        entered.save()
    return wait, entered


def _told_already(held: SignInTry) -> bool:
    """Whether it was told since the last failure that this account waits at this address: a flood is one entry."""
    same = SignInTry.objects.filter(account=held.account, address=held.address, device=held.device)
    newest = same.exclude(outcome="passed").order_by("-at", "-pk").first()
    return newest is not None and newest.outcome == "held"


@transaction.atomic
def fail_try(*, entered: SignInTry, caller: Caller, step: str, now: datetime, subject: str = "") -> None:
    """Note a failure, and an alarm where many accounts are tried; subject: the unknown name of a certificate or of the issuer."""
    hold_head()
    SignInTry.objects.filter(pk=entered.pk).update(outcome="failed")
    more = {"subject": subject[:300]} if subject else {}
    _note(entered.account, "session.failed", {**caller_facts(caller), "step": step, **more}, caller, now)
    _note_spraying(caller, now)


def _note_spraying(caller: Caller, now: datetime) -> None:
    """One alarm an hour for an address, and one over all, once failures concern many accounts."""
    here = place_of(caller.address)
    from_here, over_all = sprayed(here, machine.seconds())
    found = [(here, from_here)] if from_here >= SPRAYED_ACCOUNTS else []
    found += [(EVERYWHERE, over_all)] if over_all >= SPRAYED_OVER_ALL else []
    for place, accounts in found:
        mark = {"account": f"!{place}", "address": place, "outcome": "alarm"}
        if SignInTry.objects.filter(**mark, at__gt=machine.seconds() - HOUR_SECONDS).exists():
            continue
        SignInTry.objects.create(at=machine.seconds(), **mark)
        actor = Actor(id="", name=STRANGER, organ="", via=caller.via)
        append(actor=actor, act="session.spraying", thing="session:alarm", details={"address": place, "accounts": accounts}, now=now)


def judged(*, username: str, password: str, caller: Caller, now: datetime) -> Officer | None:
    """The officer of this password, None where it is wrong; raises HeldBackError before judging where the try must wait."""
    entered = begin_try(username=username, caller=caller, now=now)
    officer = authenticate(username=username, password=password)
    if officer is None:
        fail_try(entered=entered, caller=caller, step="password", now=now)
        return None
    pass_try(entered=entered)
    return officer


def officer_elsewhere(*, kind: str, subject: str) -> Officer | None:
    """The officer who is called so by a certificate or at the issuer, which have judged who it is."""
    return officer_called(kind, subject)


def refuse_elsewhere(*, kind: str, subject: str, caller: Caller, now: datetime) -> None:
    """Note a certificate, or a sign-in at the issuer, that opens no account; raises HeldBackError where there were too many."""
    entered = begin_try(username=f"{kind}:{subject}", caller=caller, now=now)
    fail_try(entered=entered, caller=caller, step=kind, now=now, subject=subject)


def own_password_is_right(*, officer: Officer, password: str, caller: Caller, now: datetime) -> bool:
    """Whether who has signed in knows the password too; wrong ones wait as at sign-in, since a session may be a thief's."""
    entered = begin_try(username=officer.username, caller=caller, now=now)
    if check_password(password, officer.password):
        pass_try(entered=entered)
        return True
    fail_try(entered=entered, caller=caller, step="own_password", now=now)
    return False


def pass_try(*, entered: SignInTry) -> None:
    """The step was right; failures before it go on counting until sign-in is complete."""
    SignInTry.objects.filter(pk=entered.pk).update(outcome="passed")


def forget_tries(*, entered: SignInTry) -> None:
    """Forget the failures before a try that was right, of one who is no officer; theirs are forgotten at the end of sign-in."""
    SignInTry.objects.filter(account=entered.account, device=entered.device).delete()


@transaction.atomic
def note_signed_in(*, officer: Officer, way: str, caller: Caller, now: datetime) -> None:
    """Note that the officer has signed in, forget their failures on this device, sweep what has expired."""
    hold_head()
    SignInTry.objects.filter(account=officer.username, device=caller.device).delete()
    SignInTry.objects.filter(at__lt=machine.seconds() - ACCOUNT.window_seconds).delete()
    OfficerSession.objects.filter(expire_date__lt=timezone.now()).delete()
    details = {**caller_facts(caller), "way": way, "agent": caller.agent[:LONGEST_AGENT]}
    append(actor=actor_of(officer, caller.via), act="session.begun", thing=f"officer:{officer.pk}", details=details, now=now)


@transaction.atomic
def note_ended(*, officer: Officer, why: str, caller: Caller, now: datetime) -> None:
    """Note that a session ended: by the officer, for want of use, or at its longest."""
    append(
        actor=actor_of(officer, caller.via),
        act="session.ended",
        thing=f"officer:{officer.pk}",
        details={**caller_facts(caller), "why": why},
        now=now,
    )


@transaction.atomic
def note_refused(*, officer: Officer | None, path: str, method: str, status: int, caller: Caller, now: datetime) -> None:
    """Note that an address was refused: the right is lacking, or what it names is not there for the officer."""
    actor = actor_of(officer, caller.via) if officer else Actor(id="", name=STRANGER, organ="", via=caller.via)
    thing = f"officer:{officer.pk}" if officer else "session:stranger"
    details = {**caller_facts(caller), "path": path[:200], "method": method, "status": status}
    append(actor=actor, act="access.denied", thing=thing, details=details, now=now)


@transaction.atomic
def open_token(*, officer: Officer, way: str, caller: Caller, now: datetime, seconds: int) -> str:
    """Enter a token of the interface; returns the key that it must carry."""
    hold_head()
    key, at, ends = f"t{secrets.token_hex(15)}", machine.seconds(), machine.instant_of(int(now.timestamp()) + seconds)
    kept = {"officer": officer, "address": caller.address, "agent": caller.agent[:LONGEST_AGENT], "way": OF_TOKENS, "began": at, "seen": at}
    OfficerSession.objects.create(session_key=key, session_data="", expire_date=ends, **kept)
    note_signed_in(officer=officer, way=f"{OF_TOKENS}+{way}", caller=caller, now=now)
    return key


def touch_token(*, session: OfficerSession) -> None:
    """Note when a token was last used, to the minute."""
    if machine.seconds() - session.seen >= 60:
        OfficerSession.objects.filter(pk=session.pk).update(seen=machine.seconds())


@transaction.atomic
def recall_session(*, actor: Actor, now: datetime, officer: Officer, session: OfficerSession) -> None:
    """End one session or token of the officer at once."""
    OfficerSession.objects.filter(pk=session.pk).delete()
    details = {"sessions": 1, "address": session.address, "way": session.way}
    append(actor=actor, act="session.recalled", thing=f"officer:{officer.pk}", details=details, now=now)


@transaction.atomic
def recall_sessions(*, actor: Actor, now: datetime, officer: Officer, reason: str) -> None:
    """End all sessions and tokens of the officer at once."""
    demand_reason("收回登录", officer.username, reason)
    ended = end_sessions(officer)
    if not ended:
        raise RegistryRefused("收回登录", officer.username, "没有登录着的会话", "无须收回")
    append(actor=actor, act="session.recalled", thing=f"officer:{officer.pk}", details={"sessions": ended, "reason": reason}, now=now)


def end_sessions(officer: Officer, *, but: str = "") -> int:
    """Remove the officer's sessions and tokens, all but one; the caller leaves the trace."""
    ended, _ = OfficerSession.objects.filter(officer=officer).exclude(session_key=but).delete()
    return ended


def caller_facts(caller: Caller) -> dict[str, Any]:
    """What an entry says of the caller."""
    return {"address": caller.address}


def _note(account: str, act: str, details: Mapping[str, object], caller: Caller, now: datetime) -> None:
    """An entry about an account, or about a name that is none."""
    officer = None if account.startswith(UNKNOWN) else officer_named(account)
    actor = Actor(id=account, name=officer.name if officer else STRANGER, organ=officer.organ.name if officer else "", via=caller.via)
    append(actor=actor, act=act, thing=f"officer:{officer.pk}" if officer else "session:stranger", details=details, now=now)
