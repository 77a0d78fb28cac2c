"""Indicators as pages ask for them: counted before where that still may be answered, each with how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from zhiheng.analysis.monthly import Monthly
from zhiheng.analysis.periods import Period
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import Counted, counted_before, indicator_results
from zhiheng.oversight.selectors.kept import counted_so_far, is_being_counted, state_of
from zhiheng.oversight.services.keeping import count_indicators
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import actor_of
from zhiheng.web.periods import before, whole
from zhiheng.web.screening.standing import Standing, standing_of


def counted(request: HttpRequest, *, anew: bool = False) -> Counted | None:
    """Every indicator by organ and month as this officer sees it: counted before where that still may be answered.

    None where somebody who sees alike has them counted just now: the page then waits for that.
    """
    packs, now = catalog(), timezone.now()
    kept = None if anew else counted_already(request)
    return kept or count_indicators(actor=actor_of(request.user, "web"), now=now, viewer=request.user, catalog=packs)


def counted_already(request: HttpRequest) -> Counted | None:
    """The same without counting anything; None where it must be counted first, which may take many seconds."""
    return counted_before(request.user, catalog(), timezone.now())


def counted_meanwhile(request: HttpRequest) -> Counted | None:
    """What a count that goes on has counted so far."""
    return counted_so_far(request.user, catalog(), timezone.now())


def counts_elsewhere(request: HttpRequest) -> bool:
    """Whether another page of who sees alike has the indicators counted just now."""
    return is_being_counted(request.user)


def named(request: HttpRequest, names: Sequence[str], period: Period, organ: str | None) -> list[Standing]:
    """Some indicators in the order of their names, the same as on their own pages; none for who may not see indicators."""
    if not names or not may(request.user, "indicator.read"):
        return []
    kept = counted_already(request)
    found = {one.spec.id: one for one in kept.monthly} if kept else counted_now(request, names, period)
    return standings_of(request, (found[name] for name in names), period, organ)


def counted_now(request: HttpRequest, names: Sequence[str], period: Period) -> dict[str, Monthly]:
    """Some indicators counted from the state of the records at this moment; the same state is not counted a second time."""
    known, today = catalog(), timezone.localdate()

    def count() -> dict[str, Any]:
        found = indicator_results(request.user, whole([before(period), period]), indicators=names, today=today)
        return {one.spec.id: Monthly.of(one.spec, one.rows).to_json() for one in found}

    name = ":".join(("indicators", state_of(request.user, known), str(today), str(period), ",".join(names)))
    key = sha256(name.encode()).hexdigest()
    counts: dict[str, Any] = (cache.get(key) if settings.INDICATORS_KEPT else None) or count()
    if settings.INDICATORS_KEPT:
        cache.set(key, counts, settings.INDICATORS_KEPT)
    return {name: Monthly.from_json(known.indicators[name], held) for name, held in counts.items()}


def standings_of(request: HttpRequest, monthly: Iterable[Monthly], period: Period, organ: str | None) -> list[Standing]:
    """How numbers stand, of the organ asked for or of all; the rank is that of this organ, else of the viewer's own."""
    today, own = timezone.localdate(), request.user.organ
    return [standing_of(one, period, organ, own.name if own else "", today) for one in monthly]
