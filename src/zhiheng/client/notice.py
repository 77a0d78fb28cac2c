"""What the platform posts to the address that an account named: a signed word that a message came to its end."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from zhiheng.client.message import MessageError, digest_of, key_mark, read_statement, signed_by


@dataclass(frozen=True)
class Notice:
    """number: of the notice, the same however often it comes; seq: of the message it speaks of; state: accepted, returned, quarantined."""

    number: int
    platform: str
    seq: int
    state: str
    reason: str
    at: str


def read_notice(statement: str, signature: str, payload: bytes, *, public: Collection[str], receiver: str) -> Notice:
    """The notice; raises MessageError where none of these public keys of the platform signed it, or it is not for us."""
    found = read_statement(statement)
    known = [one for one in public if key_mark(one) == found.key]
    if not known or not signed_by(known[0], statement, signature):
        raise MessageError("不是平台登记的密钥所签")
    if found.kind != "notice" or found.receiver != receiver or found.digest != digest_of(payload):
        raise MessageError("不是发给本系统的通知，或者内容与签名不符")
    body = json.loads(payload)
    return Notice(found.seq, found.sender, int(body["seq"]), str(body["state"]), str(body["reason"]), found.at)
