"""Binding what an act wrote: the digests of the rows that the present transaction has written since its last entry."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from django.db import connection as default
from django.utils import timezone

from zhiheng.ledger.capture import Keys, forget, written
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.core.rows import GONE, row_digest, text_of
from zhiheng.ledger.coverage import covered, rows_of, spelt

MOST_ROWS = 20_000
"""So many rows are bound by one entry (all that intake keeps of a wrong file); what an act wrote beyond is bound by entries before it."""
AT_ONCE = 500
BINDER = Actor("system:trace", "留痕", "", "trace")


def take_written() -> list[str]:
    """The bindings of what was written since the last entry, a text each; what they hold counts as bound."""
    keys = written(default)
    if keys:
        forget(default)
    return list(bindings(keys))


def bindings(keys: Keys) -> Iterator[str]:
    """Binding texts of these rows, none with more than MOST_ROWS of them."""
    tables: dict[str, tuple[str, dict[str, str]]] = {}
    salt, room = secrets.token_hex(16), MOST_ROWS
    for table, key, digest, shape in _digests(keys, salt):
        tables.setdefault(table, (shape, {}))[1][key] = digest
        room -= 1
        if not room:
            yield text_of(salt, tables)
            tables, room = {}, MOST_ROWS
    if tables:
        yield text_of(salt, tables)


def _digests(keys: Keys, salt: str) -> Iterator[tuple[str, str, str, str]]:
    for table in sorted(keys.keys() & covered().keys()):
        one = covered()[table]
        wanted = sorted({spelt(one, key) for key in keys[table]})
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start : start + AT_ONCE]
            rows = rows_of(one, part, one.columns)
            yield from ((table, key, row_digest(salt, rows[key]) if key in rows else GONE, one.shape) for key in part)


def bind_rest(connection: Any) -> None:
    """Before a commit: bind what the transaction wrote after its last entry."""
    if connection.alias == default.alias and written(default):
        from zhiheng.ledger.services import append_all

        append_all(actor=BINDER, acts=[], now=timezone.now())
