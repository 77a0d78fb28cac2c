"""Readers of the trace. Upper rooms ask for the right `ledger.read` before they show it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from zhiheng.ledger.core.acts import BOUND, ERASED
from zhiheng.ledger.core.clock import doubt
from zhiheng.ledger.models import Checkpoint, Entry, Head, ProgramVersion
from zhiheng.ledger.selectors.proofs import checkpoint_covering, consistency, inclusion, leaf_at, newest_note, root_at
from zhiheng.ledger.selectors.verifying import erasures, own_keys, signed_of, verify
from zhiheng.schema.errors import UnusableInputError

__all__ = [
    "checkpoint_covering", "consistency", "doubt_about", "entries_about", "entries_after", "erasable", "erasures", "inclusion",
    "latest_checkpoint", "leaf_at", "newest_note", "own_keys", "program_versions", "recent", "root_at", "signed_of", "size", "verify",
]  # fmt: skip

RECENT = 300
"""So many entries tell what time it was; after as many more, a clock that once ran ahead is forgotten."""


def erasable(*, before: datetime | None, act: str) -> list[int]:
    """Numbers of the entries before the instant that still have details; erasures and checkpoints keep theirs."""
    found = Entry.objects.filter(at__lt=before, details__isnull=False).exclude(act=ERASED).exclude(act__startswith="ledger.")
    return list((found.filter(act__startswith=act) if act else found).values_list("seq", flat=True))


def entries_about(thing: str) -> QuerySet[Entry]:
    """Entries of one thing (`batch:<id>`, `clue:<id>`, …), oldest first."""
    return Entry.objects.filter(thing=thing)


def recent(limit: int = 50, *, before: int | None = None, act: str = "", actor: str = "") -> list[Entry]:
    """The newest entries, newest first; `before` is the sequence number to page on from, `act` a beginning such as `clue.`.

    Entries that only bind rows are left out unless asked for by `act`.
    """
    entries = Entry.objects.order_by("-seq")
    if not act:
        entries = entries.exclude(act=BOUND)
    if before is not None:
        entries = entries.filter(seq__lt=before)
    if act:
        entries = entries.filter(act__startswith=act)
    if actor:
        entries = entries.filter(actor=actor)
    return list(entries[:limit])


def doubt_about(now: datetime) -> UnusableInputError | None:
    """What to tell where the clock says an instant before what the recent entries have recorded; None where it can be right."""
    recent_first = Entry.objects.order_by("-seq").values_list("at", flat=True)[:RECENT]
    return doubt(now, max(recent_first, default=None))


def program_versions() -> list[ProgramVersion]:
    """Which versions of the program opened this database, oldest first."""
    return list(ProgramVersion.objects.all())


def size() -> int:
    """How many entries the trace has."""
    return Head.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def latest_checkpoint() -> Checkpoint | None:
    """The newest signed checkpoint."""
    return Checkpoint.objects.order_by("-size", "-id").first()


def entries_after(seq: int, limit: int, *, act: str = "") -> list[Entry]:
    """Entries in their order, after this number; of one act where it is named."""
    entries = Entry.objects.filter(seq__gt=seq, **({"act": act} if act else {}))
    return list(entries.order_by("seq")[:limit])
