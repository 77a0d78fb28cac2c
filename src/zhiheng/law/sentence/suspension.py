"""term.suspension: whether a sentence may be suspended (缓刑), and for how long.

刑法 第七十二条    被判处拘役、三年以下有期徒刑的，符合条件的可以宣告缓刑.    第七十四条    对于累犯和犯罪集团的首要分子，不适用缓刑.
第七十三条    拘役的考验期为原判刑期以上一年以下，不能少于二个月；有期徒刑的为原判刑期以上五年以下，不能少于一年；从判决确定之日起计算.
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import term_end
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Record, missing
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule
from zhiheng.law.sentence.consistency import consistent
from zhiheng.law.sentence.shapes import KINDS, OFFENDER, SENTENCE, TIMED
from zhiheng.law.sentence.standing import Fact
from zhiheng.law.sentence.term import length

WHO, LENGTH, BARRED, INCLUDED = "刑法#第七十二条", "刑法#第七十三条", "刑法#第七十四条", "刑法#第九十九条"
MOST_TERM_MONTHS = 36
PROBATION = {"detention": (2, 12), "fixed": (12, 60)}
_SINCE = date(2011, 5, 1)

PARAMETERS = (
    Parameter("可以缓刑的刑期", f"拘役，{MOST_TERM_MONTHS} 个月以下有期徒刑", (WHO, INCLUDED), _SINCE),
    Parameter("拘役的考验期", "原判刑期以上，2 至 12 个月", (LENGTH,), _SINCE),
    Parameter("有期徒刑的考验期", "原判刑期以上，12 至 60 个月", (LENGTH,), _SINCE),
)


@rule(
    "term.suspension",
    title="缓刑",
    source=(WHO, LENGTH, BARRED),
    since="2011-05-01",
    facts=Record({"sentence": SENTENCE, "offender": OFFENDER}, ("sentence",)),
    outputs={
        "allowed": "可否宣告缓刑",
        "reasons": "障碍",
        "min_months": "考验期最短月数",
        "max_months": "考验期最长月数",
        "end_date": "考验期届满日",
    },
    parameters=PARAMETERS,
)
def suspension(facts: Facts, _as_of: date) -> Answer:
    """Whether the law leaves room for suspension; the four substantive conditions of 第七十二条 are the court's."""
    consistent(facts)
    sentence, offender = facts["sentence"], facts.get("offender", {})
    if sentence["kind"] == "control":
        raise Refused("KIND", "管制不在羁押中执行，没有缓刑", "缓刑只适用于拘役和有期徒刑")
    if sentence["kind"] in TIMED and "months" not in sentence:
        raise missing("facts.sentence.months", "原判刑期")
    conditions = _bars(sentence, offender)
    reasons = sorted(each.id for each in conditions if not each.satisfied)
    result: dict[str, object] = {"allowed": not reasons, "reasons": reasons, "min_months": None, "max_months": None, "end_date": None}
    if not reasons:
        least, most = PROBATION[sentence["kind"]]
        least = max(least, sentence["months"] + (1 if sentence.get("days") else 0))
        given = _length(sentence, least, most)
        conditions.append(given)
        reasons = [] if given.satisfied else [given.id]
        ends_on = _ends_on(sentence) if given.satisfied else None
        result |= {"allowed": not reasons, "reasons": reasons, "min_months": least, "max_months": most, "end_date": ends_on}
    undated = not reasons and "suspension_months" in sentence and "effective_on" not in sentence
    return Answer(result, tuple(conditions), missing=("facts.sentence.effective_on",) if undated else ())


def _bars(sentence: Fact, offender: Fact) -> list[Condition]:
    kind, months = sentence["kind"], sentence.get("months")
    short = kind == "detention" or (kind == "fixed" and (months, sentence.get("days", 0)) <= (MOST_TERM_MONTHS, 0))
    term = (
        f"{KINDS[kind]}"
        + (f" {length(months, sentence.get('days', 0))}" if months is not None else "")
        + f"，限拘役、{MOST_TERM_MONTHS} 个月以下有期徒刑"
    )
    barred = {"RECIDIVIST": ("recidivist", "累犯"), "RINGLEADER": ("group_ringleader", "犯罪集团首要分子")}
    said = [Condition("TERM_OVER_3Y", short, term, (WHO, INCLUDED))]
    for code, (name, words) in barred.items():
        held = bool(offender.get(name))
        said.append(Condition(code, not held, f"{'系' if held else '不是'}{words}", (BARRED,)))
    return said


def _length(sentence: Fact, least: int, most: int) -> Condition:
    """The range of the probation, and whether a probation that was set lies within it."""
    given = sentence.get("suspension_months")
    words = f"考验期 {least} 至 {most} 个月"
    if given is None:
        return met("PROBATION_LENGTH", words, (LENGTH,))
    return Condition("PROBATION_LENGTH", least <= given <= most, f"{words}，宣告 {given} 个月", (LENGTH,))


def _ends_on(sentence: Fact) -> date | None:
    """Last day of the probation that was set, from the day the judgment became final; None while either is not given."""
    if "suspension_months" not in sentence or "effective_on" not in sentence:
        return None
    return term_end(sentence["effective_on"], sentence["suspension_months"])
