"""What the person concerned and the public are shown of a case: the happenings its procedure names, and nothing that is inner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.effects import is_told_to
from zhiheng.procedure.core.state import Event
from zhiheng.procedure.models import Case
from zhiheng.procedure.reading import event_of, spec_of

AUDIENCES = ("person", "public")


@dataclass(frozen=True)
class Telling:
    """One happening as an audience is told of it.

    name    `step.outcome`; source: article of the step; why: what the law found when it was done
    values  what was filled in with it and is not inner: who shows it chooses what
    """

    title: str
    outcome: str
    on: date
    organ: str
    name: str = ""
    reason: str = ""
    source: str = ""
    why: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


def tellings(case_id: UUID, audience: str) -> list[Telling]:
    """What `person` or `public` is told of a case, oldest first; nothing of a case that does not exist."""
    case = Case.objects.select_related("definition").filter(pk=case_id).first()
    if case is None or audience not in AUDIENCES:
        return []
    return tellings_of(case, audience)


def tellings_of(case: Case, audience: str) -> list[Telling]:
    """What an audience is told of a case that was read with its events."""
    spec = spec_of(case.definition)
    told = [event_of(row) for row in case.events.all()]
    return [_telling(spec, event) for event in told if is_told_to(spec, event, audience)]


def _telling(spec: ProcedureSpec, event: Event) -> Telling:
    step = spec.steps[event.step]
    outcome = step.outcome(event.outcome)
    assessed: Mapping[str, Any] = dict(event.more.get("assessed") or {})  # type: ignore[call-overload]
    why = tuple(str(one.get("detail") or "") for one in assessed.get("conditions", ()) if one.get("satisfied") is not None)
    inner = {item.id for item in spec.form_of(step) if item.inner or item.sensitive}
    values = {name: value for name, value in event.values.items() if name not in inner} if not step.inner else {}
    return Telling(step.title, outcome.title if outcome else "", event.on, event.organ, event.name, event.reason, step.source, why, values)
