"""What a step's own blocks say of the values given with an act: refused, or only with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from zhiheng.catalog.field_values import EMPTY, holds
from zhiheng.catalog.item_bounds import Outside
from zhiheng.catalog.procedure_parts import RATED
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.step_guards import Block, Stands, Tally
from zhiheng.law import clocks as law_clocks
from zhiheng.law import limits
from zhiheng.law.errors import NotInForce
from zhiheng.law.moments import SHANGHAI
from zhiheng.procedure.core.errors import BlockedAct
from zhiheng.procedure.core.pauses import days_paused
from zhiheng.procedure.core.state import TITLES, Event, State
from zhiheng.procedure.core.values import day_of, moment_in, value_of

STANDINGS = "standings"
"""Where an act notes how organs of its case stand to each other."""


def demand(spec: ProcedureSpec, state: State, event: Event) -> None:
    """Refuse the outcome where a block of its step holds; one that asks for a reason goes on with it."""
    for block in standing(spec, state, event):
        if block.reason and event.reason.strip():
            continue
        said = f"（{block.source or block.policy}）" if block.source or block.policy else ""
        remedy = "确需办理的，请写明理由" if block.reason else "请先消除该情形，或者核对所填内容"
        raise BlockedAct(f"不能{TITLES.get(event.kind, event.kind)}", event.step, f"{block.says}{said}", remedy, block.code)


def standing(spec: ProcedureSpec, state: State, event: Event) -> Iterator[Block]:
    """The blocks of an event's outcome that hold."""
    known = replace(state, values=given_now(spec, state, event))
    for block in spec.steps[event.step].blocks:
        if (not block.outcomes or event.outcome in block.outcomes) and _holds(spec, block, known, event):
            yield block


def given_now(spec: ProcedureSpec, state: State, event: Event) -> dict[str, Any]:
    """The values a step goes by: those of its own form from this act only (an earlier round says nothing), others as they stand."""
    step = spec.steps[event.step]
    own = {*(item.id for item in spec.form_of(step)), *(RATED if step.rates else ())}
    return {**{name: value for name, value in state.values.items() if name not in own}, **event.values}


def _holds(spec: ProcedureSpec, block: Block, state: State, event: Event) -> bool:
    if block.tally and not _miscounted(block.tally, state):
        return False
    if block.outside and not block.rows and not _outside(spec, block, state, event, {}):
        return False
    if block.stands and standing_of(event, block.stands) not in block.stands.as_:
        return False
    if not block.rows:
        return _fits(block, state, event, {})
    item = spec.fields.get(block.rows)
    empty = {column.id: None for column in item.rows} if item else {}
    given: Any = state.values.get(block.rows)
    rows = [{**empty, **row} for row in given or () if isinstance(row, Mapping)]
    if block.share is not None and not block.exceeds:
        fitting = sum(holds(block.of, row) for row in rows)
        return holds(block.when, state.values) and bool(rows) and fitting < block.share * len(rows)
    if block.fewer:
        return holds(block.when, state.values) and sum(holds(block.of, row) for row in rows) < block.fewer
    return any(_fits(block, state, event, row) and (not block.outside or _outside(spec, block, state, event, row)) for row in rows)


def standing_of(event: Event, asked: Stands) -> str:
    """How one role's organ stands to another's, as the act notes it from the register of organs; empty where it is not known."""
    return str(dict(event.more.get(STANDINGS) or {}).get(f"{asked.of}:{asked.to}") or "")  # type: ignore[call-overload]


def _outside(spec: ProcedureSpec, block: Block, state: State, event: Event, row: Mapping[str, Any]) -> bool:
    asked = block.outside or Outside(value="", item="")
    columns = {column.id: column for column in spec.fields[block.rows].rows} if block.rows in spec.fields else {}
    field = columns.get(asked.item) or spec.fields.get(asked.item)
    value, item = (row[name] if name in row else value_of(state, name, event) for name in (asked.value, asked.item))
    return asked.stands(value, item, spec.bounds.get(field.of if field else "", {}))


def _miscounted(asked: Tally, state: State) -> bool:
    """Whether a score is not what the deductions of its rows leave; it cannot be said without rows, or where one gives none."""
    given: Any = state.values.get(asked.rows)
    greatest: dict[str, Decimal] = {}
    try:
        for row in given or ():
            item, less = str(row.get(asked.by)), Decimal(str(row.get(asked.of)))
            greatest[item] = max(less, greatest.get(item, less))
        score = Decimal(str(state.values.get(asked.value)))
    except InvalidOperation:
        return False
    return bool(greatest) and score != max(asked.start - sum(greatest.values()), Decimal(0))


