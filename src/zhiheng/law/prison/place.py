"""交付执行的场所 (刑事诉讼法 第二百六十四条, 第二百六十九条; 监狱法 第十五条)."""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import add_days
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Code, Flag, Record, WholeNumber
from zhiheng.law.limit_rules.conditions import met
from zhiheng.law.limit_rules.in_force import dated
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

PENALTIES = {
    "life": "无期徒刑",
    "death_reprieve": "死刑缓期二年执行",
    "fixed": "有期徒刑",
    "detention": "拘役",
    "control": "管制",
    "probation": "缓刑",
    "parole": "假释",
    "medical_release": "暂予监外执行",
    "political_rights_only": "单处剥夺政治权利",
}
PLACES = {
    "prison": "监狱",
    "detention_house": "看守所",
    "juvenile_facility": "未成年犯管教所",
    "corrections_agency": "社区矫正机构",
    "police": "公安机关",
}
DELIVERY = "刑事诉讼法_2018#第二百六十四条"
PRISON_LAW = "监狱法_2012#第十五条"
POLICE_RULES = "公安机关办理刑事案件程序规定_2020#第三百零一条"
CORRECTIONS = "刑事诉讼法_2018#第二百六十九条"
POLITICAL_RIGHTS = "适用刑事诉讼法的解释_2021#第五百二十条"
HELD_BACK = "看守所留所执行刑罚罪犯管理办法_2013#第二条"
SHORT_MONTHS = 3
#: Three calendar months are never shorter than 89 days and never longer than 92.
SHORTEST_DAYS, LONGEST_DAYS = 89, 92
MONTH_DAYS = 30
OUTSIDE = ("control", "probation", "parole", "medical_release")

FACTS = Record(
    {
        "penalty": Code(PENALTIES, "刑罚"),
        "remaining_months": WholeNumber("余刑月数", most=600),
        "remaining_days": WholeNumber("余刑日数", most=18_300),
        "minor": Flag("未成年"),
    },
    required=("penalty",),
)
SINCE = date(2018, 10, 26)
REVISED = date(2026, 11, 1)
SHORT = "交付执行前剩余刑期三个月以下（包括本数）"
PARAMETERS = (
    Parameter("看守所代为执行", SHORT, (DELIVERY, PRISON_LAW, POLICE_RULES), SINCE, add_days(REVISED, -1)),
    Parameter("看守所代为执行", SHORT, (DELIVERY, "监狱法_2026#第三十一条", POLICE_RULES), REVISED),
    Parameter("未成年犯余刑三个月以下、拘役", "看守所", (HELD_BACK,), SINCE),
)


@rule(
    "delivery.place",
    title="交付执行场所",
    source=DELIVERY,
    since="2018-10-26",
    facts=FACTS,
    outputs={"place": "执行场所"},
    parameters=PARAMETERS,
)
def delivery_place(facts: Facts, as_of: date) -> Answer:
    """Where the sentence is to be executed; a fixed term of unknown remainder stays without a place."""
    return dated(_by_penalty(facts["penalty"], facts), as_of)


def _by_penalty(penalty: str, facts: Facts) -> Answer:
    if penalty == "fixed":
        return _fixed(facts)
    if penalty in OUTSIDE:
        return _place("corrections_agency", f"{PENALTIES[penalty]}，依法实行社区矫正", (CORRECTIONS,))
    if penalty == "political_rights_only":
        return _place("police", "单处剥夺政治权利，由居住地县级公安机关执行", (POLITICAL_RIGHTS,))
    if penalty == "detention":
        return _place("detention_house", "拘役由公安机关执行，场所为看守所", (DELIVERY, POLICE_RULES), minor=facts.get("minor", False))
    return _confined(f"{PENALTIES[penalty]}，送交监狱执行", facts)


def _fixed(facts: Facts) -> Answer:
    short = remainder_short(facts.get("remaining_months"), facts.get("remaining_days"))
    if short is None:
        unknown = Condition("place", None, "余刑不明，不能断定是否在三个月以下", (DELIVERY, PRISON_LAW))
        return Answer({"place": None}, (unknown,), missing=("remaining_months",))
    left = f"余刑 {facts.get('remaining_months', 0)} 个月 {facts.get('remaining_days', 0)} 日"
    if short:
        minor = facts.get("minor", False)
        return _place("detention_house", f"{left}，在 {SHORT_MONTHS} 个月以下，由看守所代为执行", (DELIVERY, PRISON_LAW), minor=minor)
    return _confined(f"{left}，超过 {SHORT_MONTHS} 个月", facts)


def remainder_short(months: int | None, days: int | None) -> bool | None:
    """Whether a remainder is three months or less; days alone decide only outside the span three months can have."""
    if months is None:
        return _days_short(days)
    if (days or 0) > MONTH_DAYS:
        raise Refused("OUT_OF_RANGE", f"facts.remaining_days 的值 {days} 超出范围", f"与月数并写时应为 0 至 {MONTH_DAYS}")
    return (months, days or 0) <= (SHORT_MONTHS, 0)


def _days_short(days: int | None) -> bool | None:
    if days is None or SHORTEST_DAYS < days <= LONGEST_DAYS:
        return None
    return days <= SHORTEST_DAYS


def _confined(reason: str, facts: Facts) -> Answer:
    if facts.get("minor"):
        return _place("juvenile_facility", f"{reason}；未成年犯在未成年犯管教所执行", (DELIVERY,))
    return _place("prison", reason, (DELIVERY, PRISON_LAW))


def _place(place: str, reason: str, cites: tuple[str, ...], *, minor: bool = False) -> Answer:
    """The place with its reason; a minor too stays in the detention house."""
    conditions = [met("place", f"{reason}：{PLACES[place]}", cites)]
    if minor:
        conditions.append(met("minor_too", "未成年罪犯同样由看守所执行", (HELD_BACK,)))
    return Answer({"place": place}, tuple(conditions))
