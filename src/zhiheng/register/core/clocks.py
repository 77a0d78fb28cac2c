"""The clocks of an entry: which run, until when, what ends them; least durations that have not passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhiheng.catalog.field_values import holds
from zhiheng.catalog.registers import Lasts, Length, OnTime, RegisterAct, RegisterShape, Within
from zhiheng.law import limits
from zhiheng.law.clocks import OF_INSTANTS, Due, add_days, days_between, period_due
from zhiheng.law.errors import Refused
from zhiheng.law.moments import SHANGHAI
from zhiheng.register.core.entry import CONFIRM, Act, EntryState

NEAR_DAYS = 3
COLOURS: Mapping[str, str] = {"normal": "正常", "near": "临近", "overdue": "超期"}


@dataclass(frozen=True)
class EntryClock:
    """A running clock.

    act      the act that started it
    due      the last day, or the last instant of a clock of hours; None where it cannot be known (a day it counts from is missing)
    source   the article, or the policy it follows
    """

    act: str
    title: str
    due: date | datetime | None
    source: str
    mark: str
    until: tuple[str, ...]
    why_unknown: str = ""
    near_days: int = NEAR_DAYS

    def overdue(self, now: datetime) -> bool:
        """Whether the last day or instant has passed."""
        if isinstance(self.due, datetime):
            return now > self.due
        return self.due is not None and now.astimezone(SHANGHAI).date() > self.due

    @property
    def ends_at(self) -> datetime | None:
        """The last instant, for columns and sorting."""
        if self.due is None or isinstance(self.due, datetime):
            return self.due
        return datetime(self.due.year, self.due.month, self.due.day, 23, 59, 59, tzinfo=SHANGHAI)


def clocks(shape: RegisterShape, state: EntryState) -> tuple[EntryClock, ...]:
    """The clocks that run, the nearest first; one that cannot be known stands last."""
    found = [*_pending(shape, state), *_running(shape, state)]
    return tuple(sorted(found, key=lambda clock: (clock.ends_at is None, clock.ends_at or datetime.max.replace(tzinfo=SHANGHAI))))


def _running(shape: RegisterShape, state: EntryState) -> Iterator[EntryClock]:
    for place, act in enumerate(state.acts):
        declared = shape.acts.get(act.name)
        if declared is None or declared.confirmed_by or act.name in {later.name for later in state.acts[place + 1 :]}:
            continue
        for clock in declared.within:
            if holds(clock.when, state.values) and not _ended(shape, state, place, clock):
                yield _clock(act, clock, declared.title, state.values)


def _ended(shape: RegisterShape, state: EntryState, place: int, clock: Within) -> bool:
    """Whether an act after the one that started the clock has ended it; without `until`, one that left its state does."""
    later = state.acts[place + 1 :]
    if clock.until:
        return any(act.name in clock.until for act in later)
    return shape.acts[state.acts[place].name].to != state.state or any(
        act.name in shape.acts and shape.acts[act.name].to not in {"", state.state} and not shape.acts[act.name].confirmed_by
        for act in later
    )


def _pending(shape: RegisterShape, state: EntryState) -> Iterator[EntryClock]:
    act = state.pending
    confirmed = shape.acts[act.name].confirmed_by if act else None
    if act and confirmed and confirmed.within:
        length = confirmed.within
        due, unknown = _due(length, act.on, act.at, {**state.values, **act.values})
        yield EntryClock(
            act.name, f"{shape.acts[act.name].title}待确认", due, length.source or length.policy, length.mark, (CONFIRM,), unknown
        )


def _clock(act: Act, clock: Within, title: str, values: Mapping[str, Any]) -> EntryClock:
    if clock.due:
        due, unknown = _read_day(values.get(clock.due)), "" if values.get(clock.due) else f"没有填写{clock.due}"
    else:
        due, unknown = _length_end(clock, act, values)
    near = max(clock.reminds, default=NEAR_DAYS)
    return EntryClock(act.name, clock.title or title, due, clock.source or clock.policy, clock.mark, clock.until, unknown, near)


def _length_end(length: Within | Lasts | OnTime, act: Act, values: Mapping[str, Any]) -> tuple[date | datetime | None, str]:
    if not length.from_:
        return _due(length, act.on, act.at, values)
    start = _read_day(values.get(length.from_))
    if start is None:
        return None, f"没有填写起算日（{length.from_}）"
    at = start if isinstance(start, datetime) else None
    if isinstance(length, Within) and length.before:
        return add_days(at.date() if at else start, -(length.days or 0)), ""
    return _due(length, start.date() if isinstance(start, datetime) else start, at, values)


def _due(length: Length, on: date, at: datetime | None, values: Mapping[str, Any]) -> tuple[date | datetime | None, str]:
    try:
        found = _counted(length, on, at, values)
    except Refused as refused:
        return None, refused.message
    return found.due, "" if found.due is not None else "法律没有规定期限"


def _counted(length: Length, on: date, at: datetime | None, values: Mapping[str, Any]) -> Due:
    if length.limit:
        facts = {name: values.get(field) for name, field in length.facts.items()}
        row = limits.limit_named(length.limit).row(on, facts)
        return limits.due_by_row(row, at.astimezone(SHANGHAI) if row.unit == "hour" and at else on, facts)
    amount, unit = length.amount or (0, "day")
    rolls = not isinstance(length, Within) or length.roll
    return period_due(at.astimezone(SHANGHAI) if unit in OF_INSTANTS and at else on, amount, unit, in_custody=not rolls)


def _read_day(value: object) -> date | datetime | None:
    if isinstance(value, datetime):
        return value
    text = str(value or "")
    if not text:
        return None
    if len(text) <= len("2026-06-30"):
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def held_until(shape: RegisterShape, state: EntryState, name: str) -> tuple[date | datetime | None, Lasts] | None:
    """The day (or instant) before which an act may not be done because a state must last; None where none forbids it.

    Of several the last one counts. A day that cannot be known forbids: unknown is never the milder answer.
    """
    found = [(_length_end(lasts, act, state.values)[0], lasts) for act, lasts in _lasting(shape, state, name)]
    unknown = next((one for one in found if one[0] is None), None)
    return unknown or max(found, key=lambda one: str(one[0]), default=None)


def _lasting(shape: RegisterShape, state: EntryState, name: str) -> Iterator[tuple[Act, Lasts]]:
    """The least durations, each from the newest act that began it, that stand between the entry and this act."""
    for place, act in enumerate(state.acts):
        declared = shape.acts.get(act.name)
        lasts = declared.lasts if declared else None
        if declared is None or lasts is None or act.name in {later.name for later in state.acts[place + 1 :]}:
            continue
        if name in lasts.until if lasts.until else declared.to == state.state:
            yield act, lasts


def due_of_act(declared: RegisterAct, act: Act, values: Mapping[str, Any]) -> date | datetime | None:
    """The last day (or instant) on which an act is on time; None where it has none, or its first day is not known."""
    return _length_end(declared.on_time, act, values)[0] if declared.on_time else None


def colour(clock: EntryClock, now: datetime) -> str:
    """How urgent a clock is: normal, near or overdue; one that cannot be known counts as near."""
    if clock.overdue(now):
        return "overdue"
    if clock.ends_at is None:
        return "near"
    days = days_between(now.astimezone(SHANGHAI).date(), clock.ends_at.astimezone(SHANGHAI).date())
    return "near" if days <= clock.near_days else "normal"
