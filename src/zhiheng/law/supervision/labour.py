"""罪犯劳动工时 (监狱法 第七十一条 refers to the national hours; 关于罪犯劳动工时的规定 1995 第三条, 第四条 by a secondary source)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.law.errors import Refused
from zhiheng.law.facts import Flag, Record, Whole, shown
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

PRINCIPLE = "监狱法_2012#第七十一条"
HOURS = "关于罪犯劳动工时的规定(1995)#第三条"
REST = "关于罪犯劳动工时的规定(1995)#第四条"
#: Hours a day and a week, study included.
ADULT, MINOR = (8, 48), (4, 24)
REST_DAYS = 1
SINCE = date(2013, 1, 1)


@dataclass(frozen=True)
class Hours:
    """Hours of a day or a week, fractions allowed."""

    zh: str
    most: int

    def read(self, raw: Any, place: str) -> float:
        """A finite JSON number from 0 to `most`."""
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
            raise Refused("WRONG_TYPE", f"{place}（{self.zh}）应为{self.expects()}，收到“{shown(raw)}”", "请改正该字段的类型或格式")
        if not 0 <= raw <= self.most:
            raise Refused("OUT_OF_RANGE", f"{place} 的值 {shown(raw)} 超出范围", f"应为{self.expects()}")
        return float(raw)

    def expects(self) -> str:
        """What is expected."""
        return f"0 至 {self.most} 小时"


FACTS = Record(
    {
        "minor": Flag("未成年"),
        "day_hours": Hours("每日劳动小时", 24),
        "week_hours": Hours("每周劳动小时（含学习，周平均）", 168),
        "rest_days": Whole("每周休息日", most=7),
    }
)
PARAMETERS = (
    Parameter("成年罪犯", f"每天不超过 {ADULT[0]} 小时，每周不超过 {ADULT[1]} 小时（含集中学习，周平均）", (HOURS,), SINCE, mark="S"),
    Parameter("未成年犯", f"每天不超过 {MINOR[0]} 小时，每周不超过 {MINOR[1]} 小时", (HOURS,), SINCE, mark="S"),
    Parameter("休息日", f"每周至少 {REST_DAYS} 日", (REST,), SINCE, mark="S"),
)


@rule(
    "labour.hours",
    title="罪犯劳动工时",
    source=PRINCIPLE,
    since="2013-01-01",
    facts=FACTS,
    outputs={"violations": "违反之处"},
    mark="S",
    parameters=PARAMETERS,
)
def labour_hours(facts: Facts, as_of: date) -> Answer:  # noqa: ARG001 - one text since 1995
    """Which bounds of labour time were passed; an hour or a rest day not told is no violation."""
    day_most, week_most = MINOR if facts.get("minor") else ADULT
    conditions = (
        _at_most("daily_over", "每日劳动", facts.get("day_hours"), day_most),
        _rested(facts.get("rest_days")),
        _at_most("weekly_over", "每周劳动", facts.get("week_hours"), week_most),
    )
    violations = [each.id for each in conditions if each.satisfied is False]
    unknown = tuple(name for name in ("day_hours", "rest_days", "week_hours") if name not in facts)
    return Answer({"violations": violations}, conditions, (PRINCIPLE,), "S", unknown)


def _at_most(name: str, what: str, hours: float | None, most: int) -> Condition:
    if hours is None:
        return Condition(name, None, f"{what}小时数不明，不得超过 {most} 小时", (HOURS,), "S")
    return Condition(name, hours <= most, f"{what} {hours:g} 小时，不得超过 {most} 小时", (HOURS,), "S")


def _rested(days: int | None) -> Condition:
    if days is None:
        return Condition("no_rest_day", None, f"休息日数不明，每周至少 {REST_DAYS} 日", (REST,), "S")
    return Condition("no_rest_day", days >= REST_DAYS, f"每周休息 {days} 日，至少 {REST_DAYS} 日", (REST,), "S")
