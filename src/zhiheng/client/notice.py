"""What the platform posts to the address that an account named: a signed word that a message came to its end."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from zhiheng.client.message import MessageError, Statement, digest_of, key_mark, read_statement, signed_by


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
    found, body = _opened(statement, signature, payload, public, receiver)
    return Notice(found.seq, found.sender, int(body["seq"]), str(body["state"]), str(body["reason"]), found.at)


@dataclass(frozen=True)
class OfficerNotice:
    """A notice for one officer of the organ: `to` the sign-in name, `link` where it is opened; `number` the same however often it comes."""

    number: int
    to: str
    kind: str
    title: str
    link: str
    at: str


def read_officer_notice(statement: str, signature: str, payload: bytes, *, public: Collection[str], receiver: str) -> OfficerNotice:
    """The notice for an officer; raises MessageError where none of these public keys of the organ signed it, or it is not for us."""
    found, body = _opened(statement, signature, payload, public, receiver)
    return OfficerNotice(found.seq, *(str(body[name]) for name in ("to", "kind", "title", "link", "at")))


def _opened(statement: str, signature: str, payload: bytes, public: Collection[str], receiver: str) -> tuple[Statement, dict[str, Any]]:
    """Statement and content, once the signature and the receiver hold."""
    found = read_statement(statement)
    known = [one for one in public if key_mark(one) == found.key]
    if not known or not signed_by(known[0], statement, signature):
        raise MessageError("不是平台登记的密钥所签")
    if found.kind != "notice" or found.receiver != receiver or found.digest != digest_of(payload):
        raise MessageError("不是发给本系统的通知，或者内容与签名不符")
    return found, json.loads(payload)
