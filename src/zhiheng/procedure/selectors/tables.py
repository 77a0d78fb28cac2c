"""Cases as tables for models, indicators and duties: a row a case (`cases`, `case_<procedure>`), a row each time a step was opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pyarrow as pa
from django.db.models import Max, OuterRef, Prefetch, Subquery
from django.utils import timezone

from zhiheng.catalog.field_values import EMPTY
from zhiheng.catalog.kept_tables import BETWEEN, OPENING, ORGAN, VALUE
from zhiheng.catalog.procedure_parts import Step
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.clocks import clock_of
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import DoneStep, OpenStep, State
from zhiheng.procedure.core.values import moment_in
from zhiheng.procedure.models import Case, EventRow
from zhiheng.procedure.reading import events_of, spec_of
from zhiheng.procedure.selectors.remembered import Stamp, remembered
from zhiheng.records.core.library import RecordRef
from zhiheng.registry import selectors as registry

REFS_BELOW: Final = 1 << 50
"""References of cases are negative, below those of registers: what is left beside this is the newest event of the case."""
AT_ONCE: Final = 500
BEARS: Final = ("definition",)
"""What rows depend on beside the newest event: all else of a case is written together with an event."""

Row = dict[str, Any]


def case_table(schema: pa.Schema, *, procedure: str = "", until: int | None = None) -> pa.Table:
    """The cases (of a procedure), as they are or as they were after a cursor of events (`until`: the newest that counts)."""
    return _remembered("cases", schema, procedure, until, lambda *folded: [_case_row(schema, *folded)])


def step_table(schema: pa.Schema, *, until: int | None = None) -> pa.Table:
    """Every time a step of a case was opened, without steps that are inner."""
    return _remembered("steps", schema, "", until, _step_rows)


def _remembered(kind: str, schema: pa.Schema, procedure: str, until: int | None, rows_of: Callable[..., Iterable[Row]]) -> pa.Table:
    former = registry.former_names()

    def rows(some: list[UUID]) -> pa.Table:
        read = [row for folded in _folded(some, until, former) for row in rows_of(*folded)]
        return pa.Table.from_pylist(read, schema=schema)

    return remembered((kind, procedure, schema.to_string(), tuple(sorted(former.items()))), _bearing(procedure, until), rows)


def last_event(at: datetime | None = None) -> int:
    """The newest event (recorded by an instant), to pin a run to."""
    rows = EventRow.objects.filter(recorded_at__lte=at) if at else EventRow.objects
    return rows.aggregate(last=Max("pk"))["last"] or 0


def locate(refs: Iterable[int]) -> dict[int, RecordRef]:
    """Where references of these tables stand: the newest event of a case."""
    wanted = {-ref - REFS_BELOW: ref for ref in refs if ref <= -REFS_BELOW}
    rows = EventRow.objects.filter(pk__in=list(wanted)).order_by()
    said = rows.values_list("pk", "case_id", "case__procedure", "case__number", "organ", "recorded_at")
    return {
        wanted[pk]: RecordRef(wanted[pk], f"case_{procedure}", number or str(case), f"case:{case}", organ, at)
        for pk, case, procedure, number, organ, at in said.iterator()
    }


def _bearing(procedure: str, until: int | None) -> list[tuple[UUID, Stamp]]:
    """Each case that has an event by then, in the order they were opened, with what its rows depend on."""
    events = EventRow.objects.filter(case=OuterRef("pk")).order_by("-seq")
    counted = events if until is None else events.filter(pk__lte=until)
    cases = Case.objects.filter(procedure=procedure) if procedure else Case.objects.all()
    bears = cases.order_by("opened_at", "pk").annotate(newest=Subquery(counted.values("pk")[:1])).values_list("pk", *BEARS, "newest")
    return [(case, tuple(rest)) for case, *rest in bears.iterator(chunk_size=10_000) if rest[-1] is not None]


def _folded(some: list[UUID], until: int | None, former: Mapping[str, str]) -> Iterator[tuple[Case, ProcedureSpec, State, EventRow]]:
    """These cases, each with its state and the last event that counts."""
    events = EventRow.objects.order_by("case_id", "seq")
    events = events if until is None else events.filter(pk__lte=until)
    for at in range(0, len(some), AT_ONCE):
        cases = Case.objects.filter(pk__in=some[at : at + AT_ONCE]).select_related("definition")
        for case in cases.prefetch_related(Prefetch("events", queryset=events)):
            spec, rows = spec_of(case.definition), list(case.events.all())
            yield case, spec, fold(spec, events_of(rows, former)), rows[-1]


def _opened_on(state: State) -> date | None:
    return state.happened.get("opened")


def _case_row(schema: pa.Schema, case: Case, spec: ProcedureSpec, state: State, last: EventRow) -> Row:
    dues = [clock.due_on for item in state.open if (clock := clock_of(spec, state, item, last.recorded_at)) and clock.due_on]
    row: Row = {
        **_shared(case, spec, state, last), "pack": case.pack, "title": case.title, "opened_on": _opened_on(state),
        "ended_on": state.ended_on, "result": state.result or None, "due_on": min(dues, default=None),
        "opened_by_case": str(case.opened_by_case_id) if case.opened_by_case_id else None,
    }  # fmt: skip
    row |= {f"{ORGAN}{BETWEEN}{role}": organ for role, organ in state.organs.items()}
    row |= _named(OPENING, state.rounds.get(OPENING, ({},))[-1])
    for step in spec.steps.values():
        if not step.inner:
            row |= _of_step(spec, state, step)
    row |= _named(VALUE, state.values)
    return {field.name: _typed(field.type, row.get(field.name)) for field in schema}


def _shared(case: Case, spec: ProcedureSpec, state: State, last: EventRow) -> Row:
    """What every row of a case says of it."""
    opener = state.organs.get(spec.seat_of(spec.opener))
    return {
        "case": str(case.pk), "procedure": spec.id, "number": case.number or None, "subject": case.subject or None,
        "subject_name": case.subject_name or None, "organ": opener, "unit": case.unit or None, "_ref": -last.pk - REFS_BELOW,
        "_key": case.number or str(case.pk), "_organ": opener, "_batch": f"case:{case.pk}", "_received_at": last.recorded_at,
    }  # fmt: skip


def _of_step(spec: ProcedureSpec, state: State, step: Step) -> Row:
    done = [item for item in state.completed if item.step == step.id]
    waiting = state.waiting(step.id)
    judged = waiting or (done[-1] if done else None)
    clock = clock_of(spec, state, judged, judged.opened) if judged else None
    inner = {item.id for item in spec.form_of(step) if item.inner}
    values = {name: value for name, value in state.rounds.get(step.id, ({},))[-1].items() if name not in inner}
    told: Row = {"on": done[-1].on if done else None, "outcome": done[-1].outcome if done else None, "times": len(done)}
    return _named(step.id, {**values, **told, "due_on": clock.due_on if clock else None})


def _named(place: str, values: Mapping[str, Any]) -> Row:
    return {f"{place}{BETWEEN}{name}": value for name, value in values.items()}


def _step_rows(case: Case, spec: ProcedureSpec, state: State, last: EventRow) -> Iterator[Row]:
    items: list[DoneStep | OpenStep] = [*state.completed, *state.open]
    for item in items:
        step = spec.steps[item.step]
        if not step.inner:
            yield {**_shared(case, spec, state, last), **_step_row(spec, state, item), "title": step.title}


def _step_row(spec: ProcedureSpec, state: State, item: DoneStep | OpenStep) -> Row:
    clock = clock_of(spec, state, item, item.opened)
    done = item if isinstance(item, DoneStep) else None
    role = spec.seat_of(item.part or spec.steps[item.step].lane)
    return {
        "step": item.step, "part": item.part or None, "round": item.round, "opened_on": item.opened_on, "opened_at": item.opened_at,
        "organ": done.organ if done else state.organs.get(role), "due_on": clock.due_on if clock else None,
        "due_at": clock.due_at if clock else None, "suspended": isinstance(item, OpenStep) and item.suspended_on is not None,
        "done_on": done.on if done else None, "done_at": done.at if done else None, "outcome": done.outcome if done else None,
        "late": clock.colour == "overdue" if done and clock and clock.due_on else None,
    }  # fmt: skip


def _typed(kind: pa.DataType, value: Any) -> Any:
    """The value as its column holds it; None where it does not fit, as for what was never said."""
    if value in EMPTY:
        return None
    try:
        return _fitting(kind, value)
    except (ValueError, ArithmeticError, TypeError):
        return None


def _fitting(kind: pa.DataType, value: Any) -> Any:
    if pa.types.is_list(kind):
        return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
    if pa.types.is_string(kind):
        return _text(value)
    if pa.types.is_date(kind):
        return value if type(value) is date else timezone.localdate(value) if isinstance(value, datetime) else date.fromisoformat(value)
    if pa.types.is_timestamp(kind):
        return moment_in(value)
    if pa.types.is_boolean(kind):
        return value if isinstance(value, bool) else None
    number = Decimal(str(value))
    return int(number) if pa.types.is_integer(kind) else number.quantize(Decimal(1).scaleb(-kind.scale))


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("id_number") or value.get("name") or "")
    if isinstance(value, (list, tuple)):
        return "、".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