def _fits(block: Block, state: State, event: Event, row: Mapping[str, Any]) -> bool:
    def of(name: str) -> Any:
        return row[name] if name in row else value_of(state, name, event)

    return (
        holds(block.when, {**state.values, **row})
        and not (block.unless and holds(block.unless, {**state.values, **row}))
        and (not block.start or _ill_timed(block, _moment(of(block.start)), _moment(of(block.until)), _uncounted(block, state, of)))
        and (not block.text or any(word in _text(of(block.text)) for word in block.words))
        and (not block.at or _at_times(block, [_moment(of(name)) for name in block.at]))
        and (not block.same or _same(*map(of, block.same)))
        and (not block.differ or _differ(*map(of, block.differ)))
        and (not block.exceeds or _exceeds(of(block.exceeds[0]), of(block.exceeds[1]), Decimal(1) if block.share is None else block.share))
        and (not block.sum_ or _miscast(*map(of, block.sum_)))
        and (not block.month or _other_month(of(block.month[0]), of(block.month[1]), block.after))
        and (not block.apart or _apart(of(block.apart[0]), of(block.apart[1]), block.over))
    )


def _uncounted(block: Block, state: State, of: Callable[[str], Any]) -> int:
    """Days that do not count: those a step was suspended, and those between the two values, both included."""
    began, ended = (_moment(of(name)) for name in block.excludes) if block.excludes else (None, None)
    left_out = law_clocks.days_between(_day(began), _day(ended)) + 1 if began and ended else 0
    return days_paused(state, block.paused) + max(left_out, 0)


def _ill_timed(block: Block, first: date | None, last: date | None, uncounted: int) -> bool:
    """Whether the time is shorter than its length (or longer, where that is what must not be); a limit not yet in force forbids nothing."""
    if first is None or last is None:
        return False
    try:
        ended = _end(block, first)
    except NotInForce:
        return False
    if isinstance(ended, datetime):
        return _instant(last) > ended if block.longer else _instant(last) < ended
    ended = law_clocks.add_days(ended, uncounted + block.then_days)
    return _day(last) > ended if block.longer else _day(last) < ended or (block.last_day and _day(last) == ended)


def _end(block: Block, first: date) -> date:
    """The moment the length ends that began with `first`; hours count from instant to instant."""
    if block.limit and limits.limit_named(block.limit).newest.unit == "hour":
        return limits.due_for(block.limit, _instant(first), in_custody=True).due or first
    if block.unit in law_clocks.OF_INSTANTS:
        return law_clocks.period_due(_instant(first), block.amount, block.unit).due or first
    begun = law_clocks.add_days(_day(first), -1) if block.first_day else _day(first)
    if block.limit:
        return _day(limits.due_for(block.limit, begun, in_custody=not block.roll).due or begun)
    if not block.amount:
        return begun
    return _day(law_clocks.period_due(begun, block.amount, block.unit, in_custody=not block.roll).due or begun)


def _at_times(block: Block, moments: list[date | None]) -> bool:
    """Whether a moment of the span lies between the block's times of day; a span that ends as they begin does not."""
    known = [_instant(moment).astimezone(SHANGHAI) for moment in moments if moment is not None]
    if not known:
        return False
    first, last, (begins, ends) = min(known), max(known), block.clock
    for number in range(law_clocks.days_between(first.date(), last.date()) + 2):
        day = law_clocks.add_days(first.date(), number - 1)
        start = datetime.combine(day, begins, tzinfo=SHANGHAI)
        end = datetime.combine(law_clocks.add_days(day, int(ends <= begins)), ends, tzinfo=SHANGHAI)
        if first < end and (last > start or first == start):
            return True
    return False


def _instant(moment: date) -> datetime:
    """A day alone counts from midnight."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(0), tzinfo=SHANGHAI)


def _same(one: Any, other: Any) -> bool:
    return one not in EMPTY and _named(one) == _named(other)


def _differ(one: Any, other: Any) -> bool:
    return one not in EMPTY and other not in EMPTY and _named(one) != _named(other)


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")


def _named(value: Any) -> str:
    return str(value.get("name")) if isinstance(value, Mapping) else str(value)


def _apart(one: Any, other: Any, over: Decimal) -> bool:
    try:
        return abs(Decimal(str(one)) - Decimal(str(other))) > over
    except InvalidOperation:
        return False


def _exceeds(one: Any, other: Any, share: Decimal) -> bool:
    try:
        return Decimal(str(one)) > Decimal(str(other)) * share
    except InvalidOperation:
        return False


def _miscast(whole: Any, *parts: Any) -> bool:
    try:
        return Decimal(str(whole)) != sum(Decimal(str(part)) for part in parts)
    except InvalidOperation:
        return True


def _other_month(one: Any, other: Any, after: int) -> bool:
    first, second = _moment(one), _moment(other)
    if first is None or second is None:
        return False
    return first.year * 12 + first.month != second.year * 12 + second.month + after


def _moment(value: Any) -> date | None:
    return moment_in(value) if value not in EMPTY else None


def _day(moment: date) -> date:
    return day_of(moment) or moment
