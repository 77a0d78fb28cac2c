"""What the person concerned and the public are shown of a case: the happenings its procedure names, and nothing that is inner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zhiheng.procedure.core.effects import is_told_to
from zhiheng.procedure.models import Case
from zhiheng.procedure.reading import event_of, spec_of

AUDIENCES = ("person", "public")


@dataclass(frozen=True)
class Telling:
    """One happening as an audience is told of it."""

    title: str
    outcome: str
    on: date
    organ: str


def tellings(case_id: UUID, audience: str) -> list[Telling]:
    """What `person` or `public` is told of a case, oldest first; nothing of a case that does not exist."""
    case = Case.objects.select_related("definition").filter(pk=case_id).first()
    if case is None or audience not in AUDIENCES:
        return []
    spec, found = spec_of(case.definition), []
    for row in case.events.all():
        event = event_of(row)
        if is_told_to(spec, event, audience):
            step = spec.steps[event.step]
            outcome = step.outcome(event.outcome)
            found.append(Telling(step.title, outcome.title if outcome else "", event.on, event.organ))
    return found
