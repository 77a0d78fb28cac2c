"""What every limit rule shares: its facts, the reckoning of its period, whether it is overdue, and how that is said.

Source of the counting: 刑事诉讼法 第一百零五条, 刑事诉讼法解释 第二百零二条第一款. The law of the day on which a clock began governs it.
A last day that rests on a calendar not yet published is said to be provisional.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from zhiheng.law.calendar import is_off, is_published
from zhiheng.law.clocks import Due, day_of, days_between
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Code, Flag, Kind, Record, Time, contradiction
from zhiheng.law.limit_rules.conditions import met
from zhiheng.law.limit_rules.in_force import dated
from zhiheng.law.limits import Row, due_by_row, limits_of
from zhiheng.law.rule import Answer, Condition, Facts, Parameter

COUNTING = "刑事诉讼法_2018#第一百零五条"
MONTHS = "适用刑事诉讼法的解释_2021#第二百零二条"
UNITS = {"hour": "小时", "day": "日", "month": "个月", "workday": "个工作日"}
OUTPUTS = {"nominal_due": "名义期满日（顺延前）", "due": "期满日", "rolled": "是否因节假日顺延", "overdue": "是否逾期"}


@dataclass(frozen=True)
class Clock:
    """A period reckoned for a case on a day: its row, its end, whether it is overdue, why, and the day whose law governs it."""

    as_of: date
    row: Row
    due: Due
    overdue: bool | None
    conditions: tuple[Condition, ...]
    law_of: date

    def answer(self, *more: Condition, missing: tuple[str, ...] = (), **outputs: Any) -> Answer:
        """The answer of a limit rule: the shared outputs, then the rule's own."""
        shared = {"nominal_due": self.due.nominal_due, "due": self.due.due, "rolled": self.due.rolled, "overdue": self.overdue}
        lacking = ("done", *missing) if self.overdue is None else missing
        said_so = (*self.conditions, *more)
        found = Answer({**shared, **outputs}, said_so, self.row.cites, self.row.mark, lacking, self.due.provisional, self.law_of)
        return dated(found, self.as_of)


EARLY = {"ended_early": "是否提前结束（有最短期限的）"}


def with_early(reckoned: Clock, facts: Facts) -> Answer:
    """The answer, and whether a shortest time was cut; None where the limit sets none."""
    least = bool(reckoned.row.more.get("least"))
    return reckoned.answer(ended_early=ended_early(reckoned.due.due, facts.get("done")) if least else None)


def limit_facts(family: str, more: Mapping[str, Kind] | None = None, required: tuple[str, ...] = ("limit", "start")) -> Record:
    """The facts of a limit rule: those all share, and its own."""
    names = {name: limit.zh for name, limit in limits_of(family).items()}
    shared: dict[str, Kind] = {
        "limit": Code(names, "事项"),
        "start": Time("起算时点", or_day=True),
        "in_custody": Flag("在押"),
        "done": Time("完成时点", or_day=True),
    }
    return Record({**shared, **(more or {})}, required)


def limit_parameters(family: str) -> tuple[Parameter, ...]:
    """Every row of a family as `law explain` shows it."""
    rows = [row for limit in limits_of(family).values() for row in limit.rows]
    return tuple(
        Parameter(row.zh, f"自{row.trigger}{_begins(row)}起 {length_of(row, {})}", row.cites, row.since, row.until, row.mark)
        for row in rows
    )


def _begins(row: Row) -> str:
    return "之时" if row.unit == "hour" else "之日"


def clock(family: str, facts: Facts, as_of: date) -> Clock:
    """The clock of the limit the facts name, by the row in force on `as_of`."""
    row, law_of = limits_of(family)[facts["limit"]].governing(day_of(facts["start"]), as_of, facts)
    check_order(facts if forwards(row) else {name: value for name, value in facts.items() if name == "done"}, as_of)
    return clock_by_row(row, facts, as_of, law_of)


def forwards(row: Row) -> bool:
    """Whether the clock runs from its trigger on; one that is counted back may be asked about before it."""
    return row.amount is None or row.amount >= 0


def clock_by_row(row: Row, facts: Facts, as_of: date, law_of: date) -> Clock:
    """The clock a row gives for `facts["start"]`."""
    if row.unit == "hour":
        demand_times(facts)
    given = {name: value for name, value in facts.items() if name != "limit"}
    due = due_by_row(row, facts["start"], given)
    overdue = False if row.more.get("least") else is_overdue(due.due, facts.get("done"), as_of)
    timely = replace(_timely(row, due.due, overdue, facts.get("done"), as_of), cites=row.cites, mark=row.mark)
    return Clock(as_of, row, due, overdue, (reckoning(row, due, facts), timely, *nominal_day(row, due)), law_of)


def _timely(row: Row, due: date | None, overdue: bool | None, completion: date | None, as_of: date) -> Condition:
    return not_early(row.zh, due, completion) if row.more.get("least") else in_time(row.zh, due, overdue, completion, as_of)


def not_early(zh: str, due: date | None, completion: date | None) -> Condition:
    """Whether a shortest time was kept: not ended before its last day or hour."""
    early = ended_early(due, completion)
    ended = "何时结束不明" if early is None else f"{moment_text(completion)} 结束，{'早于最短期限' if early else '已满最短期限'}"
    return Condition("not_early", None if early is None else not early, f"{zh}：最短至 {moment_text(due)}，{ended}")


def ended_early(due: date | None, completion: date | None) -> bool | None:
    """Whether something ended before its shortest time was over; None while that is not known."""
    return None if due is None or completion is None else earlier(completion, due)


