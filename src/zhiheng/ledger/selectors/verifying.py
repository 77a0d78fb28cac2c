"""The verdict over the whole trace and every row that it binds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from zhiheng.ledger.core.acts import ERASED
from zhiheng.ledger.core.at_rest_text import SpoiltError
from zhiheng.ledger.core.audit import HeadKept, Kept, audit
from zhiheng.ledger.core.event import Event, instant
from zhiheng.ledger.core.note import SignedCheckpoint
from zhiheng.ledger.core.notes import LOG, Key
from zhiheng.ledger.core.rows import Fold
from zhiheng.ledger.core.verdict import Finding, Verdict, run_of, runs_of
from zhiheng.ledger.coverage import covered_in_part, left_out, unbound_yet
from zhiheng.ledger.models import Checkpoint, Entry, Head
from zhiheng.ledger.selectors.checking import compare

CHUNK = 1000
WHOLE = ("details", "salt", "leaf", "link")
SINCE_BINDING = ("rows", "subroots")
HASHED_SINCE_BINDING = ("rows_digest", "version")
HASHED = ("seq", "at", "actor", "actor_name", "organ", "via", "act", "thing", "details_digest")


def verify(checkpoint: SignedCheckpoint | None = None, pinned: Sequence[Key] = ()) -> Verdict:
    """Re-hash the whole trace, compare it with its head, its checkpoints and, where given, one from outside, and with every covered row.

    pinned  public keys kept outside the home: checkpoints of any other key are a finding
    """
    reading = Reading()
    with transaction.atomic():  # nobody appends between these; entries already there do not change, so they may be read after it
        heads = Head.objects.all() if settings.READ_ONLY else Head.objects.select_for_update()
        head = heads.filter(pk=1).first()
        seqs = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
        points = list(reading.checkpoints())
    kept_head = HeadKept(head.size, head.root, head.link, head.peaks) if head else None
    verdict = audit(reading.entries(seqs), kept_head, [*([checkpoint] if checkpoint else []), *points], _erased)
    strange = [Finding("key", None, f"{point.at} 的检查点由没有约定的公钥签署") for point in points if pinned and not point.is_of(pinned)]
    rows, counts, left = reading.rows(verdict.size)
    findings = [*verdict.findings, *strange, *rows]
    return replace(verdict, ok=not findings, findings=findings, covered=counts, not_covered=left, erased=erasures())


class Reading:
    """One reading of the trace; a database that an earlier program left, opened to be read only, has no bindings yet."""

    def __init__(self) -> None:
        self.binds = not settings.READ_ONLY or _has_bindings()
        self.hashed = (*HASHED, *(HASHED_SINCE_BINDING if self.binds else ()))
        self.columns = (*self.hashed, *WHOLE, *(SINCE_BINDING if self.binds else ()))
        self.fold = Fold()

    def entries(self, seqs: list[int]) -> Iterator[Kept]:
        """Every entry in the order of its number; rows that someone made unreadable come with what can be read of them."""
        whole = [seq for seq in seqs if isinstance(seq, int)]
        yield from (self.unreadable(0) for _ in range(len(seqs) - len(whole)))
        for start in range(0, len(whole), CHUNK):
            yield from self.chunk(whole[start : start + CHUNK])

    def chunk(self, seqs: list[int]) -> list[Kept]:
        """Entries of these numbers."""
        try:
            found = Entry.objects.filter(seq__range=(seqs[0], seqs[-1])).order_by("seq").values_list(*self.columns)
            return [self.kept(values) for values in found]
        except (TypeError, ValueError, SpoiltError):  # an instant that is none: SQLite keeps any text
            return [kept for seq in seqs for kept in ([self.unreadable(seq)] if len(seqs) == 1 else self.chunk([seq]))]

    def kept(self, values: tuple[Any, ...]) -> Kept:
        """An entry from its columns; what it binds is taken along."""
        event = Event(*values[: len(self.hashed)])
        if not self.binds:
            return Kept(event, *values[len(self.hashed) :])
        kept = Kept(event, *values[len(self.hashed) :])
        if kept.rows:
            self.fold.take(event.seq, kept.rows)
        return kept

    def unreadable(self, seq: int) -> Kept:
        """What can be read of an entry whose row is spoilt."""
        blank: dict[str, Any] = {"salt": "", "leaf": "", "link": ""}
        row = Entry.objects.filter(seq=seq).values(*blank).first() or blank
        return Kept(Event(seq, None, "", "", "", "", "", "", ""), details="", **row)

    def checkpoints(self) -> Iterator[SignedCheckpoint]:
        """The stored checkpoints."""
        columns = ("size", "root", "at", "key", "signature", *(("note",) if self.binds else ()))
        for size, root, at, *more in Checkpoint.objects.values_list(*columns):
            yield SignedCheckpoint(size, root, instant(at), *more)

    def rows(self, size: int) -> tuple[list[Finding], dict[str, int], dict[str, str]]:
        """What is amiss with the rows, how many were compared, and what is left out and why."""
        if not self.binds:
            return [], {}, {"全部数据行": "数据库还没有升级到本程序：升级（如运行 zhiheng worker --once）之后才登记和核对"}
        return *compare(self.fold, size), {**left_out(), **covered_in_part(), **unbound_yet()}


def _has_bindings() -> bool:
    with connection.cursor() as cursor:
        return "rows" in {column.name for column in connection.introspection.get_table_description(cursor, "ledger_entry")}


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
    try:
        found = list(Entry.objects.filter(act=ERASED).order_by("seq").values_list("thing", "details"))
    except SpoiltError as error:
        return [f"清除的依据读不出：{error.reason}"]
    for thing, details in found:
        number = thing.removeprefix("entry:")
        if number.isdigit():
            facts = json.loads(details or "{}")
            words = f"{facts.get('order') or '（未写文号）'}，{facts.get('reason', '')}"
            by_order.setdefault(words, []).append(int(number))
    return [
        f"{'、'.join(run_of(*run) for run in runs_of(sorted(numbers)))}的细节已清除，依据：{words}" for words, numbers in by_order.items()
    ]
