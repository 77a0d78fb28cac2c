"""Messages taken in, one or several with one request: who sends them is made sure of, they are kept, then done in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from zhiheng.client.bundle import Signed, read_bundle
from zhiheng.client.message import MessageError
from zhiheng.exchange.peers.services.admitting import StrangerError, demand, key_of, known, organ_here
from zhiheng.exchange.peers.services.intake import go_on, go_on_behind
from zhiheng.exchange.peers.services.storing import UNDONE, Given, Kept, TakenMessage, kept_together
from zhiheng.schema.errors import UnusableInputError


def take(*, now: datetime, text: str, signature: str, payload: bytes) -> TakenMessage:
    """Take a message in; the same again is the same message with the same receipts. Raises StrangerError, UnusableInputError."""
    kept = kept_together([_one(Signed(text, signature, payload), now, key_of, organ_here, ())], now)
    (taken,) = kept.outcomes
    if taken.refusal:
        raise taken.refusal
    _work_on(now, kept)
    return taken


def take_bundle(*, now: datetime, content: bytes) -> list[TakenMessage]:
    """Take the messages of one system to one organ in; the first that is refused ends the list, those behind it are not looked at.

    Raises StrangerError, UnusableInputError where that is so of the first, or the bundle cannot be read.
    """
    try:
        bundle = read_bundle(content)
    except MessageError as error:
        raise UnusableInputError("来文", "payload", str(error), "请按接口说明或者使用 zhiheng.client 生成") from error
    given, refusal = _known(bundle, now)
    kept = kept_together(given, now)
    _work_on(now, kept)
    return [*kept.outcomes] if refusal is None or len(kept.outcomes) < len(given) else [*kept.outcomes, TakenMessage(refusal=refusal)]


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


def _work_on(now: datetime, kept: Kept) -> None:
    """Do what was not done as it was kept, each in a transaction of its own and in its order, and what waited for them."""
    undone = [one.row for one in kept.outcomes if one.row and one.row.state in UNDONE]
    for row in undone:
        go_on(now=now, row=row)
    for row in undone:
        row.refresh_from_db(fields=["state", "reason", "case", "earlier", "relation", "delivery"])
    if kept.waited_for and not undone:
        last = [one.row for one in kept.outcomes if one.row and one.hops][-1]
        go_on_behind(now=now, row=last)