def check_order(facts: Facts, as_of: date) -> None:
    """Refuse a completion before the start, and an evaluation before either."""
    start, done = facts.get("start"), facts.get("done")
    if start is not None and done is not None and earlier(done, start):
        raise contradiction("facts.done", f"{moment_text(done)} 早于起算时点 {moment_text(start)}")
    for name in ("start", "done", "mailed"):
        if name in facts and as_of < day_of(facts[name]):
            raise contradiction("as_of", f"核查日 {as_of} 早于 facts.{name}（{moment_text(facts[name])}）")


def demand_times(facts: Facts) -> None:
    """Refuse days where a limit in hours needs instants."""
    for name in ("start", "done"):
        if name in facts and not isinstance(facts[name], datetime):
            raise Refused("TIME_NEEDED", f"按小时计算的期限，facts.{name} 应为时刻", "请写成“2024-05-10T09:00”")


def is_overdue(due: date | None, completion: date | None, as_of: date) -> bool | None:
    """Whether the end lies before the completion, or before `as_of` while there is none; hours without completion: not known."""
    if due is None:
        return False
    if isinstance(due, datetime):
        return completion > due if isinstance(completion, datetime) else None
    return day_of(completion or as_of) > due


def reckoning(row: Row, due: Due, facts: Facts) -> Condition:
    """How the period was counted."""
    if due.due is None:
        return Condition("period", None, f"{row.zh}：法律没有规定固定期限", row.cites, row.mark)
    start = moment_text(facts["start"])
    if not forwards(row):
        text = f"{row.zh}：自{row.trigger}（{start}）往前{length_of(row, facts)}，最迟 {moment_text(due.due)}"
        return met("period", text, counted_by(row), row.mark)
    text = f"{row.zh}：自{row.trigger}（{start}）起 {length_of(row, facts)}，{moment_text(due.due)} 期满{moved(due, row, facts)}"
    return met("period", text + provisionally(due), counted_by(row), row.mark)


def provisionally(due: Due) -> str:
    """That the end may still move, where the calendar of its year is not published."""
    if not due.provisional:
        return ""
    return f"；{day_of(due.due or date.min).year} 年前后的节假日安排尚未全部公布，期满日为暂定"


def counted_by(row: Row) -> tuple[str, ...]:
    """The articles a row is counted by: its own, and those on periods where they govern it."""
    general = () if row.custody == "none" or row.unit == "workday" else (COUNTING,)
    return (*row.cites, *general, *((MONTHS,) if row.unit == "month" else ()))


def length_of(row: Row, facts: Facts) -> str:
    """The length in words."""
    amount = row.amount_for(facts)
    if amount is None:
        return "文书载明的期限"
    if amount < 0:
        return f"倒数 {-amount} {UNITS[row.unit]}"
    return f"{amount} {UNITS[row.unit]}" + (f"又 {row.then_days} 日" if row.then_days else "")


def moved(due: Due, row: Row, facts: Facts) -> str:
    """Why the last day moved, or did not although it might have."""
    if due.rolled:
        return f"（名义期满日 {due.nominal_due} 为节假日，顺延）"
    held = row.custody == "always" or (row.custody == "asked" and bool(facts.get("in_custody")))
    return "（在押期间，不因节假日延长）" if held and row.unit in ("day", "month") else ""


def in_time(zh: str, due: date | None, overdue: bool | None, completion: date | None, as_of: date) -> Condition:
    """Whether it was, or still can be, done in time."""
    reached = f"{moment_text(completion)} 完成" if completion else f"至 {as_of} 尚未见完成"
    if due is None:
        return Condition("in_time", None, f"{zh}：没有固定期限，不计逾期")
    if overdue is None:
        return Condition("in_time", None, f"{zh}：应于 {moment_text(due)} 前完成，完成时刻不明")
    late = f"，逾期 {lateness(due, completion or as_of)}" if overdue else ""
    return Condition("in_time", not overdue, f"{zh}：{moment_text(due)} 期满，{reached}{late}")


def lateness(due: date, reached: date) -> str:
    """By how much the end was passed, in hours for hours and in days otherwise."""
    if isinstance(due, datetime) and isinstance(reached, datetime):
        minutes = int((reached - due).total_seconds() // 60)
        return f"{minutes // 60} 小时 {minutes % 60} 分"
    return f"{days_between(day_of(due), day_of(reached))} 日"


def nominal_day(row: Row, due: Due) -> tuple[Condition, ...]:
    """For a period no text lets a holiday extend: whether its nominal day is a working day, so that an off day is seen."""
    if row.custody != "none" or row.unit == "hour" or due.due is None:
        return ()
    day = day_of(due.due)
    if not is_published(day.year):
        return (
            Condition(
                "ends_on_working_day", None, f"{day.year} 年节假日安排尚未公布；没有顺延条款，以名义日 {day} 为准", row.cites, row.mark
            ),
        )
    off = is_off(day)
    note = "为节假日，但没有顺延条款，以名义日为准" if off else "为工作日"
    return (Condition("ends_on_working_day", not off, f"期满日 {day} {note}", row.cites, row.mark),)


def earlier(one: date, other: date) -> bool:
    """Whether one moment lies before another; an instant is compared with a day by its day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return day_of(one) < day_of(other)


def moment_text(moment: date | None) -> str:
    """A moment in words: to the minute for an instant."""
    return moment.strftime("%Y-%m-%d %H:%M") if isinstance(moment, datetime) else str(moment)
