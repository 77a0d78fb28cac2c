"""Records of the person over which numbers of a form are counted, and what reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure import above
from zhiheng.procedure.core.counting import EARLIER, Rows, counts_of, datasets_of
from zhiheng.procedure.core.state import Event, State


def with_earlier(spec: ProcedureSpec, state: State, event: Event) -> Event:
    """The event with the person's records that its step counts over; whatever else was said of them does not count."""
    kept = {name: value for name, value in event.more.items() if name != EARLIER}
    rows = _rows(spec, state, event.step) if event.kind == "done" else {}
    return replace(event, more={**kept, **({EARLIER: rows} if rows else {})})


def counted_at(spec: ProcedureSpec, state: State, step: str) -> Mapping[str, int]:
    """Numbers of a step's form that are counted over records, as they would be counted now."""
    rows = _rows(spec, state, step)
    found = counts_of(spec.form_of(spec.steps[step]), state.values, rows) if rows else {}
    return {name: count.value for name, count in found.items() if count.over_records}


def rows_of(datasets: Iterable[str], number: str) -> Rows:
    """The person's current rows, the newest last; nothing where nobody, or nothing, is asked about."""
    names = tuple(datasets)
    return above.READS_RECORDS[0](names, number) if names and number and above.READS_RECORDS else {}


def _rows(spec: ProcedureSpec, state: State, step: str) -> Rows:
    asked = datasets_of(spec.form_of(spec.steps[step])) if step in spec.steps else ()
    return rows_of(asked, state.subject.get("number", ""))
