"""Several signed messages in one request: each keeps its own statement and signature, so that taking them apart changes nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from zhiheng.client.message import MessageError

MOST: Final = 500
"""Messages in one bundle."""
MOST_BYTES: Final = 4 << 20
"""Bytes of their payloads together; a larger payload goes alone."""
PARTS: Final = frozenset({"statement", "signature", "payload"})


@dataclass(frozen=True)
class Signed:
    """A message as it goes: statement, signature (hex), payload."""

    statement: str
    signature: str
    payload: bytes


def bundle_of(messages: Iterable[Signed]) -> bytes:
    """The bundle: a JSON list, payloads in Base64."""
    part = [{"statement": one.statement, "signature": one.signature, "payload": base64.b64encode(one.payload).decode()} for one in messages]
    return json.dumps(part, ensure_ascii=False).encode()


def read_bundle(content: bytes) -> list[Signed]:
    """The messages of a bundle in their order; raises MessageError where it is none."""
    try:
        part = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise MessageError("报文包不是 JSON") from error
    if not isinstance(part, list) or not 0 < len(part) <= MOST:
        raise MessageError(f"报文包应为 1 至 {MOST} 份报文的列表")
    return [_signed(one) for one in part]


def _signed(part: object) -> Signed:
    if not isinstance(part, dict) or set(part) != PARTS or not all(isinstance(one, str) for one in part.values()):
        raise MessageError(f"报文包中每份报文应有且只有 {'、'.join(sorted(PARTS))}")
    try:
        return Signed(part["statement"], part["signature"], base64.b64decode(part["payload"], validate=True))
    except (binascii.Error, ValueError) as error:
        raise MessageError("报文包中有 payload 不是 Base64") from error
