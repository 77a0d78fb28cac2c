"""未成年人犯罪记录封存与解除封存 (刑事诉讼法 第二百八十六条; 封存实施办法 第四条, 第七条, 第十八条; 规则 第四百八十五条)."""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Code, Flag, Record, WholeNumber, contradiction
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unmet

LAW = "刑事诉讼法_2018#第二百八十六条"
MEASURES = "未成年人犯罪记录封存的实施办法_2022#第四条"
ACQUITTED = "未成年人犯罪记录封存的实施办法_2022#第七条"
UNSEAL = "未成年人犯罪记录封存的实施办法_2022#第十八条"
RULES = "人民检察院刑事诉讼规则_2019#第四百八十五条"
NOT_PROSECUTED = "人民检察院刑事诉讼规则_2019#第四百八十六条"
FIVE_YEARS = 60
ADULT = 18
OUTCOMES = {
    "sentenced": "判处刑罚",
    "exempted": "免予刑事处罚",
    "not_prosecuted": "不起诉",
    "acquitted_no_proof": "因证据不足宣告无罪",
}
LATER = {
    "new_crime": "未成年时实施新罪",
    "missed_crime": "发现未成年时的漏罪",
    "retrial": "经审判监督程序改判",
    "adult_crime": "成年后又故意犯罪",
}
FACTS = Record(
    {
        "age_at_offence": WholeNumber("犯罪时年龄（周岁；跨十八周岁的为主要犯罪行为时）", most=120),
        "outcome": Code(OUTCOMES, "处理结果"),
        "months": WholeNumber("判处或者决定执行的刑期（月；非有期徒刑的为 0）", most=600),
        "above_fixed": Flag("判处无期徒刑以上"),
        "not_sealed_asked": Flag("无罪的本人及法定代理人申请不予封存并经法院同意"),
        "later": Code(LATER, "以后发生的情形"),
        "merged_months": WholeNumber("并罚或者改判后的刑期（月）", most=600),
    },
    ("age_at_offence", "outcome"),
)
SINCE = date(2022, 5, 30)


@rule(
    "record.sealing",
    title="未成年人犯罪记录封存",
    source=(LAW, MEASURES),
    since="2022-05-30",
    facts=FACTS,
    outputs={"seal": "是否应当封存", "unseal": "是否应当解除封存"},
    parameters=(
        Parameter("应当封存", "犯罪时不满十八周岁，五年有期徒刑以下（含五年）以及免予刑事处罚、不起诉等", (LAW, MEASURES), SINCE),
        Parameter("解除封存", "新罪、漏罪并罚后超过五年；改判五年以上；恰为五年的两部规定不同", (UNSEAL, RULES), SINCE),
    ),
)
def sealing(facts: Facts, _as_of: date) -> Answer:
    """Whether the record must be sealed, and whether what came later opens it; exactly five years by merger has two texts: not known."""
    if facts["outcome"] != "sentenced" and facts.get("months", 0):
        raise contradiction("facts.months", f"{OUTCOMES[facts['outcome']]}没有刑期")
    young, light = _young(facts), _light(facts)
    seal = False if False in (young.satisfied, light.satisfied) else None if light.satisfied is None else True
    opened = _opened(facts) if seal is True and "later" in facts else None
    conditions = (young, light, *((opened,) if opened else ()))
    missing = (*(("months",) if light.satisfied is None else ()), *(_untold(facts) if opened and opened.satisfied is None else ()))
    return Answer({"seal": seal, "unseal": opened.satisfied if opened else None if seal is None else False}, conditions, missing=missing)


def _young(facts: Facts) -> Condition:
    age = facts["age_at_offence"]
    return Condition("minor_at_offence", age < ADULT, f"犯罪时 {age} 周岁，应不满 {ADULT} 周岁", (LAW, MEASURES))


def _light(facts: Facts) -> Condition:
    """Five years or less, five included; an acquittal for want of proof is sealed unless asked otherwise."""
    outcome = facts["outcome"]
    if outcome == "acquitted_no_proof":
        asked = facts.get("not_sealed_asked", False)
        words = "申请不予封存并经同意" if asked else "应当封存"
        return Condition("five_years_or_less", not asked, f"因证据不足宣告无罪：{words}", (ACQUITTED,))
    if outcome != "sentenced":
        return met("five_years_or_less", f"{OUTCOMES[outcome]}：应当封存", (MEASURES, NOT_PROSECUTED))
    if facts.get("above_fixed"):
        return unmet("five_years_or_less", "无期徒刑以上，不予封存", (LAW, MEASURES))
    months = facts.get("months")
    if months is None:
        return Condition("five_years_or_less", None, "刑期不明，五年以下（含五年）的封存", (LAW, MEASURES))
    return Condition(
        "five_years_or_less", months <= FIVE_YEARS, f"刑期 {months} 个月，{FIVE_YEARS} 个月以下（含本数）的封存", (LAW, MEASURES)
    )


def _opened(facts: Facts) -> Condition:
    later, merged = facts["later"], facts.get("merged_months")
    if later == "adult_crime":
        return unmet("opened", "成年后又故意犯罪：不解除封存，裁判文书中载明以前的犯罪记录", (UNSEAL,))
    if merged is None:
        return Condition("opened", None, f"{LATER[later]}，并罚或者改判后的刑期不明", (UNSEAL, RULES))
    if later == "retrial":
        return Condition("opened", merged >= FIVE_YEARS, f"改判 {merged} 个月，{FIVE_YEARS} 个月以上的解除封存", (UNSEAL,))
    open_at_five = None if merged == FIVE_YEARS else merged > FIVE_YEARS
    words = "恰为五年，实施办法要求超过五年，刑事诉讼规则为五年以上，由人决定" if open_at_five is None else f"以超过 {FIVE_YEARS} 个月为界"
    return Condition("opened", open_at_five, f"{LATER[later]}，并罚后 {merged} 个月：{words}", (UNSEAL, RULES))


def _untold(facts: Facts) -> tuple[str, ...]:
    return () if "merged_months" in facts else ("merged_months",)
