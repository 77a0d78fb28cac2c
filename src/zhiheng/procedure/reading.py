"""From stored rows to the pure core: the procedure a case pins, and the state its events add up to."""

from __future__ import annotations

import json
from functools import lru_cache

from zhiheng.catalog import procedures
from zhiheng.catalog.procedure_parts import ProcedureSpec
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.models import Case, Definition, EventRow
from zhiheng.procedure.naming import named_today


@lru_cache(maxsize=64)
def spec_of(definition: Definition) -> ProcedureSpec:
    """The procedure as it was when the case began (definitions are equal by digest)."""
    return procedures.from_content(json.loads(definition.content), definition.pack)


def event_of(row: EventRow) -> Event:
    """The pure event of a row."""
    return Event(row.kind, row.happened_on, row.step, row.outcome, row.organ, row.actor, row.reason, row.values, tuple(row.documents))


def state_of(case: Case, spec: ProcedureSpec) -> State:
    """The state of a case from its events."""
    return named_today(fold(spec, [event_of(row) for row in case.events.all()]))
