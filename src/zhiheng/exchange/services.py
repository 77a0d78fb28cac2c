"""Writers of the exchange: a file comes in whole, with its receipts and its trace, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db import IntegrityError, transaction

from zhiheng.exchange.core.ahead import Ahead, reading_ahead
from zhiheng.exchange.core.aside import keep_original
from zhiheng.exchange.core.intake import Intake, dataset_of, take_in
from zhiheng.exchange.core.report import FileReport, rejection_json
from zhiheng.exchange.core.source import Source, files_under, open_source
from zhiheng.exchange.models import Delivery, RejectedRow
from zhiheng.exchange.quality.selectors import replaced_by
from zhiheng.exchange.selectors import delivery_of_content, report_of
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.records.selectors import is_unsound
from zhiheng.records.services import StoredBatch, cleared_when_full, compare_with_current, restore_segment, store_batch
from zhiheng.registry.selectors import organ_named
from zhiheng.registry.services import ensure_organ
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.standard import DATASETS, Dataset

Progress = Callable[[str, int], None]
REJECTED_AT_ONCE = 2000


def receive(  # noqa: PLR0913 - what a delivery is made of
    *,
    actor: Actor,
    now: datetime,
    path: Path | str,
    dataset: str | None = None,
    organ: str | None = None,
    dry_run: bool = False,
    on_progress: Progress | None = None,
    name: str | None = None,
    correction_of: int | None = None,
    ahead: Ahead | None = None,
) -> FileReport:
    """Take one file in: the rows that are right are stored, the others are kept with their reasons; content taken in before is skipped.

    A file with columns nobody knows is kept as it came, beside its rows.

    dataset        name; None: as the file is named
    organ          name of the sending organ; None: the folder's name
    dry_run        check and compare only; nothing is written
    on_progress    told the path and the rows done so far
    name           the file's own name where `path` is a temporary one
    correction_of  number of the delivery whose rejected rows this file mends
    ahead          the files among which it is read ahead
    Raises UnusableInputError where the file cannot be used; then no row of it is in.
    """
    place, sender = Path(path), organ or Path(path).resolve().parent.name
    source = ahead.source(place, name) if ahead else open_source(place, name)
    try:
        declared = dataset_of(source, _declared(dataset))
        earlier = delivery_of_content(sender, declared.name, source.digest)
        if earlier is None:
            _may_correct(correction_of, sender, declared)
            on_rows = (lambda rows: on_progress(str(path), rows)) if on_progress else None
            intake = ahead.intake(place, source, declared, on_rows) if ahead else take_in(source, declared, on_rows)
    except UnusableInputError as refusal:
        if not dry_run:
            _return_unread(actor=actor, now=now, source=source, sender=sender, refusal=refusal)
        raise
    if earlier:
        restored = not dry_run and _restore(actor, now, source, declared, earlier)
        return replace(report_of(earlier, str(path), skipped=True), restored=restored)
    if dry_run:
        return _foresee(intake, str(path), sender)
    if intake.unknown:
        keep_original(Path(settings.FILES), source)
    return _take_once(actor=actor, now=now, intake=intake, sender=sender, correction_of=correction_of, path=str(path))


def receive_all(
    *,
    actor: Actor,
    now: datetime,
    paths: Iterable[Path | str],
    dataset: str | None = None,
    organ: str | None = None,
    dry_run: bool = False,
    on_progress: Progress | None = None,
    on_file: Callable[[FileReport, int], None] | None = None,
) -> list[FileReport]:
    """Take files and folders in, in the order of their names; a file that cannot be used is reported (`refusal`) and the others go in.

    on_file  told each report as it is ready, and how many files there are
    """
    named = _declared(dataset)
    files = files_under([Path(path) for path in paths])
    reports: list[FileReport] = []

    def wanted(source: Source) -> Dataset | None:
        declared = dataset_of(source, named)
        sender = organ or source.path.resolve().parent.name
        return None if delivery_of_content(sender, declared.name, source.digest) else declared

    with reading_ahead(files, wanted) as ahead:
        for file in files:
            try:
                report = receive(
                    actor=actor, now=now, path=file, dataset=dataset, organ=organ, dry_run=dry_run, on_progress=on_progress, ahead=ahead
                )
            except UnusableInputError as refusal:
                report = FileReport(path=str(file), refusal=refusal)
            reports.append(report)
            if on_file:
                on_file(report, len(files))
    return reports


def _declared(name: str | None) -> Dataset | None:
    """The dataset of this name or Chinese name."""
    if name is None:
        return None
    for dataset in DATASETS.values():
        if name in {dataset.name, dataset.zh, dataset.short_zh}:
            return dataset
    raise UnusableInputError("数据集", name, "没有这个数据集", "可用：" + "、".join(DATASETS))


def _may_correct(correction_of: int | None, sender: str, dataset: Dataset) -> None:
    """Raise UnusableInputError unless the delivery to be mended is the sender's own and of the same dataset."""
    if correction_of is None:
        return
    if not Delivery.objects.filter(pk=correction_of, organ__name=sender, dataset=dataset.name).exists():
        reason = f"不是{sender}的“{dataset.zh}”交付"
        raise UnusableInputError("更正", f"第 {correction_of} 号交付", reason, "请核对所更正的交付编号")


