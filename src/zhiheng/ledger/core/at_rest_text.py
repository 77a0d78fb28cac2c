"""Single values enciphered within a database: each anew, or alike for alike so that an equal one is found by the key.

Alike for alike (AES-SIV under a look-up key that is never changed) tells whoever reads the database which rows name the same person,
and nothing else; it is for numbers that are looked up. All else is enciphered anew each time (AES-GCM under the data keys).
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from zhiheng.ledger.core.at_rest import NUMBER, ring
from zhiheng.schema.errors import UnusableInputError

ANEW, ALIKE = "zhr1.", "zhk1."
NONCE: Final = 12
ABOUT: Final = b"zhiheng.at-rest.value"
_PLAIN: ContextVar[bool] = ContextVar("plain", default=False)


@contextmanager
def plain() -> Iterator[None]:
    """Within the block values are written as they are, though there are keys."""
    token = _PLAIN.set(True)
    try:
        yield
    finally:
        _PLAIN.reset(token)


def enciphers() -> bool:
    """Whether values written now are enciphered."""
    return ring() is not None and not _PLAIN.get()


def seal_anew(text: str) -> str:
    """The text enciphered where there are keys, each time otherwise; else as it is."""
    keys = ring()
    if keys is None or _PLAIN.get():
        return text
    (number, key), nonce = keys.present(), secrets.token_bytes(NONCE)
    return ANEW + _base64(number + nonce + AESGCM(key).encrypt(nonce, text.encode(), ABOUT))


def seal_alike(text: str) -> str:
    """The text enciphered where there are keys, always alike; else as it is."""
    keys = ring()
    if keys is None or _PLAIN.get() or not text:
        return text
    return ALIKE + _base64(AESSIV(keys.lookup()).encrypt(text.encode(), [ABOUT]))


def is_sealed(text: str) -> bool:
    """Whether the value lies enciphered."""
    return text.startswith((ANEW, ALIKE))


def is_current(text: str, *, wanted_plain: bool) -> bool:
    """Whether the value lies as it should: as it is, or under the look-up key or the present one."""
    keys = ring()
    if wanted_plain or keys is None:
        return not is_sealed(text)
    return text.startswith(ALIKE) or (text.startswith(ANEW) and _raw(text)[:NUMBER] == keys.present()[0])


def unseal(text: str) -> str:
    """The value as it was; raises UnusableInputError where there is no key for it, or it is not what was written."""
    if not is_sealed(text):
        return text
    keys, remedy = ring(), "请用 ZHIHENG_DATA_KEY 指明原来的数据密钥文件"
    if keys is None:
        raise UnusableInputError("加密存放", "数据库", "有加密的栏目，没有给出数据密钥", remedy)
    try:
        raw = _raw(text)
        if text.startswith(ALIKE):
            return AESSIV(keys.lookup()).decrypt(raw, [ABOUT]).decode()
        key = keys.numbered(raw[:NUMBER])
        if key is None:
            raise UnusableInputError("加密存放", "数据库", "数据密钥文件里没有这一栏所用的密钥", remedy)
        return AESGCM(key).decrypt(raw[NUMBER : NUMBER + NONCE], raw[NUMBER + NONCE :], ABOUT).decode()
    except (InvalidTag, ValueError) as error:
        raise UnusableInputError("加密存放", "数据库", "加密的栏目被改动过，或密钥不是原来的", remedy) from error


def number_used(text: str) -> bytes:
    """Number of the data key of a value enciphered anew; empty for others."""
    return _raw(text)[:NUMBER] if text.startswith(ANEW) else b""


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text[len(ANEW) :])


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
