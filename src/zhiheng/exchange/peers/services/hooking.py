"""A signed word to the address that an organ's system named: addresses inside are refused as for messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhiheng.client.message import Statement, digest_of, key_mark, public_of, sign
from zhiheng.client.wire import post
from zhiheng.exchange.peers import keys
from zhiheng.exchange.peers.services.accounts import walls
from zhiheng.schema.errors import UnusableInputError


def post_signed(url: str, payload: bytes, *, sender: Any, receiver: str, number: int, now: datetime) -> str:
    """Post under the organ `sender`'s key; why it was not taken, empty where it was. `number` stays the same however often it comes."""
    key = keys.signing(sender.pk)
    if key is None:
        return f"{sender.name}没有报文密钥"
    at = now.isoformat(timespec="seconds")
    text = Statement(sender.name, receiver, key_mark(public_of(key)), number, "notice", digest_of(payload), at).text()
    try:
        status, _ = post(url, {"statement": text, "signature": sign(key, text)}, payload, resolve=walls().resolve)
    except (OSError, UnusableInputError) as error:
        return str(error) or type(error).__name__
    return "" if 200 <= status < 300 else f"对方回答 {status}"
