"""Counting every indicator once for all officers who see alike, so that lists answer from it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from zhiheng.analysis.monthly import Monthly
from zhiheng.analysis.periods import Period
from zhiheng.catalog.packs import Catalog
from zhiheng.law.clocks import add_days
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.models import KeptCounts
from zhiheng.oversight.selectors.indicators import indicators_in_turn
from zhiheng.oversight.selectors.kept import Counted, counted_before, mark_of, moved_since, sight_of
from zhiheng.oversight.services.turns import give_turn_back, prolong_turn, take_turn
from zhiheng.registry import rights
from zhiheng.registry.rows import Officer
from zhiheng.registry.selectors import officer_named

YEARS = 3
"""Years before this one that are counted: the longest time a page offers, and the period before it."""
ASKED_DAYS = 7
TELLS_EVERY_SECONDS = 2.0


def count_indicators(*, actor: Actor, now: datetime, viewer: Officer, catalog: Catalog) -> Counted | None:  # noqa: ARG001 - a writer says who
    """Count every indicator as the viewer sees it and keep the sums; None where somebody who sees alike has them counted just now.

    Raises PermissionDenied without the right. Where nothing is kept that may be shown meanwhile, what was counted so far is kept every
    few seconds.
    """
    mark, today, sight = mark_of(catalog), timezone.localdate(now), sight_of(viewer)  # before counting: what comes in meanwhile makes it old
    values = {"viewer": viewer.username, "day": today, "mark": mark, "counted_at": now, "asked_on": today}
    tells = counted_before(viewer, catalog, now) is None
    if not take_turn(sight, values):
        return None
    try:
        monthly = _counted(viewer, catalog, sight, values, tells=tells)
    finally:
        give_turn_back(sight)
    return Counted([monthly[name] for name in sorted(monthly)], now, moved=False)


def _counted(viewer: Officer, catalog: Catalog, sight: str, values: Mapping[str, Any], *, tells: bool) -> dict[str, Monthly]:
    """Count one after another, keep what is ready where that may be shown, and everything at the end."""
    today = values["day"]
    within = Period(f"{today.year - YEARS}至{today.year}", date(today.year - YEARS, 1, 1), date(today.year, 12, 31))
    monthly, last = dict[str, Monthly](), time.monotonic()
    for one in indicators_in_turn(viewer, within, catalog=catalog, today=today, quick_first=True):
        monthly[one.spec.id] = Monthly.of(one.spec, one.rows)
        if time.monotonic() - last >= TELLS_EVERY_SECONDS:
            prolong_turn(sight)
            if tells:
                _keep(sight, values, monthly)
            last = time.monotonic()
    _keep(sight, values, monthly)
    return monthly


def _keep(sight: str, values: Mapping[str, Any], monthly: Mapping[str, Monthly]) -> None:
    counts = {name: one.to_json() for name, one in monthly.items()}
    KeptCounts.objects.update_or_create(sight=sight, defaults={**values, "counts": counts})


def recount_indicators(*, actor: Actor, now: datetime, catalog: Catalog) -> int:
    """Count anew what was asked for lately and has moved; forget what nobody asked for or nobody sees so any more. Gives how many."""
    since = add_days(timezone.localdate(now), -ASKED_DAYS)
    KeptCounts.objects.filter(asked_on__lt=since).delete()
    names = moved_since(catalog, now, since)
    asked = dict(KeptCounts.objects.filter(viewer__in=names).values_list("sight", "asked_on"))
    for viewer in filter(None, map(officer_named, names)):
        if rights.may(viewer, "indicator.read") and count_indicators(actor=actor, now=now, viewer=viewer, catalog=catalog) is None:
            asked.pop(sight_of(viewer), None)  # somebody has it counted just now
    for sight, day in asked.items():
        rows = KeptCounts.objects.filter(pk=sight)
        rows.filter(counted_at=now).update(asked_on=day)  # counting is not asking
        rows.exclude(counted_at=now).delete()
    return len(names)
