"""Writers of the exchange: a file comes in whole, with its receipts and its trace, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db import IntegrityError, transaction

from zhiheng.exchange.core.ahead import Ahead, reading_ahead
from zhiheng.exchange.core.aside import keep_original
from zhiheng.exchange.core.folders import directory_names, gathered
from zhiheng.exchange.core.intake import Intake, dataset_of, take_in
from zhiheng.exchange.core.packed import unpacked
from zhiheng.exchange.core.report import FileReport, folded_json, rejection_json
from zhiheng.exchange.core.source import Source, open_source, readable
from zhiheng.exchange.models import Delivery, RejectedRow
from zhiheng.exchange.quality.selectors import replaced_by
from zhiheng.exchange.selectors import delivery_of_content, knows_content, report_of
from zhiheng.exchange.senders import Registering, demand_size, demand_source, organs_named_by, sender_of
from zhiheng.exchange.sending.selectors import OWN, Sending
from zhiheng.exchange.several import of_zip, passed_over, report_or_refusal, under
from zhiheng.exchange.walled import take_in_walled
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.records.selectors import is_unsound
from zhiheng.records.services import StoredBatch, cleared_when_full, compare_with_current, keys_of_rows, restore_segment, store_batch
from zhiheng.registry.selectors import organ_named
from zhiheng.registry.services import ensure_organ
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.standard import DATASETS, Dataset, match_dataset

Progress = Callable[[str, int], None]
Taking = Callable[[Source, Dataset, Callable[[int], None] | None], Intake]
WRONG_FILE = "请核对文件和数据集；下面列出最先的一部分错误"
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
    register_organ: bool | Registering = False,
    any_source: bool = False,
    sending: Sending = OWN,
    label: str | None = None,
    take: Taking = take_in,
) -> FileReport:
    """Take one file in: the rows that are right are stored, the others are kept with their reasons; content taken in before is skipped.

    A file with columns nobody knows is kept as it came, beside its rows.

    dataset        name; None: as the file is named
    organ          name of the sending organ; None: the nearest folder that is named after a registered one
    dry_run        check and compare only; nothing is written
    on_progress    told the path and the rows done so far
    name           the file's own name where `path` is a temporary one; label: how the report names it
    correction_of  number of the delivery whose rejected rows this file mends
    ahead          the files among which it is read ahead
    register_organ an organ that is not registered is registered; else the file is refused and the organ asked for
    any_source     take a dataset in although another kind of organ sends it by the standard
    sending        how the sender may send for the organ
    take           what reads and checks the file
    Raises UnusableInputError where the file cannot be used; then no row of it is in.
    """
    place, shown = Path(path), label or (readable(name) if name else readable(str(path)))
    try:
        source = ahead.source(place, name) if ahead else open_source(place, name)
        sender = sender_of(place, organ, register_organ=register_organ)
    except UnusableInputError as refusal:
        raise under(shown, place, refusal) from refusal
    try:
        declared = dataset_of(source, _declared(dataset))
        demand_source(sender, declared, any_source=any_source)
        known = knows_content(sender.name, declared.name, source.digest)
        earlier = delivery_of_content(sender.name, declared.name, source.digest) if known else None
        if earlier is None:
            _may_correct(correction_of, sender.name, declared)
            on_rows = (lambda rows: on_progress(shown, rows)) if on_progress else None
            intake = ahead.intake(place, source, declared, on_rows) if ahead else take(source, declared, on_rows)
    except UnusableInputError as refusal:
        if not dry_run:
            _return_unread(actor=actor, now=now, source=source, sender=sender.name, refusal=under(shown, place, refusal), sending=sending)
        raise under(shown, place, refusal) from refusal
    if earlier:
        restored = not dry_run and _restore(actor, now, source, declared, earlier)
        return replace(report_of(earlier, shown, skipped=True), restored=restored)
    if dry_run:
        return replace(_foresee(intake, shown, sender.name), registered=sender.is_new)
    if intake.unknown:
        keep_original(Path(settings.FILES), source)
    organs = register_organ.organs if isinstance(register_organ, Registering) else {}
    taken = _ReadFile(intake, sender.name, correction_of, sending, organs)
    return replace(_take_once(actor=actor, now=now, received=taken, path=shown), registered=sender.is_new)


def receive_upload(
    *, actor: Actor, now: datetime, path: Path, name: str, sending: Callable[[str], Sending], **given: Any
) -> list[FileReport]:
    """Take in a file that came over a page or the API, behind walls of memory; a ZIP gives a report for each file in it.

    sending  asked for each dataset how the sender may send it; raises UnusableInputError
    """
    demand_size(path, name)

    def one(place: Path, own: str, label: str) -> FileReport:
        declared = _declared(given.get("dataset")) or match_dataset(own)
        how = sending(declared.name if declared else "")
        return receive(actor=actor, now=now, path=place, name=own, label=label, sending=how, take=take_in_walled, **given)

    if Path(name).suffix.lower() != ".zip" or open_source(path, name).kind != "zip":
        return [one(path, name, readable(name))]
    with unpacked(path, readable(name)) as parts:
        return [report_or_refusal(partial(one, place, PurePosixPath(own).name, f"{name}/{own}"), f"{name}/{own}") for own, place in parts]


def receive_all(  # noqa: PLR0913 - what an import is made of
    *,
    actor: Actor,
    now: datetime,
    paths: Iterable[Path | str],
    dataset: str | None = None,
    organ: str | None = None,
    dry_run: bool = False,
    on_progress: Progress | None = None,
    on_file: Callable[[FileReport, int], None] | None = None,
    register_organ: bool = False,
    any_source: bool = False,
) -> list[FileReport]:
    """Take files and folders in, in the order of their names; a file that cannot be used is reported (`refusal`) and the others go in.

    What lies in a folder and is not taken is reported last. In a register without any organ, folders named like organs are registered.

    on_file  told each report as it is ready, and how many files there are
    """
    named = _declared(dataset)
    found = gathered([Path(path) for path in paths])
    registering = Registering.of(register_organ=register_organ)
    begin = partial(_register_first, registering if organ is None and not dry_run else Registering(), actor=actor, now=now)
    begin(directory_names(file) for file in found.files)
    reports: list[FileReport] = []

    def wanted(source: Source) -> Dataset | None:
        declared = dataset_of(source, named)
        sender = sender_of(source.path, organ, register_organ=registering)
        return None if source.kind == "zip" or knows_content(sender.name, declared.name, source.digest) else declared

    def one(file: Path, *, organ: str | None = organ, **more: Any) -> FileReport:
        return receive(
            actor=actor, now=now, path=file, dataset=dataset, organ=organ, dry_run=dry_run, on_progress=on_progress,
            register_organ=registering, any_source=any_source, **more,
        )  # fmt: skip

    def note(report: FileReport) -> None:
        reports.append(report)
        if on_file:
            on_file(report, len(found.files))

    with reading_ahead(found.files, wanted, partial(_prepared, keeping=not dry_run)) as ahead:
        for file in found.files:
            if file.suffix.lower() == ".zip":
                for report in of_zip(file, one, organ, registering, begin):
                    note(report)
            else:
                note(report_or_refusal(partial(one, file, ahead=ahead), readable(str(file))))
    return [*reports, *(passed_over(beside) for beside in found.passed_over)]


@transaction.atomic
def _register_first(registering: Registering, places: Iterable[Sequence[str]], *, actor: Actor, now: datetime) -> None:
    """Register the organs of a first import before its files are read, so that one that is cut short goes on by the same command."""
    if not registering.first or registering.asked:
        return
    hold_head()
    for name in organs_named_by(places):
        ensure_organ(actor=actor, name=name, now=now)
        registering.fresh.add(name)


def _prepared(intake: Intake, *, keeping: bool) -> Intake:
    """What does not depend on what is held is done while another file is stored; see `receive`."""
    if keeping and intake.unknown:
        keep_original(Path(settings.FILES), intake.source)
    return replace(intake, keys=keys_of_rows(intake.dataset.name, intake.checked.table)) if intake.accepted else intake


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


@dataclass(frozen=True)
class _ReadFile:
    """A file read and checked, with all that is known of its sending; organs: those met before, by name."""

    intake: Intake
    sender: str
    correction_of: int | None
    sending: Sending
    organs: dict[str, Any]


def _take_once(*, actor: Actor, now: datetime, received: _ReadFile, path: str) -> FileReport:
    """The report of the file taken in, or of the same content that another process took in at this moment."""
    intake = received.intake
    try:
        with cleared_when_full():
            # in a transaction of its own: the head of the trace, which a new organ takes, stands after the shelf (decision 0005)
            organ = received.organs.get(received.sender) or ensure_organ(actor=actor, name=received.sender, now=now)
            received.organs[received.sender] = organ
            delivery = _take(actor=actor, now=now, organ=organ, received=received)
    except IntegrityError:
        first = delivery_of_content(received.sender, intake.dataset.name, intake.source.digest)
        if first is None:
            raise
        return report_of(first, path, skipped=True)
    return report_of(delivery, path, rejected=intake.rejections)


@transaction.atomic
def _take(*, actor: Actor, now: datetime, organ: Any, received: _ReadFile) -> Delivery:
    """Batch, delivery, rejected rows and trace in one transaction."""
    intake = received.intake
    batch = _store(actor, now, intake, organ, replaced_by(intake, received.correction_of)) if intake.accepted else None
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
        unread=list(intake.unread),
        folded=folded_json(intake.folded),
        blank_rows=intake.blank,
        refusal=f"{intake.stopped}。{WRONG_FILE}" if intake.stopped else "",
        **_how_sent(received.sending),
        batch_id=batch.id if batch else None,
        correction_of_id=received.correction_of,
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


def _how_sent(sending: Sending) -> dict[str, Any]:
    return {"sent_for": sending.kind, "by_organ": sending.by_organ, "sending_reason": sending.reason, "mandate": sending.mandate}


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
        keys=intake.keys,
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
    if delivery.sent_for:
        details |= {
            "sent_for": str(delivery.sent_for),
            "by_organ": delivery.by_organ,
            "reason": delivery.sending_reason,
            "mandate": delivery.mandate_id,
        }
    act = "delivery.returned" if delivery.returned_at else "delivery.accepted"
    append(actor=actor, act=act, thing=f"delivery:{delivery.pk}", details=details, now=now)


@transaction.atomic
def _return_unread(*, actor: Actor, now: datetime, source: Source, sender: str, refusal: UnusableInputError, sending: Sending) -> None:
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
            **_how_sent(sending),
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
        unread=intake.unread,
        blank_rows=intake.blank,
        folded=folded_json(intake.folded),
        refusal=UnusableInputError("文件", path, intake.stopped, WRONG_FILE) if intake.stopped else None,
    )
