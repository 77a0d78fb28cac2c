"""罪犯劳动工时 (监狱法 2012 第七十一条, 2026 第一百零三条; 关于罪犯劳动工时的规定 1995 by a secondary source)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.law.clocks import add_days
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Flag, Record, WholeNumber, shortened
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

PRINCIPLE = "监狱法_2012#第七十一条"
MADE_UP = "监狱法_2026#第一百零三条"
HOURS = "关于罪犯劳动工时的规定(1995)#第三条"
REST = "关于罪犯劳动工时的规定(1995)#第四条"
#: Hours a day and a week, study included.
ADULT, MINOR = (8, 48), (4, 24)
REST_DAYS = 1
SINCE = date(2013, 1, 1)
REVISED = date(2026, 11, 1)


@dataclass(frozen=True)
class Hours:
    """Hours of a day or a week, fractions allowed."""

    zh: str
    most: int

    def read(self, raw: Any, place: str) -> float:
        """A finite JSON number from 0 to `most`."""
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
            raise Refused("WRONG_TYPE", f"{place}（{self.zh}）应为{self.expects()}，收到“{shortened(raw)}”", "请改正该字段的类型或格式")
        if not 0 <= raw <= self.most:
            raise Refused("OUT_OF_RANGE", f"{place} 的值 {shortened(raw)} 超出范围", f"应为{self.expects()}")
        return float(raw)

    def expects(self) -> str:
        """What is expected."""
        return f"0 至 {self.most} 小时"


FACTS = Record(
    {
        "minor": Flag("未成年"),
        "day_hours": Hours("每日劳动小时", 24),
        "week_hours": Hours("每周劳动小时（含学习，周平均）", 168),
        "rest_days": WholeNumber("每周休息日", most=7),
        "rest_taken": Flag("占用了法定节假日、休息日"),
        "rest_made_up": Flag("已安排补休"),
    }
)
PARAMETERS = (
    Parameter("成年罪犯", f"每天不超过 {ADULT[0]} 小时，每周不超过 {ADULT[1]} 小时（含集中学习，周平均）", (HOURS,), SINCE, mark="S"),
    Parameter("未成年犯", f"每天不超过 {MINOR[0]} 小时，每周不超过 {MINOR[1]} 小时", (HOURS,), SINCE, mark="S"),
    Parameter("休息日", f"每周至少 {REST_DAYS} 日", (REST,), SINCE, mark="S"),
    Parameter("劳动时间", "参照国家有关劳动工时的规定；季节性生产等特殊情况可以调整", (PRINCIPLE,), SINCE, add_days(REVISED, -1)),
    Parameter("劳动时间", "参照国家有关劳动工时的规定，没有季节性调整的规定", (MADE_UP,), REVISED),
    Parameter("占用休息时间", "应当安排补休", (MADE_UP,), REVISED),
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
def labour_hours(facts: Facts, as_of: date) -> Answer:
    """Which bounds of labour time were passed; an hour or a rest day not told is no violation."""
    day_most, week_most = MINOR if facts.get("minor") else ADULT
    conditions = (
        _at_most("daily_over", "每日劳动", facts.get("day_hours"), day_most),
        _rested(facts.get("rest_days")),
        *_made_up(facts, as_of),
        _at_most("weekly_over", "每周劳动", facts.get("week_hours"), week_most),
    )
    violations = [each.id for each in conditions if each.satisfied is False]
    asked = ("day_hours", "rest_days", "week_hours", *(("rest_made_up",) if facts.get("rest_taken") else ()))
    unknown = tuple(name for name in asked if name not in facts)
    return Answer({"violations": violations}, conditions, (PRINCIPLE,), "S", unknown)


def _made_up(facts: Facts, as_of: date) -> tuple[Condition, ...]:
    """Rest taken for labour must be made up; a duty of the law of 2026."""
    if as_of < REVISED or not facts.get("rest_taken"):
        return ()
    made_up = facts.get("rest_made_up")
    said = {True: "已经安排", False: "没有安排", None: "是否安排不明"}[made_up]
    return (Condition("rest_not_made_up", made_up, f"占用休息时间应当安排补休：{said}", (MADE_UP,)),)


def _at_most(name: str, what: str, hours: float | None, most: int) -> Condition:
    if hours is None:
        return Condition(name, None, f"{what}小时数不明，不得超过 {most} 小时", (HOURS,), "S")
    return Condition(name, hours <= most, f"{what} {hours:g} 小时，不得超过 {most} 小时", (HOURS,), "S")


def _rested(days: int | None) -> Condition:
    if days is None:
        return Condition("no_rest_day", None, f"休息日数不明，每周至少 {REST_DAYS} 日", (REST,), "S")
    return Condition("no_rest_day", days >= REST_DAYS, f"每周休息 {days} 日，至少 {REST_DAYS} 日", (REST,), "S")
