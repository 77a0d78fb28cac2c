"""Clocks of the steps of a case: when each began, when it runs out, and which colour it has at a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from zhiheng.catalog.field_values import holds
from zhiheng.catalog.powers import UNITS
from zhiheng.catalog.procedure_parts import Step
from zhiheng.catalog.procedure_times import Within
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law import clocks as law_clocks
from zhiheng.law import limits
from zhiheng.law.clocks import Due
from zhiheng.law.errors import NotInForce
from zhiheng.law.moments import SHANGHAI, chinese_date
from zhiheng.procedure.core import repeating
from zhiheng.procedure.core.judging import state_of
from zhiheng.procedure.core.pauses import pauses_of
from zhiheng.procedure.core.state import DoneStep, OpenStep, State
from zhiheng.procedure.core.values import day_of, moment_in, value_of

COLOURS: Mapping[str, str] = {"normal": "正常", "near": "临近", "overdue": "超期", "suspended": "中止"}
NEAR_DAYS = 7
"""A clock is near its end within this many days, or within a quarter of its length where that is shorter (a habit of offices, not law)."""
RANK = {"overdue": 0, "near": 1, "normal": 2, "suspended": 3}


@dataclass(frozen=True)
class Clock:
    """One clock of one step.

    due_on      last day; None where the law sets none or the clock is suspended
    due_at      the last instant, where the clock counts hours or the last day has a time
    nominal_on  the last day before it rolled over days off
    earlier     what `due_on` was before a fact was corrected, oldest first
    days_left   from the moment it is judged, negative when past
    colour      a key of COLOURS; on a done step: `normal` or `overdue` as it was done
    how         how it was computed, one Chinese sentence
    warns       only a warning day beside the others
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
    due_at: datetime | None = None
    part: str = ""
    warns: bool = False

    @property
    def colour_title(self) -> str:
        """The colour in Chinese."""
        return COLOURS[self.colour]

    @property
    def due_text(self) -> str:
        """The last day as people write it, to the minute where it is one; empty where there is none."""
        return chinese(self.due_at or self.due_on) if self.due_on else ""


Item = OpenStep | DoneStep


def clocks(spec: ProcedureSpec, state: State, judged: date) -> tuple[Clock, ...]:
    """Clocks of all open steps that have one, in the order of the procedure."""
    return tuple(clock for item in state.open for clock in clocks_of(spec, state, item, judged))


def clock_of(spec: ProcedureSpec, state: State, item: Item, judged: date) -> Clock | None:
    """The clock of a step that runs out first: judged now when open, as it was done when done; None when it has none."""
    found = clocks_of(spec, state, item, judged)
    return min(
        found, key=lambda clock: (clock.warns, clock.due_on is None, _instant(clock.due_at or clock.due_on or date.max)), default=None
    )


def clocks_of(spec: ProcedureSpec, state: State, item: Item, judged: date) -> tuple[Clock, ...]:
    """Every clock of a step: the first that fits, those that count beside it, and the end of its period where it repeats."""
    step, state = spec.steps[item.step], state_of(state, item)
    found = _made(step, fitting(step, state.values), state, item, judged)
    bounds = repeating.period_of(step, state, item) if not found else None
    return (*found, *([_period_clock(step, bounds, item, judged)] if bounds else []))


def fitting(step: Step, values: Mapping[str, object]) -> tuple[Within, ...]:
    """The clocks that the values of the case allow, those that count beside others last."""
    allowed = [within for within in step.within if holds(within.when, values)]
    return (*(within for within in allowed if not within.also), *(within for within in allowed if within.also))


def chosen(step: Step, values: Mapping[str, object]) -> tuple[Within, ...]:
    """The clocks that the values of the case choose, as far as their limits are in force."""
    allowed = fitting(step, values)
    first = next((within for within in allowed if not within.also), None)
    return (*([first] if first else []), *(within for within in allowed if within.also))


