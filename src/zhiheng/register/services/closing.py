"""Closing a period of a ledger: what stands in it is fixed by a digest; afterwards there are only signed additions and corrections."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhiheng.analysis.periods import Period
from zhiheng.analysis.recurring import named
from zhiheng.catalog import digest
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.core.closing import check_closing
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.models import Closing, Entry
from zhiheng.register.services.keeping import tell
from zhiheng.register.services.permission import demand, ledger_of, register_named
from zhiheng.registry.rows import Organ, Unit


def close_period(
    *,
    actor: Actor,
    now: datetime,
    catalog: Catalog,
    register: str,
    period: str,
    organ: str = "",
    unit: Unit | None = None,
    reason: str = "",
) -> Closing:
    """Close a period (`2026-06-30`, `2026-06` …); closing it again gives the first closing.

    raises   RegisterRefused: the period lies ahead, entries are not finished, an empty period without a reason
    """
    spec = register_named(catalog, register)
    keeper = ledger_of(spec, organ or actor.organ, unit)
    try:
        return _closed(actor, now, spec, named(period), keeper, unit, reason)
    except IntegrityError:
        return Closing.objects.get(register=spec.id, organ=keeper, unit=unit, period=period)


@transaction.atomic
def _closed(actor: Actor, now: datetime, spec: RegisterSpec, period: Period, keeper: Organ, unit: Unit | None, reason: str) -> Closing:
    close = spec.shape.close
    if close is None:
        raise RegisterRefused("CLOSE", spec.title, period.name, "本台账不按期间关账", "无须关账")
    demand(actor, close.right, spec, unit, now)
    if actor.organ and actor.organ != keeper.name:
        raise RegisterRefused("ORGAN", spec.title, actor.organ, f"应由{keeper.name}关账", "请由该机关的人员办理")
    before = Closing.objects.filter(register=spec.id, organ=keeper, unit=unit, period=period.name).first()
    if before:
        return before
    rows = Entry.objects.filter(register=spec.id, organ=keeper, unit=unit, period_on__gte=period.first_on, period_on__lte=period.last_on)
    entries = list(rows.order_by("entered_at", "pk"))
    check_closing(spec, period, [entry.state for entry in entries], timezone.localdate(now), reason)
    content = [[str(entry.pk), entry.number, entry.state, entry.values] for entry in entries]
    closing = Closing(
        register=spec.id, organ=keeper, unit=unit, period=period.name, first_on=period.first_on, last_on=period.last_on,
        entries=len(entries), digest=digest.of_value(content), closed_at=now, closed_by=actor.id, reason=reason,
    )  # fmt: skip
    details = {"register": spec.id, "period": period.name, "entries": len(entries), "digest": closing.digest, "reason": reason}
    thing = f"register:{spec.id}:{keeper.pk}"
    ledger.append(actor=actor, act="register.closed", thing=thing, details={**details, "unit": unit.name if unit else ""}, now=now)
    closing.save()
    data = {"period": period.name, "entries": len(entries), "closing": closing.pk}
    tell("closed", spec.id, keeper, unit, act="close", data=data, on=period.last_on, now=now)
    return closing
