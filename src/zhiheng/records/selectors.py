"""Readers of the theme library's manifest, and the snapshots that `core.library` opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum

from zhiheng.records.core.files import digest_of, strays
from zhiheng.records.core.library import borrow, files_sql
from zhiheng.records.core.persons import identity_columns
from zhiheng.records.core.rows import read_dicts
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.records.core.soundness import demand_sound, fault_of
from zhiheng.records.models import Batch, Bundle, BundlePart
from zhiheng.registry.selectors import barred_numbers, organ_ids_seen_by, sees_everything
from zhiheng.schema import DATASETS


def snapshot_now(datasets: Iterable[str] | None = None, *, as_known_at: datetime | None = None) -> Snapshot:
    """The segments there are now, of all or of these datasets; with `as_known_at` those received until then."""
    batches = Batch.objects.exclude(path="").select_related("organ")
    if datasets is not None:
        batches = batches.filter(dataset__in=list(datasets))
    if as_known_at is not None:
        batches = batches.filter(received_at__lte=as_known_at)
    held = held_in(None if datasets is None else {"batch__dataset__in": list(datasets)})
    return Snapshot.of(_segment(batch, held.get(batch.id)) for batch in batches)


def placed(snapshot: Snapshot) -> Snapshot:
    """An earlier snapshot with the files in which its rows lie now; it is the same snapshot."""
    held = held_in({"batch__dataset__in": sorted({one.dataset for one in snapshot.segments})})
    return Snapshot.of(replace(one, **_places(held.get(UUID(one.batch)))) for one in snapshot.segments)


def held_in(narrowed: Mapping[str, Any] | None = None) -> dict[UUID, Bundle]:
    """The bundle of each batch that lies in one; narrowed: conditions on its part."""
    parts = BundlePart.objects.filter(**(narrowed or {})).select_related("bundle")
    return {part.batch_id: part.bundle for part in parts}


def newest_seq(datasets: Iterable[str]) -> int:
    """Number of the newest batch of these datasets that holds a row; 0 where there is none."""
    newest = Batch.objects.exclude(path="").filter(dataset__in=list(datasets)).order_by("-seq").values_list("seq", flat=True).first()
    return newest or 0


def state_mark() -> tuple[int, int]:
    """Number of the newest batch that holds a row, and how many there are: another pair after every delivery and removal."""
    both = Batch.objects.exclude(path="").aggregate(newest=Max("seq"), count=Count("pk"))
    return both["newest"] or 0, both["count"]


def segment_digests() -> frozenset[str]:
    """Digests of all files that a batch or a bundle names."""
    bundles = Bundle.objects.values_list("digest", flat=True)
    return frozenset([*Batch.objects.exclude(path="").values_list("segment_digest", flat=True), *bundles])


def named_paths() -> frozenset[str]:
    """Files below the library's root that a batch or a bundle names."""
    return frozenset([*Batch.objects.exclude(path="").values_list("path", flat=True), *Bundle.objects.values_list("path", flat=True)])


def segment_of(batch: Batch) -> Segment:
    """The batch's file as a snapshot names it."""
    return _segment(batch, held_in({"batch": batch}).get(batch.id))


def _places(bundle: Bundle | None) -> dict[str, Any]:
    held = (bundle.path, bundle.digest, bundle.batches) if bundle else ("", "", 0)
    return dict(zip(("held_in", "held_digest", "held_with"), held, strict=True))


def _segment(batch: Batch, bundle: Bundle | None) -> Segment:
    return Segment(
        dataset=batch.dataset,
        path=batch.path,
        batch=str(batch.id),
        seq=batch.seq,
        organ=batch.organ.name,
        received_at=batch.received_at,
        rows=batch.rows,
        digest=batch.segment_digest,
        superseding=batch.superseding,
        **_places(bundle),
    )


def segments_of(dataset: str, organ: Any, *, before: int | None = None) -> list[Segment]:
    """The files of one organ's records of a dataset, oldest first; with `before` those of batches of a lower number."""
    batches = Batch.objects.filter(dataset=dataset, organ=organ).exclude(path="").order_by("seq")
    if before is not None:
        batches = batches.filter(seq__lt=before)
    named = batches.values_list("path", "id", "seq", "received_at", "rows", "segment_digest", "superseding")
    held = held_in({"batch__dataset": dataset, "batch__organ": organ})
    return [
        Segment(dataset, path, str(batch), seq, organ.name, received_at, rows, digest, superseding, **_places(held.get(batch)))
        for path, batch, seq, received_at, rows, digest, superseding in named
    ]


def last_received_at(dataset: str, organ: Any) -> datetime | None:
    """When the newest batch of one organ's records of a dataset was received."""
    return Batch.objects.filter(dataset=dataset, organ=organ).order_by("-seq").values_list("received_at", flat=True).first()


def organ_name(organ: Any) -> str:
    """The organ's name, for traces."""
    return str(organ.name)


