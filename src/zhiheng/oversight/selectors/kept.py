"""Indicators counted before: whose sight they are of, and of which state of the records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from zhiheng.analysis.monthly import Monthly
from zhiheng.catalog.packs import Catalog
from zhiheng.exchange import selectors as exchange
from zhiheng.oversight.models import ClueEvent, KeptCounts, Run
from zhiheng.procedure.selectors import tables as cases
from zhiheng.records import selectors as records
from zhiheng.register.selectors import tables as ledgers
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.scopes import WIDEST
from zhiheng.subjects import selectors as subjects


@dataclass(frozen=True)
class Counted:
    """Indicators in the order of their ids, as counted at an instant; moved: something they count has changed since."""

    monthly: Sequence[Monthly]
    at: datetime
    moved: bool


def counted_before(viewer: Any, catalog: Catalog, now: datetime) -> Counted | None:
    """What was counted for all who see as the viewer does, today and not too long ago; None where it must be counted anew.

    What still is the state of the records is never too old; else `settings.INDICATORS_KEPT` says how long it may be answered.
    """
    row = KeptCounts.objects.filter(sight=sight_of(viewer), day=timezone.localdate(now)).first()
    if row is None or set(row.counts) != set(catalog.indicators):
        return None
    moved = row.mark != mark_of(catalog)
    if moved and (now - row.counted_at).total_seconds() >= settings.INDICATORS_KEPT:
        return None
    if row.asked_on != row.day:
        KeptCounts.objects.filter(pk=row.pk).update(asked_on=row.day)
    return _counted(row, catalog, moved=moved)


def counted_so_far(viewer: Any, catalog: Catalog, now: datetime) -> Counted | None:
    """What a count that still goes on has counted of today's state of the records; None where none goes on or it has just begun."""
    row = KeptCounts.objects.filter(sight=sight_of(viewer), day=timezone.localdate(now)).first()
    if row is None or not set(row.counts) < set(catalog.indicators) or row.mark != mark_of(catalog):
        return None
    return _counted(row, catalog, moved=False)


def is_being_counted(viewer: Any) -> bool:
    """Whether somebody who sees alike has the indicators counted just now."""
    return KeptCounts.objects.filter(sight=sight_of(viewer), counting_until__gte=timezone.now()).exists()


def _counted(row: KeptCounts, catalog: Catalog, *, moved: bool) -> Counted:
    monthly = [Monthly.from_json(catalog.indicators[name], row.counts[name]) for name in sorted(row.counts)]
    return Counted(monthly, row.counted_at, moved)


def moved_since(catalog: Catalog, now: datetime, asked_since: date) -> list[str]:
    """Officers (sign-in names) for whose sight the indicators are to be counted anew: somebody asked lately, and day or records moved."""
    rows = KeptCounts.objects.filter(asked_on__gte=asked_since)
    today, mark = timezone.localdate(now), mark_of(catalog)
    return list(rows.exclude(day=today, mark=mark).order_by("sight").values_list("viewer", flat=True))


def state_of(viewer: Any, catalog: Catalog) -> str:
    """What the numbers an officer is shown depend on, but for the day: sight, and state of the records."""
    return f"{sight_of(viewer)}{mark_of(catalog)}"


def sight_of(viewer: Any) -> str:
    """Digest of all that decides which rows an officer sees; those of a narrow post see alike with nobody."""
    posts = sorted([post.role, sorted(post.packs), post.unit_id or 0] for post in rights.posts_of(viewer))
    scope = rights.scope_of(viewer)
    parts = [
        viewer.organ_id, registry.sees_everything(viewer), sorted(registry.organ_ids_seen_by(viewer)), posts, scope, viewer.unit_id or 0,
        "" if scope == WIDEST else viewer.username, sorted(registry.barred_numbers(viewer)),
    ]  # fmt: skip
    return _digest(parts)


def mark_of(catalog: Catalog) -> str:
    """Digest of the state of everything indicators count: another one after every delivery, decision, act and change of the packs."""
    newest = {"last": Max("pk")}
    parts = [
        sorted([name, spec.digest] for name, spec in catalog.indicators.items()),
        sorted([name, spec.digest, spec.title] for name, spec in catalog.models.items()),
        records.state_mark(), exchange.newest_delivery(), subjects.newest_decision(), cases.last_event(), ledgers.last_act(),
        ledgers.last_count(), ClueEvent.objects.aggregate(**newest)["last"] or 0, Run.objects.aggregate(**newest)["last"] or 0,
        registry.organs_mark(),
    ]  # fmt: skip
    return _digest(parts)


def _digest(parts: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()
