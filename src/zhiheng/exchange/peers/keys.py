"""Keys with which organs of this installation sign messages: one file a key below the home; the newest signs where it is known already."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from zhiheng.client import key_mark, new_key, public_of

Key = Ed25519PrivateKey


def place_of(organ_id: int) -> Path:
    """Where an organ's keys lie."""
    return Path(settings.HOME) / "keys" / "messages" / str(organ_id)


def made(organ_id: int) -> Ed25519PrivateKey:
    """A new key of the organ, readable by its owner only; from now on it signs."""
    place = place_of(organ_id)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    key, number = new_key(), len(list(place.glob("*.key"))) + 1
    target = place / f"{number:06d}-{key_mark(public_of(key))}.key"
    target.touch(mode=0o600, exist_ok=False)
    target.write_text(key.private_bytes_raw().hex())
    return key


def all_of(organ_id: int) -> list[Ed25519PrivateKey]:
    """The organ's keys, newest first: one that the other side does not know yet gives way to the one before."""
    found = sorted(place_of(organ_id).glob("*.key"), reverse=True)
    return [Ed25519PrivateKey.from_private_bytes(bytes.fromhex(one.read_text().strip())) for one in found]


def signing(organ_id: int) -> Ed25519PrivateKey | None:
    """The key with which the organ signs now; None while it has none."""
    return next(iter(all_of(organ_id)), None)
