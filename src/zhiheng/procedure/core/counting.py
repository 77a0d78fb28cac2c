"""Numbers of a form that are counted and not typed: days of a span, and of the spans on record of the same person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhiheng.catalog.field_counts import Counts
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import EMPTY, holds
from zhiheng.law.corrections.away import Span, before, counted, days_of
from zhiheng.law.moments import chinese_date
from zhiheng.procedure.core.fold import refused
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.core.values import day_of, moment_in

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
"""Dataset → rows of the person."""
EARLIER = "earlier"
"""Where an event carries the rows of the person until its numbers are counted."""


@dataclass(frozen=True)
class Count:
    """A number as it was counted, and how."""

    value: int
    how: str
    over_records: bool

    def refuses(self, given: object) -> bool:
        """Whether what was given cannot stand: other than counted, or less than is on record."""
        number = int(str(given)) if str(given).strip().isdecimal() else None
        return number is not None and (number < self.value if self.over_records else number != self.value)


def datasets_of(fields: Iterable[FieldShape]) -> tuple[str, ...]:
    """Datasets over whose records fields of a form are counted."""
    return tuple(dict.fromkeys(item.counts.records for item in fields if item.counts and item.counts.records))


def counts_of(fields: Iterable[FieldShape], values: Mapping[str, object], rows: Rows) -> dict[str, Count]:
    """Field → its number as counted; one whose days are not known is left out, and so is one over records that were not read."""
    found: dict[str, Count] = {}
    for item in fields:
        asked = item.counts
        if asked is None or (asked.records and asked.records not in rows) or not (holds(item.when, values) and holds(asked.when, values)):
            continue
        own = _span(values, asked.start, asked.to)
        if own:
            since = _first(values, (asked.since,)) if asked.since else None
            found[item.id] = _count(asked, own, list(_on_record(asked, rows.get(asked.records, ()), since)))
    return found


def with_counted(fields: Sequence[FieldShape], state: State, event: Event) -> Event:
    """The event with its numbers counted; refused where less than is on record, or other than its days, was given."""
    rows = dict(event.more.get(EARLIER) or {})  # type: ignore[call-overload]
    more = {name: value for name, value in event.more.items() if name != EARLIER}
    found = {**counts_of(fields, {**state.values, **event.values, "event.on": event.on}, rows), **_scored(fields, state, event)}
    titles = {item.id: item.title for item in fields}
    for name, count in found.items():
        given = event.values.get(name)
        if given not in EMPTY and count.refuses(given):
            word = "少于" if count.over_records else "不同于"
            raise refused(
                event, f"{titles[name]}填写 {given}，{word}算得的 {count.value}（{count.how}）", "请按算得的数填写，或者不填由系统算出"
            )
    _demand_all(fields, state, event, found)
    before = {item.id: state.values.get(item.id) for item in fields if item.counts and not item.counts.own}
    counted_now = {name: _at_least(count.value, before.get(name)) for name, count in found.items() if event.values.get(name) in EMPTY}
    how = {"counted": {name: count.how for name, count in found.items()}} if found else {}
    return replace(event, values={**event.values, **counted_now}, more={**more, **how})


def _at_least(value: int, before: object) -> int:
    """What is on record, or more where more was given in the case before: not everything is on record."""
    return max(value, before) if isinstance(before, int) else value


def _scored(fields: Sequence[FieldShape], state: State, event: Event) -> dict[str, Count]:
    """What the answers of this act come to; a question that was asked and left open was not answered rightly."""
    known = {**state.values, **event.values}
    asked = [item for item in fields if item.right and holds(item.when, known)]
    rightly = sum(_chosen(event.values.get(item.id)) == set(item.right) for item in asked)
    said = f"{len(asked)} 题答对 {rightly} 题"
    return {item.id: Count(100 * rightly // len(asked), said, over_records=False) for item in fields if item.scores and asked}


def _chosen(given: object) -> set[str]:
    many = given if isinstance(given, (list, tuple)) else () if given in EMPTY else (given,)
    return {str(one) for one in many}


def _demand_all(fields: Sequence[FieldShape], state: State, event: Event, found: Mapping[str, Count]) -> None:
    """Refuse a number that is needed, was not given and could not be counted."""
    known = {**state.values, **event.values}
    missing = [
        item.title
        for item in fields
        if item.counts and item.required and item.id not in found and event.values.get(item.id) in EMPTY and holds(item.when, known)
    ]
    if missing:
        raise refused(event, f"{'、'.join(missing)}：必须填写（起止日不明，或者没有读到以前的记录，不能算出）", "请填写，或者先补齐起止日")


def _count(asked: Counts, own: Span, others: Sequence[Span]) -> Count:
    if not asked.months:
        said = "首尾两日均计入" if asked.last_day else "末日不计入"
        return Count(days_of(own) - (not asked.last_day), f"{chinese_date(own[0])}至{chinese_date(own[1])}，{said}", over_records=False)
    days, times, window = counted(own, others, asked.months) if asked.own else before(own, others, asked.months)
    said = f"{chinese_date(window[0])}至{chinese_date(window[1])}，{'含本次' if asked.own else '在案'}共 {times} 次、{days} 日"
    return Count(times if asked.what == "times" else days, said, over_records=bool(asked.records))


def _on_record(asked: Counts, rows: Iterable[Row], since: date | None) -> Iterator[Span]:
    for row in rows:
        left_out = (asked.without and holds(asked.without, row)) or not holds(asked.only, row)
        span = None if left_out else _span(row, asked.begins, asked.ends)
        if span and (since is None or span[0] >= since):
            yield span


def _span(values: Mapping[str, object], begins: Sequence[str], ends: Sequence[str]) -> Span | None:
    first, last = _first(values, begins), _first(values, ends)
    return (first, last) if first and last and first <= last else None


def _first(values: Mapping[str, object], names: Sequence[str]) -> date | None:
    given = next((values[name] for name in names if values.get(name) not in EMPTY), None)
    return day_of(moment_in(given)) if given is not None else None
