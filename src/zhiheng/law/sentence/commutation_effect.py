"""commutation.effect: what later events do to rulings of commutation.

2016 第三十二条    再审维持的，原减刑裁定继续有效；改变原判的自动失效，重新裁定不得超过原裁定减去的刑期总和；宣告无罪的自动失效.
第三十三条    因故意犯罪数罪并罚时，减去的刑期不计入已经执行的刑期；死缓、无期徒刑减刑的裁定继续有效.
第三十四条    发现漏罪的，原减刑裁定自动失效；主动交代的重新裁定予以确认；他人发现的，在减去的刑期总和之内酌情重新裁定.
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Code, Record
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.shapes import REDUCTIONS
from zhiheng.law.sentence.standing import cut_of
from zhiheng.law.sentence.term import length

_RULES = "办理减刑假释案件具体应用法律的规定_2016"
RETRIAL, NEW_CRIME, MISSED_CRIME = f"{_RULES}#第三十二条", f"{_RULES}#第三十三条", f"{_RULES}#第三十四条"
EVENTS = {
    "new_crime": "又故意犯罪",
    "missed_crime": "发现漏罪",
    "retrial_upheld": "再审维持原判",
    "retrial_changed": "再审改变原判",
    "retrial_acquitted": "再审宣告无罪",
}
_SINCE = date(2017, 1, 1)
#: event → rulings, whether months cut count as served, how rulings are confirmed anew, article
_EFFECTS = {
    "new_crime": ("stand", False, "none", NEW_CRIME, "减去的刑期不计入已经执行的刑期；死缓、无期徒刑减刑的裁定继续有效"),
    "retrial_upheld": ("stand", True, "none", RETRIAL, "原减刑裁定继续有效"),
    "retrial_changed": ("void", False, "within_total", RETRIAL, "原减刑裁定自动失效，重新裁定不受起始、间隔、幅度限制"),
    "retrial_acquitted": ("void", False, "none", RETRIAL, "原减刑裁定自动失效"),
}


@rule(
    "commutation.effect",
    title="减刑裁定的效力",
    source=(RETRIAL, NEW_CRIME, MISSED_CRIME),
    since="2017-01-01",
    facts=Record(
        {
            "event": Code(EVENTS, "事由"),
            "disclosed_by": Code({"offender": "罪犯主动交代", "others": "有关机关发现或者他人检举"}, "漏罪由谁交代"),
            "reductions": REDUCTIONS,
        },
        ("event",),
    ),
    outputs={
        "rulings": "原裁定",
        "cuts_count_as_served": "减去的刑期是否计入已执行",
        "reconfirm": "重新裁定",
        "cap_months": "重新裁定减去的上限（月）",
        "cap_days": "重新裁定减去的上限另加日数",
    },
    parameters=(
        *(Parameter(EVENTS[event], row[4], (row[3],), _SINCE) for event, row in _EFFECTS.items()),
        Parameter("发现漏罪", "原裁定自动失效；主动交代的全额确认，他人发现的在总和之内酌情", (MISSED_CRIME,), _SINCE),
    ),
)
def effect(facts: Facts, _as_of: date) -> Answer:
    """Whether the rulings stand, and how far they may be made again."""
    event = facts["event"]
    total, days = cut_of(facts["reductions"]) if "reductions" in facts else (None, 0)
    amount = _amount(total, days)
    if event == "missed_crime":
        return _missed(facts.get("disclosed_by"), total, days)
    rulings, count, reconfirm, cite, words = _EFFECTS[event]
    capped = reconfirm == "within_total"
    says = [met(event, f"{EVENTS[event]}：{words}" + (f"，不超过原减去的{amount}" if capped else ""), (cite,))]
    result = {"rulings": rulings, "cuts_count_as_served": count, "reconfirm": reconfirm}
    if not capped:
        return Answer(result | {"cap_months": None, "cap_days": None}, tuple(says))
    return Answer(result | _cap(total, days), (*says, *_untold(total)), missing=_lacking(total))


def _cap(total: int | None, days: int) -> dict[str, int | None]:
    return {"cap_months": total, "cap_days": None if total is None else days}


def _amount(total: int | None, days: int) -> str:
    """What the earlier rulings took off, in words."""
    return "刑期（减刑情况没有给出）" if total is None else f" {length(total, days)}"


def _untold(total: int | None) -> list[Condition]:
    """What is said where the earlier rulings are not given."""
    return [unknown("reductions", "历次减刑没有给出，重新裁定减去的上限不能确定", (MISSED_CRIME,))] if total is None else []


def _lacking(total: int | None) -> tuple[str, ...]:
    return ("facts.reductions",) if total is None else ()


def _missed(disclosed_by: str | None, total: int | None, days: int) -> Answer:
    """Rulings lapse; who disclosed the crime decides how they are made again."""
    lapsed = met("missed_crime", "发现漏罪，原减刑裁定自动失效", (MISSED_CRIME,))
    reconfirm = {None: None, "offender": "full", "others": "within_total"}[disclosed_by]
    if disclosed_by is None:
        says = unknown("disclosed_by", "漏罪由谁交代尚不清楚，重新裁定的方式不能确定", (MISSED_CRIME,))
    elif disclosed_by == "offender":
        says = met("disclosed_by", f"罪犯主动交代：原减去的{_amount(total, days)}重新裁定，予以确认", (MISSED_CRIME,))
    else:
        says = met("disclosed_by", f"他人发现：在原减去的{_amount(total, days)}之内酌情重新裁定", (MISSED_CRIME,))
    result = {"rulings": "void", "cuts_count_as_served": False, "reconfirm": reconfirm} | _cap(total, days)
    lacking = (*(() if disclosed_by else ("facts.disclosed_by",)), *_lacking(total))
    return Answer(result, (lapsed, says, *_untold(total)), missing=lacking)
