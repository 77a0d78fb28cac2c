"""Readers of the trace. Upper rooms ask for the right `ledger.read` before they show it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from zhiheng.ledger.core import tree
from zhiheng.ledger.core.audit import HeadKept, Kept, audit
from zhiheng.ledger.core.event import instant
from zhiheng.ledger.core.note import SignedCheckpoint
from zhiheng.ledger.core.verdict import Verdict
from zhiheng.ledger.models import Checkpoint, Entry, Head
from zhiheng.ledger.services import ERASED


def verify(checkpoint: SignedCheckpoint | None = None) -> Verdict:
    """Re-hash the whole trace and compare it with its head, its stored checkpoints and, where given, one from outside."""
    brought = [checkpoint] if checkpoint else []
    head = Head.objects.filter(pk=1).first()
    kept_head = HeadKept(head.size, head.root, head.link) if head else None
    return audit(_kept_entries(), kept_head, [*brought, *_stored_checkpoints()], _erased())


def _kept_entries() -> Iterator[Kept]:
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        yield Kept(entry.event(), entry.details, entry.salt, entry.leaf, entry.link)


def _stored_checkpoints() -> Iterator[SignedCheckpoint]:
    for point in Checkpoint.objects.all():
        yield SignedCheckpoint(point.size, point.root, instant(point.at), point.key, point.signature)


def _erased() -> frozenset[int]:
    things = Entry.objects.filter(act=ERASED).values_list("thing", flat=True)
    return frozenset(int(number) for thing in things if (number := thing.removeprefix("entry:")).isdigit())


def entries_about(thing: str) -> QuerySet[Entry]:
    """Entries of one thing (`batch:<id>`, `clue:<id>`, …), oldest first."""
    return Entry.objects.filter(thing=thing)


def recent(limit: int = 50, *, before: int | None = None, act: str = "", actor: str = "") -> list[Entry]:
    """The newest entries, newest first; `before` is the sequence number to page on from, `act` a beginning such as `clue.`."""
    entries = Entry.objects.order_by("-seq")
    if before is not None:
        entries = entries.filter(seq__lt=before)
    if act:
        entries = entries.filter(act__startswith=act)
    if actor:
        entries = entries.filter(actor=actor)
    return list(entries[:limit])


def size() -> int:
    """How many entries the trace has."""
    return Head.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def latest_checkpoint() -> Checkpoint | None:
    """The newest signed checkpoint."""
    return Checkpoint.objects.order_by("-size", "-id").first()


def inclusion(seq: int) -> list[bytes]:
    """Proof that the entry stands in the present tree, to be checked by `tree.included(leaf, seq - 1, size, proof, root)`."""
    return tree.inclusion_proof(seq - 1, _leaves())


def consistency(first: int) -> list[bytes]:
    """Proof that the present tree extends its first `first` entries."""
    return tree.consistency_proof(first, _leaves())


def _leaves() -> list[bytes]:
    return [bytes.fromhex(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf", flat=True)]
