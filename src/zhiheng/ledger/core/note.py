"""Signed checkpoints: size, root and instant of the trace under an Ed25519 signature, as a small text that an outside organ keeps.

New ones are signed notes of C2SP (see `notes`); earlier programs wrote JSON that names its own key, which is still read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zhiheng.ledger.core.notes import LOG, Key, Note, Point, read_note, read_point, signature_of

ORIGIN = "zhiheng-ledger-v1"
AT = "at "
"""What begins the line of the instant in the body of a note."""


@dataclass(frozen=True)
class SignedCheckpoint:
    """size: entries covered; root, key (public), signature: hex; at: instant in UTC as text; text: the note, empty for one of JSON.

    key is empty where none of the keys at hand has signed the note.
    """

    size: int
    root: str
    at: str
    key: str
    signature: str
    text: str = ""

    def is_genuine(self) -> bool:
        """Whether the signature belongs to the content and the key."""
        try:
            if self.text:
                return self._is_genuine_note()
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            public.verify(bytes.fromhex(self.signature), _signed_text(self.size, self.root, self.at, self.key))
        except (InvalidSignature, ValueError):
            return False
        return True

    def _is_genuine_note(self) -> bool:
        note = read_note(self.text)
        point = read_point(note.body)
        told = (point.size, point.root.hex(), instant_of(point)) == (self.size, self.root, self.at)
        mine = any(one.content.hex() == self.signature for one in note.signatures)
        return told and mine and note.signed_by(Key(point.origin, LOG, bytes.fromhex(self.key)))

    def is_of(self, keys: Iterable[Key]) -> bool:
        """Whether one of these keys is the one that signed."""
        return self.key in {key.public.hex() for key in keys}

    def note(self) -> Note | None:
        """The note; None for a checkpoint of JSON."""
        return read_note(self.text) if self.text else None

    def to_text(self) -> str:
        """The note, or JSON of one object, indented, ending in a newline."""
        if self.text:
            return self.text
        told = {name: value for name, value in asdict(self).items() if name != "text"}
        return json.dumps({"origin": ORIGIN, **told}, indent=1) + "\n"


def sign(private: Ed25519PrivateKey, origin: str, size: int, root: str, at: str) -> SignedCheckpoint:
    """A checkpoint of the log of this name signed with this key."""
    body = Point(origin, size, bytes.fromhex(root), (f"{AT}{at}",)).body()
    signature = signature_of(body, origin, private)
    public = private.public_key().public_bytes_raw().hex()
    return SignedCheckpoint(size, root, at, public, signature.content.hex(), str(Note(body, (signature,))))


def instant_of(point: Point) -> str:
    """The instant that the body names; empty where it names none."""
    return next((line.removeprefix(AT) for line in point.more if line.startswith(AT)), "")


def read(text: str, keys: Iterable[Key] = ()) -> SignedCheckpoint:
    """A checkpoint from its text; raises ValueError in Chinese when it is none. keys: those that may have signed a note."""
    if text.lstrip().startswith("{"):
        return _read_json(text)
    note = read_note(text)
    point = read_point(note.body)
    names = {(key.name, key.id): key for key in keys if key.kind == LOG}
    for one in note.signatures:
        key = names.get((one.name, one.id))
        if key and note.signed_by(key):
            return SignedCheckpoint(point.size, point.root.hex(), instant_of(point), key.public.hex(), one.content.hex(), text)
    return SignedCheckpoint(point.size, point.root.hex(), instant_of(point), "", "", text)


def _read_json(text: str) -> SignedCheckpoint:
    try:
        parts = json.loads(text)
    except ValueError as error:
        raise ValueError("不是 JSON 文本") from error
    kinds = {"size": int, "root": str, "at": str, "key": str, "signature": str}
    if not isinstance(parts, dict) or parts.get("origin") != ORIGIN:
        raise ValueError("不是本系统的检查点")
    if wrong := [name for name, kind in kinds.items() if type(parts.get(name)) is not kind]:
        raise ValueError(f"缺少或写错：{'、'.join(wrong)}")
    return SignedCheckpoint(**{name: parts[name] for name in kinds})


def _signed_text(size: int, root: str, at: str, key: str) -> bytes:
    return "\n".join([ORIGIN, str(size), root, at, key]).encode()
