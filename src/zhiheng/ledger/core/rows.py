"""Rows bound by entries: what an entry says of the rows that its act wrote, as digests under a salt.

The text of a binding is canonical JSON: {"salt": hex, "tables": {table: {"shape": id, "rows": {key: digest}}}}; an empty digest says
that the row was removed. The shape names the columns that were digested, so that a column added later leaves older bindings valid.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from zhiheng.ledger.core.event import canonical, canonical_row

GONE = ""
SHAPE_DIGITS = 16
Rows = Mapping[str, str]


@dataclass(frozen=True)
class Bound:
    """The last that the trace says of a row; digest: 32 bytes, empty where the row was removed."""

    seq: int
    shape: str
    digest: bytes


@dataclass(frozen=True)
class Binding:
    """What one entry says of the rows of one table."""

    salt: str
    table: str
    shape: str
    rows: dict[str, str]


def shape_of(table: str, columns: Sequence[str]) -> str:
    """Identifier of the digested columns of a table."""
    return sha256(canonical([table, *columns]).encode()).hexdigest()[:SHAPE_DIGITS]


def row_digest(salt: str, values: Sequence[object]) -> str:
    """Digest of a row's values in the order of its shape, in base64; raises TypeError or ValueError for odd values."""
    return b64encode(sha256(bytes.fromhex(salt) + canonical_row(values).encode()).digest()).decode()


def text_of(salt: str, tables: Mapping[str, tuple[str, Rows]]) -> str:
    """The binding as the entry keeps it."""
    return canonical({"salt": salt, "tables": {table: {"shape": shape, "rows": rows} for table, (shape, rows) in tables.items()}})


def digest_of(text: str) -> str:
    """Hex digest of a binding's text, which stands in the leaf; empty where nothing is bound."""
    return sha256(text.encode()).hexdigest() if text else ""


def read(text: str) -> Iterator[Binding]:
    """The bindings of a text, a table each; raises ValueError or KeyError where it is none."""
    content = json.loads(text)
    for table, part in content["tables"].items():
        yield Binding(content["salt"], table, part["shape"], part["rows"])


class Fold:
    """The state of all bound rows: what the newest entry about each says."""

    def __init__(self) -> None:
        self.last: dict[str, dict[str, Bound]] = {}
        self.salts: dict[int, str] = {}
        self.unreadable: list[int] = []

    def take(self, seq: int, text: str) -> None:
        """One entry more, in the order of numbers."""
        try:
            for binding in read(text):
                self.salts[seq] = binding.salt
                rows = self.last.setdefault(binding.table, {})
                rows.update({key: Bound(seq, binding.shape, b64decode(digest)) for key, digest in binding.rows.items()})
        except (ValueError, KeyError, TypeError, AttributeError):
            self.unreadable.append(seq)

    def agrees(self, bound: Bound, values: Sequence[object]) -> bool:
        """Whether the row has the values that its entry bound."""
        try:
            return row_digest(self.salts[bound.seq], values) == b64encode(bound.digest).decode()
        except (TypeError, ValueError):
            return False