def _made(step: Step, allowed: tuple[Within, ...], state: State, item: Item, judged: date) -> list[Clock]:
    """The first clock whose limit is in force, and those beside it; one that has not begun is left out.

    Where none is in force the first stands without a last day: not known, never none.
    """
    found: list[Clock] = []
    settled, lapsed = False, None
    for within in allowed:
        if settled and not within.also:
            continue
        try:
            made = _clock(step, within, state, item, judged, _due)
        except NotInForce:
            lapsed = lapsed or within
            continue
        settled = True
        found += [made] if made else []
    unknown = _clock(step, lapsed, state, item, judged, due) if lapsed and not settled else None
    return [unknown, *found] if unknown else found


Reckon = Callable[[Within, date, State], Due]


def _clock(step: Step, within: Within, state: State, item: Item, judged: date, reckon: Reckon) -> Clock | None:
    start = moment_started(within, state, item)
    if start is None:
        return None
    judged = (item.at or item.on) if isinstance(item, DoneStep) else judged
    suspended = isinstance(item, OpenStep) and item.suspended_on is not None
    law_due = without_excluded(reckon(within, start, state), within, state)
    last = None if suspended else lengthened(law_due.due, within, start, item, state)
    start_on = day_of(start) or item.opened_on
    return Clock(
        step=step.id,
        title=step.title,
        start_on=start_on,
        due_on=day_of(last),
        nominal_on=day_of(law_due.nominal_due),
        rolled=law_due.rolled,
        provisional=law_due.provisional,
        colour="suspended" if suspended else _softened(colour(last, start, judged, step), within),
        days_left=None if last is None else law_clocks.days_between(_day(judged), _day(last)),
        source=cited(within, step, law_due),
        mark=within.mark or law_due.mark,
        policy=within.policy,
        how=describe_clock(start, law_due, within, item),
        earlier=tuple(
            day_of(lengthened(due(within, day, state).due, within, day, item, state)) for day in _before_correction(within, state)
        ),
        due_at=last if isinstance(last, datetime) else None,
        part=item.part,
        warns=within.warns,
    )


def _softened(found: str, within: Within) -> str:
    return "near" if within.warns and found == "overdue" else found


def moment_started(within: Within, state: State, item: Item) -> date | None:
    """When the clock began: the last of the events it may run from, a value, or the opening of the step."""
    if within.due:
        return item.opened
    if not within.start:
        return item.opened
    if moment := next((moment for name in within.start if "@" in name and (moment := state.moment_of(name))), None):
        return moment
    names = [name for name in within.start if name.startswith("value:") or name in state.happened]
    values = [moment_in(value_of(state, name.removeprefix("value:"))) for name in names if name.startswith("value:")]
    events = sorted((name for name in names if not name.startswith("value:")), key=lambda name: state.order.get(name, 0))
    return next((value for value in values if value), None) or (state.moment_of(events[-1]) if events else None)


def _before_correction(within: Within, state: State) -> tuple[date, ...]:
    return tuple(day for name in within.start for day in state.corrected.get(name, ()))


def due(within: Within, start: date, state: State) -> Due:
    """Ask the law when the clock runs out; not known where the law had no such limit on the day it began."""
    try:
        return _due(within, start, state)
    except NotInForce:
        return Due(None, None)


def _due(within: Within, start: date, state: State) -> Due:
    """The same, raising NotInForce where there was no such limit."""
    if within.due:
        return _stated(value_of(state, within.due))
    if within.limit:
        limit = limits.limit_named(within.limit)
        instants = any(row.unit in law_clocks.OF_INSTANTS for row in limit.rows)
        return limits.due_for(within.limit, _instant(start) if instants else _day(start), **facts_for(within, state))
    if within.before:
        return _counted_back(start, within)
    begun = _instant(start) if within.unit in law_clocks.OF_INSTANTS else _day(start)
    return law_clocks.period_due(
        begun, within.amount, within.unit, in_custody=not within.roll or bool(facts_for(within, state).get("in_custody"))
    )


