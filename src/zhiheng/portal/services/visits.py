"""Visits: begun by number and password, by number and code at the kiosk, by a query code; tries wait as at the officers' sign-in."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import lru_cache

from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.portal.core.codes import plain
from zhiheng.portal.keyed import keyed
from zhiheng.portal.models import Account, QueryCode, Visit
from zhiheng.portal.selectors.visits import LONGEST_SECONDS, is_good, of_account, of_code
from zhiheng.portal.services.terms import PROGRAM, follow_terms
from zhiheng.portal.viewers import Viewer
from zhiheng.registry.core import machine
from zhiheng.registry.services import sign_ins
from zhiheng.registry.services.sign_ins import Caller

KEY_BYTES = 32


@lru_cache(maxsize=4)
def _nobody(hasher: str) -> str:
    """What the password of an unknown number is held against, so that the answer takes as long; one for each way of hashing."""
    return make_password(secrets.token_hex(8), hasher=hasher)


def begin_by_password(*, number: str, password: str, caller: Caller, now: datetime) -> tuple[str, bool] | None:
    """Begin a visit of a person: its key, and whether a password is to be set first (a one-time code was given). None where wrong.

    raises   HeldBackError where the try must wait
    """
    entered = sign_ins.begin_try(username=f"portal:{number.strip().upper()}", caller=caller, now=now)
    account = Account.objects.filter(number=number.strip().upper(), closed_at=None).exclude(kind="prisoner").first()
    right = check_password(password, account.password if account and account.password else _nobody(get_hasher().algorithm))
    by_code = bool(account and account.code and machine.seconds() < account.code_until and check_password(password, account.code))
    if account is None or not ((right and account.password) or by_code):
        sign_ins.fail_try(entered=entered, caller=caller, step="portal", now=now)
        return None
    sign_ins.forget_tries(entered=entered)
    if follow_terms(actor=PROGRAM, now=now, number=account.number):  # asked only of who is known, so that it tells nobody else anything
        account.refresh_from_db()
    if account.closed_at:
        return None
    if by_code:
        Account.objects.filter(pk=account.pk).update(code="", code_until=0)
    return _begun(of_account(account), caller, now), by_code


def begin_kiosk(*, number: str, code: str, caller: Caller, now: datetime) -> str | None:
    """Begin a visit of a prisoner at the kiosk; None where number and code do not belong together. raises HeldBackError."""
    entered = sign_ins.begin_try(username=f"portal:{number.strip().upper()}", caller=caller, now=now)
    account = Account.objects.filter(number=number.strip().upper(), closed_at=None, kind="prisoner").first()
    if not check_password(code.strip(), account.password if account else _nobody(get_hasher().algorithm)) or account is None:
        sign_ins.fail_try(entered=entered, caller=caller, step="kiosk", now=now)
        return None
    sign_ins.forget_tries(entered=entered)
    return _begun(of_account(account, kiosk=True), caller, now)


def begin_by_code(*, code: str, caller: Caller, now: datetime) -> str | None:
    """Begin a visit by a query code; None for one that is unknown, over or recalled, all alike. raises HeldBackError."""
    typed = plain(code)
    entered = sign_ins.begin_try(username=f"query:{typed}", caller=caller, now=now)
    found = QueryCode.objects.filter(digest=keyed("query", typed)).first()
    if found is None or found.minor or not is_good(found, timezone.localdate(now)):
        sign_ins.fail_try(entered=entered, caller=caller, step="query", now=now)
        return None
    sign_ins.forget_tries(entered=entered)
    return _begun(of_code(found), caller, now)


@transaction.atomic
def _begun(viewer: Viewer, caller: Caller, now: datetime) -> str:
    hold_head()
    key, at = secrets.token_urlsafe(KEY_BYTES), machine.seconds()
    Visit.objects.filter(began__lt=at - LONGEST_SECONDS).delete()
    kept = {"account": viewer.account, "code": viewer.code, "kiosk": viewer.kiosk, "began": at, "seen": at}
    Visit.objects.create(digest=keyed("visit", key), address=caller.address, **kept)
    append(actor=viewer.actor, act="portal.visit.begun", thing=thing_of(viewer), details={"address": caller.address}, now=now)
    return key


def thing_of(viewer: Viewer) -> str:
    """What the trace calls a viewer's page."""
    return viewer.actor.id if viewer.account is None else f"portal:{viewer.account.number}"


def touch_visit(*, key: str, ahead: int = 0) -> None:
    """Note the use of a visit; `ahead`: it may be left so many seconds longer, while something is written."""
    Visit.objects.filter(digest=keyed("visit", key)).update(seen=machine.seconds() + ahead)


@transaction.atomic
def end_visit(*, key: str, viewer: Viewer, now: datetime) -> None:
    """End a visit."""
    hold_head()
    if Visit.objects.filter(digest=keyed("visit", key)).delete()[0]:
        actor: Actor = viewer.actor
        append(actor=actor, act="portal.visit.ended", thing=thing_of(viewer), details={}, now=now)
