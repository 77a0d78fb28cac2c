"""The key that signs checkpoints, and the public keys that the operator has pinned outside the home."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from zhiheng.ledger.core.notes import Key, read_key
from zhiheng.schema.errors import UnusableInputError

DAY_SECONDS = 24 * 3600
REMEDY = "请改用 zhiheng ledger keys 印出的那一行，或者含有它的文件"


def key_place() -> Path:
    """Where the signing key lies: ZHIHENG_LEDGER_KEY, which should be outside the home, or the home."""
    return Path(getattr(settings, "LEDGER_KEY", "") or Path(settings.HOME) / "ledger.key")


def signing_key() -> Ed25519PrivateKey:
    """The key of this home, made at first use and readable by its owner only."""
    place = key_place()
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        _keep_key(place)
    return key_in(place)


def key_in(place: Path) -> Ed25519PrivateKey:
    """The key in a file."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(place.read_text().strip()))


def public_of(place: Path) -> str:
    """The public key, in hex, of the key in the file; empty where the file holds none."""
    try:
        return key_in(place).public_key().public_bytes_raw().hex()
    except (OSError, ValueError):
        return ""


def origin_set() -> str:
    """The name of this log as ZHIHENG_LEDGER_NAME sets it; empty where it does not."""
    return str(getattr(settings, "LEDGER_NAME", ""))


def origin_made(key: Ed25519PrivateKey) -> str:
    """A name made from the key, for a log that was given none."""
    return f"zhiheng/{key.public_key().public_bytes_raw().hex()[:16]}"


def interval_seconds() -> int:
    """How old the newest checkpoint may become while entries are added."""
    return int(getattr(settings, "LEDGER_CHECKPOINT_SECONDS", 0)) or DAY_SECONDS


def rotate() -> Path:
    """Put a new key in the place of the present one; returns where the former is kept, beside it under its own number."""
    place = key_place()
    former = public_of(place)
    aside = place.with_name(f"{place.name}.{former[:8]}")
    place.rename(aside)
    signing_key()
    return aside


def pinned_keys(source: str = "") -> list[Key]:
    """The keys that a text or a file names, one a line, else those of ZHIHENG_LEDGER_PINNED; none where nothing is pinned."""
    source = source or str(getattr(settings, "LEDGER_PINNED", ""))
    if not source:
        return []
    place = Path(source)
    try:
        text = place.read_text(encoding="utf-8") if place.is_file() else source
        return [read_key(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    except OSError as error:
        raise UnusableInputError("公钥", source, f"文件不能读取：{error.strerror}", REMEDY) from error
    except ValueError as error:
        raise UnusableInputError("公钥", source, str(error), REMEDY) from error


def _keep_key(place: Path) -> None:
    """Write a new key whole or not at all; where another process was first, its key stays."""
    made = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(made, place)
    except FileExistsError:
        return
    finally:
        made.unlink()
