"""Keeping messages that came: all of one request with their receipts and entries in one transaction; what is light is done in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min

from zhiheng.client.bundle import Signed
from zhiheng.dossier.core import keeping
from zhiheng.exchange.models import Incoming
from zhiheng.exchange.peers.contents import words_for_row
from zhiheng.exchange.peers.services.admitting import Known, demand_fresh, demand_near, demand_same
from zhiheng.exchange.peers.services.applying import outcome_of_words
from zhiheng.exchange.peers.services.many_rows import insert_messages
from zhiheng.exchange.peers.services.notices import queue_notice
from zhiheng.exchange.peers.services.receipts import Receipt, note_receipts
from zhiheng.exchange.peers.services.refusals import Returned
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.schema.errors import UnusableInputError

UNDONE = (Incoming.State.RECEIVED, Incoming.State.HELD)
STANDS_ON = ("case", "corrects", "supplements")
"""What a notice names so that other rows are read and locked for it: it is done apart, cases before the trace (decision 0005)."""
Act = tuple[str, str, dict[str, object]]


@dataclass(frozen=True)
class Given:
    """A message whose sender is known."""

    came: Known
    receiver: Any
    signed: Signed


@dataclass(frozen=True)
class TakenMessage:
    """What became of one message: its row, new or known before; or why it was refused. hops: all its receipts, where it is new and done."""

    row: Incoming | None = None
    new: bool = False
    refusal: UnusableInputError | None = None
    hops: Sequence[Receipt] = ()


@dataclass(frozen=True)
class Kept:
    """What became of messages of one request, and whether the one behind the last that was completed waits for it."""

    outcomes: Sequence[TakenMessage]
    waited_for: bool = False


def kept_together(given: Sequence[Given], now: datetime) -> Kept:
    """Keep messages of one account to one organ; ends at the first that is refused. What is not completed yet is left to `go_on`."""
    rows = [_row(one, now) for one in given]
    keeping.keep_all(Path(settings.FILES), [one.signed.payload for one, row in zip(given, rows, strict=True) if row.words is None])
    with transaction.atomic():
        ledger.hold_head()
        return _kept(given, rows, now)


def _row(given: Given, now: datetime) -> Incoming:
    came, signed, statement = given.came, given.signed, given.came.statement
    return Incoming(
        account=came.account, sender=came.account.organ, receiver=given.receiver, seq=statement.seq, kind=statement.kind,
        meta=dict(statement.meta), digest=statement.digest, statement=signed.statement, signature=signed.signature, received_at=now,
        words=words_for_row(statement.kind, signed.payload),
    )  # fmt: skip


def _kept(given: Sequence[Given], rows: Sequence[Incoming], now: datetime) -> Kept:
    stream = Incoming.objects.filter(sender=rows[0].sender, receiver=rows[0].receiver)
    numbers = {row.seq for row in rows}
    known = {row.seq: row for row in stream.filter(seq__in=[min(numbers) - 1, *numbers])}
    before, outcomes, fresh = dict(known), list[TakenMessage](), list[Incoming]()
    for one, row in zip(given, rows, strict=True):
        found = known.get(row.seq)
        try:
            _demand(one, found, row.seq - 1 in known, stream, len(fresh), now)
        except UnusableInputError as refusal:
            outcomes.append(TakenMessage(refusal=refusal))
            break
        if found is None:
            known[row.seq] = row
            fresh.append(row)
        outcomes.append(TakenMessage(found or row, new=found is None))
    if not fresh:
        return Kept(outcomes)
    undone = stream.filter(state__in=UNDONE).aggregate(first=Min("seq"))["first"]
    completed = list(_completed(fresh)) if _is_next(fresh[0], before, undone) else []
    hops = _stored(fresh, completed, {one.came.statement.seq: one.came.statement.key for one in given}, now)
    told = [TakenMessage(one.row, one.new, one.refusal, hops.get(one.row.seq, ()) if one.row and one.new else ()) for one in outcomes]
    return Kept(told, bool(completed) and undone == completed[-1].seq + 1)


def _demand(given: Given, before: Incoming | None, follows: bool, stream: Any, fresh: int, now: datetime) -> None:
    """follows   the message with the number before it is here: then the number is as near to those that came as that one was."""
    statement = given.came.statement
    if before is not None:
        demand_same(before, statement)
    demand_fresh(statement, now)
    if before is not None:
        return
    if not follows:
        demand_near(statement, stream.count() + fresh)


def _stored(fresh: Sequence[Incoming], completed: Sequence[Incoming], keys: Mapping[int, str], now: datetime) -> dict[int, list[Receipt]]:
    """Keep new messages with their receipts and entries; receipts of those that are completed, by number."""
    insert_messages(fresh)
    hops, acts, found = list[tuple[Incoming, Receipt]](), list[Act](), dict[int, list[Receipt]]()
    for number, row in enumerate(fresh):
        key = keys[row.seq]
        its = [Receipt("received", "", now), Receipt("validated", f"签名、摘要相符（密钥 {key}）", now)]
        told = {"seq": row.seq, "kind": row.kind, "digest": row.digest, "receiver": row.receiver.name, "key": key}
        acts.append(("message.received", f"message:{row.pk}", told))
        if number < len(completed):
            its.append(Receipt(str(row.state), row.reason, now))
            acts.append((f"message.{row.state}", f"message:{row.pk}", {"words": row.reason}))
            found[row.seq] = its
            queue_notice(row, now)
        hops += [(row, one) for one in its]
    note_receipts(hops)
    ledger.append_all(actor=actor_of(fresh[0]), acts=acts, now=now)
    return found


def _completed(fresh: Sequence[Incoming]) -> Iterator[Incoming]:
    """Those at the beginning that follow each other without a gap and lock and write nothing but themselves."""
    for number, row in enumerate(fresh):
        if not _is_light(row) or row.seq != fresh[0].seq + number:
            return
        try:
            row.state, row.reason = Incoming.State.ACCEPTED, outcome_of_words(str(row.words).encode()).words
        except Returned as refusal:
            row.state, row.reason = Incoming.State.RETURNED, str(refusal)
        yield row


def _is_light(row: Incoming) -> bool:
    return row.words is not None and not any(row.meta.get(name) for name in STANDS_ON)


def _is_next(row: Incoming, known: Mapping[int, Incoming], undone: int | None) -> bool:
    """Whether all before it came and are completed: the one before it was completed in its turn, and none was taken up again since."""
    before = known.get(row.seq - 1)
    return (row.seq == 1 or (before is not None and before.state not in UNDONE)) and (undone is None or undone > row.seq)


def actor_of(row: Incoming) -> Actor:
    """The organ's system as the trace names it."""
    return Actor(f"system:{row.account_id}", row.account.name, row.sender.name, "message")
