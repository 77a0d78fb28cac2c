"""term.end and term.floor: the last day of a sentence, and the least of it that must be served.

刑法 第四十七条    有期徒刑的刑期，从判决执行之日起计算；先行羁押的，羁押一日折抵刑期一日 (管制 一日折抵二日, 第四十一条).
刑法 第七十八条第二款    减刑以后实际执行的刑期：管制、拘役、有期徒刑不能少于原判刑期的二分之一；无期徒刑不能少于十三年；
    限制减刑的死缓，减为无期徒刑的不能少于二十五年，减为二十五年有期徒刑的不能少于二十年.
2016 第十二条    死缓减刑后实际执行的刑期不得少于十五年，缓期执行期间不包括在内.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhiheng.law.clocks import add_days, term_after, term_end
from zhiheng.law.facts import Record, missing
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.consistency import consistent
from zhiheng.law.sentence.shapes import KINDS, REDUCTIONS, SENTENCE, TIMED
from zhiheng.law.sentence.standing import (
    CREDIT_CITES,
    UNVERIFIED_CUSTODY,
    Fact,
    Standing,
    custody_words,
    days_not_counted,
    served_from,
    standing,
)

COUNTING = "适用刑事诉讼法的解释_2021#第二百零二条"
STARTS = {"control": "刑法#第四十一条", "detention": "刑法#第四十四条", "fixed": "刑法#第四十七条"}
FLOORS = "刑法#第七十八条"
NOT_COUNTED = "刑事诉讼法_2018#第二百六十八条"

LIFE_FLOOR_MONTHS = 156
REPRIEVE_FLOOR_MONTHS = 180
RESTRICTED_FLOOR_MONTHS = {"to_life": 300, "to_fixed": 240}

SHAPE = Record({"sentence": SENTENCE, "reductions": REDUCTIONS}, ("sentence",))
END_OUTPUTS = {"end_date": "刑期届满日", "credit_days": "折抵日数", "exhausted": "折抵日数已足刑期"}
FLOOR_OUTPUTS = {"min_served_months": "最低实际执行月数", "min_served_days": "另加日数", "floor_date": "最早合法的末日"}

_SINCE = date(2021, 3, 1)
_EARLIER = date(1997, 10, 1)
END_PARAMETERS = (
    Parameter("年", "至次年同月同日的前一日；没有同日的，至该月最后一日的前一日", (COUNTING,), _SINCE),
    Parameter("月", "至下月同日的前一日；起算日为月末的，至月末的前一日；没有同日的，至月末的前一日", (COUNTING,), _SINCE),
    Parameter("拘留、逮捕折抵", "管制 1 日折抵 2 日；拘役、有期徒刑 1 日折抵 1 日", CREDIT_CITES["criminal_detention"], _EARLIER),
    Parameter(
        "指定居所监视居住折抵", "管制 1 日折抵 1 日；拘役、有期徒刑 2 日折抵 1 日", CREDIT_CITES["designated_residence"], date(2013, 1, 1)
    ),
    Parameter("行政拘留折抵", "同一行为，拘役、有期徒刑 1 日折抵 1 日", CREDIT_CITES["administrative_detention"], date(1996, 10, 1)),
    Parameter("留置折抵", "管制 1 日折抵 2 日；拘役、有期徒刑 1 日折抵 1 日", CREDIT_CITES["liuzhi"], date(2018, 3, 20), mark="U"),
)
FLOOR_PARAMETERS = (
    Parameter("管制、拘役、有期徒刑", "原判刑期的二分之一", (FLOORS,), _EARLIER),
    Parameter("无期徒刑", f"{LIFE_FLOOR_MONTHS} 个月，自判决生效之日", (FLOORS,), date(2011, 5, 1)),
    Parameter(
        "死缓", f"{REPRIEVE_FLOOR_MONTHS} 个月，自缓期执行期满之日", ("办理减刑假释案件具体应用法律的规定_2016#第十二条",), date(2017, 1, 1)
    ),
    Parameter("限制减刑", "减为无期徒刑的 300 个月，减为二十五年有期徒刑的 240 个月", (FLOORS,), date(2011, 5, 1)),
)


def end_of(facts: Facts, _as_of: date) -> Answer:
    """The last day of the sentence, and what earlier custody counts for."""
    consistent(facts)
    now = standing(facts["sentence"], facts.get("reductions", ()))
    if now.months is None:
        says = unknown("term", f"{KINDS[now.form]}没有届满日", (STARTS["fixed"],))
        return Answer({"end_date": None, "credit_days": 0, "exhausted": False}, (says,))
    if now.begins_on is None:
        raise missing("facts.sentence.reprieve_expires_on" if now.converted else "facts.sentence.starts_on", "刑期起算日")
    ends_on = now.ends_on()
    exhausted = ends_on is not None and ends_on < now.begins_on
    result = {"end_date": ends_on, "credit_days": now.credit_days, "exhausted": exhausted}
    return Answer(result, tuple(_end_conditions(facts["sentence"], now, exhausted=exhausted)))


rule(
    "term.end",
    title="刑期届满日",
    source=("刑法#第四十七条", COUNTING),
    since="2021-03-01",
    facts=SHAPE,
    outputs=END_OUTPUTS,
    parameters=END_PARAMETERS,
)(end_of)
rule(
    "term.end",
    title="刑期届满日（解释第二百零二条施行前，按同一算法，未经核实）",
    source=("刑法#第四十七条",),
    since="1997-10-01",
    until="2021-02-28",
    facts=SHAPE,
    outputs=END_OUTPUTS,
    parameters=END_PARAMETERS[2:],
    mark="U",
)(end_of)


def _end_conditions(sentence: Fact, now: Standing, *, exhausted: bool) -> list[Condition]:
    months, left = now.months or 0, now.months_left or 0
    begins_on = now.begins_on or date.min
    start = "刑法#第八十条" if now.converted and now.kind == "life" else "刑法#第五十一条" if now.converted else STARTS[now.form]
    cut = f"，减去 {now.cut_months} 个月为 {left} 个月" if now.cut_months else ""
    said = [
        met("term", f"自 {begins_on} 起 {months} 个月{cut}，至 {term_end(begins_on, left)}", (start, COUNTING)),
    ]
    custody = () if now.converted else sentence.get("custody", ())
    said += [
        met(
            "credit",
            f"{each['from']} 至 {each['to']} {custody_words(now.kind, each)}",
            CREDIT_CITES[each["kind"]],
            "U" if each["kind"] in UNVERIFIED_CUSTODY else "T",
        )
        for each in custody
    ]
    if now.not_counted_days:
        said.append(met("not_counted", f"另有 {now.not_counted_days} 日不计入刑期", (NOT_COUNTED,)))
    if exhausted:
        said.append(met("exhausted", f"折抵 {now.credit_days} 日，已足刑期", (start,)))
    return said


@rule(
    "term.floor",
    title="最低实际执行的刑期",
    source=(FLOORS, "办理减刑假释案件具体应用法律的规定_2016#第十二条"),
    since="2011-05-01",
    facts=SHAPE,
    outputs=FLOOR_OUTPUTS,
    parameters=FLOOR_PARAMETERS,
)
def floor_of(facts: Facts, _as_of: date) -> Answer:
    """The least that must be served whatever reductions are given, and the first last day that keeps to it."""
    consistent(facts)
    sentence, reductions = facts["sentence"], facts.get("reductions", ())
    if sentence.get("no_commutation"):
        says = unknown("floor", "终身监禁，不得减刑、假释，没有最低执行期", ("刑法#第三百八十三条",))
        return Answer({"min_served_months": None, "min_served_days": None, "floor_date": None}, (says,))
    months, days, words, cites = floor_length(sentence, reductions)
    if months is None:
        says = unknown("floor", words, cites)
        return Answer({"min_served_months": None, "min_served_days": None, "floor_date": None}, (says,), missing=("facts.reductions",))
    begins_on = _floor_from(sentence)
    shift = days_not_counted(sentence.get("not_counted", ()), begins_on) - standing(sentence).credit_days
    floor_on = add_days(term_after(begins_on, months, days), shift - 1)
    shifted = f"，折抵或者不计入 {shift:+d} 日" if shift else ""
    says = met("floor", f"{words}，自 {begins_on} 起{shifted}，末日不早于 {floor_on}", (*cites, COUNTING))
    return Answer({"min_served_months": months, "min_served_days": days, "floor_date": floor_on}, (says,))


def floor_length(sentence: Fact, reductions: Sequence[Fact]) -> tuple[int | None, int, str, tuple[str, ...]]:
    """Months and days that must be served, in words, with articles; None months while a restricted 死缓 is not yet reduced."""
    kind = sentence["kind"]
    if kind in TIMED:
        months, days = half_term(sentence["months"])
        return months, days, f"原判 {sentence['months']} 个月的二分之一：{months} 个月" + (f"又 {days} 日" if days else ""), (FLOORS,)
    if kind == "life":
        return LIFE_FLOOR_MONTHS, 0, f"无期徒刑不少于 {LIFE_FLOOR_MONTHS} 个月", (FLOORS,)
    reprieved = "办理减刑假释案件具体应用法律的规定_2016#第十二条"
    if not sentence.get("restricted"):
        return REPRIEVE_FLOOR_MONTHS, 0, f"死缓不少于 {REPRIEVE_FLOOR_MONTHS} 个月，缓期执行期间不计", (reprieved,)
    if not reductions:
        return None, 0, "限制减刑的死缓尚未减刑：减为无期徒刑的 300 个月，减为二十五年有期徒刑的 240 个月", (FLOORS,)
    months = RESTRICTED_FLOOR_MONTHS[reductions[0]["type"]]
    return months, 0, f"限制减刑，不少于 {months} 个月，缓期执行期间不计", (FLOORS,)


def half_term(months: int) -> tuple[int, int]:
    """Half of a term: whole months, and 15 days for half a month."""
    return months // 2, 15 * (months % 2)


def _floor_from(sentence: Fact) -> date:
    """The day the floor is counted from; facts without it are refused."""
    if sentence["kind"] in TIMED:
        begins_on, name = sentence.get("starts_on"), "starts_on"
    else:
        begins_on, name = served_from(sentence), "effective_on" if sentence["kind"] == "life" else "reprieve_expires_on"
    if begins_on is None:
        raise missing(f"facts.sentence.{name}")
    day: date = begins_on
    return day
