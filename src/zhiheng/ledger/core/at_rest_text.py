"""Single values enciphered within a database: each anew, or alike for alike so that an equal one is found by the key.

Alike for alike (AES-SIV under a look-up key that is never changed) tells whoever reads the database which rows name the same person,
and nothing else; it is for numbers that are looked up, alone or within words that are searched. All else is enciphered anew each time:
by AES-GCM under the data keys, or, in tables that are only added to and so cannot be written anew, under a key drawn from the look-up key.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zhiheng.ledger.core.at_rest import NUMBER, ring
from zhiheng.schema.errors import UnusableInputError

ANEW, ALIKE, KEPT, ESCAPED = "zhr1.", "zhk1.", "zhs1.", "zhp1."
"""How a value begins that lies enciphered: under a data key, by the look-up key, for good; or plain words that happen to begin so."""
NONCE: Final = 12
ABOUT: Final = b"zhiheng.at-rest.value"
NUMBERS: Final = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])", re.ASCII)
COVERED: Final = re.compile(r"zhk1\.[A-Za-z0-9_-]{46}==")
"""An identity number within words, and the same enciphered."""
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


class SpoiltError(UnusableInputError):
    """A column does not hold what was written: it was changed, or the key is another."""


def seal_anew(text: str) -> str:
    """The text enciphered where there are keys, each time otherwise; else as it is."""
    keys = ring()
    if keys is None or _PLAIN.get() or not text:
        return escaped(text)
    (number, key), nonce = keys.present(), secrets.token_bytes(NONCE)
    return ANEW + _base64(number + nonce + _gcm(key).encrypt(nonce, text.encode(), ABOUT))


def seal_kept(text: str) -> str:
    """The same under the key that is never changed: for rows that cannot be written anew."""
    keys = ring()
    if keys is None or _PLAIN.get() or not text:
        return escaped(text)
    nonce = secrets.token_bytes(NONCE)
    return KEPT + _base64(nonce + _gcm(_kept_key(keys.lookup())).encrypt(nonce, text.encode(), ABOUT))


def seal_alike(text: str) -> str:
    """The text enciphered where there are keys, always alike; else as it is."""
    keys = ring()
    if keys is None or _PLAIN.get() or not text:
        return escaped(text)
    return _alike(text, keys.lookup())


def sealed_alike(texts: frozenset[str]) -> tuple[str, ...]:
    """Each of many, in order, as `seal_alike` gives it; the same ones are asked for several times while a page is drawn."""
    keys = ring()
    return _all_alike(texts, None if keys is None or _PLAIN.get() else keys.lookup())


@lru_cache(maxsize=32)
def _all_alike(texts: frozenset[str], lookup: bytes | None) -> tuple[str, ...]:
    return tuple(sorted(_alike(text, lookup) if lookup and text else escaped(text) for text in texts))


def _alike(text: str, lookup: bytes) -> str:
    return ALIKE + _base64(_siv(lookup).encrypt(text.encode(), [ABOUT]))


def cover(text: str) -> str:
    """The words with every whole identity number in them enciphered alike, so that words and whole numbers are found as before."""
    return NUMBERS.sub(lambda number: seal_alike(number[0]), text) if ring() and not _PLAIN.get() else text


def uncover(text: str) -> str:
    """The words as they were; what only looks like an enciphered number stays."""
    return COVERED.sub(_opened, text) if ALIKE in text and ring() else text


def _opened(found: re.Match[str]) -> str:
    try:
        return unseal(found[0])
    except SpoiltError:
        return found[0]


def escaped(text: str) -> str:
    """Words that begin as an enciphered value would, marked as words."""
    return ESCAPED + text if text.startswith((ANEW, ALIKE, KEPT, ESCAPED)) else text


def is_sealed(text: str) -> bool:
    """Whether the value lies enciphered."""
    return text.startswith((ANEW, ALIKE, KEPT))


def is_current(text: str, *, wanted_plain: bool) -> bool:
    """Whether a value that is enciphered as a whole lies as it should: as it is, or under a key that stays or the present one."""
    keys = ring()
    if wanted_plain or keys is None or not text:
        return not is_sealed(text)
    return text.startswith((ALIKE, KEPT)) or (text.startswith(ANEW) and _raw(text)[:NUMBER] == keys.present()[0])


def is_covered(text: str, *, wanted_plain: bool) -> bool:
    """Whether words lie as they should: their numbers enciphered, or none of them."""
    return not (COVERED if wanted_plain or ring() is None else NUMBERS).search(text)


def unseal(text: str) -> str:
    """The value as it was; raises UnusableInputError where there is no key for it, SpoiltError where it is not what was written."""
    if not is_sealed(text):
        return text.removeprefix(ESCAPED)
    keys, remedy = ring(), "请用 ZHIHENG_DATA_KEY 指明原来的数据密钥文件"
    if keys is None:
        raise UnusableInputError("加密存放", "数据库", "有加密的栏目，没有给出数据密钥", remedy)
    try:
        raw = _raw(text)
        if text.startswith(ALIKE):
            return _siv(keys.lookup()).decrypt(raw, [ABOUT]).decode()
        number = b"" if text.startswith(KEPT) else raw[:NUMBER]
        key = keys.numbered(number) if number else _kept_key(keys.lookup())
        if key is None:
            raise SpoiltError("加密存放", "数据库", "数据密钥文件里没有这一栏所用的密钥", remedy)
        raw = raw[len(number) :]
        return _gcm(key).decrypt(raw[:NONCE], raw[NONCE:], ABOUT).decode()
    except (InvalidTag, ValueError) as error:
        raise SpoiltError("加密存放", "数据库", "加密的栏目被改动过，或密钥不是原来的", remedy) from error


@lru_cache(maxsize=16)
def _gcm(key: bytes) -> AESGCM:
    return AESGCM(key)


@lru_cache(maxsize=4)
def _siv(key: bytes) -> AESSIV:
    return AESSIV(key)


@lru_cache(maxsize=4)
def _kept_key(lookup: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"zhiheng.at-rest.kept").derive(lookup)


def number_used(text: str) -> bytes:
    """Number of the data key of a value enciphered anew; empty for others."""
    return _raw(text)[:NUMBER] if text.startswith(ANEW) else b""


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text[len(ANEW) :])


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
