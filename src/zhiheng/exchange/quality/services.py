"""Writers of quality: what came in is examined once, breaches follow what organs send afterwards, and organs answer for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.exchange.closed.services import note_persons
from zhiheng.exchange.core.examining import Across, BatchFigures, across, examine, replacements
from zhiheng.exchange.models import Breach, Delivery, QualityFigures, RejectedRow
from zhiheng.exchange.quality.selectors import unexamined
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.records.core.segment import ROW_BITS
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.records.selectors import snapshot_now
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.practice import practices

AT_ONCE = 2000
LONGEST_EXPLANATION = 500
ROW_MASK = (1 << ROW_BITS) - 1


@dataclass(frozen=True)
class Found:
    """What was seen of the batches of one month, before it is written down.

    segments      the new batches
    figures       of each of them
    across        breaches of rules that look at other records
    replaced      old `_ref` -> new `_ref`, of records with a breach
    """

    segments: Sequence[Segment]
    figures: Sequence[BatchFigures]
    across: Across
    replaced: Mapping[int, int]


def examine_batches(*, actor: Actor, now: datetime) -> int:
    """Examine every batch that was not yet, month of receipt by month, as things were known at the end of that month; how many.

    What was examined keeps its figures for good. Runs after every import; a run that was stopped is made up for by the next one.
    """
    _count_reasons(now=now)
    waiting = unexamined()
    if not waiting:
        note_persons(actor=actor, now=now)
        return 0
    snapshot, root, done = snapshot_now(), Path(settings.LIBRARY), 0
    by_batch = {str(one.batch_id): one for one in waiting}
    new = [segment for segment in snapshot.segments if segment.batch in by_batch]
    for _, group in groupby(sorted(new, key=lambda one: (month_of(one.received_at), one.seq)), key=lambda one: month_of(one.received_at)):
        segments = list(group)
        done += _note(actor=actor, now=now, found=_look(snapshot, root, segments), deliveries=by_batch)
    note_persons(actor=actor, now=now)
    return done


def examine_after_receipt(*, actor: Actor, now: datetime) -> str:
    """Examine what came; a library that cannot be read is told as one line, empty if all went well: the files themselves are in."""
    try:
        examine_batches(actor=actor, now=now)
    except UnusableInputError as refusal:
        return f"数据质量检查未完成：{refusal}"
    return ""


def month_of(instant: datetime) -> date:
    """The first day of the month of an instant, by the clock of China."""
    return timezone.localdate(instant).replace(day=1)


def _look(snapshot: Snapshot, root: Path, segments: Sequence[Segment]) -> Found:
    """Everything that is computed, outside any transaction."""
    known = snapshot.as_known_at(max(segment.received_at for segment in segments))
    figures, beside = examine(segments, root), across(known, root, frozenset(segment.seq for segment in segments))
    refs = [ref for one in figures for found in one.breaches.values() for ref in found]
    refs += [ref for found in beside.breaches.values() for ref in found]
    datasets = {segment.dataset for segment in segments}
    refs += Breach.objects.filter(dataset__in=datasets, state__in=_UNENDED).values_list("ref", flat=True)
    return Found(segments, figures, beside, replacements([one for one in known.segments if one.dataset in datasets], root, refs))


_UNENDED = (Breach.State.OPEN, Breach.State.EXPLAINED)


@transaction.atomic
def _note(*, actor: Actor, now: datetime, found: Found, deliveries: Mapping[str, Delivery]) -> int:
    """Write figures, breaches and the trace together; batches that another writer examined meanwhile are left to it."""
    numbers = sorted(deliveries[segment.batch].pk for segment in found.segments)
    list(Delivery.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk"))
    taken = set(map(str, QualityFigures.objects.filter(delivery_id__in=numbers).values_list("batch_id", flat=True)))
    fresh = [one for one in found.figures if one.batch not in taken]
    if not fresh:
        return 0
    new_batches = {one.batch for one in fresh}
    breaches = [one for one in _breaches(found, now) if one.delivery_id is not None]
    made = Breach.objects.bulk_create(breaches, batch_size=AT_ONCE, ignore_conflicts=True)
    QualityFigures.objects.bulk_create([_row(one, found, deliveries[one.batch], now) for one in fresh], batch_size=AT_ONCE)
    ended = _end_replaced(found, now) + _end_cleared(found, now)
    details = {"batches": len(new_batches), "breaches": len(made), "ended": ended, "month": f"{month_of(found.segments[0].received_at)}"}
    append(actor=actor, act="quality.examined", thing="library", details=details, now=now)
    return len(fresh)


def _row(figures: BatchFigures, found: Found, delivery: Delivery, now: datetime) -> QualityFigures:
    within = practices()[figures.dataset].within_days
    faulty = {ref for refs in figures.breaches.values() for ref in refs}
    seq = next(segment.seq for segment in found.segments if segment.batch == figures.batch)
    faulty |= {ref for refs in found.across.breaches.values() for ref in refs if ref >> ROW_BITS == seq}
    return QualityFigures(
        batch_id=figures.batch,
        delivery=delivery,
        organ_id=delivery.organ_id,
        dataset=figures.dataset,
        month=month_of(delivery.batch.received_at),  # type: ignore[union-attr]
        records=figures.records,
        expected=sum(due for due, _ in figures.gaps.values()),
        filled=sum(filled for _, filled in figures.gaps.values()),
        gaps={name: list(gap) for name, gap in figures.gaps.items() if gap[0]},
        dated=sum(figures.days.values()),
        timely=sum(count for days, count in figures.days.items() if days <= within),
        days={str(days): count for days, count in sorted(figures.days.items())},
        sound=figures.records - len(faulty),
        applies={rule: count for rule, count in figures.applies.items() if count},
        event_from=figures.event_from,
        event_until=figures.event_until,
        examined_at=now,
    )


def _breaches(found: Found, now: datetime) -> list[Breach]:
    """Every breach seen, as rows not yet written; known ones are left out by the constraint."""
    new = {segment.seq for segment in found.segments}
    seen = [(rule, one.dataset, ref) for one in found.figures for rule, refs in one.breaches.items() for ref in refs]
    seen += [(rule, dataset, ref) for (rule, dataset), refs in found.across.breaches.items() for ref in refs]
    delivery_of = _deliveries_of({ref >> ROW_BITS for _, _, ref in seen})
    return [
        Breach(
            rule=rule,
            organ_id=delivery.organ_id,
            dataset=dataset,
            batch_id=delivery.batch_id,  # type: ignore[misc]
            delivery=delivery,
            ref=ref,
            row=ref & ROW_MASK,
            at_receipt=ref >> ROW_BITS in new,
            found_at=now,
        )
        for rule, dataset, ref in seen
        if (delivery := delivery_of.get(ref >> ROW_BITS))
    ]


def _deliveries_of(seqs: Iterable[int]) -> dict[int, Delivery]:
    """Number of a batch -> its delivery."""
    return {one.batch.seq: one for one in Delivery.objects.filter(batch__seq__in=list(seqs)).select_related("batch")}  # type: ignore[union-attr]


def _end_replaced(found: Found, now: datetime) -> int:
    """Breaches whose record was replaced: mended where the new record is sound by that rule, else repeated."""
    held = Breach.objects.filter(ref__in=list(found.replaced), state__in=_UNENDED)
    wrong_now = set(Breach.objects.filter(ref__in=list(found.replaced.values())).values_list("rule", "ref"))
    by_seq = _deliveries_of({ref >> ROW_BITS for ref in found.replaced.values()})
    ended = []
    for breach in held:
        newer = found.replaced[breach.ref]
        breach.state = Breach.State.REPEATED if (breach.rule, newer) in wrong_now else Breach.State.MENDED
        breach.mended_by, breach.ended_at = by_seq.get(newer >> ROW_BITS), now
        ended.append(breach)
    Breach.objects.bulk_update(ended, ["state", "mended_by", "ended_at"], batch_size=AT_ONCE)
    return len(ended)


def _end_cleared(found: Found, now: datetime) -> int:
    """Breaches beside other records that are no longer there because the other record was changed."""
    ended = 0
    for rule, dataset in found.across.whole:
        held = Breach.objects.filter(rule=rule, dataset=dataset, state__in=_UNENDED)
        gone = [pk for pk, ref in held.values_list("pk", "ref") if ref not in found.across.breaches[rule, dataset]]
        for start in range(0, len(gone), AT_ONCE):
            ended += Breach.objects.filter(pk__in=gone[start : start + AT_ONCE]).update(state=Breach.State.CLEARED, ended_at=now)
    return ended


@transaction.atomic
def _count_reasons(*, now: datetime) -> None:  # noqa: ARG001 - a writer is told the time
    """Count the reasons of deliveries whose rejected rows were not counted yet."""
    hold_head()  # a changed delivery makes an import of the same file wait, which may hold the head (decision 0005)
    for delivery in Delivery.objects.filter(reasons__isnull=True):
        rows = RejectedRow.objects.filter(delivery=delivery).values_list("errors", flat=True) if delivery.rejected else []
        counted = Counter(errors[0]["reason_code"] for errors in rows if errors)
        Delivery.objects.filter(pk=delivery.pk).update(reasons=dict(counted))


@transaction.atomic
def explain_breach(*, actor: Actor, now: datetime, breach_id: int, reason: str) -> Breach:
    """Answer that a record is true although it breaches a rule: it stays, the breach is marked with the reason and left a trace.

    actor   must act for the breach's own organ, else PermissionError is raised by the caller's rights check; here only the state is judged
    Raises UnusableInputError without a reason, or where the breach is no longer open.
    """
    breach = Breach.objects.select_for_update().select_related("organ").get(pk=breach_id)
    told = reason.strip()
    if not told or len(told) > LONGEST_EXPLANATION:
        raise UnusableInputError("属实说明", f"异常 {breach_id}", "没有写明理由，或者超过 500 字", "请写明依据的文书和核对情况")
    if breach.state != Breach.State.OPEN:
        raise UnusableInputError(
            "属实说明", f"异常 {breach_id}", f"该异常的状态是“{Breach.State(breach.state).label}”", "只有待改正的异常可以说明，请刷新页面"
        )
    breach.state, breach.explanation, breach.ended_at = Breach.State.EXPLAINED, told, now
    breach.explained_by = f"{actor.name}（{actor.id}）"[:150]
    breach.save(update_fields=["state", "explanation", "explained_by", "ended_at"])
    details: dict[str, Any] = {
        "organ": breach.organ.name,
        "dataset": breach.dataset,
        "rule": breach.rule,
        "ref": breach.ref,
        "reason": told,
    }
    append(actor=actor, act="breach.explained", thing=f"breach:{breach.pk}", details=details, now=now)
    return breach


@transaction.atomic
def withdraw_explanation(*, actor: Actor, now: datetime, breach_id: int, reason: str) -> Breach:
    """Take an answer back, as the organ itself or the data steward may: the breach is open again."""
    breach = Breach.objects.select_for_update().select_related("organ").get(pk=breach_id)
    told = reason.strip()
    if not told or len(told) > LONGEST_EXPLANATION or breach.state != Breach.State.EXPLAINED:
        raise UnusableInputError("退回属实说明", f"异常 {breach_id}", "没有写明理由，或者该异常没有作过说明", "请写明退回的理由")
    breach.state, breach.ended_at = Breach.State.OPEN, None
    breach.save(update_fields=["state", "ended_at"])
    append(actor=actor, act="breach.reopened", thing=f"breach:{breach.pk}", details={"organ": breach.organ.name, "reason": told}, now=now)
    return breach
