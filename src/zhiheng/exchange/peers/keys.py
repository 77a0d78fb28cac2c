"""Keys with which organs of this installation sign messages: one file a key below the home; the newest signs."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from zhiheng.client import key_mark, new_key, public_of


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


def signing(organ_id: int) -> Ed25519PrivateKey | None:
    """The key with which the organ signs now; None while it has none."""
    found = sorted(place_of(organ_id).glob("*.key"))
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(found[-1].read_text().strip())) if found else None
