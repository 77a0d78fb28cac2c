"""Texts of other persons' cases that a step's own are held against."""

from __future__ import annotations

from dataclasses import replace

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law.clocks import add_days
from zhiheng.procedure.core.likeness import OTHERS, asked_at, text_of
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.models import Case, EventRow


def with_others(case: Case, spec: ProcedureSpec, state: State, event: Event) -> Event:
    """The event with the texts of the organ's other cases of the procedure, the newest of each; nothing else said of them counts."""
    kept = {name: value for name, value in event.more.items() if name != OTHERS}
    asked = asked_at(spec, event)
    seat = spec.seat_of(asked.of) if asked else ""
    if asked is None or not state.organs.get(seat):
        return replace(event, more=kept)
    rows = EventRow.objects.filter(
        kind="done", step=event.step, happened_on__range=(add_days(event.on, -asked.days), event.on), case__procedure=spec.id,
        case__seats__role=seat, case__seats__organ__name=state.organs[seat],
    ).exclude(case=case)  # fmt: skip
    if asked.outcomes:
        rows = rows.filter(outcome__in=asked.outcomes)
    found = {
        str(row.case_id): {"number": row.case.number or row.case.title, "text": text_of(asked.fields, row.values)}
        for row in rows.select_related("case").order_by("id").iterator()
        if not row.case.subject or row.case.subject != case.subject
    }
    return replace(event, more={**kept, **({OTHERS: list(found.values())} if found else {})})
