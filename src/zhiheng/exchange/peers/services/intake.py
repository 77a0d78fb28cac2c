"""Taking signed messages in: each kept with its receipts before anything is done with it, done in order, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from zhiheng.client.message import read_statement
from zhiheng.dossier.core import keeping
from zhiheng.exchange.core.numbering import in_words, missing
from zhiheng.exchange.models import Incoming, MessageHop
from zhiheng.exchange.peers.services.admitting import Known, demand, demand_in_time, demand_same, known, organ_here
from zhiheng.exchange.peers.services.applying import apply
from zhiheng.exchange.peers.services.notices import queue_notice
from zhiheng.exchange.peers.services.refusals import Later, Returned
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.selectors import organ_named
from zhiheng.schema.errors import UnusableInputError

UNDONE = (Incoming.State.RECEIVED, Incoming.State.HELD)


def take(*, now: datetime, text: str, signature: str, payload: bytes) -> tuple[Incoming, bool]:
    """Take a message in; the same again is the same message with the same receipts. Gives whether it is new."""
    came = known(text, signature, now)
    demand(came, payload, organ_here(came.statement.receiver))
    keeping.keep(Path(settings.FILES), payload)
    row, new = _kept(came, text, signature, now)
    if row.state in UNDONE:
        go_on(now=now, row=row)
        row.refresh_from_db()
    return row, new


@transaction.atomic
def _kept(came: Known, text: str, signature: str, now: datetime) -> tuple[Incoming, bool]:
    """The row of a message, made with its first receipts under the lock of the trace, or found."""
    ledger.hold_head()
    statement = came.statement
    receiver: Any = organ_named(statement.receiver)
    stream = Incoming.objects.filter(sender=came.account.organ, receiver=receiver)
    row = stream.filter(seq=statement.seq).first()
    if row is not None:
        demand_same(row, statement)
        return row, False
    demand_in_time(statement, stream.count(), now)
    row = row_of(came, receiver, text, signature, now)
    row.save()
    noted_as_kept([row], now)
    return row, True


def row_of(came: Known, receiver: Any, text: str, signature: str, now: datetime) -> Incoming:
    """The row of a message, not kept yet."""
    statement = came.statement
    return Incoming(
        account=came.account, sender=came.account.organ, receiver=receiver, seq=statement.seq, kind=statement.kind,
        meta=dict(statement.meta), digest=statement.digest, statement=text, signature=signature, received_at=now,
    )  # fmt: skip


def noted_as_kept(rows: Sequence[Incoming], now: datetime) -> None:
    """First receipts and trace of messages of one account that were just kept."""
    keys = [read_statement(row.statement).key for row in rows]
    hops = [
        MessageHop(incoming=row, step=step, words=words, noted_at=now)
        for row, key in zip(rows, keys, strict=True)
        for step, words in (("received", ""), ("validated", f"签名、摘要相符（密钥 {key}）"))
    ]
    MessageHop.objects.bulk_create(hops)
    acts = [
        (
            "message.received",
            f"message:{row.pk}",
            {"seq": row.seq, "kind": row.kind, "digest": row.digest, "receiver": row.receiver.name, "key": key},
        )
        for row, key in zip(rows, keys, strict=True)
    ]
    ledger.append_all(actor=actor_of(rows[0]), acts=acts, now=now)


def go_on(*, now: datetime, row: Incoming) -> int:
    """Do the message, and after it those that waited for it; returns how many were brought to an end."""
    done = process(now=now, message_id=row.pk)
    while True:
        before = done
        for waiting in Incoming.objects.filter(state=Incoming.State.HELD).exclude(pk=row.pk).order_by("received_at", "id"):
            done += process(now=now, message_id=waiting.pk)
        if done == before:
            return done


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
    """Note where the message stands; the same again is not noted twice."""
    if (row.state, row.reason) == (state, words):
        return 0
    row.state, row.reason = state, words
    row.save()
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


def actor_of(row: Incoming) -> Actor:
    """The organ's system as the trace names it."""
    return Actor(f"system:{row.account_id}", row.account.name, row.sender.name, "message")
