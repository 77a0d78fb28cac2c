"""Signed checkpoints: size, root and instant of the trace under an Ed25519 signature, as a small JSON text that an outside organ keeps."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ORIGIN = "zhiheng-ledger-v1"


@dataclass(frozen=True)
class SignedCheckpoint:
    """size: entries covered; root, key (public), signature: hex; at: instant in UTC as text."""

    size: int
    root: str
    at: str
    key: str
    signature: str

    def is_genuine(self) -> bool:
        """Whether the signature belongs to the content and the key named in it."""
        try:
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            public.verify(bytes.fromhex(self.signature), _signed_text(self.size, self.root, self.at, self.key))
        except (InvalidSignature, ValueError):
            return False
        return True

    def to_text(self) -> str:
        """JSON of one object, indented, ending in a newline."""
        return json.dumps({"origin": ORIGIN, **asdict(self)}, indent=1) + "\n"


def sign(key: Ed25519PrivateKey, size: int, root: str, at: str) -> SignedCheckpoint:
    """A checkpoint signed with this key."""
    public = key.public_key().public_bytes_raw().hex()
    return SignedCheckpoint(size, root, at, public, key.sign(_signed_text(size, root, at, public)).hex())


def read(text: str) -> SignedCheckpoint:
    """A checkpoint from its text; raises ValueError in Chinese when it is none."""
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