def without_excluded(found: Due, within: Within, state: State) -> Due:
    """The clock put off by the days that do not count, both included; unknown days put nothing off."""
    first, last = (day_of(moment_in(value_of(state, name))) for name in within.excludes) if within.excludes else (None, None)
    if first is None or last is None or found.nominal_due is None or isinstance(found.nominal_due, datetime) or last < first:
        return found
    moved = law_clocks.add_days(found.nominal_due, law_clocks.days_between(first, last) + 1)
    held = not within.roll or bool(facts_for(within, state).get("in_custody"))
    ends = moved if held else law_clocks.next_working_day(moved)
    return replace(found, nominal_due=moved, due=ends, rolled=ends != moved)


def facts_for(within: Within, state: State) -> dict[str, Any]:
    """Facts of the law's limit out of the case; whether somebody is held and not known counts as held, which never gives more time."""
    known = {fact: value_of(state, name) for fact, name in within.facts.items()}
    found = {fact: value for fact, value in known.items() if value is not None}
    return {**found, "in_custody": True} if "in_custody" in known and "in_custody" not in found else found


def _stated(value: object) -> Due:
    moment = moment_in(value) if value is not None else None
    return Due(moment, moment)


def _counted_back(day: date, within: Within) -> Due:
    if within.unit in law_clocks.OF_INSTANTS:
        return law_clocks.period_due(_instant(day), -within.amount, within.unit)
    if within.unit == "workday":
        last = law_clocks.add_working_days(law_clocks.next_working_day(_day(day)), -within.amount)
        return Due(last, last)
    last = law_clocks.months_after(_day(day), -within.amount) if within.unit == "month" else law_clocks.add_days(_day(day), -within.amount)
    return Due(last, last)


def lengthened(last: date | None, within: Within, start: date, item: Item, state: State) -> date | None:
    """The last moment after pauses and extensions; an extension runs from the last moment so far, or to a limit of the law."""
    for longer in item.extended if last is not None else ():
        last = _extended(last, longer, within, start, state)
    pauses = pauses_of(state, within.paused) if within.paused else item.pauses
    for began, ended in pauses if last is not None else ():
        if isinstance(last, datetime):
            last = law_clocks.pushed_back(last, _instant(began), _instant(ended))
        elif last is not None:
            last = law_clocks.add_days(last, law_clocks.days_between(_day(began), _day(ended)))
    return last


def _extended(last: date | None, longer: Any, within: Within, start: date, state: State) -> date | None:
    if last is None:
        return None
    if longer.limit:
        return due(Within(limit=longer.limit, facts=within.facts), start, state).due or last
    begun = _instant(last) if longer.unit in law_clocks.OF_INSTANTS else _day(last)
    return law_clocks.period_due(begun, longer.amount, longer.unit).due or last


def _period_clock(step: Step, bounds: tuple[date, date], item: Item, judged: date) -> Clock:
    first, last = bounds
    judged = (item.at or item.on) if isinstance(item, DoneStep) else judged
    repeats = step.repeats
    return Clock(
        step=step.id,
        title=step.title,
        start_on=first,
        due_on=last,
        nominal_on=last,
        rolled=False,
        provisional=False,
        colour=colour(last, first, judged, step),
        days_left=law_clocks.days_between(_day(judged), last),
        source=(repeats.source if repeats else "") or step.source,
        mark="",
        policy=repeats.policy if repeats else "",
        how=f"第{item.round}期，自{chinese(first)}至{chinese(last)}",
    )


