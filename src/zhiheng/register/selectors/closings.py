"""Which periods of a ledger are closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhiheng.analysis.recurring import period_of
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.register.models import Closing
from zhiheng.registry.rows import Organ, Unit


def period_day(spec: RegisterSpec, values: Mapping[str, Any]) -> date | None:
    """The day that places an entry in a period, where the register names one."""
    close = spec.shape.close
    value = str(values.get(close.field) or "") if close and close.field else ""
    return date.fromisoformat(value[:10]) if value else None


def is_closed(spec: RegisterSpec, organ: Organ, unit: Unit | None, values: Mapping[str, Any], on: date) -> bool:
    """Whether the period in which the entry falls was closed."""
    close = spec.shape.close
    if close is None:
        return False
    day = period_day(spec, values) or on
    return Closing.objects.filter(register=spec.id, organ=organ, unit=unit, first_on__lte=day, last_on__gte=day).exists()


def closings_of(register: str, organ: Organ, unit: Unit | None = None) -> QuerySet[Closing]:
    """The closings of a ledger, newest first."""
    return Closing.objects.filter(register=register, organ=organ, unit=unit)


def closing_on(spec: RegisterSpec, organ: Organ, unit: Unit | None, day: date) -> Closing | None:
    """The closing of the period that a day lies in."""
    every = spec.shape.close.every if spec.shape.close else "day"
    period = period_of("day" if every == "workday" else every, day)
    return Closing.objects.filter(register=spec.id, organ=organ, unit=unit, period=period.name).first() if period else None
