"""Word to organs' systems that a message came to an end: signed, sent to the address they named, tried again until it is taken."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from zhiheng.client.wire import kept_open
from zhiheng.exchange.core.backing_off import MOST_TRIES, next_try
from zhiheng.exchange.models import Incoming, Notice
from zhiheng.exchange.peers.services.hooking import post_signed
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor

TOLD = (Incoming.State.ACCEPTED, Incoming.State.RETURNED, Incoming.State.QUARANTINED)


def queue_notice(row: Incoming, now: datetime) -> None:
    """Write the notice in the transaction in which the message came to its end."""
    if row.account.hook and row.state in TOLD:
        told = {"sender": row.sender.name, "receiver": row.receiver.name, "seq": row.seq, "state": row.state, "reason": row.reason}
        Notice.objects.create(incoming=row, body=json.dumps(told, ensure_ascii=False, sort_keys=True), made_at=now, next_at=now)


def send_notices(*, actor: Actor, now: datetime) -> int:
    """Send what is due; returns how many were taken."""
    due = Notice.objects.select_related("incoming__account", "incoming__sender", "incoming__receiver")
    with kept_open():
        return sum(_send(actor, now, one) for one in due.filter(sent_at=None, tries__lt=MOST_TRIES, next_at__lte=now).order_by("id")[:200])


def _send(actor: Actor, now: datetime, notice: Notice) -> int:
    """Outside of any transaction while the other side is asked."""
    error = _posted(notice, now)
    with transaction.atomic():
        notice.tries += 1
        notice.sent_at, notice.last_error, notice.next_at = (None if error else now), error[:500], next_try(now, notice.tries)
        notice.save()
        thing, details = f"message:{notice.incoming_id}", {"hook": notice.incoming.account.hook, "error": error}
        ledger.append(actor=actor, act="message.notice_failed" if error else "message.notified", thing=thing, details=details, now=now)
    return 0 if error else 1


def _posted(notice: Notice, now: datetime) -> str:
    row = notice.incoming
    return post_signed(row.account.hook, notice.body.encode(), sender=row.receiver, receiver=row.sender.name, number=notice.pk, now=now)
