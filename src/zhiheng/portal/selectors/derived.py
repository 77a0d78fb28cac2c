"""The index of reads compared with the trace it was made from: one that lies hides from a person who read their records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from zhiheng.ledger.core.apart import Amiss
from zhiheng.ledger.selectors import entries_after
from zhiheng.portal.models import OfficerRead, ReadUpTo
from zhiheng.portal.reads_named import READ, persons_in

CHUNK = 5_000
ADDED, CHANGED, REMOVED = "row_added", "row_changed", "row_removed"
Row = tuple[str, str, str]


def compare_reads(entries: Sequence[int] | None = None) -> tuple[int, list[Amiss]]:
    """How many reads were compared, and for which entries the index is not what they say."""
    there: dict[int, set[Row]] = defaultdict(set)
    kept = OfficerRead.objects.all() if entries is None else OfficerRead.objects.filter(seq__in=entries)
    for seq, whose, at, organ in kept.order_by().values_list("seq", "whose", "at", "organ").iterator():
        there[seq].add((whose, str(at), organ))
    rows, wanted = sum(map(len, there.values())), _wanted(set(entries) if entries is not None else None, there)
    amiss = (_amiss(seq, wanted.get(seq, set()), there.get(seq, set())) for seq in sorted({*wanted, *there}))
    return rows, [one for one in amiss if one]


def _wanted(entries: set[int] | None, there: dict[int, set[Row]]) -> dict[int, set[Row]]:
    """What the index must hold, as far as it was kept up; of entries whose details were erased, the persons are what it holds."""
    upto = ReadUpTo.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    found, last = {}, 0
    while part := entries_after(last, CHUNK, act=READ):
        for entry in part:
            if entry.seq <= upto and (entries is None or entry.seq in entries):
                whose = persons_in(entry) if entry.details else {row[0] for row in there.get(entry.seq, ())}
                found[entry.seq] = {(one, str(entry.at), entry.organ) for one in whose}
        last = part[-1].seq
    return {seq: rows for seq, rows in found.items() if rows}


def _amiss(seq: int, wanted: set[Row], there: set[Row]) -> Amiss | None:
    if wanted == there:
        return None
    more, fewer = bool(there - wanted), bool(wanted - there)
    kind = CHANGED if more and fewer else ADDED if more else REMOVED
    return Amiss(seq, kind, f"与第 {seq} 条留痕所记的查阅不符")
