"""外出请假 (社区矫正法 第二十七条; 社区矫正法实施办法 第二十七条, 第二十九条): who must approve, and must they."""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Flag, Record, WholeNumber, contradiction
from zhiheng.law.limit_rules.conditions import met, unmet
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

LEAVING = "社区矫正法_2019#第二十七条"
LEVELS = "社区矫正法实施办法_2020#第二十七条"
FREQUENT = "社区矫正法实施办法_2020#第二十九条"
APPROVERS = {"office": "司法所（受委托）", "county": "县级社区矫正机构", "city": "上一级社区矫正机构"}
OFFICE_DAYS = 7
COUNTY_DAYS = 30
VALID_MONTHS = 6
SINCE = date(2020, 7, 1)

FACTS = Record(
    {
        "crosses_boundary": Flag("离开市县"),
        "good_reason": Flag("正当理由"),
        "days": WholeNumber("天数", most=366),
        "days_two_months": WholeNumber("两个月累计天数（含本次）", most=366),
        "office_delegated": Flag("已委托司法所"),
        "regular": Flag("经常性跨市县"),
    }
)

OUTPUTS = {
    "approval_required": "是否须经批准",
    "must_approve": "是否应当批准",
    "approver": "批准机关",
    "notify_procuratorate": "是否通报检察院",
    "valid_months": "一次批准有效月数",
}
PARAMETERS = (
    Parameter("离开所居住的市、县", "须经批准；有正当理由的应当批准", (LEAVING,), SINCE),
    Parameter("受委托的司法所可批准", f"不超过 {OFFICE_DAYS} 日", (LEVELS,), SINCE),
    Parameter("县级社区矫正机构可批准", f"一次、两个月累计均不超过 {COUNTY_DAYS} 日", (LEVELS,), SINCE),
    Parameter("经常性跨市、县", f"县级批准，一次有效 {VALID_MONTHS} 个月", (FREQUENT,), SINCE),
)


@rule("corrections.leave", title="外出审批", source=LEAVING, since="2020-07-01", facts=FACTS, outputs=OUTPUTS, parameters=PARAMETERS)
def leave(facts: Facts, as_of: date) -> Answer:  # noqa: ARG001 - one text since 2020
    """Whether approval is needed and must be given, and the lowest level that may give it."""
    days, in_sum = facts.get("days"), facts.get("days_two_months")
    if days is not None and in_sum is not None and in_sum < days:
        raise contradiction("facts.days_two_months", f"两个月累计 {in_sum} 日少于本次 {days} 日")
    if not facts.get("crosses_boundary", False):
        stays = unmet("crosses_boundary", "不离开所居住的市、县，不须批准", (LEAVING,))
        return Answer(_result(required=False, must=False, approver=None, notify=False, regular=False), (stays,))
    good = facts.get("good_reason", False)
    regular = bool(facts.get("regular")) and not _over(days)
    level = approver(days, in_sum, delegated=facts.get("office_delegated", False), regular=regular)
    conditions = (_leaves(), _reason(good=good), _level(level, facts, regular=regular))
    result = _result(required=True, must=good, approver=level, notify=None if level is None else level == "city", regular=regular)
    return Answer(result, conditions, missing=("days",) if level is None else ())


def approver(days: int | None, days_two_months: int | None, *, delegated: bool, regular: bool) -> str | None:
    """The lowest level that may approve; None while the days are not known.

    regular   simplified approval of frequent travel: the county's, whatever the sum of days
    """
    if regular:
        return "county"
    if _over(days) or _over(days_two_months):
        return "city"
    if days is None:
        return None
    return "office" if delegated and days <= OFFICE_DAYS else "county"


def _over(days: int | None) -> bool:
    return days is not None and days > COUNTY_DAYS


def _result(*, required: bool, must: bool, approver: str | None, notify: bool | None, regular: bool) -> dict[str, object]:
    months = VALID_MONTHS if regular else None
    return {
        "approval_required": required,
        "must_approve": must,
        "approver": approver,
        "notify_procuratorate": notify,
        "valid_months": months,
    }


def _leaves() -> Condition:
    return met("crosses_boundary", "离开所居住的市、县，须经社区矫正机构批准", (LEAVING,))


def _reason(*, good: bool) -> Condition:
    return Condition("good_reason", good, "有正当理由，应当批准" if good else "未见正当理由，不属于应当批准", (LEAVING,))


def _level(level: str | None, facts: Facts, *, regular: bool) -> Condition:
    """The level with the numbers compared."""
    if regular:
        return met("approver", f"经常性跨市、县活动，由{APPROVERS['county']}批准，一次有效 {VALID_MONTHS} 个月", (FREQUENT,))
    if level is None:
        return Condition("approver", None, "外出天数不明，不能断定批准机关", (LEVELS,))
    in_sum = facts.get("days_two_months")
    figures = f"本次 {facts.get('days', '不明')} 日，两个月累计 {'不明' if in_sum is None else in_sum} 日"
    bounds = f"司法所 {OFFICE_DAYS} 日以内（须受委托），县级一次和累计 {COUNTY_DAYS} 日以内"
    return met("approver", f"{figures}；{bounds}；由{APPROVERS[level]}批准", (LEVELS,))
