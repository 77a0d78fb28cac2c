"""What was known on a day: records with the dates in them beside the day they came, so that late entry and late action are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from zhiheng.analysis.statements import names_in
from zhiheng.catalog.models import ModelSpec
from zhiheng.law.clocks import days_between
from zhiheng.law.moments import SHANGHAI
from zhiheng.schema import DATASETS, Field

PLANNED = frozenset({
    "due_on", "stage_due", "reply_due", "term_start", "term_end", "to_date", "birth_date", "child_birth_date", "month", "subsidised_from",
})  # fmt: skip
"""Dates of a record that say when something is to be or belongs to, not that it happened."""


class Version(Protocol):
    """A record as one batch brought it (`records.core.versions.Version`)."""

    @property
    def dataset(self) -> str: ...  # noqa: D102
    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def organ(self) -> str: ...  # noqa: D102
    @property
    def batch(self) -> str: ...  # noqa: D102
    @property
    def received_at(self) -> datetime: ...  # noqa: D102
    @property
    def values(self) -> Mapping[str, Any]: ...  # noqa: D102


@dataclass(frozen=True)
class Question:
    """What is asked. due: the last day of the duty, None where the clue names none; organ: who must answer."""

    day: date
    due: date | None
    organ: str


@dataclass(frozen=True)
class Event:
    """Something a record says happened. on: its day; received_on: when a version first said so; known: received by the day asked about."""

    field: str
    title: str
    on: date
    received_on: date
    known: bool
    sensitive: bool


@dataclass(frozen=True)
class Late:
    """A sentence on late entry (kind `entry`, 迟录) or late action (`action`, 迟办).

    Kind `begun`: the organ had sent nothing of the dataset by the day, which says nothing of when the record was entered.
    """

    kind: str
    event: Event
    text: str


@dataclass(frozen=True)
class KnownRecord:
    """A record. received_at, changed_at: of its first and its latest version; known: whether a version had come by the day asked about.

    hidden   whether dates of it are sensitive and left out
    """

    dataset: str
    organ: str
    key: str
    batch: str
    received_at: datetime
    changed_at: datetime
    known: bool
    answering: bool
    events: tuple[Event, ...]
    late: tuple[Late, ...]
    hidden: bool = False


def end_of(day: date) -> datetime:
    """The last instant of a day, Shanghai time."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=SHANGHAI)


def day_of(instant: datetime) -> date:
    """The day of an instant, Shanghai time."""
    return instant.astimezone(SHANGHAI).date()


def duty_of(values: Mapping[str, Any], spec: ModelSpec, as_of: date) -> tuple[date, str] | None:
    """The last day of the duty among a clue's values, if it was past on the clue's own day, and what the model calls it."""
    for name in spec.duty:
        day = _day_in(values.get(name))
        if day and day <= as_of:
            return day, spec.columns.get(name, name)
    return None


def _day_in(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def event_fields(spec: ModelSpec, dataset: str) -> list[Field]:
    """Dates of things that happened which the model reads in a dataset."""
    named = names_in(spec.sql)
    fields = DATASETS[dataset].fields.values()
    return [one for one in fields if one.type in {"date", "datetime"} and one.name in named and one.name not in PLANNED]


def known_records(versions: Iterable[Version], fields: Iterable[Field], asked: Question, begun: Mapping[str, date]) -> list[KnownRecord]:
    """The records of one dataset, late ones first, then by the day they came.

    versions   oldest first
    begun      organ → the day of its first delivery of the dataset
    """
    listed = list(fields)
    together: dict[tuple[str, str], list[Version]] = {}
    for version in versions:
        together.setdefault((version.organ, version.key), []).append(version)
    found = [_record(group, listed, asked, begun[group[0].organ]) for group in together.values()]
    return sorted(found, key=lambda one: (not one.late, one.received_at, one.organ, one.key))


def _record(group: list[Version], fields: list[Field], asked: Question, begun_on: date) -> KnownRecord:
    first, last = group[0], group[-1]
    events = tuple(event for field in fields if (event := _event(group, field, asked.day)))
    answering = first.organ == asked.organ
    late = [one for event in events for one in (_entry(event, asked, begun_on), _action(event, asked) if answering else None) if one]
    return KnownRecord(
        dataset=first.dataset,
        organ=first.organ,
        key=first.key,
        batch=last.batch,
        received_at=first.received_at,
        changed_at=last.received_at,
        known=first.received_at <= end_of(asked.day),
        answering=answering,
        events=events,
        late=tuple(late),
    )


def _event(group: list[Version], field: Field, day: date) -> Event | None:
    """What the latest version says, and when a version first said so."""
    on = _on(group[-1].values.get(field.name))
    if on is None:
        return None
    received_at = next(version.received_at for version in group if _on(version.values.get(field.name)) == on)
    received_on = day_of(received_at)
    return Event(field.name, field.zh, on, received_on, received_at <= end_of(day), field.sensitivity == "sensitive")


def _on(value: Any) -> date | None:
    return day_of(value) if isinstance(value, datetime) else value


def _entry(event: Event, asked: Question, begun_on: date) -> Late | None:
    if not event.on <= asked.day < event.received_on:
        return None
    if begun_on > asked.day:
        text = f"{event.title}为 {event.on}，{event.received_on} 收到；该单位自 {begun_on} 才开始报送此类数据，不能据此认定迟录"
        return Late("begun", event, text)
    days = days_between(event.on, event.received_on)
    return Late("entry", event, f"迟录：{event.title}为 {event.on}，{event.received_on} 才报送（晚 {days} 日）")


def _action(event: Event, asked: Question) -> Late | None:
    if asked.due is None or event.on <= asked.due:
        return None
    days = days_between(asked.due, event.on)
    return Late("action", event, f"迟办：{event.title}为 {event.on}，晚于期限 {asked.due}（晚 {days} 日）")


def without_sensitive(record: KnownRecord) -> KnownRecord:
    """The record without what may be read for a stated purpose only."""
    whole = DATASETS[record.dataset].sensitive
    events = tuple(event for event in record.events if not (whole or event.sensitive))
    if len(events) == len(record.events):
        return record
    late = tuple(one for one in record.late if one.event in events)
    return replace(record, events=events, late=late, key="" if _is_telling(record.dataset) else record.key, hidden=True)


def _is_telling(dataset: str) -> bool:
    """Whether the key itself holds something sensitive (the instant of a report)."""
    return any(DATASETS[dataset].fields[name].sensitivity == "sensitive" for name in DATASETS[dataset].key)


def verdict(*, found_then: bool, found_now: bool, entries: int, acts: int, begun: int) -> str:
    """What it comes to. found_then, found_now: whether data of the day and of now show the clue; the rest are counts of records."""
    seen = {
        (True, True): "当日收到的数据已能看出此线索。",
        (True, False): "当日收到的数据能看出此线索，后来收到的记录使它不再成立。",
        (False, True): "当日收到的数据还看不出此线索，依据的记录在当日以后才收到或者才改动。",
        (False, False): "当日和现在的数据都看不出此线索。",
    }[found_then, found_now]
    late = "，".join(f"{word} {count} 条" for word, count in (("迟录", entries), ("迟办", acts)) if count)
    started = f"{begun} 条记录的报送单位当日尚未开始报送此类数据，不能据此认定迟录。" if begun else ""
    return f"{seen}{late}。{started}" if late else seen + (started or "没有发现迟录、迟办。")
