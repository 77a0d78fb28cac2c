"""rights.term: from when to when political rights are deprived, and how much is left on a day.

刑法 第五十五条    判处管制附加剥夺的，与管制的期限相等，同时执行.    第五十七条    死刑、无期徒刑终身.
第五十八条    附加剥夺的，从徒刑、拘役执行完毕之日或者从假释之日起计算；效力当然施用于主刑执行期间.    第七十一条    又犯罪的，把没有执行的
    刑罚和后罪的刑罚并罚: 剩余的剥夺政治权利自新罪主刑执行期间中断，主刑执行完毕或者假释之日起继续计算.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhiheng.law.clocks import add_days, days_between, term_after
from zhiheng.law.facts import Code, Day, Items, Record, WholeNumber, contradiction, missing
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.consistency import periods_apart
from zhiheng.law.sentence.political_rights import CONVERTED_MOST, LEAST, LENGTH, LIFELONG, MOST, RUNS
from zhiheng.law.sentence.served import between
from zhiheng.law.sentence.standing import Fact, days_not_counted
from zhiheng.law.sentence.term import COUNTING, length

AFTER_NEW_CRIME = "在执行附加刑剥夺政治权利期间犯新罪应如何处理的批复(2009)#第二条"
ATTACHED = {
    "fixed": "附加于有期徒刑",
    "detention": "附加于拘役",
    "control": "附加于管制",
    "reduced": "死缓、无期徒刑减为有期徒刑后改定",
    "life": "附加于死刑、无期徒刑",
    "alone": "独立适用",
}
LENGTHS = {"fixed": (LEAST, MOST), "detention": (LEAST, MOST), "alone": (LEAST, MOST), "reduced": (36, CONVERTED_MOST), "control": (3, 36)}
OUTPUTS = {
    "starts_on": "起算日",
    "end_date": "届满日",
    "applies": "核查日是否处于剥夺政治权利",
    "phase": "核查日所处阶段",
    "remaining_months": "核查日以后尚余月数",
    "remaining_more_days": "尚余月数以外的日数",
    "lawful_length": "期限是否在法定幅度内",
}


@rule(
    "rights.term",
    title="剥夺政治权利的起止和剩余",
    source=(RUNS, LENGTH, LIFELONG),
    since="2021-03-01",
    facts=Record(
        {
            "attached": Code(ATTACHED, "适用方式"),
            "months": WholeNumber("期限（月）", 0, 120),
            "principal_starts_on": Day("主刑起算日"),
            "principal_ended_on": Day("主刑执行完毕之日（最后一日）"),
            "paroled_on": Day("假释之日"),
            "executed_on": Day("独立适用的，判决执行之日"),
            "interrupted": Items(Record({"from": Day("起"), "to": Day("止")}, ("from", "to")), "因新罪羁押、执行主刑而中断的期间"),
        },
        ("attached",),
    ),
    outputs=OUTPUTS,
    parameters=(
        Parameter("附加于徒刑、拘役", "从主刑执行完毕之日或者假释之日起，主刑执行期间当然适用", (RUNS,), date(1997, 10, 1)),
        Parameter("附加于管制", "与管制的期限相等，同时执行", (LENGTH,), date(1997, 10, 1)),
        Parameter("附加于死刑、无期徒刑", "终身", (LIFELONG,), date(1997, 10, 1)),
        Parameter("又犯新罪", "新罪主刑执行期间中断，执行完毕或者假释之日起继续计算", (AFTER_NEW_CRIME,), date(2009, 6, 10), mark="S"),
    ),
)
def rights(facts: Facts, as_of: date) -> Answer:
    """First and last day, and what is left after the day."""
    attached = facts["attached"]
    if attached == "life":
        says = met("length", "死刑、无期徒刑，剥夺政治权利终身", (LIFELONG,))
        return Answer(dict.fromkeys(OUTPUTS) | {"applies": True, "phase": "lifelong", "lawful_length": True}, (says,))
    begun, cite = _begins(facts, attached)
    if begun is None:
        return _while_serving(facts, attached, cite)
    if "months" not in facts:
        raise missing("facts.months", "剥夺政治权利的期限")
    stops = facts.get("interrupted", ())
    _stops_fit(stops, begun)
    outside = _outside(begun, facts["months"], stops)
    stopped = any(each["from"] <= as_of <= each["to"] for each in stops)
    phase = "not_begun" if as_of < begun else "over" if as_of >= outside else "interrupted" if stopped else "running"
    months, days = _left(begun, facts["months"], stops, as_of)
    least, most = LENGTHS[attached]
    result = {
        "starts_on": begun,
        "end_date": add_days(outside, -1),
        "applies": _applies(facts, as_of, phase),
        "phase": phase,
        "remaining_months": months,
        "remaining_more_days": days,
        "lawful_length": least <= facts["months"] <= most,
    }
    return Answer(result, tuple(_words(facts, result, cite)))


def _begins(facts: Facts, attached: str) -> tuple[date | None, str]:
    """The day the deprivation itself is counted from, and the article; None while the principal penalty still runs."""
    if attached == "control":
        begun = facts.get("principal_starts_on")
        if begun is None:
            raise missing("facts.principal_starts_on", "管制起算日")
        return begun, LENGTH
    if attached == "alone":
        begun = facts.get("executed_on")
        if begun is None:
            raise missing("facts.executed_on", "判决执行之日")
        return begun, LENGTH
    days = [facts[name] for name in ("paroled_on", "principal_ended_on") if name in facts]
    return (min(days) if days else None), RUNS


def _while_serving(facts: Facts, attached: str, cite: str) -> Answer:
    """While the principal penalty runs the deprivation applies, but is not yet counted."""
    says = unknown("start", f"{ATTACHED[attached]}，主刑执行完毕或者假释之日没有给出，主刑执行期间当然适用，期限尚不起算", (cite,))
    least, most = LENGTHS[attached]
    lawful = least <= facts["months"] <= most if "months" in facts else None
    result = dict.fromkeys(OUTPUTS) | {"applies": True, "phase": "with_principal", "lawful_length": lawful}
    return Answer(result, (says,), missing=("facts.principal_ended_on",))


def _stops_fit(stops: Sequence[Fact], begun: date) -> None:
    periods_apart(stops, "facts.interrupted")
    for number, each in enumerate(stops, start=1):
        if each["from"] < begun:
            raise contradiction(f"facts.interrupted[{number}].from", f"{each['from']} 早于起算日 {begun}")


def _outside(begun: date, months: int, stops: Sequence[Fact]) -> date:
    """First day after the deprivation: the days of interruption that fall within it are added."""
    outside = term_after(begun, months)
    for each in sorted(stops, key=lambda each: str(each["from"])):
        if each["from"] < outside:
            outside = add_days(outside, days_between(each["from"], each["to"]) + 1)
    return outside


def _left(begun: date, months: int, stops: Sequence[Fact], as_of: date) -> tuple[int, int]:
    """What is left after the day, as if it ran on from there without interruption."""
    tomorrow = max(add_days(as_of, 1), begun)
    past = [{"from": each["from"], "to": min(each["to"], as_of)} for each in stops if each["from"] <= as_of]
    outside = add_days(term_after(begun, months), days_not_counted(past, begun))
    return between(tomorrow, outside)


def _applies(facts: Facts, as_of: date, phase: str) -> bool:
    """Also while the principal penalty is served (第五十八条), and while a new one is."""
    serving = phase == "not_begun" and facts["attached"] in ("fixed", "detention", "reduced")
    return phase in ("running", "interrupted") or (serving and as_of >= facts.get("principal_starts_on", as_of))


def _words(facts: Facts, result: dict[str, object], cite: str) -> list[Condition]:
    least, most = LENGTHS[facts["attached"]]
    since = "假释之日" if facts.get("paroled_on") == result["starts_on"] else "主刑执行完毕之日"
    since = {"control": "管制起算之日，同时执行", "alone": "判决执行之日"}.get(facts["attached"], since)
    said = [
        Condition(
            "length", result["lawful_length"] is True, f"期限 {facts['months']} 个月，法定 {least} 至 {most} 个月", (LENGTH, LIFELONG)
        ),
        met("term", f"自{since}起，{result['starts_on']} 至 {result['end_date']}", (cite, COUNTING)),
    ]
    if facts.get("interrupted"):
        said.append(met("interrupted", "新罪羁押、执行主刑期间中断，其后继续计算", (AFTER_NEW_CRIME,), "S"))
    left = length(int(str(result["remaining_months"])), int(str(result["remaining_more_days"])))
    said.append(met("remaining", f"核查日以后尚余 {left}", (COUNTING,)))
    return said