def _take_once(*, actor: Actor, now: datetime, intake: Intake, sender: str, correction_of: int | None, path: str) -> FileReport:
    """The report of the file taken in, or of the same content that another process took in at this moment."""
    try:
        with cleared_when_full():
            taken = _take(actor=actor, now=now, intake=intake, sender=sender, correction_of=correction_of)
    except IntegrityError:
        first = delivery_of_content(sender, intake.dataset.name, intake.source.digest)
        if first is None:
            raise
        return report_of(first, path, skipped=True)
    return report_of(taken, path, rejected=intake.rejections)


@transaction.atomic
def _take(*, actor: Actor, now: datetime, intake: Intake, sender: str, correction_of: int | None) -> Delivery:
    """Batch, delivery, rejected rows and trace in one transaction."""
    organ = ensure_organ(actor=actor, name=sender, now=now)
    batch = _store(actor, now, intake, organ, replaced_by(intake, correction_of)) if intake.accepted else None
    delivery = Delivery.objects.create(
        organ=organ,
        dataset=intake.dataset.name,
        name=intake.source.name[-255:],
        content_digest=intake.source.digest,
        size_bytes=intake.source.size_bytes,
        outcome=_outcome(intake),
        rows=intake.rows,
        accepted=intake.accepted,
        duplicates=batch.duplicates if batch else 0,
        superseded=batch.superseded if batch else 0,
        unknown_columns=list(intake.unknown),
        batch_id=batch.id if batch else None,
        correction_of_id=correction_of,
        sent_by=f"{actor.name}（{actor.id}）"[:150],
        received_at=now,
        validated_at=now,
        accepted_at=now if batch else None,
        returned_at=None if batch else now,
    )
    kept = [
        RejectedRow(delivery=delivery, row=one.row, cells=one.cells, errors=[rejection_json(error) for error in one.errors])
        for one in intake.rejected
    ]
    RejectedRow.objects.bulk_create(kept, batch_size=REJECTED_AT_ONCE)
    _trace(actor, now, delivery)
    return delivery


def _store(actor: Actor, now: datetime, intake: Intake, organ: Any, replaces: Mapping[int, int]) -> StoredBatch:
    return store_batch(
        actor=actor,
        now=now,
        organ=organ,
        dataset=intake.dataset.name,
        table=intake.checked.table,
        row_numbers=pa.array(intake.checked.row_numbers, type=pa.int32()),
        source_name=intake.source.name,
        content_digest=intake.source.digest,
        counts={"rows": intake.rows, "accepted": intake.accepted, "rejected": intake.rows - intake.accepted},
        replaces=replaces,
    )


def _restore(actor: Actor, now: datetime, source: Source, dataset: Dataset, earlier: Delivery) -> bool:
    """Where the file that an earlier delivery left in the library is gone or damaged, write it again from the same content."""
    if earlier.batch is None or not is_unsound(earlier.batch):
        return False
    intake = take_in(source, dataset)
    numbers = pa.array(intake.checked.row_numbers, type=pa.int32())
    replaces = replaced_by(intake, earlier.correction_of_id, again=earlier.pk)
    return restore_segment(actor=actor, now=now, batch=earlier.batch, table=intake.checked.table, row_numbers=numbers, replaces=replaces)


def _outcome(intake: Intake) -> str:
    if intake.accepted == 0:
        return Delivery.Outcome.RETURNED
    return Delivery.Outcome.ACCEPTED if intake.accepted == intake.rows else Delivery.Outcome.PARTLY


def _trace(actor: Actor, now: datetime, delivery: Delivery) -> None:
    details = {
        "organ": delivery.organ.name,
        "dataset": delivery.dataset,
        "name": delivery.name,
        "content": delivery.content_digest,
        "outcome": str(delivery.outcome),
        "rows": delivery.rows,
        "accepted": delivery.accepted,
        "refusal": delivery.refusal,
        "correction_of": delivery.correction_of_id,
    }
    act = "delivery.returned" if delivery.returned_at else "delivery.accepted"
    append(actor=actor, act=act, thing=f"delivery:{delivery.pk}", details=details, now=now)


@transaction.atomic
def _return_unread(*, actor: Actor, now: datetime, source: Source, sender: str, refusal: UnusableInputError) -> None:
    """Give a known organ a receipt for a file that could not be read; a name nobody knows leaves no trace."""
    organ = organ_named(sender)
    if organ is None:
        return
    delivery, made = Delivery.objects.get_or_create(
        organ=organ,
        dataset="",
        content_digest=source.digest,
        defaults={
            "name": source.name[-255:],
            "size_bytes": source.size_bytes,
            "outcome": Delivery.Outcome.RETURNED,
            "refusal": f"{refusal.reason}。{refusal.remedy}",
            "sent_by": f"{actor.name}（{actor.id}）"[:150],
            "received_at": now,
            "returned_at": now,
        },
    )
    if made:
        _trace(actor, now, delivery)


def _foresee(intake: Intake, path: str, sender: str) -> FileReport:
    """The report as it would be now; files of the same run are not yet counted among what is stored."""
    duplicates = superseded = 0
    if intake.accepted:
        numbers = pa.array(intake.checked.row_numbers, type=pa.int32())
        organ = organ_named(sender)
        _, outcome = compare_with_current(intake.checked.table, intake.dataset.name, organ, row_numbers=numbers, seq=0)
        duplicates, superseded = outcome.duplicates, outcome.superseded
    return FileReport(
        path=path,
        dataset=intake.dataset.name,
        organ=sender,
        rows=intake.rows,
        accepted=intake.accepted,
        duplicates=duplicates,
        superseded=superseded,
        rejected=intake.rejections,
        unknown_columns=intake.unknown,
    )
