"""Readers of the trace. Upper rooms ask for the right `ledger.read` before they show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from zhiheng.ledger.binding import BOUND
from zhiheng.ledger.checking import compare
from zhiheng.ledger.core import tree
from zhiheng.ledger.core.audit import HeadKept, Kept, audit
from zhiheng.ledger.core.clock import doubt
from zhiheng.ledger.core.event import Event, instant
from zhiheng.ledger.core.note import SignedCheckpoint
from zhiheng.ledger.core.notes import LOG, Key, read_note
from zhiheng.ledger.core.rows import Fold
from zhiheng.ledger.core.verdict import Finding, Verdict, run_of, runs_of
from zhiheng.ledger.coverage import left_out
from zhiheng.ledger.models import Checkpoint, Entry, Head, ProgramVersion
from zhiheng.ledger.services import ERASED
from zhiheng.schema.errors import UnusableInputError

CHUNK = 1000
RECENT = 300
"""So many entries tell what time it was; after as many more, a clock that once ran ahead is forgotten."""


def verify(checkpoint: SignedCheckpoint | None = None, pinned: Sequence[Key] = ()) -> Verdict:
    """Re-hash the whole trace, compare it with its head, its checkpoints and, where given, one from outside, and with every covered row.

    pinned  public keys kept outside the home: checkpoints of any other key are a finding
    """
    with transaction.atomic():  # nobody appends between these; entries already there do not change, so they may be read after it
        heads = Head.objects.all() if settings.READ_ONLY else Head.objects.select_for_update()
        head = heads.filter(pk=1).first()
        seqs = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
        points = list(_stored_checkpoints())
    kept_head = HeadKept(head.size, head.root, head.link) if head else None
    fold = Fold()
    entries = _folded(_kept_entries(seqs), fold)
    verdict = audit(entries, kept_head, [*([checkpoint] if checkpoint else []), *points], _erased)
    rows, counts = compare(fold, verdict.size)
    strange = [Finding("key", None, f"{point.at} 的检查点由没有约定的公钥签署") for point in points if pinned and not point.is_of(pinned)]
    findings = [*verdict.findings, *strange, *rows]
    return replace(verdict, ok=not findings, findings=findings, covered=counts, not_covered=left_out(), erased=erasures())


def _folded(entries: Iterator[Kept], fold: Fold) -> Iterator[Kept]:
    """The entries as they are, while the fold takes what they bind."""
    for kept in entries:
        if kept.rows:
            fold.take(kept.event.seq, kept.rows)
        yield kept


def _kept_entries(seqs: list[int]) -> Iterator[Kept]:
    """Every entry in the order of its number; rows that someone made unreadable come with what can be read of them."""
    whole = [seq for seq in seqs if isinstance(seq, int)]
    yield from (_unreadable(0) for _ in range(len(seqs) - len(whole)))
    for start in range(0, len(whole), CHUNK):
        yield from _chunk(whole[start : start + CHUNK])


def _chunk(seqs: list[int]) -> list[Kept]:
    try:
        return [_kept(entry) for entry in Entry.objects.filter(seq__range=(seqs[0], seqs[-1])).order_by("seq")]
    except (TypeError, ValueError):  # an instant that is none: SQLite keeps any text
        return [kept for seq in seqs for kept in ([_unreadable(seq)] if len(seqs) == 1 else _chunk([seq]))]


def _kept(entry: Entry) -> Kept:
    return Kept(entry.event(), entry.details, entry.salt, entry.leaf, entry.link, entry.rows, entry.nodes)


def _unreadable(seq: int) -> Kept:
    blank = {"details": "", "salt": "", "leaf": "", "link": "", "rows": None, "nodes": ""}
    row = Entry.objects.filter(seq=seq).values(*blank).first() or blank
    return Kept(Event(seq, None, "", "", "", "", "", "", ""), **row)


def _stored_checkpoints() -> Iterator[SignedCheckpoint]:
    for point in Checkpoint.objects.all():
        yield signed_of(point)


def signed_of(point: Checkpoint) -> SignedCheckpoint:
    """The checkpoint as it was signed."""
    return SignedCheckpoint(point.size, point.root, instant(point.at), point.key, point.signature, point.note)


def own_keys() -> list[Key]:
    """Keys with which this trace has signed, under the names it used."""
    points = Checkpoint.objects.exclude(note="").order_by("-size", "-id")
    told = dict.fromkeys((point.note.partition("\n")[0], point.key) for point in points)
    return [Key(name, LOG, bytes.fromhex(public)) for name, public in told]


def _erased() -> frozenset[int]:
    things = Entry.objects.filter(act=ERASED).values_list("thing", flat=True)
    return frozenset(int(number) for thing in things if (number := thing.removeprefix("entry:")).isdigit())


def erasures() -> list[str]:
    """Whose details were erased and by which order, a sentence an order."""
    by_order: dict[str, list[int]] = {}
    for entry in Entry.objects.filter(act=ERASED).order_by("seq"):
        number = entry.thing.removeprefix("entry:")
        if number.isdigit():
            facts = entry.facts
            words = f"{facts.get('order') or '（未写文号）'}，{facts.get('reason', '')}"
            by_order.setdefault(words, []).append(int(number))
    return [
        f"{'、'.join(run_of(*run) for run in runs_of(sorted(numbers)))}的细节已清除，依据：{words}" for words, numbers in by_order.items()
    ]


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


def newest_note() -> str:
    """The newest checkpoint in C2SP's form, with its witnesses' signatures; empty where there is none."""
    return Checkpoint.objects.exclude(note="").order_by("-size", "-id").values_list("note", flat=True).first() or ""


def leaf_at(seq: int) -> str:
    """Leaf hash of an entry, in hex."""
    return str(Entry.objects.values_list("leaf", flat=True).get(seq=seq))


def checkpoint_covering(seq: int) -> Checkpoint | None:
    """The newest checkpoint in C2SP's form that covers the entry; one that witnesses have signed comes first."""
    found = list(Checkpoint.objects.exclude(note="").filter(size__gte=seq).order_by("-size", "-id")[:RECENT])
    return next((point for point in found if len(read_note(point.note).signatures) > 1), found[0] if found else None)


