"""Positions bound to the trace at little cost: each row carries its own seal, its delivery one digest for each order and day.

The delivery's row is bound by the trace. A row that was changed no longer has its seal; one that was sealed anew, added or taken
away changes the digest of its order and day. Salts lie in the rows, so that nothing can be guessed from what is left when the
positions' time is over, and enciphered, as the places are that could be guessed with them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from zhiheng.ledger.core.event import canonical_row

SEAL_BYTES = 24
SALT_BYTES = 8
SEALED = (
    "order_id", "device_no", "at", "lon", "lat", "accuracy_m", "battery", "strap", "source", "speed_mps", "valid", "archived",
    "received_at", "alarms", "digest",
)  # fmt: skip
"""Columns under a row's seal. The verdict is worked out from them again whenever something comes late."""
CHANGED, ADDED, REMOVED = "row_changed", "row_added", "row_removed"


@dataclass(frozen=True)
class SealedRow:
    """A row as it is found. group: its order and day; sound: whether its seal is that of its values."""

    key: int
    group: str
    seal: str
    sound: bool


def seal_of(salt: str, values: Sequence[object]) -> str:
    """The seal of a row's values in the order of SEALED; raises TypeError or ValueError for what no program wrote."""
    return _short(salt.encode() + canonical_row(values).encode())


def bound_of(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of (group, seal) of the rows of a delivery: group → how many, and one digest, whatever their order."""
    groups: dict[str, list[str]] = {}
    for group, seal in rows:
        groups.setdefault(group, []).append(seal)
    return {group: f"{len(seals)} {_short(' '.join(sorted(seals)).encode())}" for group, seals in groups.items()}


def amiss(bound: Mapping[str, str], rows: Sequence[SealedRow], over: frozenset[str]) -> list[tuple[str, str, list[int]]]:
    """What is not as the delivery bound it: (kind, group, keys of the rows); no keys where it cannot be said which.

    over  groups whose time is over: what is gone of them was to go
    """
    found = [(CHANGED, row.group, [row.key]) for row in rows if not row.sound and row.group in bound]
    there = bound_of((row.group, row.seal) for row in rows)
    by_group: dict[str, list[int]] = {group: [] for group in there}
    for row in rows:
        by_group[row.group].append(row.key)
    for group in sorted(there.keys() | bound.keys()):
        keys = by_group.get(group, [])
        if group not in bound:
            found += [(ADDED, group, [key]) for key in keys]
        elif group not in there:
            found += [] if group in over else [(REMOVED, group, [])]
        elif there[group] != bound[group]:
            found.append((_kind(len(keys), bound[group]), group, keys))
    return found


def _kind(count: int, bound: str) -> str:
    wanted = int(bound.partition(" ")[0])
    return CHANGED if count == wanted else ADDED if count > wanted else REMOVED


def _short(content: bytes) -> str:
    return b64encode(sha256(content).digest()[:SEAL_BYTES]).decode()
