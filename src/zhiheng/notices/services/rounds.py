"""One round of the worker: find, send, clear."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from zhiheng.law.clocks import OF_INSTANTS
from zhiheng.ledger.core.actor import Actor
from zhiheng.notices.models import Outbound
from zhiheng.notices.services.gathering import gather
from zhiheng.notices.services.sending import send_due

KEPT: Final = OF_INSTANTS["hour"] * 24 * 30
OVER: Final = (Outbound.State.SENT, Outbound.State.DROPPED)


def work(*, actor: Actor, now: datetime) -> str:
    """Write what is to be told, send what is due, remove what went out a month ago; in words what was done."""
    new, sent = gather(actor=actor, now=now), send_due(actor=actor, now=now)
    Outbound.objects.filter(state__in=OVER, made_at__lt=now - KEPT).delete()
    return f"新增 {new} 条，发出 {sent} 条" if new or sent else ""
