"""The trace of a read of sensitive records."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.core.purposes import REMEDY, fault_of
from zhiheng.registry.models import Officer
from zhiheng.registry.rights import may_read_sensitive
from zhiheng.schema.errors import UnusableInputError


@transaction.atomic
def record_sensitive_read(*, actor: Actor, purpose: str, what: str, now: datetime, reader: Officer | None = None) -> int:
    """Write the trace of a sensitive read before anything is shown; refused without a purpose that says something, or a post for it."""
    if fault := fault_of(purpose):
        raise UnusableInputError("查阅敏感记录", what, fault, REMEDY)
    if reader is not None and not may_read_sensitive(reader, on=timezone.localdate(now)):
        raise UnusableInputError("查阅敏感记录", what, "本岗位无权查阅敏感记录", "请由办案人员查阅")
    return append(actor=actor, act="record.read", thing=what, details={"purpose": purpose}, now=now)
