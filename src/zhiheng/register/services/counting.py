"""Counting a ledger (盘点): begin with what the book says, note what is found, end with the differences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zhiheng.analysis.recurring import period_of
from zhiheng.catalog import field_values
from zhiheng.catalog.field_values import FieldFaultsError
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import Counted, RegisterSpec
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.core.ledgers import compare, sample
from zhiheng.register.models import ActRow, Count, CountLine, Entry
from zhiheng.register.selectors.counts import closed_in, found_in
from zhiheng.register.services.keeping import tell
from zhiheng.register.services.permission import demand, ledger_of, register_named
from zhiheng.registry import selectors as registry
from zhiheng.registry.rows import Unit


@transaction.atomic
def begin_count(
    *, actor: Actor, now: datetime, catalog: Catalog, register: str, organ: str = "", unit: Unit | None = None, whole: bool = False
) -> Count:
    """Begin a count of the ledger: a share of its entries, picked by a hash of the period; one that runs is given back.

    whole    count every entry, whatever share the register names

    raises   RegisterRefused where the register is not counted, or there is nothing to count
    """
    spec, counted = _counted(catalog, register)
    keeper = ledger_of(spec, organ or actor.organ, unit)
    demand(actor, counted.right, spec, unit, now)
    running = Count.objects.filter(register=spec.id, organ=keeper, unit=unit, ended_at=None).first()
    if running:
        return running
    day = timezone.localdate(now)
    period = period_of("day" if counted.every == "workday" else counted.every, day)
    states = list(counted.states or spec.shape.states)
    entries = {str(one.pk): one for one in Entry.objects.filter(register=spec.id, organ=keeper, unit=unit, state__in=states)}
    if not entries:
        raise RegisterRefused("EMPTY", f"{spec.title}盘点", keeper.name, "账上没有应当盘点的条目", "无须盘点")
    picked = sample(
        entries, 1.0 if whole else counted.share, f"{spec.id}|{keeper.pk}|{period.name if period else day}|{Count.objects.count()}"
    )
    book = {one: {"number": entries[one].number, "values": {f: entries[one].values.get(f) for f in counted.fields}} for one in picked}
    count = Count.objects.create(
        register=spec.id, organ=keeper, unit=unit, period=period.name if period else day.isoformat(), book=book, begun_at=now,
        begun_by=actor.id,
    )  # fmt: skip
    details = {"count": count.pk, "period": count.period, "entries": len(book), "of": len(entries)}
    ledger.append(actor=actor, act="count.begun", thing=f"register:{spec.id}:{keeper.pk}", details=details, now=now)
    return count


@transaction.atomic
def record_found(
    *, actor: Actor, now: datetime, catalog: Catalog, count_id: int, entry_id: UUID | None, found: Mapping[str, Any]
) -> CountLine:
    """Note what was found of an entry (a later note of the same entry replaces it), or a thing no entry stands for."""
    count = _running(count_id)
    spec, counted = _counted(catalog, count.register)
    demand(actor, counted.right, spec, count.unit, now)
    if entry_id is not None and (str(entry_id) not in count.book or str(entry_id) in _closed_in(count, actor)):
        raise RegisterRefused("NOT_COUNTED", f"{spec.title}盘点", str(entry_id), "不在本次盘点的范围内", "请核对标签；账外之物按盘盈登记")
    barred = ActRow.objects.filter(entry_id=entry_id, act__in=counted.other_than, actor=actor.id).exists() if entry_id else False
    if barred:
        raise RegisterRefused("OTHER_PERSON", f"{spec.title}盘点", actor.name, "经手登记的人员不能自己盘点", "请由另一名人员盘点")
    fields = [spec.shape.field[name].model_copy(update={"required": False}) for name in counted.fields]
    if entry_id is None:
        fields = [item.model_copy(update={"required": False, "default": None}) for item in spec.shape.fields]
    try:
        kept = field_values.read(fields, {**found})
    except FieldFaultsError as error:
        raise RegisterRefused("FIELDS", f"{spec.title}盘点", "", str(error), "请改正后再提交") from error
    line = CountLine(count=count, entry_id=entry_id, found=kept, at=now, actor=actor.id)
    details = {"count": count.pk, "entry": str(entry_id or ""), "found": kept}
    ledger.append(actor=actor, act="count.found", thing=f"register:{spec.id}:{count.organ_id}", details=details, now=now)
    line.save()
    return line


@transaction.atomic
def end_count(*, actor: Actor, now: datetime, catalog: Catalog, count_id: int) -> Count:
    """End a count: entries that nobody found are missing; the differences are kept and told to upper rooms."""
    count = _running(count_id)
    spec, counted = _counted(catalog, count.register)
    demand(actor, counted.right, spec, count.unit, now)
    found, surplus = found_in(count)
    if _closed_in(count, actor) - found.keys():
        reason, remedy = "还有没有盘点的条目不在本岗位可以查看的范围", "请由可以查看的人员盘点后结束"
        raise RegisterRefused("NOT_COUNTED", f"{spec.title}盘点", count.period, reason, remedy)
    book = {entry: (str(one["number"]), one["values"]) for entry, one in count.book.items()}
    count.differences = [one.to_json() for one in compare(spec.shape, book, found, surplus)]
    count.ended_at, count.ended_by = now, actor.id
    details = {"count": count.pk, "period": count.period, "counted": len(count.book), "differences": count.differences}
    ledger.append(actor=actor, act="count.ended", thing=f"register:{spec.id}:{count.organ_id}", details=details, now=now)
    count.save(update_fields=["differences", "ended_at", "ended_by"])
    data = {"count": count.pk, "period": count.period, "differences": count.differences, "raises": counted.differences}
    tell("counted", spec.id, count.organ, count.unit, act="count", data=data, on=timezone.localdate(now), now=now)
    return count


def _closed_in(count: Count, actor: Actor) -> frozenset[str]:
    """What of the count its actor may not know of."""
    officer = registry.officer_named(actor.id)
    return closed_in(count, officer) if officer else frozenset()


def _counted(catalog: Catalog, register: str) -> tuple[RegisterSpec, Counted]:
    spec = register_named(catalog, register)
    if spec.shape.count is None:
        raise RegisterRefused("COUNT", spec.title, "", "本台账不盘点", "无须盘点")
    return spec, spec.shape.count


def _running(count_id: int) -> Count:
    count = Count.objects.select_for_update(of=("self",)).select_related("organ", "unit").filter(pk=count_id).first()
    if count is None or count.ended_at is not None:
        raise RegisterRefused("COUNT", "盘点", str(count_id), "没有这次盘点，或已经结束", "请从台账进入盘点")
    return count
