"""Entries become records of the exchange standard: what changed since the last time goes into the theme library as one batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import transaction

from zhiheng.catalog import digest
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.records.services import StoredBatch, store_batch
from zhiheng.register.core.ledgers import text_of
from zhiheng.register.models import Entry, Fed, Happening
from zhiheng.register.services.permission import register_named
from zhiheng.registry.rows import Organ
from zhiheng.registry.selectors.relations import organs_numbered
from zhiheng.schema import DATASETS
from zhiheng.schema.checking import check


@dataclass(frozen=True)
class FeedOutcome:
    """What went into the theme library of one ledger: the batch (None: nothing had changed) and what its rules refused."""

    register: str
    organ: str
    batch: StoredBatch | None
    rows: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)


def feed_all(*, actor: Actor, now: datetime, catalog: Catalog) -> list[FeedOutcome]:
    """Feed every ledger of every register that feeds a dataset."""
    outcomes = []
    for spec in catalog.registers.values():
        if spec.shape.feeds:
            organs = organs_numbered(Entry.objects.filter(register=spec.id).values_list("organ_id", flat=True).order_by().distinct())
            outcomes += [feed(actor=actor, now=now, catalog=catalog, register=spec.id, organ=organ) for organ in organs]
    return outcomes


@transaction.atomic
def feed(*, actor: Actor, now: datetime, catalog: Catalog, register: str, organ: Organ) -> FeedOutcome:
    """Store the entries of an organ that changed since the last feed as records of the dataset, the register their source.

    Fed again nothing is stored twice: what was fed is remembered under a lock in the same transaction.
    """
    spec = register_named(catalog, register)
    Fed.objects.get_or_create(register=register, organ=organ)
    fed = Fed.objects.select_for_update().get(register=register, organ=organ)
    news = Happening.objects.filter(register=register, organ=organ, kind="act", pk__gt=fed.last).order_by("pk")
    last = news.values_list("pk", flat=True).last()
    if last is None:
        return FeedOutcome(register, organ.name, None)
    entries = list(
        Entry.objects.filter(pk__in=news.values("entry_id")).exclude(state="").select_related("organ").order_by("entered_at", "pk")
    )
    outcome = _store(spec, organ, entries, last, actor=actor, now=now)
    fed.last = last
    fed.save(update_fields=["last"])
    return outcome


def _store(spec: RegisterSpec, organ: Organ, entries: list[Entry], last: int, *, actor: Actor, now: datetime) -> FeedOutcome:
    rows = [record_of(spec, entry) for entry in entries]
    if not rows:
        return FeedOutcome(spec.id, organ.name, None)
    dataset = DATASETS[spec.shape.feeds]
    raw = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in dataset.fields})
    checked = check(raw, dataset)
    rejected = [
        {"entry": str(entries[one.row - 1]), "column": one.column, "value": one.value, "reason": one.reason, "remedy": one.remedy}
        for one in checked.rejected
    ]
    batch = None
    if checked.table.num_rows:
        batch = store_batch(
            actor=actor, now=now, organ=organ, dataset=dataset.name, table=checked.table,
            row_numbers=pa.array(checked.row_numbers, pa.int32()), source_name=f"台账 {spec.title}（截至第{last}号操作）",
            content_digest=digest.of_value([rows, last]), counts={"rows": len(rows), "accepted": checked.table.num_rows},
        )  # fmt: skip
    return FeedOutcome(spec.id, organ.name, batch, len(rows), rejected)


def record_of(spec: RegisterSpec, entry: Entry) -> dict[str, str | None]:
    """An entry as a raw record: fields by equal names, or as `columns` says; codes stay codes."""
    dataset, fields = DATASETS[spec.shape.feeds], spec.shape.field
    own = {"number": entry.number, "state": entry.state, "organ": entry.organ.name}
    record: dict[str, str | None] = {}
    for name in dataset.fields:
        source = spec.shape.columns.get(name, name)
        if source in own:
            record[name] = own[source]
        elif source in fields:
            value = entry.values.get(source)
            item = fields[source]
            record[name] = str(value) if item.type == "choice" and value else text_of(item, value) or None
    return record
