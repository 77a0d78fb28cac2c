"""Running duties: what is owed is noted once a period, whatever the number of workers; what was done is proven from ledgers and cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from zhiheng.analysis.duties import Key, Occurrence, escalates_at, found_by_data, occurrences, since_of
from zhiheng.catalog.duties import DutySpec
from zhiheng.catalog.packs import Catalog
from zhiheng.law.clocks import add_days
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.kinds import ORGAN_KINDS, counts_as
from zhiheng.registry.rights import may
from zhiheng.registry.rows import Organ, Unit
from zhiheng.registry.selectors.relations import organs_of_kinds
from zhiheng.work.core.errors import WorkRefused
from zhiheng.work.models import Escalated, Owed, Turn
from zhiheng.work.selectors.proofs import Found
from zhiheng.work.services.opening import opened
from zhiheng.work.services.proving import keep, prove

CHUNK = 500
NOTED_DAYS = 31
"""How far back what is noted is looked through at first; what is noted already, from whenever, is never noted twice."""


@dataclass
class DutyRun:
    """What a run of duties did: newly owed, taken back, found done, others told."""

    owed: int = 0
    lapsed: int = 0
    fulfilled: int = 0
    notified: int = 0


def run_duties(*, actor: Actor, now: datetime, catalog: Catalog, duties: Iterable[str] | None = None) -> DutyRun:
    """Note what is owed by now, prove what was done, tell whom it concerns that something stays undone. Run again it changes nothing."""
    run = DutyRun()
    for name in sorted(duties if duties is not None else catalog.duties):
        spec = catalog.duties[name]
        found, lapsed = _by_data(spec, catalog, now) if spec.query else (None, [])
        run.lapsed += _take_back(spec, lapsed, actor=actor, now=now)
        run.owed += _note_owed(spec, found, actor=actor, now=now)
        run.fulfilled += prove(spec, catalog, actor=actor, now=now)
        run.notified += _tell(spec, actor=actor, now=now)
    return run


def _by_data(spec: DutySpec, catalog: Catalog, now: datetime) -> tuple[list[Occurrence], list[int]]:
    """What is owed and not noted yet, and the rows of what is noted, undone and ahead but owed no longer."""
    today = timezone.localdate(now)
    rows = Owed.objects.filter(duty=spec.id, last_on__gte=add_days(today, -NOTED_DAYS)).order_by()
    noted: dict[Key, int] = {}
    ahead: list[Key] = []
    columns = ("pk", "last_on", "done_at", "organ__name", "period", "subject")
    for key, last_on, done_at, organ, period, subject in rows.values_list(*columns).iterator():
        noted[organ, period, subject] = key
        if spec.shape.lapses and done_at is None and last_on >= today:
            ahead.append((organ, period, subject))
    with opened(catalog, spec.query.reads if spec.query else ()) as engine:
        found, owed = found_by_data(spec, engine, as_of=today, noted=noted)
    return found, [noted[one] for one in ahead if one not in owed]


@transaction.atomic
def _take_back(spec: DutySpec, rows: list[int], *, actor: Actor, now: datetime) -> int:
    """Take back what is owed no longer: the trace says what it was."""
    left = list(Owed.objects.select_for_update(of=("self",)).filter(pk__in=rows, done_at=None)) if rows else []
    if left:
        Owed.objects.filter(pk__in=[row.pk for row in left]).delete()
        details = {"lapsed": len(left), "periods": sorted({row.period for row in left})}
        ledger.append(actor=actor, act="duty.lapsed", thing=f"duty:{spec.id}", details=details, now=now)
    return len(left)


@transaction.atomic
def _note_owed(spec: DutySpec, found: list[Occurrence] | None, *, actor: Actor, now: datetime) -> int:
    """Write what is owed under the lock of the duty's turn: a second worker waits and then finds everything written."""
    Turn.objects.get_or_create(name=f"duty:{spec.id}")
    turn = Turn.objects.select_for_update().get(name=f"duty:{spec.id}")
    today = timezone.localdate(now)
    if turn.last_on and turn.last_on > today:
        return 0
    pairs = list(_by_calendar(spec, turn.last_on or since_of(spec, today), today) if found is None else _by_organ(found))
    known = _noted(spec, [one for _, _, one in pairs])
    wanted = {(organ.pk, unit and unit.pk, one.period, one.subject): (organ, unit, one) for organ, unit, one in pairs}
    made = [_owed(spec, *what, now) for key, what in wanted.items() if key not in known]
    Owed.objects.bulk_create(made, batch_size=CHUNK)
    turn.last_on, turn.last_at = today, now
    turn.save()
    if made:
        details = {"owed": len(made), "periods": sorted({row.period for row in made})}
        ledger.append(actor=actor, act="duty.owed", thing=f"duty:{spec.id}", details=details, now=now)
    return len(made)


