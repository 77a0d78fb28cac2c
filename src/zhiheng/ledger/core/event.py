"""An act as bytes: canonical JSON whose details stand in it only as a salted digest, so that they can be erased and proofs stay valid."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import rfc8785

from zhiheng.ledger.core import tree

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
FIRST_LINK = bytes(32)
FIRST, PRESENT = 1, 2
"""Versions of an entry: the present one binds rows and spells its details as RFC 8785 does; older ones still verify."""
LARGEST = 2**53 - 1
"""The largest whole number that RFC 8785 spells; beyond, numbers are text."""


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces; dates, instants (UTC), decimals and UUIDs as text; no NaN.

    Raises TypeError or ValueError for what has no one spelling.
    """
    return _ENCODER.encode(plain(value))


def canonical_row(values: Sequence[object]) -> str:
    """What `canonical` makes of a database row's values, whose JSON has texts for keys and no sets; sooner, as many rows are digested."""
    return _ENCODER.encode(values)


def plain(value: object) -> Plain:
    """The value in JSON's own kinds."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(part) for part in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    return _spelt(value)


def spelt_details(details: object) -> str:
    """The details as RFC 8785 spells them; raises TypeError or ValueError for what has no one spelling."""
    return rfc8785.dumps(_within(plain(details))).decode()


def _within(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {name: _within(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_within(part) for part in value]
    return str(value) if type(value) is int and abs(value) > LARGEST else value


def _spelt(value: object) -> str:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def instant(moment: datetime) -> str:
    """The instant in UTC to the microsecond; naive instants are refused."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def details_digest(salt: str, details: str) -> str:
    """Hex digest of the canonical details under their salt (hex, 32 random bytes): without the salt nothing can be guessed from it."""
    return sha256(bytes.fromhex(salt) + details.encode()).hexdigest()


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_spelt)


@dataclass(frozen=True)
class Event:
    """What a leaf is made of; the details themselves are not part of it. `at` is None only where a stored instant cannot be read."""

    seq: int
    at: datetime | None
    actor: str
    actor_name: str
    organ: str
    via: str
    act: str
    thing: str
    details_digest: str
    rows_digest: str = ""
    version: int = FIRST

    def leaf(self) -> bytes:
        """Leaf hash of the event; raises TypeError without an instant."""
        return tree.leaf_hash(self.text().encode())

    def text(self) -> str:
        """What is hashed: one line of JSON, as RFC 8785 spells it; raises TypeError without an instant."""
        if not isinstance(self.at, datetime):
            raise TypeError("an event needs its instant")
        parts = {**self.__dict__, "at": instant(self.at)}
        if self.version == FIRST:
            del parts["rows_digest"], parts["version"]
        return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(before: bytes, leaf: bytes) -> bytes:
    """Ties an entry to the one before it, so that the place of a break can be named (the tree alone only says that there is one)."""
    return sha256(b"\x02" + before + leaf).digest()
