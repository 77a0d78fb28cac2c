"""Sending the outbox: each message in its order, signed; tried again until the other side has it; its receipts are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.db.models import Min

from zhiheng.client.message import Statement, key_mark, public_of, sign
from zhiheng.client.sender import PLACE
from zhiheng.client.wire import post
from zhiheng.dossier.core import keeping
from zhiheng.exchange.core.backing_off import MOST_TRIES, next_try
from zhiheng.exchange.models import MessageHop, Outgoing
from zhiheng.exchange.peers import keys
from zhiheng.exchange.peers.services.accounts import walls
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.schema.errors import UnusableInputError

TAKEN = (200, 201, 202)
UNKNOWN = 401
"""The other side does not know the key, or takes nothing from it any more: its administrator can mend that, so it is tried again."""
FOR_GOOD = (400, 403, 404, 409, 413, 422)
"""Answers that the same message would only get again."""


def deliver(*, actor: Actor, now: datetime) -> int:
    """Send what is due, and ask after what has no last word yet; returns how many messages went on."""
    moved = 0
    streams = Outgoing.objects.filter(state__in=["waiting", "dead"], peer__closed=False).values("sender", "peer").annotate(first=Min("seq"))
    for stream in streams.order_by("first"):
        moved += _stream(actor, now, stream["sender"], stream["peer"])
    asked = Outgoing.objects.filter(state="sent", next_at__lte=now, peer__closed=False).order_by("id")[:200]
    return moved + sum(_try(actor, now, pk, "receipts") for pk in list(asked.values_list("pk", flat=True)))


def _stream(actor: Actor, now: datetime, sender: int, peer: int) -> int:
    """The messages of one sender to one receiver, in order; the first that does not get through stops those behind it."""
    moved = 0
    for pk in list(
        Outgoing.objects.filter(sender=sender, peer=peer, state__in=["waiting", "dead"]).order_by("seq").values_list("pk", flat=True)
    ):
        if not _try(actor, now, pk, "messages"):
            break
        moved += 1
    return moved


def _try(actor: Actor, now: datetime, pk: int, place: str) -> int:
    """Claim, ask the other side outside of any transaction, note what it said: 1 where the message went on."""
    row = _claimed(pk, now, place)
    if row is None:
        return 0
    try:
        status, told = _ask(row, now, place)
    except (OSError, UnusableInputError) as error:
        return _failed(actor, now, row, str(error) or type(error).__name__, for_good=False)
    if status in TAKEN:
        return _answered(actor, now, row, told)
    return _failed(actor, now, row, _refusal(status, told), for_good=status in FOR_GOOD and place == "messages")


def _refusal(status: int, answer: Mapping[str, Any]) -> str:
    if status == UNKNOWN:
        return "对方平台不认本机关的密钥或者系统账号，请由对方安全管理员登记公钥或者延长账号"
    words = "；".join(_plain(answer[name]) for name in ("reason", "remedy") if answer.get(name))
    return f"对方回答 {status} {words}".strip()


def _plain(given: object) -> str:
    """Words of the other side as they can be kept: not without end, and without NUL, which no database keeps."""
    return str(given).replace("\x00", "")[:2000]


@transaction.atomic
def _claimed(pk: int, now: datetime, place: str) -> Outgoing | None:
    """The message, held back from other workers for a minute while it is tried; None where it is not due."""
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("sender", "peer__organ")
    row = rows.filter(pk=pk, next_at__lte=now, state="waiting" if place == "messages" else "sent").first()
    if row is not None:
        row.tries, row.next_at = row.tries + 1, next_try(now, row.tries + 1)
        row.save()
    return row


def _statement(row: Outgoing, key: Ed25519PrivateKey, now: datetime) -> str:
    """What is signed for one try: the instant is that of the try, so that a message that waited long is not taken for a copy."""
    at, mark = now.isoformat(timespec="seconds"), key_mark(public_of(key))
    return Statement(row.sender.name, row.peer.organ.name, mark, row.seq, row.kind, row.digest, at, row.meta).text()


def _ask(row: Outgoing, now: datetime, place: str) -> tuple[int, dict[str, Any]]:
    """What the other side answers; a key that it does not know yet gives way to the one before, so that keys change without a stop."""
    found = keys.all_of(row.sender_id)
    if not found:
        raise UnusableInputError("报文", str(row), f"{row.sender.name}没有报文密钥", "请由安全管理员生成，并把公钥交对方登记")
    content = keeping.read(Path(settings.FILES), row.digest, str(row)) if place == "messages" else None
    status, answer = UNKNOWN, dict[str, Any]()
    for key in found:
        row.statement = _statement(row, key, now)
        fields = {"statement": row.statement, "signature": sign(key, row.statement)}
        status, answer = post(f"{row.peer.url}{PLACE}/{place}", fields, content, resolve=walls().resolve)
        if status != UNKNOWN:
            break
    return status, answer


@transaction.atomic
def _failed(actor: Actor, now: datetime, row: Outgoing, words: str, *, for_good: bool) -> int:
    row.last_error = words[:500]
    if for_good or row.tries >= MOST_TRIES:
        row.state, row.reason = Outgoing.State.DEAD, words
        MessageHop(outgoing=row, step="dead", words=words, noted_at=now).save()
    row.save()
    act = "message.dead" if row.state == Outgoing.State.DEAD else "message.failed"
    ledger.append(actor=actor, act=act, thing=f"outgoing:{row.pk}", details={"tries": row.tries, "error": words}, now=now)
    return 0


@transaction.atomic
def _answered(actor: Actor, now: datetime, row: Outgoing, answer: Mapping[str, Any]) -> int:
    """Keep the receipts that are new, and where the message stands with the other side."""
    state, reason = str(answer.get("state", "")), _plain(answer.get("reason", ""))
    before = (row.state, row.reason)
    row.state = Outgoing.State(state) if state in {"accepted", "returned"} else Outgoing.State.SENT
    row.reason, row.last_error = reason, ""
    if row.state != before[0]:
        row.tries = 0
    row.next_at = next_try(now, row.tries)
    row.save()
    _keep_receipts(row, answer.get("receipts"), now)
    if (row.state, row.reason) == before:
        return 0
    details = {"seq": row.seq, "state": state, "reason": reason}
    ledger.append(actor=actor, act="message.answered", thing=f"outgoing:{row.pk}", details=details, now=now)
    return 1


def _keep_receipts(row: Outgoing, given: Any, now: datetime) -> None:
    known = set(row.hops.values_list("step", "words"))
    for one in [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []:
        step, words = str(one.get("step", "")), _plain(f"{one.get('words', '')}（对方 {one.get('at', '')}）")
        if step in MessageHop.Step.values and (step, words) not in known:
            MessageHop(outgoing=row, step=step, words=words, noted_at=now).save()