def _noted(spec: DutySpec, ones: list[Occurrence]) -> set[tuple[int, int | None, str, str]]:
    rows = Owed.objects.filter(duty=spec.id, period__in={one.period for one in ones}).order_by()
    if spec.query:  # one of the calendar is about nobody
        rows = rows.filter(subject__among=frozenset(one.subject for one in ones))
    return set(rows.values_list("organ_id", "unit_id", "period", "subject").iterator())


def _owed(spec: DutySpec, organ: Organ, unit: Unit | None, one: Occurrence, now: datetime) -> Owed:
    return Owed(
        duty=spec.id, pack=spec.pack, organ=organ, unit=unit, period=one.period, subject=one.subject, first_on=one.first_on,
        last_on=one.last_on, due_at=one.due_at, evidence=list(one.evidence), made_at=now,
    )  # fmt: skip


def _by_calendar(spec: DutySpec, since: date, today: date) -> Iterable[tuple[Organ, Unit | None, Occurrence]]:
    due = occurrences(spec, since, today)
    for organ, unit in owing(spec, today) if due else ():
        for one in due:
            yield organ, unit, one


def _by_organ(found: list[Occurrence]) -> Iterable[tuple[Organ, Unit | None, Occurrence]]:
    organs = registry.organs_called({one.organ for one in found})
    for one in found:
        organ = organs.get(one.organ)
        if organ is not None:
            yield organ, None, one


def owing(spec: DutySpec, today: date) -> list[tuple[Organ, Unit | None]]:
    """Who owes a duty by calendar: organs of its kinds, or their units of its kind, which have the relation it names."""
    owes = spec.shape.of
    if owes is None:
        return []
    kinds = [kind for kind in ORGAN_KINDS if counts_as(kind, owes.kinds)]
    organs = [organ for organ in organs_of_kinds(kinds) if not owes.related or registry.related(organ, owes.related, on=today, back=True)]
    if not owes.unit:
        return [(organ, None) for organ in organs]
    return [(organ, unit) for organ in organs for unit in registry.units_of(organ) if unit.kind == owes.unit]


def report_nothing(*, actor: Actor, now: datetime, catalog: Catalog, owed_id: int, reason: str) -> Owed:
    """Report that there was nothing (零报告): proof like any other, with its reason.

    raises   WorkRefused, PermissionDenied for officers of another organ
    """
    owed = Owed.objects.select_related("organ", "unit").filter(pk=owed_id).first()
    spec = catalog.duties.get(owed.duty) if owed else None
    if owed is None or spec is None:
        raise WorkRefused("职责", str(owed_id), "没有这项职责", "请从职责清单进入")
    officer = registry.officer_named(actor.id)
    if officer is None or officer.organ_id != owed.organ_id or not may(officer, "register.keep", pack=spec.pack, unit=owed.unit):
        raise PermissionDenied("只有应当履行该职责的机关可以报告")
    if not spec.shape.nothing_to_report:
        raise WorkRefused(spec.title, owed.period, "本职责不接受零报告", "请按要求办理")
    if not reason.strip():
        raise WorkRefused(spec.title, owed.period, "没有写明理由", "请写明本期没有事项的理由")
    if not keep([(owed, Found("zero", (), now, reason, actor.id))], actor=actor, now=now):
        raise WorkRefused(spec.title, owed.period, "已经履行", "无须再次报告")
    return Owed.objects.get(pk=owed_id)


@transaction.atomic
def _tell(spec: DutySpec, *, actor: Actor, now: datetime) -> int:
    """Tell the organs a duty names, once a step, of what is still undone."""
    if not spec.shape.escalates:
        return 0
    open_rows = Owed.objects.filter(duty=spec.id, done_at=None, due_at__lt=now).select_related("organ").defer("evidence")
    before = set(Escalated.objects.filter(owed__duty=spec.id, owed__done_at=None).order_by().values_list("owed_id", "organ_id", "step"))
    related = cache(lambda organ, relation: registry.related(organ, relation, on=timezone.localdate(now)))
    told = [
        (owed, organ, step)
        for owed in open_rows.iterator()
        for step, (at, relation) in enumerate(escalates_at(spec, timezone.localtime(owed.due_at)))
        for organ in (related(owed.organ, relation) if now > at else ())
        if (owed.pk, organ.pk, step) not in before
    ]
    Escalated.objects.bulk_create((Escalated(owed=owed, organ=organ, step=step, at=now) for owed, organ, step in told), batch_size=CHUNK)
    acts = [("duty.escalated", f"duty:{spec.id}", {"owed": owed.pk, "period": owed.period, "told": organ.name}) for owed, organ, _ in told]
    if acts:
        ledger.append_all(actor=actor, acts=acts, now=now)
    return len(told)
