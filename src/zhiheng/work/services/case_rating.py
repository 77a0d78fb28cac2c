"""Rating within a case: a step of the case says by which sheet, of whom, for which period; the act of the step waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zhiheng.analysis.recurring import period_of
from zhiheng.catalog.packs import Catalog
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core.acts import is_seated, possible
from zhiheng.procedure.selectors import state_for
from zhiheng.procedure.services import demand_any
from zhiheng.procedure.services.acting import locked
from zhiheng.procedure.services.rated import Asked, asked_at
from zhiheng.procedure.services.rights import unit_of
from zhiheng.registry import selectors as registry
from zhiheng.registry.acting import officer_for
from zhiheng.registry.selectors.relations import units_of
from zhiheng.work.core.errors import WorkRefused
from zhiheng.work.models import Rating
from zhiheng.work.services.rating import Rated, Sources, latest, rate


@transaction.atomic
def rate_in_case(
    *,
    actor: Actor,
    now: datetime,
    catalog: Catalog,
    case_id: UUID,
    step: str,
    given: Mapping[str, Mapping[str, Any]],
    sources: Sources | None = None,
    reason: str = "",
) -> Rating:
    """Rate what an open step of a case asks, by an officer whose organ (and unit) does the step.

    raises   WorkRefused where the step is not open or rates nothing; what `rate` raises
    """
    locked(case_id)
    found = state_for(case_id)
    spec, state = (found[1], found[2]) if found else (None, None)
    asked = asked_at(found[0], spec, state, spec.steps[step]) if found and spec and state and step in spec.steps else None
    if asked is None or spec is None or state is None:
        raise WorkRefused("案内评定", step, "案件当前没有等待评定的节点", "请刷新案件后再评")
    unit = unit_of(officer_for(actor), now)
    own = [one for one in possible(spec, state, now) if one.kind == "done" and one.step == step]
    own = [one for one in own if is_seated(spec, state, one, actor.organ, unit)]
    if not own:
        raise WorkRefused("案内评定", spec.steps[step].title, f"本节点不由{actor.organ}{unit}办理", "请由办理本节点的机关评定")
    demand_any(actor, [one.right for one in own], now, pack=spec.pack)
    rated = rated_of(asked, catalog)
    return rate(actor=actor, now=now, catalog=catalog, sheet=asked.sheet, rated=rated, given=given, sources=sources, reason=reason)


def rated_of(asked: Asked, catalog: Catalog) -> Rated:
    """Whom the rating is about, as the room of ratings names it."""
    sheet = catalog.sheets.get(asked.sheet)
    organ = registry.organ_named(asked.organ)
    if sheet is None or organ is None:
        raise WorkRefused("案内评定", asked.sheet, "没有这种评定，或者被评定单位没有登记", "请联系系统管理员核对业务包")
    unit = next((one for one in units_of(organ) if one.name == asked.unit), None)
    if sheet.shape.of.unit and unit is None:
        raise WorkRefused("案内评定", asked.organ, "案件没有写明被评定的内设机构", "请由该内设机构的人员建案")
    running = period_of(sheet.shape.every, asked.on) if sheet.shape.every else None
    period = asked.period or (running.name if running else str(asked.on.year))
    subject = asked.case.subject_name if sheet.shape.of.person or sheet.shape.of.case else ""
    return Rated(organ, period, unit if sheet.shape.of.unit else None, subject[:100], asked.stage, str(asked.case.pk))


def newest(asked: Asked, catalog: Catalog) -> Rating | None:
    """The newest rating that counts for the step: one made before it was last opened is of an earlier round."""
    found = latest(asked.sheet, rated_of(asked, catalog))
    return found if found and found.rated_at >= _instant(asked.since) else None


def rating_for_case(asked: Asked) -> Mapping[str, Any] | None:
    """What the room of cases calls: how the rating that a step waits for stands."""
    from pathlib import Path

    from django.conf import settings

    from zhiheng.catalog import packs

    found = newest(asked, packs.loaded(Path(settings.PACKS)))
    if found is None:
        return None
    points = None if found.points is None else f"{found.points:f}"
    return {"points": points, "grade": found.grade, "rating": found.pk, "missing": list(found.result["missing"])}


def _instant(moment: Any) -> datetime:
    from zhiheng.procedure.services.keeping import start_of

    return moment if isinstance(moment, datetime) else start_of(moment)
