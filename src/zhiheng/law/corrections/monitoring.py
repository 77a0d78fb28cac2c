"""电子定位装置 (社区矫正法 第二十九条): grounds, approval, three months, reassessment, purpose."""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import months_after
from zhiheng.law.facts import Code, Day, Flag, Items, Record, contradiction
from zhiheng.law.limit_rules.conditions import met
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

USE = "社区矫正法_2019#第二十九条"
LIBERTY = "社区矫正法_2019#第三十四条"
GROUNDS = {
    "prohibition_breach": "违反人民法院禁止令",
    "absence": "无正当理由，未经批准离开所居住的市、县",
    "no_report": "拒不按照规定报告自己的活动情况，被给予警告",
    "public_order": "违反监督管理规定，被给予治安管理处罚",
    "revocation_pending": "拟提请撤销缓刑、假释或者暂予监外执行收监执行",
}
APPROVERS = {"county_head": "县级司法行政部门负责人", "office_head": "司法所负责人", "other": "其他人员"}
PURPOSES = {"corrections_work": "社区矫正工作", "other": "其他用途"}
MOST_MONTHS = 3
SINCE = date(2020, 7, 1)

FACTS = Record(
    {
        "grounds": Items(Code(GROUNDS, "情形"), "适用情形"),
        "approver": Code(APPROVERS, "批准人"),
        "start": Day("开始日"),
        "end": Day("结束日"),
        "extension": Flag("延长"),
        "reassessed": Flag("经评估"),
        "purpose": Code(PURPOSES, "信息用途"),
    }
)

PARAMETERS = (
    Parameter("使用情形", "；".join(GROUNDS.values()), (USE,), SINCE),
    Parameter("批准人", APPROVERS["county_head"], (USE,), SINCE),
    Parameter("期限", f"每次不超过 {MOST_MONTHS} 个月；期满经评估、批准可以延长，每次不超过 {MOST_MONTHS} 个月", (USE,), SINCE),
    Parameter("定位信息", "只能用于社区矫正工作", (USE,), SINCE),
)


@rule(
    "corrections.monitoring",
    title="使用电子定位装置",
    source=USE,
    since="2020-07-01",
    facts=FACTS,
    outputs={"eligible": "是否具备法定情形", "lawful": "是否合法", "violations": "违反之处"},
    parameters=PARAMETERS,
)
def monitoring(facts: Facts, as_of: date) -> Answer:  # noqa: ARG001 - one text since 2020
    """Whether a decision to use the device has its ground and is lawful; what is not known is no violation, and no lawfulness."""
    conditions = (_ground(facts), _approver(facts), _term(facts), _reassessed(facts), _purpose(facts))
    violations = sorted(each.id for each in conditions if each.satisfied is False)
    unknown = tuple(name for name in ("grounds", "approver", "start", "end") if name not in facts)
    lawful = False if violations else None if unknown else True
    return Answer({"eligible": conditions[0].satisfied, "lawful": lawful, "violations": violations}, conditions, missing=unknown)


def latest_end(start: date) -> date:
    """The last day one decision may reach: the corresponding day three months later (刑事诉讼法解释 第二百零二条第一款)."""
    return months_after(start, MOST_MONTHS)


def _ground(facts: Facts) -> Condition:
    grounds = facts.get("grounds")
    if grounds is None:
        return Condition("no_ground", None, "适用情形不明", (USE,))
    named = "；".join(GROUNDS[each] for each in grounds)
    return Condition("no_ground", bool(grounds), f"情形：{named}" if grounds else "不具备五种法定情形之一，不得使用", (USE, LIBERTY))


def _approver(facts: Facts) -> Condition:
    who = facts.get("approver")
    if who is None:
        return Condition("wrong_approver", None, f"批准人不明，应为{APPROVERS['county_head']}", (USE,))
    return Condition("wrong_approver", who == "county_head", f"由{APPROVERS[who]}批准，应由{APPROVERS['county_head']}批准", (USE,))


def _term(facts: Facts) -> Condition:
    start, end = facts.get("start"), facts.get("end")
    if start is None or end is None:
        return Condition("over_three_months", None, f"起止日不全，期限不得超过 {MOST_MONTHS} 个月", (USE,))
    if end < start:
        raise contradiction("facts.end", f"结束日 {end} 早于开始日 {start}")
    last = latest_end(start)
    return Condition("over_three_months", end <= last, f"自 {start} 至 {end}，{MOST_MONTHS} 个月至 {last} 为止", (USE,))


def _reassessed(facts: Facts) -> Condition:
    if not facts.get("extension"):
        return met("not_reassessed", "首次决定，不涉及延长", (USE,))
    done = facts.get("reassessed", False)
    return Condition("not_reassessed", done, "期满延长，" + ("已经评估" if done else "未见评估"), (USE,))


def _purpose(facts: Facts) -> Condition:
    purpose = facts.get("purpose", "corrections_work")
    return Condition("purpose_violation", purpose == "corrections_work", f"定位信息用于{PURPOSES[purpose]}，只能用于社区矫正工作", (USE,))
