"""Many messages of one stream in one request; what the other side says of each is noted in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.client.bundle import Signed, bundle_of
from zhiheng.client.message import sign
from zhiheng.client.sender import PLACE
from zhiheng.client.wire import post
from zhiheng.dossier.core import keeping
from zhiheng.exchange.models import Outgoing
from zhiheng.exchange.peers import keys
from zhiheng.exchange.peers.services.accounts import walls
from zhiheng.exchange.peers.services.answering import FOR_GOOD, TAKEN, UNKNOWN, answered, failed, refusal_of
from zhiheng.exchange.peers.services.claiming import released, statement_of
from zhiheng.ledger.core.actor import Actor
from zhiheng.schema.errors import UnusableInputError

NO_SUCH_WAY = 405


class NotTogetherError(Exception):
    """The other side takes no bundles, or not this one: each message is to be sent by itself."""


def send_together(actor: Actor, now: datetime, rows: Sequence[Outgoing]) -> int:
    """Send claimed messages of one stream; the first that does not get through stops those behind it. Returns how many went on.

    Raises NotTogetherError, with nothing noted.
    """
    try:
        status, told = _ask(rows, now)
    except (OSError, UnusableInputError) as error:
        return _stopped(actor, now, rows, str(error) or type(error).__name__, for_good=False)
    if status in (*FOR_GOOD, NO_SUCH_WAY):
        raise NotTogetherError
    answers = told.get("answers")
    if status not in TAKEN or not isinstance(answers, list) or not all(isinstance(one, dict) for one in answers):
        return _stopped(actor, now, rows, refusal_of(status, told), for_good=False)
    taken = [one for one in answers if one.get("status") in TAKEN]
    went = answered(actor, now, list(zip(rows, taken, strict=False)))
    rest, refused = rows[len(taken) :], next((one for one in answers if one not in taken), dict[str, Any]())
    if rest:
        said = int(refused.get("status") or 0) if str(refused.get("status") or 0).isdecimal() else 0
        _stopped(actor, now, rest, refusal_of(said, refused) if refused else "", for_good=said in FOR_GOOD)
    return went


def _stopped(actor: Actor, now: datetime, rows: Sequence[Outgoing], words: str, *, for_good: bool) -> int:
    """The first did not get through (where there are words), those behind it were not looked at."""
    released(rows[1:] if words else rows, now)
    return failed(actor, now, rows[0], words, for_good=for_good) if words else 0


def _ask(rows: Sequence[Outgoing], now: datetime) -> tuple[int, Mapping[str, Any]]:
    """What the other side answers; a key that it does not know yet gives way to the one before, so that keys change without a stop."""
    first = rows[0]
    found = keys.all_of(first.sender_id)
    if not found:
        raise UnusableInputError("报文", str(first), f"{first.sender.name}没有报文密钥", "请由安全管理员生成，并把公钥交对方登记")
    payloads = [keeping.read(Path(settings.FILES), row.digest, str(row)) for row in rows]
    status, told = UNKNOWN, dict[str, Any]()
    for key in found:
        for row in rows:
            row.statement = statement_of(row, key, now)
        signed = (Signed(row.statement, sign(key, row.statement), payload) for row, payload in zip(rows, payloads, strict=True))
        status, told = post(f"{first.peer.url}{PLACE}/bundles", {}, bundle_of(signed), resolve=walls().resolve)
        if status != UNKNOWN:
            break
    return status, told