def colour(last: date | None, start: date, judged: date, step: Step | None = None) -> str:
    """Normal, near or overdue; without a last day: normal."""
    if last is None:
        return "normal"
    if isinstance(last, datetime):
        left = law_clocks.hours_between(_instant(judged, end=True), last)
        whole = law_clocks.hours_between(_instant(start), last)
    else:
        left, whole = law_clocks.days_between(_day(judged), last), law_clocks.days_between(_day(start), last)
    if left < 0:
        return "overdue"
    nearing = max(step.reminds) if step and step.reminds else min(NEAR_DAYS, whole // 4)
    return "near" if left <= nearing else "normal"


def near_from(clock: Clock, step: Step) -> date:
    """The first day on which a clock is near its end."""
    last = clock.due_on or clock.start_on
    if clock.due_at:
        return last
    whole = law_clocks.days_between(clock.start_on, last)
    nearing = max(step.reminds) if step.reminds else min(NEAR_DAYS, max(whole, 0) // 4)
    return law_clocks.add_days(last, -nearing)


def reminders(spec: ProcedureSpec, state: State, judged: date) -> Iterator[tuple[Clock, int]]:
    """Clocks of which the officers are to be reminded on this day, with how long is left (hours for clocks of hours)."""
    for clock in clocks(spec, state, judged):
        wanted = spec.steps[clock.step].reminds
        left = int(law_clocks.hours_between(_instant(judged), clock.due_at)) if clock.due_at else clock.days_left
        if left is not None and left in wanted:
            yield clock, left


def least_until(step: Step, state: State, item: OpenStep) -> date | None:
    """The first moment at which a step that lasts may be left; None where it may be left at any time, or its start is not known."""
    lasts = step.lasts
    if lasts is None:
        return None
    start = moment_in(value_of(state, lasts.start.removeprefix("value:"))) if lasts.start else item.opened
    if start is None:
        return None
    if lasts.unit in law_clocks.OF_INSTANTS:
        return law_clocks.period_due(_instant(start), lasts.amount, lasts.unit).due
    last = law_clocks.period_due(_day(start), lasts.amount, lasts.unit, in_custody=not lasts.roll).due
    return law_clocks.add_days(day_of(last) or _day(start), 1)


def cited(within: Within, step: Step, law_due: Due) -> str:
    """The article the clock rests on."""
    return "；".join(law_due.cites) or within.source or step.source


def describe_clock(start: date, law_due: Due, within: Within, item: Item) -> str:
    """How the clock was computed, for people."""
    if law_due.due is None:
        return f"自{chinese(start)}起，法律未定固定期限，以文书载明为准"
    if within.due:
        return f"以载明的期限为准，至{chinese(law_due.due)}"
    if within.before or _instant(law_due.due) < _instant(start):
        return _back_words(start, law_due.due, within)
    parts = [_counted(start, law_due)]
    if law_due.rolled:
        parts.append(f"届满日为节假日，顺延至{chinese(law_due.due)}")
    if law_due.provisional:
        parts.append("该年度节假日安排尚未公布，日期为暂定")
    parts += [f"中止{law_clocks.days_between(_day(began), _day(ended))}日，期限顺延" for began, ended in item.pauses]
    parts += [f"经{longer.organ}批准延长（{longer.article}）" for longer in item.extended]
    return "；".join(parts)


def _counted(start: date, law_due: Due) -> str:
    last = law_due.nominal_due or law_due.due or start
    if isinstance(last, datetime):
        said = "" if isinstance(start, datetime) else "（未记时刻，按当日零时起算）"
        return f"自{chinese(_instant(start))}起{said}，至{chinese(last)}届满"
    return f"自{chinese(_day(start))}起（当日不计入），至{chinese(last)}届满"


def _back_words(start: date, last: date, within: Within) -> str:
    """A limit counted back from a day yet to come: by when, and how long before what."""
    rows = limits.limit_named(within.limit).rows if within.limit else ()
    row = next((row for row in rows if row.holds_on(_day(start))), None)
    amount, unit = (-(row.amount or 0), row.unit) if row else (within.amount, within.unit)
    return f"最迟应于{chinese(last)}办理（{f'{row.trigger}之日' if row else ''}{chinese(start)}的{amount}{UNITS[unit]}前）"


def chinese(moment: date) -> str:
    """A date, or an instant to the minute, as people write it."""
    if isinstance(moment, datetime):
        local = moment.astimezone(SHANGHAI)
        return f"{chinese_date(local)}{local.hour:02d}时{local.minute:02d}分"
    return chinese_date(moment)


def _day(moment: date) -> date:
    return day_of(moment) or moment


def _instant(moment: date, *, end: bool = False) -> datetime:
    """The instant of a moment; a day without a time begins at midnight, so that no clock gains by what was not noted."""
    if isinstance(moment, datetime):
        return moment.astimezone(SHANGHAI)
    return datetime.combine(moment, time(23, 59) if end else time(0), tzinfo=SHANGHAI)