def batches_seen_by(viewer: Any) -> QuerySet[Batch]:
    """Batches of the organs whose rows the viewer may see, newest first."""
    batches = Batch.objects.select_related("organ")
    return batches if sees_everything(viewer) else batches.filter(organ_id__in=organ_ids_seen_by(viewer))


def batches_named(given: Iterable[object]) -> set[str]:
    """Those of the names that can be a batch's: evidence also names cases and entries of ledgers."""
    return {str(one) for one in given if _is_uuid(str(one))}


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def batch_with_content(content_digest: str, *, organ: Any, dataset: str) -> Batch | None:
    """The batch already made from the same content by the same organ."""
    return Batch.objects.filter(content_digest=content_digest, organ=organ, dataset=dataset).order_by("seq").first()


def is_unsound(batch: Batch) -> bool:
    """Whether the batch has a file and it is gone or no longer what was stored."""
    segment = segment_of(batch)
    return bool(batch.path and fault_of(Path(settings.LIBRARY) / segment.file, segment.file_digest))


def batch_rows(batch_id: UUID, viewer: Any, *, offset: int = 0, limit: int = 50) -> list[dict[str, Any]]:
    """Rows of a batch in the order of its file, `_row` and `_key` with them; empty where the viewer may not see the batch.

    Rows that name a person whose records are closed to the viewer are left out.
    """
    batch = batches_seen_by(viewer).filter(id=batch_id).exclude(path="").first()
    if batch is None:
        return []
    root = Path(settings.LIBRARY)
    demand_sound(root, [segment_of(batch)])
    columns = ", ".join(f'"{name}"' for name in ["_row", "_key", *DATASETS[batch.dataset].fields])
    barred = sorted(barred_numbers(viewer))
    named = identity_columns(batch.dataset) if barred else ()
    seen = " and ".join(["true", *(f'("{name}" is null or not list_contains(?::varchar[], "{name}"))' for name in named)])
    sql = f"select {columns} from {files_sql(root, [segment_of(batch)])} where {seen} order by _row limit ? offset ?"  # noqa: S608
    with closing(borrow(root)) as connection:
        return read_dicts(connection, sql, [*([barred] * len(named)), limit, offset])


def batch_names(batch: Batch, numbers: Collection[str]) -> bool:
    """Whether a record of the batch names one of these persons."""
    named = identity_columns(batch.dataset)
    if not batch.path or not named:
        return False
    root = Path(settings.LIBRARY)
    demand_sound(root, [segment_of(batch)])
    asked = " or ".join(f'list_contains(?::varchar[], "{name}")' for name in named)
    sql = f"select 1 as found from {files_sql(root, [segment_of(batch)])} where {asked} limit 1"  # noqa: S608 - our own names
    with closing(borrow(root)) as connection:
        return bool(read_dicts(connection, sql, [sorted(numbers)] * len(named)))


def counts_by_dataset_and_organ(viewer: Any) -> list[dict[str, Any]]:
    """`{dataset, organ, batches, rows, superseded, current, bytes, last_received_at}` of what the viewer may see.

    current: records that nothing has replaced.
    """
    grouped = batches_seen_by(viewer).order_by().values("dataset", "organ__name")
    sums = grouped.annotate(
        batches=Count("id"), stored=Sum("rows"), replaced=Sum("superseding"), size=Sum("bytes"), last=Max("received_at")
    )
    return [
        {
            "dataset": row["dataset"],
            "organ": row["organ__name"],
            "batches": row["batches"],
            "rows": row["stored"],
            "superseded": row["replaced"],
            "current": row["stored"] - row["replaced"],
            "bytes": row["size"],
            "last_received_at": row["last"],
        }
        for row in sums.order_by("dataset", "organ__name")
    ]


UNNAMED_SECONDS = 3600
"""A file that no batch names may be one an import is about to name; after an hour it is none of a batch's."""


def unnamed_segments(now: datetime) -> list[str]:
    """Files that no batch names, one Chinese sentence a dataset: left by a stopped import, or their batch is gone."""
    left = strays(Path(settings.LIBRARY), named_paths(), untouched_since=now.timestamp() - UNNAMED_SECONDS)
    counts = Counter(place.parent.name for place in left)
    return [f"有 {count} 个“{name}”文件没有批次写明，批次记录可能被删去（一小时内的不计）" for name, count in sorted(counts.items())]


def verify_segments(batches: Iterable[Batch] | None = None) -> list[str]:
    """What is wrong with the files, one Chinese sentence each: missing, or not as they were stored."""
    root, found, held = Path(settings.LIBRARY), [], held_in()
    digests: dict[str, str | None] = {}
    for batch in Batch.objects.exclude(path="").order_by("seq") if batches is None else batches:
        segment = _segment(batch, held.get(batch.id))
        if segment.file not in digests:
            place = root / segment.file
            digests[segment.file] = digest_of(place) if place.is_file() else None
        if digests[segment.file] is None:
            found.append(f"批次 {batch.id} 的文件不存在：{segment.file}")
        elif digests[segment.file] != segment.file_digest:
            found.append(f"批次 {batch.id} 的文件被改动过：{segment.file}")
    return found
