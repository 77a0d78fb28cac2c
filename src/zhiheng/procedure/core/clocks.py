"""Clocks of the steps of a case: when each began, when it runs out, and which colour it has on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhiheng.catalog.procedure_parts import ProcedureSpec, Step, Within
from zhiheng.law import clocks as law_clocks
from zhiheng.law import limits
from zhiheng.law.clocks import Due
from zhiheng.procedure.core.state import DoneStep, OpenStep, State

COLOURS: Mapping[str, str] = {"normal": "正常", "near": "临近", "overdue": "超期", "suspended": "中止"}
NEAR_DAYS = 7
"""A clock is near its end within this many days, or within a quarter of its length where that is shorter (a habit of offices, not law)."""


@dataclass(frozen=True)
class Clock:
    """One clock of one step.

    due_on      last day; None where the law sets none or the clock is suspended
    nominal_on  the last day before it rolled over days off
    earlier     what `due_on` was before a fact was corrected, oldest first
    days_left   from today, negative when past
    colour      a key of COLOURS; on a done step: `normal` or `overdue` as it was done
    how         how it was computed, one Chinese sentence
    """

    step: str
    title: str
    start_on: date
    due_on: date | None
    nominal_on: date | None
    rolled: bool
    provisional: bool
    colour: str
    days_left: int | None
    source: str
    mark: str
    policy: str
    how: str
    earlier: tuple[date | None, ...] = ()

    @property
    def colour_title(self) -> str:
        """The colour in Chinese."""
        return COLOURS[self.colour]


def clocks(spec: ProcedureSpec, state: State, today: date) -> tuple[Clock, ...]:
    """Clocks of all open steps that have one, in the order of the procedure."""
    found = (clock_of(spec, state, item, today) for item in state.open)
    return tuple(clock for clock in found if clock)


def clock_of(spec: ProcedureSpec, state: State, item: OpenStep | DoneStep, today: date) -> Clock | None:
    """The clock of a step: judged today when open, on the day it was done when done; None when it has none."""
    step = spec.steps[item.step]
    within = chosen(step, state.values)
    start_on = state.happened.get(within.start) if within else None
    if within is None or start_on is None:
        return None
    judged_on = item.on if isinstance(item, DoneStep) else today
    suspended = isinstance(item, OpenStep) and item.suspended_on is not None
    law_due = due(within, start_on, state.values)
    last = None if suspended else lengthened(day_of(law_due.due), item)
    return Clock(
        step=step.id,
        title=step.title,
        start_on=start_on,
        due_on=last,
        nominal_on=day_of(law_due.nominal_due),
        rolled=law_due.rolled,
        provisional=law_due.provisional,
        colour="suspended" if suspended else colour(last, start_on, judged_on),
        days_left=None if last is None else law_clocks.days_between(judged_on, last),
        source=cited(within, step, law_due),
        mark=law_due.mark,
        policy=within.policy,
        how=told(start_on, law_due, item),
        earlier=tuple(lengthened(day_of(due(within, day, state.values).due), item) for day in state.corrected.get(within.start, ())),
    )


def chosen(step: Step, values: Mapping[str, object]) -> Within | None:
    """The clock that the values of the case choose; the first that fits."""
    return next((within for within in step.within if fits(within.when, values)), None)


def fits(when: Mapping[str, object], values: Mapping[str, object]) -> bool:
    """Whether the values of a case are those asked for."""
    return all(values.get(key) == wanted for key, wanted in when.items())


def due(within: Within, start_on: date, values: Mapping[str, object]) -> Due:
    """Ask the law when the clock runs out."""
    if not within.limit:
        return law_clocks.period_due(start_on, within.amount, within.unit)
    facts: dict[str, Any] = {fact: values[name] for fact, name in within.facts.items() if values.get(name) is not None}
    return limits.due_for(within.limit, start_on, **facts)


def lengthened(last: date | None, item: OpenStep | DoneStep) -> date | None:
    """The last day after pauses and extensions; an extension runs from the last day so far."""
    if last is None:
        return None
    for began, ended in item.pauses:
        last = law_clocks.add_days(last, law_clocks.days_between(began, ended))
    for longer in item.extended:
        last = day_of(law_clocks.period_due(last, longer.amount, longer.unit).due) or last
    return last


def day_of(moment: date | datetime | None) -> date | None:
    """The day of a moment; clocks of hours show the day they run out."""
    return moment.date() if isinstance(moment, datetime) else moment


def colour(last: date | None, start_on: date, judged_on: date) -> str:
    """Normal, near or overdue; without a last day: normal."""
    if last is None:
        return "normal"
    left = law_clocks.days_between(judged_on, last)
    if left < 0:
        return "overdue"
    return "near" if left <= min(NEAR_DAYS, law_clocks.days_between(start_on, last) // 4) else "normal"


def cited(within: Within, step: Step, law_due: Due) -> str:
    """The article the clock rests on."""
    return "；".join(law_due.cites) or within.source or step.source


def told(start_on: date, law_due: Due, item: OpenStep | DoneStep) -> str:
    """How the clock was computed, for people."""
    if law_due.due is None:
        return f"自{chinese(start_on)}起，法律未定固定期限，以文书载明为准"
    parts = [f"自{chinese(start_on)}起（当日不计入），至{chinese(law_due.nominal_due or law_due.due)}届满"]
    if law_due.rolled:
        parts.append(f"届满日为节假日，顺延至{chinese(law_due.due)}")
    if law_due.provisional:
        parts.append("该年度节假日安排尚未公布，日期为暂定")
    parts += [f"中止{law_clocks.days_between(began, ended)}日，期限顺延" for began, ended in item.pauses]
    parts += [f"经{longer.organ}批准延长（{longer.article}）" for longer in item.extended]
    return "；".join(parts)


def chinese(day: date) -> str:
    """A date as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"
