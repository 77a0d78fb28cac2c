"""The index of reads by officers, kept up with the trace: a person sees every one, not only those of the last days."""

from __future__ import annotations

from typing import Any

from zhiheng.ledger.selectors import entries_after
from zhiheng.portal.models import OfficerRead, ReadUpTo
from zhiheng.portal.reads_named import READ, persons_in

CHUNK = 5_000


def index_reads() -> int:
    """Take the entries written since into the index; returns how many reads were added. Run twice it adds nothing twice."""
    added, (last, _) = 0, ReadUpTo.objects.get_or_create(pk=1)
    while entries := entries_after(last.seq, CHUNK, act=READ):
        rows = [row for entry in entries for row in _rows(entry)]
        OfficerRead.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        last.seq, added = entries[-1].seq, added + len(rows)
        last.save(update_fields=["seq"])
    return added


def _rows(entry: Any) -> list[OfficerRead]:
    return [OfficerRead(seq=entry.seq, whose=key, at=entry.at, organ=entry.organ) for key in persons_in(entry)]