def entries_after(seq: int, limit: int) -> list[Entry]:
    """Entries in their order, after this number."""
    return list(Entry.objects.filter(seq__gt=seq).order_by("seq")[:limit])


def inclusion(seq: int, size: int) -> list[bytes]:
    """Proof that the entry stands in the tree of the first `size` entries, checked by `tree.included(leaf, seq - 1, size, proof, root)`."""
    return _roots(tree.inclusion_ranges(seq - 1, size))


def consistency(first: int, second: int) -> list[bytes]:
    """Proof that the tree of the first `second` entries extends that of the first `first`, checked by `tree.consistent`."""
    return _roots(tree.consistency_ranges(first, second))


def root_at(size: int) -> bytes:
    """Root of the tree of the first `size` entries."""
    return _roots([(0, size)])[0] if size else tree.EMPTY_ROOT


def _roots(ranges: list[tuple[int, int]]) -> list[bytes]:
    """Roots of these ranges of leaves, from the complete subtrees that the entries keep: one query, whatever the size."""
    parts = [tree.subtrees(first, last) for first, last in ranges]
    wanted = {(index + 1) << level for part in parts for level, index in part}
    kept = {seq: (leaf, nodes) for seq, leaf, nodes in Entry.objects.filter(seq__in=wanted).values_list("seq", "leaf", "nodes")}
    return [tree.joined([_node(kept, level, index) for level, index in part]) for part in parts]


def _node(kept: dict[int, tuple[str, str]], level: int, index: int) -> bytes:
    leaf, nodes = kept[(index + 1) << level]
    return bytes.fromhex(nodes[(level - 1) * 64 : level * 64] if level else leaf)
