"""term.end and term.floor: the last day of a sentence, and the least of it that must be served.

刑法 第四十七条    有期徒刑的刑期，从判决执行之日起计算；先行羁押的，羁押一日折抵刑期一日 (管制 一日折抵二日, 第四十一条).
刑法 第七十八条第二款    减刑以后实际执行的刑期：管制、拘役、有期徒刑不能少于原判刑期的二分之一；无期徒刑不能少于十三年；
    限制减刑的死缓，减为无期徒刑的不能少于二十五年，减为二十五年有期徒刑的不能少于二十年.
2016 第十二条    死缓减刑后实际执行的刑期不得少于十五年，缓期执行期间不包括在内.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zhiheng.law.clocks import add_days, term_after, term_end
from zhiheng.law.facts import Record, missing, need
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.consistency import consistent
from zhiheng.law.sentence.shapes import KINDS, REDUCTIONS, SENTENCE, TIMED
from zhiheng.law.sentence.standing import (
    CREDIT_CITES,
    Fact,
    Standing,
    custody_source,
    custody_words,
    days_not_counted,
    served_from,
    standing,
    term_length_place,
    term_start_place,
    unbroken,
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
FLOOR_OUTPUTS = {
    "min_served_months": "最低实际执行月数",
    "min_served_days": "另加日数",
    "floor_date": "最早合法的末日",
    "exhausted": "折抵日数已满最低执行期",
}

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
    Parameter(
        "留置折抵",
        "管制 1 日折抵 2 日；拘役、有期徒刑 1 日折抵 1 日",
        ("监察法(2018)#第四十四条",),
        date(2018, 3, 20),
        date(2025, 5, 31),
        "S",
    ),
    Parameter("留置、管护折抵", "管制 1 日折抵 2 日；拘役、有期徒刑 1 日折抵 1 日", CREDIT_CITES["liuzhi"], date(2025, 6, 1)),
    Parameter("不间断的羁押", "羁押至刑期起算日前一日的，自羁押首日连续计算，与以该日为起算日相同", (STARTS["fixed"], COUNTING), _EARLIER),
)
FLOOR_PARAMETERS = (
    Parameter("管制、拘役、有期徒刑", "原判刑期的二分之一", (FLOORS,), _EARLIER),
    Parameter("无期徒刑", f"{LIFE_FLOOR_MONTHS} 个月，自判决生效之日", (FLOORS,), date(2011, 5, 1)),
    Parameter(
        "死缓", f"{REPRIEVE_FLOOR_MONTHS} 个月，自缓期执行期满之日", ("办理减刑假释案件具体应用法律的规定_2016#第十二条",), date(2017, 1, 1)
    ),
    Parameter("限制减刑", "减为无期徒刑的 300 个月，减为二十五年有期徒刑的 240 个月", (FLOORS,), date(2011, 5, 1)),
)


def end_of(facts: Facts, as_of: date) -> Answer:
    """The last day of the sentence, and what earlier custody counts for."""
    consistent(facts)
    now = standing(facts["sentence"], facts.get("reductions", ()))
    if now.form in ("life", "death_reprieve"):
        says = unknown("term", f"{KINDS[now.form]}没有届满日", (STARTS["fixed"],))
        return Answer({"end_date": None, "credit_days": 0, "exhausted": False}, (says,))
    if now.months is None:
        raise missing(term_length_place(now), "刑期")
    if now.begins_on is None:
        raise missing(term_start_place(now), "刑期起算日")
    ends_on = None if now.exhausted else now.ends_on()
    result = {"end_date": ends_on, "credit_days": now.custody_days, "exhausted": now.exhausted}
    return Answer(result, tuple(_end_conditions(facts["sentence"], now, as_of)))


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


def _end_conditions(sentence: Fact, now: Standing, as_of: date) -> list[Condition]:
    begins_on, left = now.begins_on or date.min, now.months_left or 0
    start = "刑法#第八十条" if now.converted and now.kind == "life" else "刑法#第五十一条" if now.converted else STARTS[now.form]
    cut = ""
    if now.cut_months or now.cut_days:
        cut = f"，减去 {length(now.cut_months, now.cut_days)}为 {length(left, now.days - now.cut_days)}"
    runs_to = add_days(term_end(begins_on, left), now.days - now.cut_days)
    said = [met("term", f"自 {begins_on} 起 {length(now.months or 0, now.days)}{cut}，至 {runs_to}", (start, COUNTING))]
    said += _custody_conditions(sentence, now, as_of)
    if now.not_counted_days:
        said.append(met("not_counted", f"另有 {now.not_counted_days} 日不计入刑期", (NOT_COUNTED,)))
    if now.exhausted:
        said.append(met("exhausted", f"折抵 {now.custody_days} 日，已足刑期，没有剩余刑期", (start,)))
    return said


def _custody_conditions(sentence: Fact, now: Standing, as_of: date) -> Iterator[Condition]:
    """Each period of custody: part of the running term, or credited."""
    broken = unbroken(sentence)[1]
    for each in () if now.converted else sentence.get("custody", ()):
        cites, mark = custody_source(each, as_of)
        yield met("credit", f"{each['from']} 至 {each['to']} {custody_words(now.kind, each, runs_on=each not in broken)}", cites, mark)


def length(months: int, days: int) -> str:
    """A length in months and days, as “5 个月又 7 日”."""
    if not days:
        return f"{months} 个月"
    return f"{months} 个月又 {days} 日" if days > 0 else f"{months} 个月少 {-days} 日"


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
        return Answer(dict.fromkeys(FLOOR_OUTPUTS), (says,))
    months, days, words, cites = floor_length(sentence, reductions)
    if months is None:
        return Answer(dict.fromkeys(FLOOR_OUTPUTS), (unknown("floor", words, cites),), missing=("facts.reductions",))
    result = {"min_served_months": months, "min_served_days": days, "floor_date": None, "exhausted": None}
    begins_on, place = _floor_from(sentence)
    if begins_on is None:
        says = unknown("floor", f"{words}；起算日没有给出，最早合法的末日不能确定", (*cites, COUNTING))
        return Answer(result, (says,), missing=(place,))
    now = standing(sentence)
    shift = days_not_counted(sentence.get("not_counted", ()), begins_on) - now.credit_days
    floor_on = add_days(term_after(begins_on, months, days), shift - 1)
    over = now.entered_on is not None and now.custody_days > 0 and floor_on < now.entered_on
    shifted = f"，折抵或者不计入 {shift:+d} 日" if shift else ""
    ends = "折抵的羁押已满最低执行期" if over else f"末日不早于 {floor_on}"
    says = met("floor", f"{words}，自 {begins_on} 起{shifted}，{ends}", (*cites, COUNTING))
    return Answer(result | {"floor_date": None if over else floor_on, "exhausted": over}, (says,))


def floor_length(sentence: Fact, reductions: Sequence[Fact]) -> tuple[int | None, int, str, tuple[str, ...]]:
    """Months and days that must be served, in words, with articles; None months while a restricted 死缓 is not yet reduced."""
    kind = sentence["kind"]
    if kind in TIMED:
        whole, more = need(sentence, "months", "facts.sentence", "原判刑期"), sentence.get("days", 0)
        months, days = half_term(whole, more)
        return months, days, f"原判 {length(whole, more)}的二分之一：{length(months, days)}", (FLOORS,)
    if kind == "life":
        return LIFE_FLOOR_MONTHS, 0, f"无期徒刑不少于 {LIFE_FLOOR_MONTHS} 个月", (FLOORS,)
    reprieved = "办理减刑假释案件具体应用法律的规定_2016#第十二条"
    if not sentence.get("restricted"):
        return REPRIEVE_FLOOR_MONTHS, 0, f"死缓不少于 {REPRIEVE_FLOOR_MONTHS} 个月，缓期执行期间不计", (reprieved,)
    if not reductions:
        return None, 0, "限制减刑的死缓尚未减刑：减为无期徒刑的 300 个月，减为二十五年有期徒刑的 240 个月", (FLOORS,)
    months = RESTRICTED_FLOOR_MONTHS[reductions[0]["type"]]
    return months, 0, f"限制减刑，不少于 {months} 个月，缓期执行期间不计", (FLOORS,)


def half_term(months: int, days: int = 0) -> tuple[int, int]:
    """Half of a term: whole months, 15 days for half a month, and half of the days beside, a half day more served in full."""
    return months // 2, 15 * (months % 2) + (days + 1) // 2


def _floor_from(sentence: Fact) -> tuple[date | None, str]:
    """The day the floor is counted from, and the fact that gives it."""
    if sentence["kind"] in TIMED:
        return unbroken(sentence)[0], "facts.sentence.starts_on"
    name = "effective_on" if sentence["kind"] == "life" else "reprieve_expires_on"
    return served_from(sentence), f"facts.sentence.{name}"
