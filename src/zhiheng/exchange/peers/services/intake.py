"""Doing the messages that were taken in: in order, once; those that wait, those an officer decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.exchange.core.numbering import in_words, missing
from zhiheng.exchange.models import Incoming, MessageHop
from zhiheng.exchange.peers.services.applying import apply
from zhiheng.exchange.peers.services.notices import queue_notice
from zhiheng.exchange.peers.services.refusals import Later, Returned
from zhiheng.exchange.peers.services.storing import UNDONE, actor_of
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.schema.errors import UnusableInputError


def go_on(*, now: datetime, row: Incoming) -> int:
    """Do the message, and after it those that waited for it; returns how many were brought to an end."""
    done = process(now=now, message_id=row.pk)
    while True:
        before = done
        for waiting in Incoming.objects.filter(state=Incoming.State.HELD).exclude(pk=row.pk).order_by("received_at", "id"):
            done += process(now=now, message_id=waiting.pk)
        if done == before:
            return done


def go_on_behind(*, now: datetime, row: Incoming) -> None:
    """After a message that was done as it came: do what waited for it alone, the next number of its stream, and what waited for that."""
    behind = Incoming.objects.filter(sender=row.sender, receiver=row.receiver, seq=row.seq + 1, state__in=UNDONE).first()
    if behind is not None:
        go_on(now=now, row=behind)


def take_up_again(*, actor: Actor, now: datetime, message_id: int) -> Incoming:
    """An officer lets a message that was kept for them be done once more, and after it those of its case that waited for the same.

    Those of other organs of the case too: the act of one may stand on the case that another sent.
    """
    row = _waiting(message_id)
    with transaction.atomic():
        ledger.append(actor=actor, act="message.taken_up", thing=f"message:{row.pk}", details={"reason": row.reason}, now=now)
    process(now=now, message_id=row.pk, again=True)
    same = Incoming.objects.filter(receiver=row.receiver, meta__case=row.meta.get("case") or None).exclude(pk=row.pk)
    for other in same.filter(state=Incoming.State.QUARANTINED).order_by("id"):
        process(now=now, message_id=other.pk, again=True)
    go_on(now=now, row=row)
    row.refresh_from_db()
    return row


def _waiting(message_id: int) -> Incoming:
    row = Incoming.objects.select_related("sender", "receiver").filter(pk=message_id, state=Incoming.State.QUARANTINED).first()
    if row is None:
        raise UnusableInputError("来文", str(message_id), "没有这份待处理的来文", "请刷新后查看，可能已由他人办理")
    return row


@transaction.atomic
def process(*, now: datetime, message_id: int, again: bool = False) -> int:
    """Do one message as far as it can be done now: 1 where it came to an end (or to an officer), 0 where it waits.

    The head of the trace is not held before: what the message does locks cases and shelves first (decision 0005).
    """
    row = Incoming.objects.select_for_update(of=("self",)).select_related("account", "sender", "receiver").get(pk=message_id)
    if row.state not in (*UNDONE, *((Incoming.State.QUARANTINED,) if again else ())):
        return 0
    before = Incoming.objects.filter(sender=row.sender, receiver=row.receiver, seq__lt=row.seq)
    if before.count() != row.seq - 1:
        return _to(row, Incoming.State.HELD, f"前面{in_words(missing(before.values_list('seq', flat=True), row.seq))}没有收到", now)
    if before.filter(state__in=UNDONE).exists():
        return _to(row, Incoming.State.HELD, "前面的报文还没有办完", now)
    try:
        with transaction.atomic():
            done = apply(row, actor_of(row), now)
    except Later as later:
        return _to(row, Incoming.State.HELD if later.by_itself else Incoming.State.QUARANTINED, str(later), now)
    except Returned as refusal:
        return _to(row, Incoming.State.RETURNED, str(refusal), now)
    return _to(row, Incoming.State.RETURNED if done.returned else Incoming.State.ACCEPTED, done.words, now)


def _to(row: Incoming, state: Incoming.State, words: str, now: datetime) -> int:
    """Note where the message stands; the same again is not noted twice.

    One that goes on waiting only says for what: each that comes would else leave an entry and a receipt for every one that waits.
    """
    if (row.state, row.reason) == (state, words):
        return 0
    waited = row.state == state == Incoming.State.HELD
    row.state, row.reason = state, words
    row.save()
    if waited:
        return 0
    MessageHop(incoming=row, step=state.value, words=words, noted_at=now).save()
    queue_notice(row, now)
    ledger.append(actor=actor_of(row), act=f"message.{state.value}", thing=f"message:{row.pk}", details={"words": words}, now=now)
    return 0 if state == Incoming.State.HELD else 1


def return_message(*, actor: Actor, now: datetime, message_id: int, reason: str) -> Incoming:
    """An officer sends a message back that was kept for them, with the reason; the sender reads it in the receipt."""
    with transaction.atomic():
        waiting = Incoming.objects.select_for_update(of=("self",)).select_related("account", "sender", "receiver")
        row = waiting.filter(pk=message_id, state=Incoming.State.QUARANTINED).first()
        if row is None or not reason.strip():
            raise UnusableInputError("来文", str(message_id), "没有这份待处理的来文，或者没有写明理由", "请刷新后办理并写明理由")
        _to(row, Incoming.State.RETURNED, reason.strip()[:1000], now)
        details = {"reason": reason.strip()[:1000]}
        ledger.append(actor=actor, act="message.sent_back", thing=f"message:{row.pk}", details=details, now=now)
    return row
