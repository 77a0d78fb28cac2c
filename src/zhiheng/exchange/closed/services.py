"""Whom breaches are about: noted beside each, so that who may not see a person is not shown that one of the person's records cannot be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from zhiheng.exchange.models import Breach, BreachPerson
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.records.core.library import open_library
from zhiheng.records.core.persons import identity_columns
from zhiheng.records.core.rows import read_dicts
from zhiheng.records.core.segment import quoted
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.records.selectors import segment_of

AT_ONCE = 2000


def note_persons(*, actor: Actor, now: datetime) -> int:
    """Note whom the breaches are about of which it was not noted yet; how many breaches there were."""
    noted = 0
    while part := list(Breach.objects.filter(named=False).select_related("batch").order_by("pk")[:AT_ONCE]):
        _note(part, numbers_of(part), actor=actor, now=now)
        noted += len(part)
    return noted


@transaction.atomic
def _note(breaches: list[Breach], numbers: dict[int, set[str]], *, actor: Actor, now: datetime) -> None:
    hold_head()
    rows = [BreachPerson(breach=one, number=number) for one in breaches for number in sorted(numbers.get(one.ref, ()))]
    BreachPerson.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    Breach.objects.filter(pk__in=[one.pk for one in breaches]).update(named=True)
    append(actor=actor, act="quality.named", thing="library", details={"breaches": len(breaches), "persons": len(rows)}, now=now)


def numbers_of(breaches: Iterable[Breach]) -> dict[int, set[str]]:
    """`_ref` of the record → the identity numbers in it, as it was received."""
    by_dataset: dict[str, list[Breach]] = defaultdict(list)
    for breach in breaches:
        by_dataset[breach.dataset].append(breach)
    found: dict[int, set[str]] = defaultdict(set)
    for dataset, some in by_dataset.items():
        named = identity_columns(dataset)
        batches = {one.batch_id: one.batch for one in some if one.batch.path}
        snapshot = Snapshot.of(replace(segment_of(batch), superseding=0) for batch in batches.values())
        if not named or not snapshot.segments:
            continue
        with open_library(snapshot, Path(settings.LIBRARY), datasets=[dataset]) as library:
            columns = ", ".join(quoted(name) for name in ("_ref", *named))
            sql = f"select {columns} from {quoted(dataset)} where _ref in (select unnest(?::bigint[]))"  # noqa: S608 - our own names
            for row in read_dicts(library.connection, sql, [[one.ref for one in some]]):
                found[row["_ref"]] |= {str(row[name]).upper() for name in named if row[name]}
    return found
