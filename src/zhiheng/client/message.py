"""A signed message: the statement says who sends what to whom under which number; the signature covers the statement, byte for byte."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zhiheng.client.sm2 import BEGINS, Sm2Key, verified

SigningKey = Ed25519PrivateKey | Sm2Key
PREFIX: Final = b"zhiheng-message/1\n"
"""Stands before what is signed, so that no signature made for another purpose is one of a message."""
LONGEST: Final = 16 << 10
KINDS: Final = ("case", "file", "package", "dataset", "test", "notice", "receipts")
TEXTS: Final = ("sender", "receiver", "key", "kind", "digest", "at")


class MessageError(ValueError):
    """A statement that cannot be read; `str()` says why."""


@dataclass(frozen=True)
class Statement:
    """What is signed.

    seq     number of the message from this sender to this receiver, from 1 without a gap; 0 for a test of the connection
    key     mark of the key that signs (`key_mark`); digest: SHA-256 of the payload, in hex
    at      instant of signing, as ISO 8601 with its zone
    meta    what the kind needs: name, dataset, case, step …
    """

    sender: str
    receiver: str
    key: str
    seq: int
    kind: str
    digest: str
    at: str
    meta: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The statement as it is signed and sent: JSON with sorted names and no blanks."""
        told = {name: getattr(self, name) for name in (*TEXTS, "seq")} | {"meta": dict(self.meta)}
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_statement(text: str) -> Statement:
    """The statement; raises MessageError where a part is missing, of another kind, too long, or unknown."""
    if len(text) > LONGEST:
        raise MessageError("声明过长")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MessageError("声明不是 JSON") from error
    if not isinstance(told, dict) or set(told) != {*TEXTS, "seq", "meta"}:
        raise MessageError(f"声明应有且只有 {'、'.join((*TEXTS, 'seq', 'meta'))}")
    meta = told["meta"]
    texts = [told[name] for name in TEXTS] + (list(meta.values()) if isinstance(meta, dict) else [None])
    if not all(isinstance(one, str) and one.isprintable() for one in texts):
        raise MessageError("声明的各项应为一行文字，meta 为名称和文字")
    if type(told["seq"]) is not int or not 0 <= told["seq"] < 1 << 53 or told["kind"] not in KINDS:
        raise MessageError(f"seq 应为不小于 0 的整数，kind 应为 {'、'.join(KINDS)} 之一")
    return Statement(**told)


def digest_of(payload: bytes) -> str:
    """SHA-256 of a payload, in hex."""
    return hashlib.sha256(payload).hexdigest()


def asking(kind: str, sender: str, receiver: str, key: SigningKey, seq: int, at: datetime) -> str:
    """The text of a query (kind `receipts`, about the message of this number, or `test`): no two are alike, as each is answered once."""
    mark, meta = key_mark(public_of(key)), {"once": secrets.token_hex(8)}
    return Statement(sender, receiver, mark, seq, kind, digest_of(b""), at.isoformat(timespec="seconds"), meta).text()


def new_key() -> Ed25519PrivateKey:
    """A new key pair."""
    return Ed25519PrivateKey.generate()


def public_of(key: SigningKey) -> str:
    """The public key in hex, as it is registered with the platform; one of SM2 begins with `sm2:`."""
    return key.public if isinstance(key, Sm2Key) else key.public_key().public_bytes_raw().hex()


def key_mark(public: str) -> str:
    """The short mark of a public key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public.removeprefix(BEGINS))).hexdigest()[:16]


def sign(key: SigningKey, text: str) -> str:
    """The signature of a statement's text, in hex."""
    return key.sign(PREFIX + text.encode()).hex()


def signed_by(public: str, text: str, signature: str) -> bool:
    """Whether the signature is that key's over this very text; the key says by which algorithm, never the message."""
    try:
        if public.startswith(BEGINS):
            return verified(public, PREFIX + text.encode(), bytes.fromhex(signature))
        _verifier(public).verify(bytes.fromhex(signature), PREFIX + text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=256)
def _verifier(public: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
