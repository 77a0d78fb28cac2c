"""Keys with which organs of this installation sign messages: one file a key below the home; the newest signs where it is known already."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from zhiheng.client import key_mark, new_key, new_sm2_key, public_of
from zhiheng.client.message import SigningKey
from zhiheng.client.sm2 import BEGINS, Sm2Key

Key = SigningKey


def place_of(organ_id: int) -> Path:
    """Where an organ's keys lie."""
    return Path(settings.HOME) / "keys" / "messages" / str(organ_id)


def made(organ_id: int, *, sm2: bool = False) -> SigningKey:
    """A new key of the organ, readable by its owner only; from now on it signs. sm2: of SM2 instead of Ed25519."""
    place = place_of(organ_id)
    key = new_sm2_key() if sm2 else new_key()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = len(list(place.glob("*.key"))) + 1
    target = place / f"{number:06d}-{key_mark(public_of(key))}.key"
    target.touch(mode=0o600, exist_ok=False)
    target.write_text(f"{BEGINS}{key.private}" if isinstance(key, Sm2Key) else key.private_bytes_raw().hex())
    return key


def all_of(organ_id: int) -> list[SigningKey]:
    """The organ's keys, newest first: one that the other side does not know yet gives way to the one before."""
    return [_read(one.read_text().strip()) for one in sorted(place_of(organ_id).glob("*.key"), reverse=True)]


def signing(organ_id: int) -> SigningKey | None:
    """The key with which the organ signs now; None while it has none."""
    return next(iter(all_of(organ_id)), None)


def _read(text: str) -> SigningKey:
    return Sm2Key(text.removeprefix(BEGINS)) if text.startswith(BEGINS) else Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
