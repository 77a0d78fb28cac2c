"""Readers of sign-ins: who must wait and how long, sessions, former passwords, alarms."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhiheng.ledger.selectors import recent
from zhiheng.registry.core import machine
from zhiheng.registry.core.brakes import ACCOUNT, HOUR_SECONDS, Brake, address_brake, overall_brake
from zhiheng.registry.models import FormerPassword, Officer, OfficerSession, SignInTry

COUNTED = ("pending", "failed")
UNKNOWN = "?"
MARK_LENGTH = 16
ALARMS, ALARM_DAYS = 5, 7


@dataclass(frozen=True)
class Wait:
    """scope: account, address or overall; seconds: until the next try is judged."""

    scope: str
    seconds: int


def account_of(username: str) -> str:
    """The account a try counts for; of a name that is none only a digest is kept, as it may be a password."""
    if Officer.objects.filter(username=username).exists():
        return username
    return UNKNOWN + salted_hmac("zhiheng.sign_in", username).hexdigest()[:MARK_LENGTH]


def counted(brake: Brake, at: int) -> QuerySet[SignInTry]:
    """Failed tries that a brake still counts."""
    return SignInTry.objects.filter(outcome__in=COUNTED, at__gt=at - brake.window_seconds)


def waiting(account: str, address: str, device: str, at: int) -> Wait | None:
    """The longest wait that stands before a try; a device the account was used on before waits for its own failures only."""
    own = counted(ACCOUNT, at).filter(account=account, device=device)
    waits = [_left("account", ACCOUNT, own, at)]
    if not device:
        of_address, of_all = address_brake(settings.SIGN_IN_ADDRESS_FREE), overall_brake(settings.SIGN_IN_ALL_FREE)
        waits.append(_left("address", of_address, counted(of_address, at).filter(address=address), at))
        waits.append(_left("overall", of_all, counted(of_all, at), at))
    longest = max(waits, key=lambda wait: wait.seconds)
    return longest if longest.seconds > 0 else None


def _left(scope: str, brake: Brake, tries: QuerySet[SignInTry], at: int) -> Wait:
    told = tries.aggregate(count=Count("pk"), last=Max("at"))
    return Wait(scope, (told["last"] or 0) + brake.wait(told["count"]) - at if told["count"] >= brake.free else 0)


def waiting_accounts() -> list[str]:
    """Accounts that must wait at present where their device is not known."""
    at = machine.seconds()
    rows = counted(ACCOUNT, at).filter(device="").values("account").annotate(count=Count("pk"), last=Max("at"))
    return [row["account"] for row in rows if row["last"] + ACCOUNT.wait(row["count"]) > at and row["count"] >= ACCOUNT.free]


def failures_of(officer: Officer) -> list[SignInTry]:
    """Failed tries that count for the account, newest first."""
    return list(counted(ACCOUNT, machine.seconds()).filter(account=officer.username).order_by("-at", "-pk"))


def former_passwords(officer: Officer) -> list[str]:
    """Digests of the passwords the officer set, newest first."""
    return list(FormerPassword.objects.filter(officer=officer).values_list("password", flat=True))


def password_age_days(officer: Officer) -> int:
    """Whole days since the officer set the password; 0 where that is not on record."""
    newest = FormerPassword.objects.filter(officer=officer).first()
    return (machine.seconds() - newest.at) // (24 * HOUR_SECONDS) if newest else 0


def sessions_of(officer: Officer) -> list[OfficerSession]:
    """Sessions and tokens of the officer that have not reached their longest, the one used last first: an idle one may be on a screen."""
    rows = OfficerSession.objects.filter(officer=officer, began__gt=machine.seconds() - settings.SESSION_COOKIE_AGE)
    return list(rows.order_by("-seen"))


def mark_of(session_key: str) -> str:
    """The name under which a session is shown and recalled: its key opens it and is never shown."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:MARK_LENGTH]


def session_marked(officer: Officer, mark: str) -> OfficerSession | None:
    """The officer's session of this name."""
    return next((one for one in OfficerSession.objects.filter(officer=officer) if mark_of(one.session_key) == mark), None)


def token_session(key: str) -> OfficerSession | None:
    """The row of a token that has not been recalled."""
    return OfficerSession.objects.select_related("officer__organ").filter(session_key=key, way="token").first()


def sprayed(address: str, at: int) -> tuple[int, int]:
    """For how many accounts sign-in failed within the hour: from this address, and over all."""
    rows = SignInTry.objects.filter(outcome="failed", at__gt=at - HOUR_SECONDS)
    from_address = rows.filter(address=address).aggregate(found=Count("account", distinct=True))["found"]
    return from_address, rows.aggregate(found=Count("account", distinct=True))["found"]


def alarms() -> list[Any]:
    """Likely attacks told within the last seven days, newest first."""
    now = timezone.now()
    return [entry for entry in recent(ALARMS, act="session.spraying") if (now - entry.at).days < ALARM_DAYS]
