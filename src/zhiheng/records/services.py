"""Writers of the theme library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pyarrow as pa
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Count, QuerySet

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.records.core.current import current_records
from zhiheng.records.core.faults import refusal_of
from zhiheng.records.core.files import Written, strays, write_segment
from zhiheng.records.core.known import remember, segments_holding
from zhiheng.records.core.library import borrow
from zhiheng.records.core.merging import write_bundle
from zhiheng.records.core.replacing import NONE, Comparison, also_replacing, compare, compare_among, distinct_and_doubled
from zhiheng.records.core.segment import ROW_BITS, keys_of, with_keys
from zhiheng.records.core.soundness import demand_readable, demand_sound
from zhiheng.records.models import Batch, BatchNumber, Bundle, BundlePart, Shelf
from zhiheng.records.selectors import is_unsound, last_received_at, named_paths, organ_name, segment_of, segments_of
from zhiheng.schema.errors import UnusableInputError

GRACE_SECONDS = 3600
SMALL_ROWS, LEAST, MOST, BUNDLE_ROWS = 20_000, 16, 500, 1_000_000
"""A segment is small with so many rows; so many of one organ and dataset are worth merging, no more at once, with no more rows in all."""
SWEEP_SECONDS = 24 * 3600
"""A reader that began before a merge has ended after so long."""
_WRITTEN: ContextVar[list[str]] = ContextVar("segments written in this transaction")


@dataclass(frozen=True)
class StoredBatch:
    """What became of a batch: rows stored, duplicates (not stored), superseded (stored, replacing a different earlier record)."""

    id: UUID
    seq: int
    rows: int
    duplicates: int
    superseded: int
    path: str
    received_at: datetime


@transaction.atomic
def store_batch(  # noqa: PLR0913 - what a delivery is made of
    *,
    actor: Actor,
    now: datetime,
    organ: Any,
    dataset: str,
    table: pa.Table,
    row_numbers: pa.Array,
    source_name: str,
    content_digest: str,
    counts: Mapping[str, int],
    replaces: Mapping[int, int] | None = None,
    keys: pa.Table | None = None,
) -> StoredBatch:
    """Store accepted rows: the segment is durable before the transaction that names it ends, so a stop leaves the batch in or out.

    organ        registry Organ
    table        typed as `DATASETS[dataset].arrow_schema()`; row_numbers: int32, 1 = first data row of the file
    counts       of the file, kept with the batch; duplicates and superseded are added here
    replaces     row number -> `_ref` of the record of this organ that it takes the place of although its key differs (a mended key field)
    keys         of the rows, where `keys_of_rows` made them beforehand
    received_at  `now`, but never before an earlier batch of the same organ and dataset
    """
    Shelf.objects.select_for_update().get_or_create(dataset=dataset, organ=organ)
    seq, received_at = BatchNumber.objects.create().pk, max(now, last_received_at(dataset, organ) or now)
    made = keys_of_rows(dataset, table) if keys is None else keys
    keyed, outcome = compare_with_current(table, dataset, organ, row_numbers=row_numbers, seq=seq, replaces=replaces, keys=made)
    batch_id = uuid4()
    written = _write(keyed, outcome, f"{dataset}/{batch_id}.parquet")
    if written.path:
        remember(Path(settings.LIBRARY), dataset, organ.name, written.path, made["_hash"].to_numpy())
    batch = Batch.objects.create(
        id=batch_id,
        seq=seq,
        dataset=dataset,
        organ=organ,
        source_name=source_name[-255:],
        content_digest=content_digest,
        counts={**counts, "duplicates": outcome.duplicates, "superseded": outcome.superseded},
        received_at=received_at,
        rows=int(outcome.stored.sum()),
        superseding=outcome.superseded,
        path=written.path,
        segment_digest=written.digest,
        bytes=written.bytes,
    )
    details = {"dataset": dataset, "source": source_name, "content": content_digest, "segment": written.digest, "counts": batch.counts}
    append(actor=actor, act="batch.stored", thing=f"batch:{batch.id}", details={**details, "organ": organ_name(organ)}, now=now)
    return StoredBatch(batch.id, seq, batch.rows, outcome.duplicates, outcome.superseded, written.path, received_at)


def keys_of_rows(dataset: str, table: pa.Table) -> pa.Table:
    """Key, its hash and digest of the content of accepted rows, which may be made before their turn to be stored, in any thread."""
    with closing(borrow(Path(settings.LIBRARY))) as connection:
        return keys_of(connection, dataset, table)


def compare_with_current(
    table: pa.Table,
    dataset: str,
    organ: Any,
    *,
    row_numbers: pa.Array,
    seq: int,
    before: int | None = None,
    replaces: Mapping[int, int] | None = None,
    keys: pa.Table | None = None,
) -> tuple[pa.Table, Comparison]:
    """The rows with keys and references, and how they stand to the current records of the organ; the caller holds the shelf's lock.

    before  compare with the batches of a lower number only, as it was when that one came
    raises  UnusableInputError where a file to be compared with is gone or not what was stored
    """
    root = Path(settings.LIBRARY)
    earlier = segments_of(dataset, organ, before=before)
    with closing(borrow(root)) as connection:
        made = keys_of(connection, dataset, table) if keys is None else keys
        keyed = with_keys(dataset, table, made, row_numbers, seq)
        hashes, doubled = distinct_and_doubled(made["_hash"].to_numpy())
        segments = segments_holding(connection, root, earlier, hashes)
        demand_readable(root, segments)
        outcome = compare(keyed, current_records(connection, root, segments, keyed["_key"])) if segments else compare_among(keyed, doubled)
    if not replaces:
        return keyed, outcome
    first = seq << ROW_BITS
    return keyed, also_replacing(outcome, keyed["_ref"].to_numpy(), {first + row: ref for row, ref in replaces.items()})


def _write(keyed: pa.Table, outcome: Comparison, path: str) -> Written:
    """Write the rows to be stored, with the references they supersede; nothing is written for none."""
    if not outcome.stored.any():
        return Written("", "", 0)
    supersedes = pa.array(outcome.supersedes, mask=outcome.supersedes == NONE)
    rows = keyed.append_column("_supersedes", supersedes)
    written = write_segment(Path(settings.LIBRARY), path, rows if outcome.stored.all() else rows.filter(pa.array(outcome.stored)))
    _WRITTEN.get([]).append(written.path)
    return written


@contextmanager
def cleared_when_full() -> Iterator[None]:
    """Around a transaction that stores batches: where it fails because the disk is full, the segments written in it go at once.

    After any other failure they are left to `sweep_orphans`: where a connection was lost, the batch may be in all the same.
    """
    written: list[str] = []
    token = _WRITTEN.set(written)
    try:
        yield
    except DatabaseError as error:
        fault = refusal_of(error, "", Path(settings.HOME))
        if fault and fault.kind == "full":
            for path in written:
                (Path(settings.LIBRARY) / path).unlink(missing_ok=True)
        raise
    finally:
        _WRITTEN.reset(token)


@transaction.atomic
def restore_segment(
    *, actor: Actor, now: datetime, batch: Batch, table: pa.Table, row_numbers: pa.Array, replaces: Mapping[int, int] | None = None
) -> bool:
    """Write a batch's file again from the rows of the same original, where it is gone or damaged; True when it was written.

    replaces  as when it was stored
    What comes out must have the digest that was stored, so that runs and proofs stay what they were; else UnusableInputError is raised
    and nothing is changed.
    """
    Shelf.objects.select_for_update().get(dataset=batch.dataset, organ_id=batch.organ_id)
    if not is_unsound(batch):
        return False
    root = Path(settings.LIBRARY)
    keyed, outcome = compare_with_current(
        table, batch.dataset, batch.organ, row_numbers=row_numbers, seq=batch.seq, before=batch.seq, replaces=replaces
    )
    written = _write(keyed, outcome, f"{batch.dataset}/{uuid4()}.parquet")
    made = root / written.path
    try:
        if written.digest != batch.segment_digest:
            reason = "按该原文件恢复出的内容与入库时不一致（程序的检查规则已经更新，或者更早的批次已有变化）"
            raise UnusableInputError("数据主题库", f"{batch.path}（批次 {batch.id}）", reason, "请从备份恢复该批次文件")
        details = {"dataset": batch.dataset, "segment": written.digest, "organ": organ_name(batch.organ)}
        append(actor=actor, act="batch.restored", thing=f"batch:{batch.id}", details=details, now=now)
        made.replace(root / batch.path)
        BundlePart.objects.filter(batch=batch).delete()
    finally:
        if written.path:
            made.unlink(missing_ok=True)
    return True


def sweep_orphans(*, actor: Actor, now: datetime, grace_seconds: int = GRACE_SECONDS) -> list[str]:
    """Remove segments that no batch names and that are older than the grace (a running import may be about to name a younger one).

    Age is judged by a clock that may be wrong; so whoever writes to the same datasets is waited for before anything is removed.
    """
    root = Path(settings.LIBRARY)
    left = strays(root, named_paths(), untouched_since=now.timestamp() - grace_seconds)
    if not left:
        return []
    paths = {place.relative_to(root).as_posix(): place for place in left}
    with transaction.atomic():
        list(Shelf.objects.select_for_update().filter(dataset__in={place.parent.name for place in left}).order_by("pk"))
        named = named_paths()
        names = [path for path in paths if path not in named]
        for path in names:
            paths[path].unlink(missing_ok=True)
        if names:
            append(actor=actor, act="library.swept", thing="library", details={"files": names}, now=now)
    return names


def merge_segments(*, actor: Actor, now: datetime, small_rows: int = SMALL_ROWS, least: int = LEAST) -> list[Bundle]:
    """Merge small segments of each organ and dataset into larger files; snapshots, digests and references stay what they are."""
    small = Batch.objects.exclude(path="").filter(part=None, rows__lte=small_rows).order_by()
    counted = small.values("dataset", "organ").annotate(count=Count("id")).filter(count__gte=least)
    made: list[Bundle] = []
    for row in list(counted.order_by("dataset", "organ")):
        chosen = small.filter(dataset=row["dataset"], organ=row["organ"])
        while bundle := _merge(chosen, actor=actor, now=now, least=least):
            made.append(bundle)
    return made


@transaction.atomic
def _merge(small: QuerySet[Batch], *, actor: Actor, now: datetime, least: int) -> Bundle | None:
    first = small.select_related("organ").first()
    if first is None:
        return None
    Shelf.objects.select_for_update().get(dataset=first.dataset, organ=first.organ)
    chosen = _few_rows(list(small.select_related("organ").order_by("seq")[:MOST]))
    if len(chosen) < least:
        return None
    root, segments = Path(settings.LIBRARY), [segment_of(batch) for batch in chosen]
    demand_sound(root, segments)
    written = write_bundle(root, f"{first.dataset}/{uuid4()}.parquet", segments)
    rows = sum(batch.rows for batch in chosen)
    bundle = Bundle.objects.create(
        path=written.path, digest=written.digest, bytes=written.bytes, batches=len(chosen), rows=rows, made_at=now
    )
    BundlePart.objects.bulk_create(BundlePart(bundle=bundle, batch=batch) for batch in chosen)
    held = [[str(one.id), one.segment_digest] for one in chosen]
    details = {"dataset": first.dataset, "organ": organ_name(first.organ), "segment": written.digest, "rows": rows, "batches": held}
    append(actor=actor, act="segments.merged", thing=f"bundle:{bundle.pk}", details=details, now=now)
    return bundle


def _few_rows(batches: list[Batch]) -> list[Batch]:
    """The first of these batches that have no more rows together than a bundle may hold."""
    together = accumulate(batch.rows for batch in batches)
    return [batch for batch, rows in zip(batches, together, strict=True) if rows <= BUNDLE_ROWS]


def sweep_merged(*, actor: Actor, now: datetime, grace_seconds: int = SWEEP_SECONDS) -> int:
    """Remove the own files of batches that lie in a sound bundle since longer than the grace; returns how many went."""
    return sum(_sweep(bundle, actor, now) for bundle in Bundle.objects.filter(swept=False) if _age(bundle, now) >= grace_seconds)


def _age(bundle: Bundle, now: datetime) -> float:
    return now.timestamp() - bundle.made_at.timestamp()


def _sweep(bundle: Bundle, actor: Actor, now: datetime) -> int:
    root = Path(settings.LIBRARY)
    with transaction.atomic():
        held = Bundle.objects.select_for_update().get(pk=bundle.pk)
        batches = Batch.objects.filter(part__bundle=held).select_related("organ")
        paths = [batch.path for batch in batches]
        demand_sound(root, [segment_of(batch) for batch in batches])
        held.swept = True
        held.save(update_fields=["swept"])
        append(actor=actor, act="segments.swept", thing=f"bundle:{held.pk}", details={"files": len(paths)}, now=now)
    for path in paths:
        (root / path).unlink(missing_ok=True)
    return len(paths)
