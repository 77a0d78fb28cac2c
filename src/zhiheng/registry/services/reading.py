"""The trace of a read of personal data: who read whose, how much, why, from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core.purposes import REMEDY, fault_of
from zhiheng.registry.models import Officer
from zhiheng.registry.rights import may_read_sensitive
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.identity import to_18

SALT = "zhiheng.registry.persons"
MOST_NAMED = 200


@dataclass(frozen=True)
class Reading:
    """What an answer showed whole. persons: identity numbers; values: sensitive values; files: files handed out; page, address: where.

    unread: files that may be about others too, as they could not be looked through for numbers wholly
    """

    persons: Sequence[str] = ()
    values: int = 0
    files: int = 0
    page: str = ""
    address: str = ""
    unread: int = 0


def person_key(number: str) -> str:
    """The key under which the trace names a person: one for a number of fifteen digits and of eighteen; of no use without the secret."""
    return salted_hmac(SALT, to_18(number.upper()), algorithm="sha256").hexdigest()[:16]


@transaction.atomic
def record_sensitive_read(*, actor: Actor, purpose: str, what: str, now: datetime, reader: Officer | None = None) -> int:
    """Write the trace of a sensitive read before anything is shown; refused without a purpose that says something, or a post for it."""
    if fault := fault_of(purpose):
        raise UnusableInputError("查阅敏感记录", what, fault, REMEDY)
    if reader is not None and not may_read_sensitive(reader, on=timezone.localdate(now)):
        raise UnusableInputError("查阅敏感记录", what, "本岗位无权查阅敏感记录", "请由办案人员查阅")
    return append(actor=actor, act="record.read", thing=what, details={"purpose": purpose}, now=now)


@transaction.atomic
def record_screen(*, actor: Actor, now: datetime, guests: bool, address: str, at: str = "") -> int:
    """Write the trace that the screen of the command centre was opened, for whom, of which moment and where, before it is shown."""
    details = {"guests": guests, "address": address, **({"at": at} if at else {})}
    return append(actor=actor, act="access.centre", thing="screen:centre", details=details, now=now)


@transaction.atomic
def record_reading(*, actor: Actor, now: datetime, purpose: str, what: str, reading: Reading) -> int:
    """Write the trace of an answer that shows personal data whole, before it leaves."""
    if fault := fault_of(purpose):
        raise UnusableInputError("查阅个人信息", what, fault, REMEDY)
    keys = [person_key(number) for number in reading.persons]
    details = {
        "purpose": purpose, "persons": len(keys), "whose": keys[:MOST_NAMED], "values": reading.values, "files": reading.files,
        "page": reading.page, "address": reading.address, **({"unread": reading.unread} if reading.unread else {}),
    }  # fmt: skip
    return append(actor=actor, act="record.read", thing=what, details=details, now=now)
