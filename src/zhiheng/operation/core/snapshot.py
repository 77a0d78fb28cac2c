"""Reads of a copied database what its backup must know: the head of the trace, the segments it names, the shape of its tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Ask = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Copied:
    """entries, root: the head of the trace; segments: SHA-256 by path below the library; schema: newest migration by room."""

    entries: int
    root: str
    segments: dict[str, str]
    schema: dict[str, str]


def read_copied(ask: Ask) -> Copied:
    """What the database says in this one view of it; ask: runs SQL and returns all rows."""
    head = ask("select size, root from ledger_head where id = 1")
    alone = "not exists (select 1 from records_bundlepart p where p.batch_id = b.id)"
    named = ask(f"select path, segment_digest from records_batch b where path <> '' and {alone}")  # noqa: S608 - no value in it
    named += ask("select path, digest from records_bundle")
    schema = ask("select app, max(name) from django_migrations group by app order by app")
    size, root = head[0] if head else (0, "")
    return Copied(int(size), str(root), {str(path): str(digest) for path, digest in named}, {str(app): str(name) for app, name in schema})
