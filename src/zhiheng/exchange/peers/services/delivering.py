"""Sending the outbox: each message in its order, signed; tried again until the other side has it; its receipts are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Min

from zhiheng.client.message import sign
from zhiheng.client.sender import PLACE
from zhiheng.client.wire import kept_open, post
from zhiheng.dossier.core import keeping
from zhiheng.exchange.models import Outgoing
from zhiheng.exchange.peers import keys
from zhiheng.exchange.peers.services.accounts import walls
from zhiheng.exchange.peers.services.answering import FOR_GOOD, TAKEN, UNKNOWN, answered, failed, refusal_of
from zhiheng.exchange.peers.services.claiming import NOT_GONE, claimed, claimed_one, query_of, released, statement_of
from zhiheng.exchange.peers.services.together import NotTogetherError, send_together
from zhiheng.ledger.core.actor import Actor
from zhiheng.schema.errors import UnusableInputError


def deliver(*, actor: Actor, now: datetime) -> int:
    """Send what is due, and ask after what has no last word yet; returns how many messages went on.

    What one organ sends of a case may stand on what another sent of it: streams that had to wait for others are looked at again.
    """
    moved, again = 0, True
    with kept_open():
        while again:
            gone = sum(_stream(actor, now, sender, peer) for sender, peer in _streams())
            moved, again = moved + gone, bool(gone)
        asked = Outgoing.objects.filter(state="sent", next_at__lte=now, peer__closed=False).order_by("id")[:200]
        return moved + sum(_try(actor, now, pk, "receipts") for pk in list(asked.values_list("pk", flat=True)))


def _streams() -> list[tuple[int, int]]:
    """Sender and peer of what waits, what was written first before the others."""
    waiting = Outgoing.objects.filter(state__in=NOT_GONE, peer__closed=False).order_by()
    return list(waiting.values("sender", "peer").annotate(first=Min("id")).order_by("first").values_list("sender", "peer"))


def _stream(actor: Actor, now: datetime, sender: int, peer: int) -> int:
    """The messages of one sender to one receiver, in order; the first that does not get through stops those behind it."""
    moved, gone, rows = 0, 0, claimed(sender, peer, now)
    while rows:
        gone = _together(actor, now, rows) if len(rows) > 1 else _sent(actor, now, rows[0], "messages")
        moved += gone
        rows = claimed(sender, peer, now) if gone == len(rows) else []
    return moved


def _together(actor: Actor, now: datetime, rows: Sequence[Outgoing]) -> int:
    """All in one request; each by itself where the other side takes no bundles."""
    try:
        return send_together(actor, now, rows)
    except NotTogetherError:
        gone = 0
        while gone < len(rows) and _sent(actor, now, rows[gone], "messages"):
            gone += 1
        released(rows[gone + 1 :], now)
        return gone


def _try(actor: Actor, now: datetime, pk: int, place: str) -> int:
    """Claim, ask the other side outside of any transaction, note what it said: 1 where the message went on."""
    row = claimed_one(pk, now, place)
    return 0 if row is None else _sent(actor, now, row, place)


def _sent(actor: Actor, now: datetime, row: Outgoing, place: str) -> int:
    try:
        status, told = _ask(row, now, place)
    except (OSError, UnusableInputError) as error:
        return failed(actor, now, row, str(error) or type(error).__name__, for_good=False)
    if status in TAKEN:
        return answered(actor, now, [(row, told)])
    return failed(actor, now, row, refusal_of(status, told), for_good=status in FOR_GOOD and place == "messages")


def _ask(row: Outgoing, now: datetime, place: str) -> tuple[int, dict[str, Any]]:
    """What the other side answers; a key that it does not know yet gives way to the one before, so that keys change without a stop."""
    found = keys.all_of(row.sender_id)
    if not found:
        raise UnusableInputError("报文", str(row), f"{row.sender.name}没有报文密钥", "请由安全管理员生成，并把公钥交对方登记")
    content = keeping.read(Path(settings.FILES), row.digest, str(row)) if place == "messages" else None
    status, answer = UNKNOWN, dict[str, Any]()
    for key in found:
        text = _signed_of(row, key, now, place)
        status, answer = post(
            f"{row.peer.url}{PLACE}/{place}", {"statement": text, "signature": sign(key, text)}, content, resolve=walls().resolve
        )
        if status != UNKNOWN:
            break
    return status, answer


def _signed_of(row: Outgoing, key: keys.Key, now: datetime, place: str) -> str:
    """What is signed for this try; of a message it is kept with it."""
    if place == "receipts":
        return query_of(row, key, now)
    row.statement = statement_of(row, key, now)
    return row.statement
