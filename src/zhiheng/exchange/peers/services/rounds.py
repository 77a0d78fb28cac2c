"""One round of the worker: what was not written, not done, not sent, not told."""

from __future__ import annotations

from datetime import datetime

from django.db import DatabaseError

from zhiheng.exchange.models import Incoming, Peer
from zhiheng.exchange.peers.services.delivering import deliver
from zhiheng.exchange.peers.services.intake import process
from zhiheng.exchange.peers.services.notices import send_notices
from zhiheng.exchange.peers.services.queueing import queue_again
from zhiheng.exchange.peers.services.storing import UNDONE
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.selectors import cases_seated
from zhiheng.schema.errors import UnusableInputError


def work(*, actor: Actor, now: datetime) -> str:
    """Finish messages that came before a stop, write what issued papers add, send, and tell; in words what was done.

    One message that cannot be worked on (its file is gone, the database refuses it) stops no other; it is raised once all others are done.
    """
    done, faults = _finish(now)
    organs = list(Peer.objects.filter(closed=False).values_list("organ_id", flat=True))
    queued = sum(queue_again(now=now, case=case) for case in cases_seated(organs)) if organs else 0
    sent = deliver(actor=actor, now=now)
    notified = send_notices(actor=actor, now=now)
    if faults:
        raise faults[0]
    parts = (("办理来文", done), ("补写", queued), ("发送", sent), ("通知", notified))
    return "，".join(f"{title} {count} 份" for title, count in parts if count)


def _finish(now: datetime) -> tuple[int, list[Exception]]:
    done, faults = 0, list[Exception]()
    for pk in list(Incoming.objects.filter(state__in=UNDONE).order_by("id").values_list("pk", flat=True)):
        try:
            done += process(now=now, message_id=pk)
        except (DatabaseError, OSError, UnusableInputError) as fault:
            faults.append(fault)
    return done, faults
