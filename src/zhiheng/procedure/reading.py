"""From stored rows to the pure core: the procedure a case pins, and the state its events add up to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from zhiheng.catalog import procedures
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.models import Case, Definition, EventRow
from zhiheng.procedure.naming import named_today
from zhiheng.registry import selectors as registry


@lru_cache(maxsize=256)
def spec_of(definition: Definition) -> ProcedureSpec:
    """The procedure as it was when the case began (definitions are equal by digest)."""
    return procedures.from_content(json.loads(definition.content), definition.pack)


def event_of(row: EventRow) -> Event:
    """The pure event of a row."""
    return Event(
        row.kind, row.happened_on, row.step, row.outcome, row.organ, row.actor, row.reason, row.values, tuple(row.documents),
        row.happened_at, row.unit, row.part, row.more,
    )  # fmt: skip


def state_of(case: Case, spec: ProcedureSpec, former: Mapping[str, str] | None = None) -> State:
    """The state of a case from its events, organs under their names of today; after a transfer the newer version reads what went before.

    former   `registry.former_names()`, asked once by who reads many cases
    """
    return fold(spec, events_of(case.events.all(), former))


def events_of(rows: Iterable[EventRow], former: Mapping[str, str] | None = None) -> list[Event]:
    """Pure events of rows, in their order, organs under their names of today."""
    events, names = [event_of(row) for row in rows], registry.former_names() if former is None else former
    return [named_today(event, names) for event in events] if names else events
