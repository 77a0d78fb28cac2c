"""Readers of deliveries, their receipts and their rejected rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Max, QuerySet, Sum

from zhiheng.exchange.closed.selectors import OPEN, Closed, closed_to
from zhiheng.exchange.core.aside import original_at
from zhiheng.exchange.core.report import FileReport
from zhiheng.exchange.core.workbook import rejected_workbook_bytes
from zhiheng.exchange.models import Delivery, RejectedRow
from zhiheng.exchange.sending.selectors import origin_words
from zhiheng.ledger.core import at_rest
from zhiheng.records.selectors import batch_names
from zhiheng.registry.gate import demand_for_numbers
from zhiheng.registry.selectors import barred_numbers, organ_ids_seen_by, sees_everything
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.rejections import Rejection
from zhiheng.schema.standard import DATASETS

OUTCOMES: tuple[str, ...] = tuple(Delivery.Outcome.values)
"""What may become of a delivery."""


def deliveries_seen_by(viewer: Any) -> QuerySet[Delivery]:
    """Deliveries of the organs whose rows the viewer may see, newest first."""
    deliveries = Delivery.objects.select_related("organ", "batch", "correction_of").prefetch_related("contests")
    return deliveries if sees_everything(viewer) else deliveries.filter(organ_id__in=organ_ids_seen_by(viewer))


def newest_delivery() -> int:
    """Number of the newest delivery; 0 where there is none."""
    return Delivery.objects.aggregate(last=Max("pk"))["last"] or 0


def knows_content(organ: str, dataset: str, content_digest: str) -> bool:
    """Whether a delivery already brought this content."""
    return Delivery.objects.filter(organ__name=organ, dataset=dataset, content_digest=content_digest).order_by().exists()


def delivery_of_content(organ: str, dataset: str, content_digest: str) -> Delivery | None:
    """The delivery that already brought this content."""
    same = Delivery.objects.filter(organ__name=organ, dataset=dataset, content_digest=content_digest)
    return same.select_related("organ", "batch").first()


def rejected_rows(delivery: Delivery, closed: Closed = OPEN) -> QuerySet[RejectedRow]:
    """The delivery's rows that did not go in, in the order of the file; the caller has the delivery from `deliveries_seen_by`.

    closed  of `closed_to` the viewer: those rows are left out, or come without content (`shown_row`)
    """
    rows = RejectedRow.objects.filter(delivery=delivery).order_by("row")
    return rows if closed.blank or not closed.rows else rows.exclude(pk__in=closed.rows)


def rejections_of(delivery: Delivery) -> list[Rejection]:
    """Every wrong value of the delivery."""
    return [
        Rejection(row.row, error["column"], error["value"], error["reason"], error["remedy"], error["reason_code"])
        for row in rejected_rows(delivery)
        for error in row.errors
    ]


def rejected_workbook(delivery: Delivery, closed: Closed) -> bytes:
    """The rejected rows as a workbook to be mended and sent again: the dataset's columns as they were sent, then the reasons."""
    rows = [(row.row, row.cells, row.errors) for row in map(closed.readable, rejected_rows(delivery, closed))]
    demand_for_numbers(repr(rows))
    return rejected_workbook_bytes(DATASETS[delivery.dataset], rows)


def has_original(delivery: Delivery, viewer: Any) -> bool:
    """Whether the viewer is given the file as it came: kept for unknown columns, of no sensitive dataset, nobody in it closed to him."""
    dataset = DATASETS.get(delivery.dataset)
    if not delivery.unknown_columns or dataset is None or dataset.sensitive:
        return False
    return not names_closed(delivery, viewer)


def names_closed(delivery: Delivery, viewer: Any) -> bool:
    """Whether a row of the delivery, taken in or not, names a person whose records are closed to the viewer."""
    barred = barred_numbers(viewer)
    return bool(barred) and (bool(closed_to(viewer, delivery).rows) or bool(delivery.batch and batch_names(delivery.batch, barred)))


def folded_for(delivery: Delivery, viewer: Any) -> list[dict[str, Any]]:
    """What was changed on reading; without its examples where they may be of a person who is closed to the viewer."""
    if delivery.folded and names_closed(delivery, viewer):
        return [{**one, "examples": []} for one in delivery.folded]
    return list(delivery.folded)


def original_of(delivery: Delivery, viewer: Any) -> bytes | None:
    """The file as it came; None where the viewer is given none."""
    if not has_original(delivery, viewer):
        return None
    place = original_at(Path(settings.FILES), delivery.content_digest)
    return at_rest.read(place) if place else None


def receipts(delivery: Delivery) -> list[tuple[str, datetime]]:
    """The delivery's receipts as (receipt, instant), in order: received, validated, accepted or returned."""
    given = [
        ("received", delivery.received_at),
        ("validated", delivery.validated_at),
        ("accepted", delivery.accepted_at),
        ("returned", delivery.returned_at),
    ]
    return [(receipt, at) for receipt, at in given if at is not None]


def report_of(delivery: Delivery, path: str, *, skipped: bool = False, rejected: Sequence[Rejection] | None = None) -> FileReport:
    """The import report of a delivery; its rejections are read unless the caller has them at hand."""
    if rejected is None:
        rejected = rejections_of(delivery) if delivery.rejected else ()
    return FileReport(
        path=path,
        dataset=delivery.dataset,
        organ=delivery.organ.name,
        rows=delivery.rows,
        accepted=delivery.accepted,
        duplicates=delivery.duplicates,
        superseded=delivery.superseded,
        rejected=rejected,
        batch=str(delivery.batch_id) if delivery.batch_id else None,
        delivery=delivery.pk,
        unknown_columns=tuple(delivery.unknown_columns),
        unread=tuple(delivery.unread),
        blank_rows=delivery.blank_rows,
        folded=tuple(delivery.folded),
        origin=origin_words(delivery),
        refusal=UnusableInputError("文件", path, *delivery.refusal.split("。", 1)) if delivery.refusal and delivery.rows else None,
        skipped=skipped,
    )


def quality_by_organ(viewer: Any, *, since: datetime | None = None, until: datetime | None = None) -> list[dict[str, Any]]:
    """`{organ, dataset, deliveries, rows, accepted, rejected, duplicates, superseded}` of what came in from `since` to before `until`."""
    seen = deliveries_seen_by(viewer).exclude(dataset="").order_by()
    if since is not None:
        seen = seen.filter(received_at__gte=since)
    if until is not None:
        seen = seen.filter(received_at__lt=until)
    sums = seen.values("dataset", organ_name=F("organ__name")).annotate(
        deliveries=Count("id"), all_rows=Sum("rows"), taken=Sum("accepted"), repeated=Sum("duplicates"), replaced=Sum("superseded")
    )
    return [
        {
            "organ": row["organ_name"],
            "dataset": row["dataset"],
            "deliveries": row["deliveries"],
            "rows": row["all_rows"],
            "accepted": row["taken"],
            "rejected": row["all_rows"] - row["taken"],
            "duplicates": row["repeated"],
            "superseded": row["replaced"],
        }
        for row in sums.order_by("organ_name", "dataset")
    ]
