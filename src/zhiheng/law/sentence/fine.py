"""fine.due: by when a fine is to be paid, what is due by instalments, and from when it is enforced.

刑法 第五十三条    在判决指定的期限内一次或者分期缴纳；期满不缴纳的，强制缴纳.    适用财产刑规定 第五条    从判决发生法律效力
    第二日起最长不超过三个月.    第十一条    期限届满第二日起强制.    解释 第五百二十三条    同一事实已经处以罚款的，折抵已执行的部分.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhiheng.law.clocks import Due, add_days, months_after, period_due
from zhiheng.law.facts import Amount, Day, Flag, Items, Record, WholeNumber, contradiction
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.standing import Fact

WHEN, LIMIT = "刑法#第五十三条", "适用财产刑若干问题的规定_2000#第五条"
FORCED, OFFSET = "适用财产刑若干问题的规定_2000#第十一条", "适用刑事诉讼法的解释_2021#第五百二十三条"
COUNTING = "刑事诉讼法_2018#第一百零五条"
MOST_MONTHS = 3
OUTPUTS = {
    "due_on": "缴纳期限届满之日",
    "within_limit": "指定期限不超过三个月",
    "latest_lawful": "最长期限届满之日",
    "enforce_from": "可以强制缴纳之日",
    "payable": "应缴数额（扣除已执行的罚款）",
    "open_amount": "尚未缴纳数额",
    "overdue_amount": "到期未缴数额",
    "overdue": "逾期",
    "next_due_on": "下一期到期日",
}


@rule(
    "fine.due",
    title="罚金缴纳期限",
    source=(WHEN, LIMIT),
    since="2018-10-26",
    facts=Record(
        {
            "effective_on": Day("判决生效日"),
            "amount": Amount("罚金数额"),
            "period_months": WholeNumber("判决指定的期限（月）", 0, 24),
            "period_days": WholeNumber("判决指定的期限（日）", 0, 366),
            "instalments": Items(Record({"due_on": Day("到期日"), "amount": Amount("数额")}, ("due_on", "amount")), "分期"),
            "payments": Items(Record({"paid_on": Day("缴纳日"), "amount": Amount("数额")}, ("paid_on", "amount")), "已缴纳"),
            "administrative_fine": Amount("同一事实已执行的罚款"),
            "postponed_to": Day("裁定延期缴纳至"),
            "remitted": Flag("裁定免除"),
        },
        ("effective_on", "amount"),
    ),
    outputs=OUTPUTS,
    parameters=(
        Parameter("判决指定的期限", f"从判决生效第二日起最长 {MOST_MONTHS} 个月", (LIMIT,), date(2000, 12, 19)),
        Parameter("强制缴纳", "期限届满第二日起", (WHEN, FORCED), date(2000, 12, 19)),
        Parameter("同一事实的罚款", "扣除已经执行的部分", (OFFSET,), date(2021, 3, 1)),
    ),
)
def fine(facts: Facts, as_of: date) -> Answer:
    """The days and the sums, on the day asked about."""
    latest = months_after(facts["effective_on"], MOST_MONTHS)
    instalments = sorted(facts.get("instalments", ()), key=lambda each: str(each["due_on"]))
    payable = max(0.0, facts["amount"] - facts.get("administrative_fine", 0.0))
    _sums_fit(facts, instalments, payable)
    due = _due(facts, instalments)
    paid = sum(each["amount"] for each in facts.get("payments", ()) if each["paid_on"] <= as_of)
    remitted = bool(facts.get("remitted"))
    left = 0.0 if remitted else max(0.0, payable - paid)
    owed = _owed(instalments, due, payable, as_of)
    overdue = None if owed is None else 0.0 if remitted else max(0.0, owed - paid)
    last = None if due is None else due.due
    result = {
        "due_on": last,
        "within_limit": None if due is None else _within(facts, due, latest),
        "latest_lawful": latest,
        "enforce_from": None if last is None else add_days(last, 1),
        "payable": payable,
        "open_amount": left,
        "overdue_amount": overdue,
        "overdue": None if overdue is None else overdue > 0,
        "next_due_on": next((each["due_on"] for each in instalments if each["due_on"] >= as_of), None) if left else None,
    }
    lacking = () if due is not None else ("facts.period_months",)
    return Answer(result, tuple(_words(facts, result, due)), missing=lacking, provisional=due is not None and due.provisional)


def _sums_fit(facts: Facts, instalments: Sequence[Fact], payable: float) -> None:
    total = sum(each["amount"] for each in instalments)
    if instalments and total != payable:
        raise contradiction("facts.instalments", f"各期合计 {total:g} 元，应缴 {payable:g} 元")
    if instalments and instalments[0]["due_on"] <= facts["effective_on"]:
        raise contradiction("facts.instalments", f"第一期 {instalments[0]['due_on']} 不晚于判决生效日 {facts['effective_on']}")


def _due(facts: Facts, instalments: Sequence[Fact]) -> Due | None:
    """The end of the period that was set, or of the postponement; None where no period is told."""
    if "postponed_to" in facts:
        return Due(facts["postponed_to"], facts["postponed_to"])
    if instalments:
        return Due(instalments[-1]["due_on"], instalments[-1]["due_on"])
    if not facts.get("period_months") and not facts.get("period_days"):
        return None
    after = months_after(facts["effective_on"], facts.get("period_months", 0))
    return period_due(after, facts.get("period_days", 0), "day")


def _within(facts: Facts, due: Due, latest: date) -> bool:
    """Whether the period set by the judgment keeps to three months, before moving past days off; a postponement is free of it."""
    nominal = due.nominal_due
    return "postponed_to" in facts or nominal is None or nominal <= latest


def _owed(instalments: Sequence[Fact], due: Due | None, payable: float, as_of: date) -> float | None:
    """What ought to be paid by the day; a day is overdue from the next on."""
    if due is None:
        return None
    last = due.due or date.max
    if as_of > last:
        return payable
    return float(sum(each["amount"] for each in instalments if each["due_on"] < as_of))


def _words(facts: Facts, result: dict[str, object], due: Due | None) -> list[Condition]:
    if due is None:
        return [unknown("period", f"判决指定的期限没有给出；最长至 {result['latest_lawful']}", (WHEN, LIMIT))]
    moved = f"（末日 {due.nominal_due} 为节假日，顺延）" if due.rolled else ""
    how = "裁定延期" if "postponed_to" in facts else "分期，末期" if facts.get("instalments") else "自判决生效第二日起"
    said = [met("period", f"{how}至 {result['due_on']} 缴纳{moved}，{result['enforce_from']} 起可以强制缴纳", (WHEN, FORCED, COUNTING))]
    text = f"指定期限不得超过自生效第二日起三个月（至 {result['latest_lawful']}）"
    said.append(Condition("within_limit", result["within_limit"] is True, text, (LIMIT,)))
    if facts.get("administrative_fine"):
        said.append(met("offset", f"同一事实已执行的罚款 {facts['administrative_fine']:g} 元折抵", (OFFSET,)))
    late = float(str(result["overdue_amount"]))
    text = f"尚余 {result['open_amount']:g} 元未缴，其中到期未缴 {late:g} 元"
    return [*said, Condition("paid", late == 0, "裁定免除" if facts.get("remitted") else text, (WHEN,))]
