"""judgment.effective: the day a judgment or ruling takes effect.

刑事诉讼法 第二百三十条    不服判决的上诉、抗诉期限十日，不服裁定的五日，从接到判决书、裁定书的第二日起算.    第二百五十九条    已过法定
    期限没有上诉、抗诉的、终审的，发生法律效力.    解释 第三百八十六条    期满前撤回的，期满之日起生效；期满后撤回经准许的，自准许
    裁定送达之日起生效.    第五百四十五条    撤销缓刑、假释的裁定一经作出，立即生效.
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import Due, add_days, period_due
from zhiheng.law.facts import Code, Day, Items, Record, contradiction, missing
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown

PERIOD, EFFECT, FINAL = "刑事诉讼法_2018#第二百三十条", "刑事诉讼法_2018#第二百五十九条", "刑事诉讼法_2018#第二百四十四条"
COUNTING = ("刑事诉讼法_2018#第一百零五条", "适用刑事诉讼法的解释_2021#第三百八十条")
WITHDRAWN, REVOKING = "适用刑事诉讼法的解释_2021#第三百八十六条", "适用刑事诉讼法的解释_2021#第五百四十五条"
PRONOUNCED = "刑事案件终审判决和裁定何时发生法律效力问题的批复(2004)#第一条"
DAYS = {"judgment": 10, "ruling": 5}
DOCUMENTS = {
    "judgment": "第一审判决",
    "ruling": "第一审裁定",
    "final": "终审判决、裁定",
    "revocation": "撤销缓刑、假释的裁定",
}
APPEALS = {
    "none": "没有上诉、抗诉",
    "withdrawn_in_time": "期满前撤回上诉、抗诉",
    "withdrawn_late": "期满后撤回，第二审裁定准许",
    "pending": "已经上诉、抗诉",
}
_SINCE, _INTERPRETED = date(2018, 10, 26), date(2021, 3, 1)


@rule(
    "judgment.effective",
    title="判决生效日",
    source=(PERIOD, EFFECT),
    since="2018-10-26",
    facts=Record(
        {
            "document": Code(DOCUMENTS, "裁判种类"),
            "received_on": Items(Day(), "各上诉权人、检察院接到裁判文书之日"),
            "appeal": Code(APPEALS, "上诉、抗诉情况"),
            "withdrawal_served_on": Day("准许撤回的裁定送达之日"),
            "pronounced_on": Day("宣告之日；没有宣告的为送达之日"),
        },
        ("document",),
    ),
    outputs={"appeal_ends_on": "上诉、抗诉期满之日", "rolled": "因节假日顺延", "effective_on": "生效之日"},
    parameters=(
        Parameter("不服判决", f"{DAYS['judgment']} 日，从接到判决书的第二日起", (PERIOD,), _SINCE),
        Parameter("不服裁定", f"{DAYS['ruling']} 日，从接到裁定书的第二日起", (PERIOD,), _SINCE),
        Parameter("期满日为节假日", "以节假日后的第一日为期满日", COUNTING, _SINCE),
        Parameter("没有上诉、抗诉", "期满次日生效；几人先后接到的，以最后期满的为准", (EFFECT,), _SINCE),
        Parameter("期满前撤回", "期满之日起生效", (WITHDRAWN,), _INTERPRETED),
        Parameter("期满后撤回", "准许撤回的裁定送达之日起生效", (WITHDRAWN,), _INTERPRETED),
        Parameter("终审", "宣告之日起生效", (FINAL, PRONOUNCED), _SINCE, mark="S"),
        Parameter("撤销缓刑、假释的裁定", "一经作出，立即生效", (REVOKING,), _INTERPRETED),
    ),
)
def effective(facts: Facts, _as_of: date) -> Answer:
    """The end of the period of appeal and the day of effect."""
    document = facts["document"]
    if document in ("final", "revocation"):
        return _at_once(facts, document)
    if not facts.get("received_on"):
        raise missing("facts.received_on", "接到裁判文书之日")
    due = _last_due(facts["received_on"], DAYS[document])
    last = due.due
    moved = f"，末日 {due.nominal_due} 为节假日，顺延" if due.rolled else ""
    said = [
        met(
            "period",
            f"{DOCUMENTS[document]}，最后接到 {max(facts['received_on'])}，{DAYS[document]} 日{moved}，{last} 期满",
            (PERIOD, *COUNTING),
        )
    ]
    effective_on, condition = _effect(facts, last)
    result = {"appeal_ends_on": last, "rolled": due.rolled, "effective_on": effective_on}
    lacking = () if condition.satisfied is not None or "appeal" in facts else ("facts.appeal",)
    return Answer(result, (*said, condition), missing=lacking, provisional=due.provisional)


def _last_due(received: list[date], days: int) -> Due:
    """The period that ends last among all who may appeal."""
    return max((period_due(each, days, "day") for each in received), key=lambda due: due.due or date.min)


def _effect(facts: Facts, last: date | None) -> tuple[date | None, Condition]:
    """The day of effect of a first judgment, by what became of the appeal."""
    appeal = facts.get("appeal")
    ends_on = last or date.min
    if appeal is None:
        return None, unknown("effect", f"没有上诉、抗诉的，{add_days(ends_on, 1)} 生效；是否上诉、抗诉没有给出", (EFFECT,))
    if appeal == "pending":
        return None, unknown("effect", "已经上诉、抗诉，第一审裁判尚不生效", (EFFECT,))
    if appeal == "none":
        return add_days(ends_on, 1), met("effect", f"没有上诉、抗诉，期满次日 {add_days(ends_on, 1)} 生效", (EFFECT,))
    if appeal == "withdrawn_in_time":
        return ends_on, met("effect", f"期满前撤回，期满之日 {ends_on} 起生效", (WITHDRAWN,))
    served = facts.get("withdrawal_served_on")
    if served is None:
        raise missing("facts.withdrawal_served_on", "准许撤回的裁定送达之日")
    if served <= ends_on:
        raise contradiction("facts.withdrawal_served_on", f"{served} 不晚于上诉、抗诉期满之日 {ends_on}")
    return served, met("effect", f"期满后撤回，准许裁定送达之日 {served} 起生效", (WITHDRAWN,))


def _at_once(facts: Facts, document: str) -> Answer:
    """Final and revoking decisions take effect when they are made known."""
    day = facts.get("pronounced_on")
    if day is None:
        raise missing("facts.pronounced_on", "宣告或者送达之日")
    if document == "revocation":
        says = met("effect", f"撤销缓刑、假释的裁定一经作出立即生效：{day}", (REVOKING,))
    else:
        says = met("effect", f"终审判决、裁定自宣告之日 {day} 起生效", (FINAL, PRONOUNCED), "S")
    return Answer({"appeal_ends_on": None, "rolled": False, "effective_on": day}, (says,))
