"""Several messages taken in with one request: kept in one transaction with their first receipts, then done in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from zhiheng.client.bundle import Signed, read_bundle
from zhiheng.client.message import MessageError
from zhiheng.dossier.core import keeping
from zhiheng.exchange.models import Incoming, MessageHop
from zhiheng.exchange.peers.services.admitting import Known, StrangerError, demand, demand_in_time, demand_same, key_of, known, organ_here
from zhiheng.exchange.peers.services.alike import update_alike
from zhiheng.exchange.peers.services.applying import apply
from zhiheng.exchange.peers.services.intake import UNDONE, actor_of, go_on, noted_as_kept, row_of
from zhiheng.exchange.peers.services.notices import queue_notice
from zhiheng.exchange.peers.services.refusals import Returned
from zhiheng.ledger import services as ledger
from zhiheng.schema.errors import UnusableInputError

LIGHT = "notice"
"""What locks and writes nothing but the message itself, so that many are done in one transaction (decision 0005)."""


@dataclass(frozen=True)
class Given:
    """A message of a bundle whose sender is known."""

    came: Known
    receiver: Any
    signed: Signed


@dataclass(frozen=True)
class TakenMessage:
    """What became of one message of a bundle: its row, new or known before; or why it was refused."""

    row: Incoming | None = None
    new: bool = False
    refusal: UnusableInputError | None = None


def take_bundle(*, now: datetime, content: bytes) -> list[TakenMessage]:
    """Take the messages of one system to one organ in; the first that is refused ends the list, those behind it are not looked at.

    Raises StrangerError, UnusableInputError where that is so of the first, or the bundle cannot be read.
    """
    try:
        bundle = read_bundle(content)
    except MessageError as error:
        raise UnusableInputError("来文", "payload", str(error), "请按接口说明或者使用 zhiheng.client 生成") from error
    given, refusal = _known(bundle, now)
    taken = _kept_together(given, now) if given else []
    _work_on(now, [one.row for one in taken if one.row])
    return taken if refusal is None or len(taken) < len(given) else [*taken, TakenMessage(refusal=refusal)]


def _known(bundle: Sequence[Signed], now: datetime) -> tuple[list[Given], UnusableInputError | None]:
    """The messages up to the first that may not be taken, with the reason; keys and organs are looked up once."""
    key, organ, found = lru_cache(key_of), lru_cache(organ_here), list[Given]()
    for signed in bundle:
        try:
            found.append(_one(signed, now, key, organ, found))
        except (StrangerError, UnusableInputError) as refusal:
            if not found:
                raise
            return found, refusal if isinstance(refusal, UnusableInputError) else _of_another("签名不能确认")
    return found, None


def _one(signed: Signed, now: datetime, key: Callable[[str], Any], organ: Callable[[str], Any], before: Sequence[Given]) -> Given:
    came = known(signed.statement, signed.signature, now, key)
    receiver = organ(came.statement.receiver)
    demand(came, signed.payload, receiver)
    if before and (before[0].came.account, before[0].receiver) != (came.account, receiver):
        raise _of_another("不是同一系统发给同一机关的报文")
    return Given(came, receiver, signed)


def _of_another(reason: str) -> UnusableInputError:
    return UnusableInputError("来文", "报文包", reason, "请核对后单独发送这份报文")


def _kept_together(given: Sequence[Given], now: datetime) -> list[TakenMessage]:
    keeping.keep_all(Path(settings.FILES), [one.signed.payload for one in given])
    with transaction.atomic():
        ledger.hold_head()
        return _rows(given, now)


def _rows(given: Sequence[Given], now: datetime) -> list[TakenMessage]:
    """The rows, new ones made at once with their first receipts; ends at the first that is refused."""
    stream = Incoming.objects.filter(sender=given[0].came.account.organ, receiver=given[0].receiver)
    count, taken = stream.count(), list[TakenMessage]()
    known_before = {row.seq: row for row in stream.filter(seq__in=[one.came.statement.seq for one in given])}
    for one in given:
        statement = one.came.statement
        row = known_before.get(statement.seq)
        try:
            if row is None:
                demand_in_time(statement, count, now)
            else:
                demand_same(row, statement)
        except UnusableInputError as refusal:
            taken.append(TakenMessage(refusal=refusal))
            break
        made = row or row_of(one.came, one.receiver, one.signed.statement, one.signed.signature, now)
        known_before[statement.seq] = made
        count += row is None
        taken.append(TakenMessage(made, new=row is None))
    fresh = [one.row for one in taken if one.new and one.row]
    if fresh:
        Incoming.objects.bulk_create(fresh)
        noted_as_kept(fresh, now)
    return taken


def _work_on(now: datetime, rows: Sequence[Incoming]) -> None:
    """Do the messages in their order: those that are light together, each other in a transaction of its own."""
    undone = [row for row in rows if row.state in UNDONE]
    heavy = undone[_done_together(now, undone) :]
    for row in heavy or undone[-1:]:
        go_on(now=now, row=row)
    for row in heavy:
        row.refresh_from_db(fields=["state", "reason"])


@transaction.atomic
def _done_together(now: datetime, rows: Sequence[Incoming]) -> int:
    """Do the light messages at the beginning that are in turn; how many they are."""
    light = list(_in_turn(rows))
    if not light:
        return 0
    held = Incoming.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in light], state__in=UNDONE)
    if len(held.order_by("id")) != len(light) or not _is_next(light[0]):
        return 0
    for row in light:
        _apply(row, now)
    update_alike(Incoming.objects.all(), light, ["state", "reason", "case_id", "earlier_id", "relation"])
    MessageHop.objects.bulk_create([MessageHop(incoming=row, step=row.state, words=row.reason, noted_at=now) for row in light])
    for row in light:
        queue_notice(row, now)
    acts = [(f"message.{row.state}", f"message:{row.pk}", {"words": row.reason}) for row in light]
    ledger.append_all(actor=actor_of(light[0]), acts=acts, now=now)
    return len(light)


def _in_turn(rows: Sequence[Incoming]) -> Iterator[Incoming]:
    """Those at the beginning that are light and follow each other without a gap."""
    for number, row in enumerate(rows):
        if row.kind != LIGHT or row.seq != rows[0].seq + number:
            return
        yield row


def _is_next(row: Incoming) -> bool:
    before = Incoming.objects.filter(sender=row.sender, receiver=row.receiver, seq__lt=row.seq)
    return before.count() == row.seq - 1 and not before.filter(state__in=UNDONE).exists()


def _apply(row: Incoming, now: datetime) -> None:
    try:
        done = apply(row, actor_of(row), now)
    except Returned as refusal:
        row.state, row.reason = Incoming.State.RETURNED, str(refusal)
    else:
        row.state, row.reason = Incoming.State.ACCEPTED, done.words
