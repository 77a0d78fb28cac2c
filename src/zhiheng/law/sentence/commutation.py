"""commutation.assess: may a reduction be sought, from when, how much at most, and by which articles.

刑法 第七十八条    确有悔改表现的，或者有立功表现的，可以减刑；有重大立功表现的，应当减刑.  The numbers stand in `commutation_table`, the
assessment in `commutation_core`; here one case is put to it and the answer is put into words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from zhiheng.law.clocks import days_between
from zhiheng.law.facts import Code, Record
from zhiheng.law.rule import Answer, Condition, Facts, met, rule, unknown, unmet
from zhiheng.law.sentence.agreed import agreed, timed_length
from zhiheng.law.sentence.columns import KIND_CODE, MAJOR, RELAX_CODE, Columns, columns_of
from zhiheng.law.sentence.commutation_bars import infirm, minor_serving, relaxed, short_remainder
from zhiheng.law.sentence.commutation_core import BIT, Assessment, assess, codes_in
from zhiheng.law.sentence.commutation_table import NONE, ROWS, parameters
from zhiheng.law.sentence.consistency import consistent
from zhiheng.law.sentence.property import performance, property_conditions
from zhiheng.law.sentence.shapes import MERITS, NEW_CRIMES, OFFENDER, PROPERTY, REDUCTIONS, SENTENCE
from zhiheng.law.sentence.worlds import Axis, assumed, worlds

_2016 = "办理减刑假释案件具体应用法律的规定_2016"
GROUND = "刑法#第七十八条"
INTERVAL_FROM = f"{_2016}#第四十条"
LEVELS = (
    "没有确有悔改表现，也没有立功",
    "确有悔改表现或者有立功表现",
    "确有悔改表现并有立功表现",
    "有重大立功表现",
    "确有悔改表现并有重大立功表现",
)
ENDED = {
    "LIFE_WITHOUT": ("终身监禁，不得减刑", ("刑法#第三百八十三条", f"{_2016}#第十五条")),
    "REPRIEVE_RUNNING": ("死刑缓期执行尚未减为无期徒刑或者有期徒刑", ("刑法#第五十条",)),
    "SUSPENDED_SENTENCE": ("宣告缓刑，没有重大立功表现，一般不适用减刑", (f"{_2016}#第十八条",)),
}


@dataclass(frozen=True)
class _Case:
    """One case, its columns and its assessment, each of one place."""

    facts: Facts
    as_of: date
    at: Columns
    found: Assessment
    told_by: tuple[Axis, ...]
    one_class: bool

    def says(self, code: str, detail: str, cites: tuple[str, ...]) -> Condition:
        """The condition of a blocking code as the assessment found it."""
        if self.found.unknown[0] & BIT[code]:
            return unknown(code, detail, cites)
        return Condition(code, not self.found.reasons[0] & BIT[code], detail, cites)


SHAPE = Record(
    {
        "sentence": SENTENCE,
        "offender": OFFENDER,
        "reductions": REDUCTIONS,
        "merits": MERITS,
        "new_crimes": NEW_CRIMES,
        "property": PROPERTY,
        "relax": Code({"none": "不放宽", "time": "缩短起始、间隔时间", "amount": "放宽幅度"}, "从宽"),
    },
    ("sentence", "offender"),
)
OUTPUTS = {
    "eligible": "可否报请减刑",
    "reasons": "障碍",
    "earliest_date": "各项时间限制届满的最晚之日",
    "max_reduction_months": "一次减刑上限（月）",
    "min_term_months": "减为有期徒刑的最短月数",
    "max_term_months": "减为有期徒刑的最长月数",
    "min_probation_months": "缩减后缓刑考验期下限（月）",
    "assumed": "没有给出、按以下情形计算",
}


@rule(
    "commutation.assess",
    title="减刑",
    source=(GROUND, f"{_2016}#第六条", f"{_2016}#第七条", f"{_2016}#第八条"),
    since="2017-01-01",
    facts=SHAPE,
    outputs=OUTPUTS,
    parameters=parameters(),
)
def commutation(facts: Facts, as_of: date) -> Answer:
    """Whether a proposal filed on `as_of` meets the law; the amounts are upper bounds, never a proposal."""
    consistent(facts, filed_on=as_of)
    timed_length(facts)
    ways = worlds(facts, as_of)
    every = assess(ways.at)
    found, told_by = agreed(ways, every)
    case = _Case(facts, as_of, columns_of([(facts, as_of)]), found, told_by, len(set(every.class_code.tolist())) == 1)
    reasons = codes_in(found.reasons[0])
    result = {
        "eligible": False if reasons else None if found.unknown[0] else True,
        "reasons": reasons,
        "earliest_date": found.earliest_on[0].item(),
        "max_reduction_months": _months(found.most_months),
        "min_term_months": _months(found.least_term_months),
        "max_term_months": _months(found.most_term_months),
        "min_probation_months": _months(found.least_probation_months),
    }
    ended = next((code for code in reasons if code in ENDED), None)
    said = (unmet(ended, *ENDED[ended]),) if ended else tuple(_conditions(case))
    taken = [] if ended else assumed(facts, case.at)
    return Answer(result | {"assumed": taken}, said, missing=_missing(case))


def _conditions(case: _Case) -> Iterator[Condition]:
    """Every condition in the order an officer asks them."""
    row = ROWS[case.found.class_code[0]]
    if case.one_class:
        yield met("CLASS", f"适用：{row.zh}", row.cites)
    else:
        yield unknown("CLASS", f"{row.zh}，是否从严掌握不能确定", row.cites)
    yield from _time_of_execution(case)
    yield _ground(case)
    yield _start(case)
    if case.at.reduced[0]:
        yield _interval(case)
    yield from _new_crime(case)
    yield from _property(case)
    yield from _relaxation(case)
    yield from _half_term(case)
    yield from _amount(case)


def _time_of_execution(case: _Case) -> Iterator[Condition]:
    """What is not known, and filing outside the time in which the sentence is served."""
    for axis in case.told_by:
        yield unknown("UNKNOWN", f"{axis.zh}没有给出，结论随之不同", (GROUND,))
    if case.found.reasons[0] & BIT["SENTENCE_ENDED"]:
        yield unmet("SENTENCE_ENDED", f"核查日 {case.as_of} 刑罚已经执行完毕，不再减刑", (GROUND,))
    if case.found.reasons[0] & BIT["SENTENCE_NOT_BEGUN"]:
        yield unmet("SENTENCE_NOT_BEGUN", f"核查日 {case.as_of} 判决尚未生效或者刑罚尚未开始执行", (GROUND,))


def _ground(case: _Case) -> Condition:
    level = int(case.found.level[0])
    excluded = case.at.repentant[0] and performance(case.at).excluded[0]
    text = LEVELS[level] + ("；财产性判项情况排除悔改表现的认定" if excluded else "")
    return case.says("NO_GROUND", text, (GROUND, f"{_2016}#第三条"))


def _start(case: _Case) -> Condition:
    """The start of commutation: the months, from which day, and how the day of filing compares."""
    found, at = case.found, case.at
    row = ROWS[found.class_code[0]]
    months = int(found.start_months[0])
    if months == NONE:
        return met("NOT_STARTED", _no_start(case), row.cites)
    name, zh, cite = {
        KIND_CODE["life"]: ("effective_on", "判决生效之日", row.cites[0]),
        KIND_CODE["death_reprieve"]: ("reprieve_expires_on", "死刑缓期执行期满之日", "适用刑事诉讼法的解释_2021#第四百九十八条"),
    }.get(int(at.kind[0]), ("admitted_on", "实际送交刑罚执行机关之日", INTERVAL_FROM))
    begun = getattr(at, name)[0].item()
    if begun is None:
        return case.says("NOT_STARTED", f"须执行 {months} 个月以上，{zh}不清楚", (*row.cites, cite))
    text = f"自{zh} {begun} 起须执行 {months} 个月以上，{_compared(case.as_of, found.start_on[0].item())}"
    return case.says("NOT_STARTED", text, (*row.cites, cite))


def _no_start(case: _Case) -> str:
    """Why no start is set."""
    at = case.at
    if at.merits[0] & MAJOR:
        return "有重大立功表现，不受起始时间限制"
    if at.kind[0] <= KIND_CODE["fixed"] and short_remainder(at)[0][0]:
        return "判决生效后剩余刑期不满二年，起始时间可以适当缩短，没有固定数字"
    if at.kind[0] <= KIND_CODE["detention"]:
        return "管制、拘役，酌情减刑，没有起始、间隔时间，实际执行不少于原判刑期的二分之一"
    return "已减为有期徒刑，再减刑只受间隔时间限制"


def _interval(case: _Case) -> Condition:
    """The interval from service of the last ruling to filing."""
    found, at = case.found, case.at
    row = ROWS[found.class_code[0]]
    months = int(found.interval_months[0])
    if months == NONE:
        return met("INTERVAL", _no_interval(case), row.cites)
    cut = int(at.last_cut_months[0])
    served = at.last_delivered_on[0].item()
    if served is None:
        return case.says("INTERVAL", f"须间隔 {months} 个月以上，前次裁定送达日不清楚", (*row.cites, INTERVAL_FROM))
    last = f"（上次减去 {cut} 个月）" if cut else ""
    text = f"自前次裁定送达 {served}{last}起间隔 {months} 个月以上，{_compared(case.as_of, found.interval_on[0].item())}"
    return case.says("INTERVAL", text, (*row.cites, f"{_2016}#第六条", INTERVAL_FROM))


def _no_interval(case: _Case) -> str:
    """Why no interval is set."""
    if case.at.kind[0] <= KIND_CODE["detention"]:
        return "管制、拘役，没有间隔时间的规定"
    return "有重大立功表现，不受间隔时间限制" if case.at.merits[0] & MAJOR else "减为无期徒刑后首次减刑，只受起始时间限制"


def _new_crime(case: _Case) -> Iterator[Condition]:
    if case.facts.get("new_crimes"):
        until = case.found.new_crime_on[0].item()
        text = f"服刑期间又故意犯罪，{_compared(case.as_of, until)}" if until else "缓期执行期间又故意犯罪"
        yield case.says("NEW_CRIME_BAR", text, (f"{_2016}#第二十一条",))


def _property(case: _Case) -> Iterator[Condition]:
    """What property judgments add; the wait under its own code, and not with major merit."""
    if "property" not in case.facts:
        return
    for each in property_conditions(case.facts, case.as_of, performance(case.at)):
        if each.id != "wait":
            yield each
        elif case.at.merits[0] & MAJOR:
            yield met("PROPERTY_WAIT", "有重大立功表现，一般不受财产性判项履行情况影响", ("审查财产性判项执行问题的规定_2024#第四条",))
        else:
            yield case.says("PROPERTY_WAIT", each.detail, each.cites)


def _relaxation(case: _Case) -> Iterator[Condition]:
    """Whether the relaxation asked for is open to this person."""
    asked = int(case.at.relax[0])
    if asked == RELAX_CODE["none"]:
        return
    granted = bool(relaxed(case.at)[0][0] or relaxed(case.at)[1][0])
    who = "未成年罪犯" if minor_serving(case.at)[0] else "老年、患严重疾病或者身体残疾且生活难以自理的罪犯" if infirm(case.at)[0] else ""
    what = "起始时间、间隔时间缩短三分之一" if asked == RELAX_CODE["time"] else "减刑幅度放宽三分之一"
    text = f"{who}：{what}" if granted else "不属于第十九条、第二十条的罪犯，不予放宽"
    yield Condition("RELAX", granted, text, (f"{_2016}#第十九条", f"{_2016}#第二十条", f"{_2016}#第三十九条"))


def _half_term(case: _Case) -> Iterator[Condition]:
    """Half of the original term must be served whatever is cut."""
    at = case.at
    if at.kind[0] <= KIND_CODE["fixed"]:
        months, cut = int(at.months[0]), int(at.cut_months[0])
        text = f"原判 {months} 个月，至少执行二分之一，可减合计 {months // 2} 个月，已减 {cut} 个月，尚余 {max(0, months // 2 - cut)} 个月"
        yield case.says("HALF_TERM_REACHED", text, (GROUND,))


def _amount(case: _Case) -> Iterator[Condition]:
    """The most one ruling may give."""
    found = case.found
    row = ROWS[found.class_code[0]]
    most, least, longest = (_months(each) for each in (found.most_months, found.least_term_months, found.most_term_months))
    if most is not None:
        yield met("AMOUNT", f"{LEVELS[found.level[0]]}：一次减刑不超过 {most} 个月", row.cites)
    if least is not None:
        upper = f"{longest} 个月以下" if longest is not None else "上限由人民法院从严掌握"
        yield met("NEW_TERM", f"{LEVELS[found.level[0]]}：减为 {least} 个月以上、{upper}有期徒刑", row.cites)
    probation = _months(found.least_probation_months)
    if probation is not None:
        yield met("PROBATION", f"缩减后缓刑考验期不少于 {probation} 个月", (f"{_2016}#第十八条",))


def _missing(case: _Case) -> tuple[str, ...]:
    """Facts for want of which something could not be told."""
    at, bits = case.at, int(case.found.unknown[0])
    told = [axis.place for axis in case.told_by]
    if bits & BIT["INTERVAL"] and np.isnat(at.last_delivered_on[0]):
        told.append(f"facts.reductions[{len(case.facts['reductions'])}].delivered_on")
    kind = int(at.kind[0])
    if not bits & BIT["NOT_STARTED"]:
        return tuple(told)
    start: tuple[str, ...] = ("admitted_on", "starts_on", "effective_on")
    if kind > KIND_CODE["fixed"]:
        start = ("effective_on" if kind == KIND_CODE["life"] else "reprieve_expires_on",)
    return (*told, *(f"facts.sentence.{name}" for name in start if np.isnat(getattr(at, name)[0])))


def _compared(as_of: date, until: date) -> str:
    """The day a bar is past against the day of filing."""
    short = days_between(as_of, until)
    return f"期满之日 {until}，报请日 {as_of}，" + (f"尚差 {short} 日" if short > 0 else "已满")


def _months(column: Any) -> int | None:
    return None if column[0] == NONE else int(column[0])
