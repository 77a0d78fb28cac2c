"""Signed notes as C2SP spells them: checkpoints of a log (tlog-checkpoint), their signatures (signed-note) and those of witnesses
(tlog-cosignature). https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint, https://c2sp.org/tlog-cosignature
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = 1, 4
"""Kinds of key: Ed25519 over the note, and Ed25519 over the note with an instant (cosignature/v1)."""
DASH = "— "
TIMESTAMP_BYTES = 8


@dataclass(frozen=True)
class Key:
    """Who signs: a name, a kind and a public key of 32 bytes; as text `name+id+base64`."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The first four bytes of the digest of name, kind and key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"


def read_key(text: str) -> Key:
    """The key of a text `name+id+base64`; raises ValueError in Chinese where it is none."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise ValueError("不是公钥：应为“名称+编号+base64”一行")
    try:
        raw = b64decode(parts[2], validate=True)
    except NotBase64 as error:
        raise ValueError("公钥不是 base64") from error
    if len(raw) != 33 or raw[0] not in (LOG, WITNESS):
        raise ValueError("不是 Ed25519 公钥")
    key = Key(parts[0], raw[0], raw[1:])
    if key.id.hex() != parts[1]:
        raise ValueError("公钥的编号与内容不符，抄写有误")
    return key


@dataclass(frozen=True)
class Signature:
    """A line under a note: name, id of the key (4 bytes), signature."""

    name: str
    id: bytes
    content: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {b64encode(self.id + self.content).decode()}"


@dataclass(frozen=True)
class Note:
    """body: what is signed, each line ended; signatures: in the order given."""

    body: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.body}\n" + "".join(f"{one}\n" for one in self.signatures)

    def signed_by(self, key: Key) -> bool:
        """Whether the key has signed the body."""
        return any(_valid(self.body, one, key) for one in self.signatures if (one.name, one.id) == (key.name, key.id))

    def with_signatures(self, more: Sequence[Signature]) -> Note:
        """The note with further signatures; those it has already are not repeated."""
        fresh = [one for one in more if one not in self.signatures]
        return Note(self.body, (*self.signatures, *fresh))


@dataclass(frozen=True)
class Point:
    """What a checkpoint says: origin (name of the log), size, root (32 bytes), and further lines."""

    origin: str
    size: int
    root: bytes
    more: tuple[str, ...] = ()

    def body(self) -> str:
        """As it is signed."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), b64encode(self.root).decode(), *self.more))


def read_note(text: str) -> Note:
    """The note of a text; raises ValueError in Chinese where it is none."""
    body, gap, lines = text.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise ValueError("不是签名的检查点：缺少正文或者签名")
    return Note(body + "\n", tuple(_signature(line) for line in lines[:-1].split("\n")))


def read_point(body: str) -> Point:
    """What the body of a checkpoint says; raises ValueError in Chinese where it is none."""
    origin, *rest = body.removesuffix("\n").split("\n")
    if len(rest) < 2 or not origin or not rest[0].isascii() or not rest[0].isdecimal() or rest[0] != str(int(rest[0])):
        raise ValueError("不是检查点：应为名称、条数、根各一行")
    try:
        root = b64decode(rest[1], validate=True)
    except NotBase64 as error:
        raise ValueError("检查点的根不是 base64") from error
    if len(root) != 32:
        raise ValueError("检查点的根应为 32 字节")
    return Point(origin, int(rest[0]), root, tuple(rest[2:]))


def _signature(line: str) -> Signature:
    name, gap, coded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not gap or not name:
        raise ValueError("签名行写错：应以“— 名称 ”开头")
    try:
        raw = b64decode(coded, validate=True)
    except NotBase64 as error:
        raise ValueError("签名行不是 base64") from error
    return Signature(name, raw[:4], raw[4:])


def signature_of(body: str, name: str, private: Ed25519PrivateKey) -> Signature:
    """The log's signature of a body."""
    return Signature(name, Key(name, LOG, private.public_key().public_bytes_raw()).id, private.sign(body.encode()))


def cosignature_of(body: str, name: str, private: Ed25519PrivateKey, at_seconds: int) -> Signature:
    """A witness's signature: it has seen this checkpoint at this instant (seconds since 1970), consistent with all it saw before."""
    key = Key(name, WITNESS, private.public_key().public_bytes_raw())
    content = at_seconds.to_bytes(TIMESTAMP_BYTES) + private.sign(_cosigned(body, at_seconds))
    return Signature(name, key.id, content)


def cosigned_at(signature: Signature) -> int:
    """When a witness signed, in seconds since 1970."""
    return int.from_bytes(signature.content[:TIMESTAMP_BYTES])


def _cosigned(body: str, at_seconds: int) -> bytes:
    return f"cosignature/v1\ntime {at_seconds}\n{body}".encode()


def _valid(body: str, signature: Signature, key: Key) -> bool:
    told, content = body.encode(), signature.content
    if key.kind == WITNESS:
        told, content = _cosigned(body, cosigned_at(signature)), content[TIMESTAMP_BYTES:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(content, told)
    except (InvalidSignature, ValueError):
        return False
    return True
