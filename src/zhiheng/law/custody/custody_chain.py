"""羁押、办案期限的中止、重新计算与不计入 (刑事诉讼法 第一百四十九条, 第一百六十条, 第一百七十五条, 第二百零八条 …).

A phase is followed from its first day through what happened in it: each event restarts the count, holds it, begins it, or takes its days
out. The length itself stands in the table of limits (`custody.limit`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhiheng.law.clocks import Due, day_of, days_between
from zhiheng.law.custody.custody import PROCEDURES
from zhiheng.law.facts import Code, Day, Flag, Items, Record, WholeNumber, contradiction
from zhiheng.law.limit_rules.clocked import in_time, is_overdue, provisionally
from zhiheng.law.limit_rules.conditions import met
from zhiheng.law.limit_rules.in_force import dated
from zhiheng.law.limits import Row, due_by_row, limit_named
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

PHASES = {"investigation": "侦查羁押", "prosecution": "审查起诉", "trial_first": "第一审审理", "trial_second": "第二审审理"}
STATES = {"counting": "正在计算", "stopped": "停止计算", "not_begun": "尚未起算"}
LAW = "刑事诉讼法_2018#第{}条"
ANOTHER = (LAW.format("一百六十"), "公安机关办理刑事案件程序规定_2020#第一百五十一条")
IDENTITY = (LAW.format("一百六十"), "公安机关办理刑事案件程序规定_2020#第一百五十二条")
EXAMINED = (LAW.format("一百四十九"), "人民检察院刑事诉讼规则_2019#第二百二十二条", "适用刑事诉讼法的解释_2021#第二百一十一条")
SUPPLEMENT = (LAW.format("一百七十五"), LAW.format("二百零八"))
VENUE = (LAW.format("一百七十二"), LAW.format("二百零八"))
TO_ORDINARY, TO_SUMMARY = "适用刑事诉讼法的解释_2021#第三百六十八条", "适用刑事诉讼法的解释_2021#第三百七十六条"
MOST_ROUNDS = 2
SINCE = date(2018, 10, 26)


@dataclass(frozen=True)
class Happening:
    """A kind of event: its words, what it does to the count, in which phases, by which articles."""

    zh: str
    effect: str
    phases: tuple[str, ...]
    cites: tuple[str, ...]


CASE = ("prosecution", "trial_first")
HAPPENINGS: Mapping[str, Happening] = {
    "another_crime": Happening("发现另有重要罪行", "restart", ("investigation",), ANOTHER),
    "identity_unknown": Happening("不讲真实身份，身份不明", "hold", ("investigation",), IDENTITY),
    "identity_found": Happening("查清身份", "restart", ("investigation",), IDENTITY),
    "psychiatric": Happening("精神病鉴定", "leave_out", tuple(PHASES), EXAMINED),
    "file_reading": Happening("人民检察院查阅案卷", "leave_out", ("trial_second",), (LAW.format("二百三十五"),)),
    "returned": Happening("退回补充侦查、补充侦查", "hold", CASE, SUPPLEMENT),
    "resubmitted": Happening("补充侦查完毕移送", "restart", CASE, SUPPLEMENT),
    "jurisdiction": Happening("改变管辖后收到案件", "restart", CASE, VENUE),
    "to_ordinary": Happening("转为普通程序", "restart", ("trial_first",), (TO_ORDINARY, TO_SUMMARY)),
    "to_summary": Happening("转为简易程序", "restart", ("trial_first",), (TO_SUMMARY,)),
    "remanded": Happening("收到发回重审的案件", "restart", ("trial_first",), (LAW.format("二百四十一"),)),
}
#: What ends a hold: an event of this kind must follow.
ENDS = {"identity_found": "identity_unknown", "resubmitted": "returned"}
TURNED = {"to_ordinary": "ordinary", "to_summary": "summary"}

EVENT = Record(
    {"kind": Code({name: each.zh for name, each in HAPPENINGS.items()}, "情形"), "from": Day("发生日"), "to": Day("结束日")},
    ("kind", "from"),
)
FACTS = Record(
    {
        "stage": Code(PHASES, "阶段"),
        "start": Day("起算日（逮捕、收到或者受理）"),
        "events": Items(EVENT, "期间发生的情形"),
        "in_custody": Flag("在押"),
        "extension": WholeNumber("现行期限已延长档次", most=3),
        "complex": Flag("重大、复杂"),
        "procedure": Code(PROCEDURES, "程序"),
        "expected_months": WholeNumber("可能判处刑期（月）", most=600),
        "done": Day("办结日"),
    },
    ("stage", "start"),
)
OUTPUTS = {
    "state": "计算状态",
    "counted_from": "现行期限的起算日",
    "not_counted_days": "不计入的日数",
    "restarts": "重新计算次数",
    "due": "期满日",
    "overdue": "是否逾期",
    "supplement_due": "补充侦查期满日",
    "allowed": "是否允许",
    "chain": "计算经过",
}
EFFECTS = {"restart": "重新计算", "hold": "停止计算", "leave_out": "期间不计入"}
PARAMETERS = tuple(
    Parameter(each.zh, EFFECTS[each.effect], each.cites, SINCE) for each in HAPPENINGS.values()
)  # fmt: skip


@dataclass(frozen=True)
class Count:
    """The count as it stands after some events."""

    start: date
    held: Mapping[str, Any] | None = None
    left_out: int = 0
    restarts: int = 0
    rounds: int = 0
    procedure: str | None = None
    conditions: tuple[Condition, ...] = field(default=())

    @property
    def state(self) -> str:
        """Whether it runs, is stopped, or has not begun because the person is not identified."""
        if self.held is None:
            return "counting"
        return "not_begun" if self.held["kind"] == "identity_unknown" else "stopped"


@rule(
    "custody.chain",
    title="羁押、办案期限的变更",
    source=LAW.format("一百六十"),
    since="2018-10-26",
    facts=FACTS,
    outputs=OUTPUTS,
    parameters=PARAMETERS,
)
def custody_chain(facts: Facts, as_of: date) -> Answer:
    """From when the present limit is counted, what is not counted, and when it ends; a count that is held has no end yet."""
    count = Count(facts["start"], procedure=facts.get("procedure"))
    for event in sorted(facts.get("events", ()), key=lambda each: each["from"]):
        _check(event, facts, count, as_of)
        count = _after(count, event)
    due = _due(count, facts) if count.held is None else Due(None, None)
    overdue = None if count.held is not None else is_overdue(due.due, facts.get("done"), as_of)
    return dated(Answer(_result(count, due, overdue), _conditions(count, due, overdue, facts, as_of), provisional=due.provisional), as_of)


def _check(event: Mapping[str, Any], facts: Facts, count: Count, as_of: date) -> None:
    """Refuse what cannot have happened: in this phase, on this day, in this order."""
    kind, on = event["kind"], event["from"]
    if facts["stage"] not in HAPPENINGS[kind].phases:
        raise contradiction("facts.events", f"{HAPPENINGS[kind].zh}不发生在{PHASES[facts['stage']]}阶段")
    if not count.start <= on <= event.get("to", as_of) <= as_of:
        raise contradiction("facts.events", f"{HAPPENINGS[kind].zh}（{on}）应在 {count.start} 至核查日 {as_of} 之间，结束不早于发生")
    waiting = count.held["kind"] if count.held else None
    if kind in ENDS and waiting != ENDS[kind]:
        raise contradiction("facts.events", f"{HAPPENINGS[kind].zh}以前没有{HAPPENINGS[ENDS[kind]].zh}")
    if waiting is not None and ENDS.get(kind) != waiting:
        raise contradiction("facts.events", f"{HAPPENINGS[waiting].zh}尚未结束，其间不发生{HAPPENINGS[kind].zh}")


def _after(count: Count, event: Mapping[str, Any]) -> Count:
    happened = HAPPENINGS[event["kind"]]
    if happened.effect == "restart":
        text = f"{event['from']} {happened.zh}，自该日起重新计算"
        turned = TURNED.get(event["kind"], count.procedure)
        return Count(
            event["from"], None, 0, count.restarts + 1, count.rounds, turned, (*count.conditions, met(event["kind"], text, happened.cites))
        )
    if happened.effect == "hold" or "to" not in event:
        rounds = count.rounds + (event["kind"] == "returned")
        text = f"{event['from']} {happened.zh}，停止计算，尚未恢复"
        return replace(
            count, held=event, rounds=rounds, conditions=(*count.conditions, Condition(event["kind"], None, text, happened.cites))
        )
    days = days_between(event["from"], event["to"]) + 1
    text = f"{event['from']} 至 {event['to']} {happened.zh}，{days} 日不计入"
    return replace(count, left_out=count.left_out + days, conditions=(*count.conditions, met(event["kind"], text, happened.cites)))


def _row(count: Count, facts: Facts) -> Row:
    asked = {name: facts[name] for name in ("extension", "complex", "expected_months") if name in facts}
    limit = limit_named(f"custody.limit/{facts['stage']}")
    return limit.governing(count.start, count.start, {**asked, "procedure": count.procedure})[0]


def _due(count: Count, facts: Facts) -> Due:
    """The end of the present count, the days left out added to it; a person is taken to be held unless it is said otherwise."""
    return due_by_row(_row(count, facts), count.start, {"in_custody": facts.get("in_custody", True)}, travel_days=count.left_out)


def _result(count: Count, due: Due, overdue: bool | None) -> dict[str, Any]:
    away = count.held is not None and count.held["kind"] == "returned"
    supplement = (
        due_by_row(limit_named("custody.limit/supplement").newest, count.held["from"], {"in_custody": True}).due
        if away and count.held
        else None
    )
    return {
        "state": count.state,
        "counted_from": None if count.state == "not_begun" else count.start,
        "not_counted_days": count.left_out,
        "restarts": count.restarts,
        "due": due.due,
        "overdue": overdue,
        "supplement_due": supplement,
        "allowed": count.rounds <= MOST_ROUNDS,
        "chain": [each.detail for each in count.conditions],
    }


def _conditions(count: Count, due: Due, overdue: bool | None, facts: Facts, as_of: date) -> tuple[Condition, ...]:
    rounds = Condition(
        "round", count.rounds <= MOST_ROUNDS, f"补充侦查 {count.rounds} 次，以 {MOST_ROUNDS} 次为限", (LAW.format("一百七十五"),)
    )
    own = (rounds,) if count.rounds else ()
    if due.due is None:
        return (
            *count.conditions,
            *own,
            Condition("period", None, f"{PHASES[facts['stage']]}期限{STATES[count.state]}，期满日待恢复后确定", count.conditions[-1].cites),
        )
    row = _row(count, facts)
    text = f"{row.zh}：自 {count.start} 起，不计入 {count.left_out} 日，{day_of(due.due)} 期满{provisionally(due)}"
    timely = replace(in_time(row.zh, due.due, overdue, facts.get("done"), as_of), cites=row.cites)
    return (*count.conditions, *own, met("period", text, row.cites), timely)
