"""How content of a home lies on the disk: as it is, or enciphered where the installation has a key for its data.

An enciphered file is a head (mark, number of the key, salt) and pieces of 64 KiB, each by AES-256-GCM under a key drawn from the
installation's and the salt. A piece knows its place and whether it is the last, so that none can be cut off, exchanged or put elsewhere.
Digests are always those of the content, never of what lies on the disk: enciphering a file or changing its key changes no proof.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zhiheng.ledger.core.data_keys import Ring
from zhiheng.schema.errors import UnusableInputError

MARK: Final = b"ZHREST1\n"
NUMBER: Final = 8
SALT: Final = 32
HEAD: Final = len(MARK) + NUMBER + SALT
PIECE: Final = 1 << 16
TAG: Final = 16
PURPOSE: Final = b"zhiheng.at-rest.file"
_ring: list[Ring] = []


class DamagedError(ValueError):
    """An enciphered file is not what was written."""


def use(place: Path | None) -> None:
    """Encipher from now on with the keys of this file; None: nothing is enciphered."""
    _ring[:] = [Ring(place)] if place else []


def ring() -> Ring | None:
    """The keys of this installation, None where it has none."""
    return _ring[0] if _ring else None


@dataclass
class Writing:
    """Content on its way into a file. digest: SHA-256 of the content so far, hex, once finished; length: of the content."""

    file: BinaryIO
    enciphered: bool
    length: int = 0
    digest: str = ""
    closed: bool = False
    _hashed: hashlib._Hash = field(default_factory=hashlib.sha256)
    _left: bytes = b""
    _count: int = 0

    def __post_init__(self) -> None:
        keys = ring()
        if self.enciphered and keys:
            number, key = keys.present()
            self._head = MARK + number + secrets.token_bytes(SALT)
            self._cipher = _cipher(key, self._head)
            self.file.write(self._head)

    def write(self, content: bytes) -> int:
        """Take the next part."""
        self._hashed.update(content)
        self.length += len(content)
        if not self.enciphered:
            self.file.write(content)
            return len(content)
        waiting = self._left + content
        whole = max(0, (len(waiting) - 1) // PIECE) * PIECE
        for start in range(0, whole, PIECE):
            self._put(waiting[start : start + PIECE], last=False)
        self._left = waiting[whole:]
        return len(content)

    def finish(self) -> str:
        """Put down what is left, through to the disk; returns the digest of the content."""
        if self.enciphered:
            self._put(self._left, last=True)
        self.file.flush()
        os.fsync(self.file.fileno())
        self.digest = self._hashed.hexdigest()
        return self.digest

    def tell(self) -> int:
        """How much content there is so far."""
        return self.length

    def flush(self) -> None:
        """Nothing: `finish` does it."""

    def close(self) -> None:
        """Nothing: who opened the file closes it."""

    def _put(self, piece: bytes, *, last: bool) -> None:
        self.file.write(self._cipher.encrypt(_nonce(self._count, last=last), piece, self._head))
        self._count += 1


@contextmanager
def writing(place: Path, *, enciphered: bool | None = None) -> Iterator[Writing]:
    """Write a new file; after the block it is whole and on the disk. enciphered: None where there are keys."""
    with place.open("xb") as file:
        made = Writing(file, ring() is not None if enciphered is None else enciphered)
        yield made
        made.finish()


def is_enciphered(place: Path) -> bool:
    """Whether the file is enciphered."""
    with place.open("rb") as file:
        return file.read(len(MARK)) == MARK


def number_of(place: Path) -> bytes:
    """Number of the key under which a file lies; empty where it is not enciphered."""
    with place.open("rb") as file:
        head = file.read(HEAD)
    return head[len(MARK) : len(MARK) + NUMBER] if head.startswith(MARK) else b""


def pieces(place: Path) -> Iterator[bytes]:
    """The content of a file, however it lies; raises DamagedError where an enciphered one is not what was written."""
    with place.open("rb") as file:
        head = file.read(HEAD)
        if not head.startswith(MARK):
            yield head
            while piece := file.read(1 << 20):
                yield piece
            return
        yield from _deciphered(file, head, place)


def read(place: Path) -> bytes:
    """The whole content of a file."""
    return b"".join(pieces(place))


def digest_of(place: Path) -> str:
    """SHA-256 of a file's content in hex; empty where an enciphered one is not what was written."""
    hashed = hashlib.sha256()
    try:
        for piece in pieces(place):
            hashed.update(piece)
    except DamagedError:
        return ""
    return hashed.hexdigest()


def _deciphered(file: BinaryIO, head: bytes, place: Path) -> Iterator[bytes]:
    keys = ring()
    if keys is None:
        raise UnusableInputError("加密存放", str(place), "文件是加密的，没有给出数据密钥", "请用 ZHIHENG_DATA_KEY 指明数据密钥文件")
    key = keys.numbered(head[len(MARK) : len(MARK) + NUMBER])
    if len(head) < HEAD or key is None:
        raise UnusableInputError("加密存放", str(place), "数据密钥文件里没有这个文件所用的密钥", "请找回原密钥，写回数据密钥文件")
    cipher, count, piece = _cipher(key, head), 0, file.read(PIECE + TAG)
    while piece:
        following = file.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(count, last=not following), piece, head)
        except InvalidTag as error:
            raise DamagedError(str(place)) from error
        count, piece = count + 1, following
    if not count:
        raise DamagedError(str(place))


def _cipher(key: bytes, head: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, head[-SALT:], PURPOSE).derive(key))


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
