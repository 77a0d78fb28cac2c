"""期间: the end of any procedural period (刑事诉讼法 第一百零五条; 刑事诉讼法解释 第二百零二条第一款; 行政处罚法 第八十五条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from zhiheng.law.clocks import Due, day_of, period_due
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Code, Day, Flag, Record, Time, WholeNumber, contradiction
from zhiheng.law.limit_rules.clocked import (
    COUNTING,
    MONTHS,
    OUTPUTS,
    UNITS,
    check_order,
    demand_times,
    earlier,
    in_time,
    is_overdue,
    moment_text,
    provisionally,
)
from zhiheng.law.limit_rules.conditions import met
from zhiheng.law.limit_rules.in_force import dated
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

WORKDAYS = "行政处罚法_2021#第八十五条"
SINCE = date(2018, 10, 26)
#: The greatest length each unit is reckoned to: about ten years.
MOST = {"hour": 87_600, "day": 3_660, "month": 120, "workday": 2_500}

FACTS = Record(
    {
        "start": Time("起算时点", or_day=True),
        "amount": WholeNumber("期间长度", least=1, most=max(MOST.values())),
        "unit": Code(UNITS, "期间单位"),
        "in_custody": Flag("在押"),
        "travel_days": WholeNumber("路途时间", most=365),
        "mailed": Day("交邮日"),
        "done": Time("完成时点", or_day=True),
    },
    required=("start", "amount", "unit"),
)
PARAMETERS = (
    Parameter("开始之时、之日", "不算在期间以内", (COUNTING,), SINCE),
    Parameter("路途时间", "不算在期间以内", (COUNTING,), SINCE),
    Parameter("期满前交邮", "不算过期", (COUNTING,), SINCE),
    Parameter("最后一日为节假日", "以节假日后的第一日为期满日期；在押期间不延长", (COUNTING,), SINCE),
    Parameter("一个月", "本月某日至下月同日；月末至月末；没有同日的至月末", (MONTHS,), date(2021, 3, 1)),
    Parameter("二日、三日、五日、七日（行政处罚法）", "工作日", (WORKDAYS,), date(2021, 7, 15)),
)


@rule("period.due", title="期间", source=[COUNTING, MONTHS], since="2018-10-26", facts=FACTS, outputs=OUTPUTS, parameters=PARAMETERS)
def period(facts: Facts, as_of: date) -> Answer:
    """The end of the period, and whether what was to be done came too late."""
    _check(facts, as_of)
    due = period_due(
        facts["start"],
        facts["amount"],
        facts["unit"],
        in_custody=facts.get("in_custody", False),
        travel_days=facts.get("travel_days", 0),
    )
    overdue = _overdue(facts, due, as_of)
    conditions = (_counted(facts, due), _in_time(facts, due, overdue, as_of))
    result = {"nominal_due": due.nominal_due, "due": due.due, "rolled": due.rolled, "overdue": overdue}
    missing = ("done",) if overdue is None else ()
    return dated(Answer(result, conditions, missing=missing, provisional=due.provisional), as_of)


def _check(facts: Facts, as_of: date) -> None:
    check_order(facts, as_of)
    if facts["unit"] == "hour":
        demand_times(facts)
    if facts["amount"] > MOST[facts["unit"]]:
        raise Refused("OUT_OF_RANGE", f"facts.amount 的值 {facts['amount']} 超出范围", f"应不超过 {MOST[facts['unit']]}")
    if "mailed" in facts and earlier(facts["mailed"], facts["start"]):
        raise contradiction("facts.mailed", f"交邮日 {facts['mailed']} 早于起算时点 {moment_text(facts['start'])}")
    if "mailed" in facts and "done" in facts and earlier(facts["done"], facts["mailed"]):
        raise contradiction("facts.mailed", f"交邮日 {facts['mailed']} 晚于完成时点 {moment_text(facts['done'])}")


def _overdue(facts: Facts, due: Due, as_of: date) -> bool | None:
    """Posting counts instead of completion; posted on the day an hour period ends, before or after the hour is not known."""
    mailed = facts.get("mailed")
    if mailed is None or not isinstance(due.due, datetime):
        return is_overdue(due.due, mailed or facts.get("done"), as_of)
    return None if mailed == due.due.date() else mailed > due.due.date()


def _counted(facts: Facts, due: Due) -> Condition:
    travel = f"，扣除路途 {facts['travel_days']} 日" if facts.get("travel_days") else ""
    text = (
        f"自 {moment_text(facts['start'])} 起（不计入）{facts['amount']} {UNITS[facts['unit']]}{travel}，"
        f"{moment_text(due.due)} 期满{_moved(facts, due)}" + provisionally(due)
    )
    return met("period", text, _articles(facts["unit"]))


def _moved(facts: Facts, due: Due) -> str:
    if due.rolled:
        return f"（名义期满日 {due.nominal_due} 为节假日，顺延）"
    held = facts.get("in_custody") and facts["unit"] in ("day", "month")
    return "（在押期间，不因节假日延长）" if held else ""


def _articles(unit: str) -> tuple[str, ...]:
    if unit == "workday":
        return (WORKDAYS,)
    return (COUNTING, MONTHS) if unit == "month" else (COUNTING,)


def _in_time(facts: Facts, due: Due, overdue: bool | None, as_of: date) -> Condition:
    mailed = facts.get("mailed")
    if mailed is None:
        return replace(in_time("应为之事", due.due, overdue, facts.get("done"), as_of), cites=_articles(facts["unit"]))
    late = {None: "与期满时刻孰先不明", True: "已过期满", False: "在期满前，不算过期"}[overdue]
    return Condition(
        "in_time", None if overdue is None else not overdue, f"{day_of(mailed)} 交邮，{moment_text(due.due)} 期满，{late}", (COUNTING,)
    )
