"""term.merge: the sentence for several crimes.

刑法 第六十九条    除判处死刑和无期徒刑的以外，应当在总和刑期以下、数刑中最高刑期以上，酌情决定执行的刑期，但是管制最高不能超过三年，
    拘役最高不能超过一年，有期徒刑总和刑期不满三十五年的，最高不能超过二十年，总和刑期在三十五年以上的，最高不能超过二十五年.
    有有期徒刑和拘役的，执行有期徒刑；有管制的，有期徒刑、拘役执行完毕后，管制仍须执行 (第二款, 刑法修正案九).
第七十条    发现漏罪的，把前后两个判决所判处的刑罚并罚，已经执行的刑期计算在内.    第七十一条    又犯新罪的，把没有执行的刑罚和后罪并罚.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhiheng.law.errors import Refused
from zhiheng.law.facts import Code, Items, Record, WholeNumber, contradiction, missing
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule
from zhiheng.law.sentence.shapes import KINDS, TIMED
from zhiheng.law.sentence.standing import Fact
from zhiheng.law.sentence.term import length

Length = tuple[int, int]
DAYS_A_MONTH = 30
ARTICLE = "刑法#第六十九条"
LATER = {"missed": "刑法#第七十条", "new": "刑法#第七十一条"}
CONTROL_MOST, DETENTION_MOST = 36, 12
FIXED_MOST, FIXED_MOST_LONG, LONG_SUM = 240, 300, 420

SHAPE = Record(
    {
        "terms": Items(
            Record(
                {"kind": Code(KINDS, "刑种"), "months": WholeNumber("月数", 0, 300), "days": WholeNumber("另加日数", 0, 30)},
                ("kind",),
            ),
            "各刑罚",
        ),
        "mode": Code({"new": "又犯新罪（第一项为没有执行的刑罚）", "missed": "发现漏罪"}, "并罚情形"),
    },
    ("terms",),
)
OUTPUTS = {
    "kind": "执行的主刑",
    "min_months": "最短月数",
    "min_days": "最短另加日数",
    "max_months": "最长月数",
    "max_days": "最长另加日数",
    "then_control_months": "其后仍须执行的管制",
    "served_counts": "已经执行的刑期是否计入",
}
PARAMETERS = (
    Parameter("管制", f"最高 {CONTROL_MOST} 个月", (ARTICLE,), date(1997, 10, 1)),
    Parameter("拘役", f"最高 {DETENTION_MOST} 个月", (ARTICLE,), date(1997, 10, 1)),
    Parameter(
        "有期徒刑", f"总和不满 {LONG_SUM} 个月的最高 {FIXED_MOST} 个月，以上的最高 {FIXED_MOST_LONG} 个月", (ARTICLE,), date(2011, 5, 1)
    ),
    Parameter("有期徒刑与拘役", "执行有期徒刑", (ARTICLE,), date(2015, 11, 1)),
    Parameter("与管制", "有期徒刑、拘役执行完毕后，管制仍须执行", (ARTICLE,), date(2015, 11, 1)),
)


@rule("term.merge", title="数罪并罚", source=ARTICLE, since="2015-11-01", facts=SHAPE, outputs=OUTPUTS, parameters=PARAMETERS)
def merged(facts: Facts, _as_of: date) -> Answer:
    """The kind to be served and the range the court decides in."""
    if not facts["terms"]:
        raise contradiction("facts.terms", "没有可以并罚的刑罚")
    mode = facts.get("mode")
    served = None if mode is None else mode == "missed"
    kinds = [term["kind"] for term in facts["terms"]]
    heaviest = next(kind for kind in ("death_reprieve", "life", "fixed", "detention", "control") if kind in kinds)
    said = _mode_words(mode)
    if heaviest not in TIMED:
        said.append(met("absorbed", f"有{KINDS[heaviest]}的，执行{KINDS[heaviest]}", (ARTICLE,)))
        return Answer(_outputs(heaviest, (None, None), None, served), tuple(said))
    between, words = _range(heaviest, facts["terms"])
    said.append(met("range", words, (ARTICLE,)))
    then = None
    if heaviest != "control" and "control" in kinds:
        (lowest, highest), words = _range("control", facts["terms"])
        then = [lowest[0], highest[0]]
        said.append(met("then_control", f"{KINDS[heaviest]}执行完毕后，管制仍须执行：{words}", (ARTICLE,)))
    if heaviest == "fixed" and "detention" in kinds:
        said.append(met("detention_absorbed", "有有期徒刑和拘役的，执行有期徒刑", (ARTICLE,)))
    return Answer(_outputs(heaviest, between, then, served), tuple(said))


@rule(
    "term.merge",
    title="数罪并罚（刑法修正案九施行前）",
    source=ARTICLE,
    since="2011-05-01",
    until="2015-10-31",
    facts=SHAPE,
    outputs=OUTPUTS,
    parameters=PARAMETERS[:3],
    mark="U",
)
def merged_before_amendment_nine(facts: Facts, as_of: date) -> Answer:
    """Terms of one kind, and life or 死缓; how different timed kinds went together had no written rule."""
    timed = {term["kind"] for term in facts["terms"] if term["kind"] in TIMED}
    absorbed = any(term["kind"] not in TIMED for term in facts["terms"])
    if len(timed) > 1 and not absorbed:
        raise Refused(
            "NO_RULE", "刑法修正案（九）施行前，不同种有期限的刑罚如何并罚没有明文", "请按 2015-11-01 以后的日期提问，或由法院裁判"
        )
    return merged(facts, as_of)


def _range(kind: str, terms: Sequence[Fact]) -> tuple[tuple[Length, Length], str]:
    """Shortest and longest merged term of one kind, with the sums compared; thirty days beside months make a month."""
    lengths = [_length(term, number) for number, term in enumerate(terms, start=1) if term["kind"] == kind]
    months, days = sum(each[0] for each in lengths), sum(each[1] for each in lengths)
    total, highest = (months + days // DAYS_A_MONTH, days % DAYS_A_MONTH), max(lengths)
    if len(lengths) == 1:
        return (highest, highest), f"{KINDS[kind]} {length(*highest)}"
    cap = {"control": CONTROL_MOST, "detention": DETENTION_MOST}.get(kind, FIXED_MOST_LONG if total[0] >= LONG_SUM else FIXED_MOST)
    most = max(highest, min(total, (cap, 0)))
    words = f"总和 {length(*total)}，最高一刑 {length(*highest)}，上限 {cap} 个月：{length(*highest)} 至 {length(*most)}"
    return (highest, most), f"{KINDS[kind]}{words}"


def _length(term: Fact, number: int) -> Length:
    """Months and days of a term; one without months is refused."""
    if "months" not in term:
        raise missing(f"facts.terms[{number}].months", "月数")
    months, days = term["months"], term.get("days", 0)
    if not months and not days:
        raise contradiction(f"facts.terms[{number}].months", "刑期不能是零")
    return months, days


def _mode_words(mode: str | None) -> list[Condition]:
    if mode is None:
        return []
    words = {"missed": "发现漏罪：前后两判并罚，已经执行的刑期计入", "new": "又犯新罪：以没有执行的刑罚与后罪并罚，已经执行的刑期不计入"}
    return [met("mode", words[mode], (LATER[mode],))]


def _outputs(kind: str, between: tuple[Length | None, Length | None], then: list[int] | None, served: bool | None) -> dict[str, object]:
    (least, least_days), (most, most_days) = (each or (None, None) for each in between)
    return {
        "kind": kind,
        "min_months": least,
        "min_days": least_days,
        "max_months": most,
        "max_days": most_days,
        "then_control_months": then,
        "served_counts": served,
    }
