"""term.start: the day a term is counted from.

刑法 第四十一、四十四、四十七条    刑期从判决执行之日起计算；判决执行以前先行羁押的，羁押一日折抵 (管制二日).
    不间断的羁押自其首日连续计算.
刑法 第七十七条、第八十六条    撤销缓刑的，执行原判刑罚；撤销假释的，收监执行未执行完毕的刑罚.    解释 第五百四十五条    执行以前被逮捕的，
    羁押一日折抵刑期一日.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhiheng.law.clocks import add_days, term_after
from zhiheng.law.facts import Code, Day, Items, Record, WholeNumber, contradiction, need
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.consistency import periods_apart
from zhiheng.law.sentence.served import between
from zhiheng.law.sentence.shapes import CUSTODY_KINDS, KINDS, TIMED
from zhiheng.law.sentence.standing import Fact, credit_days, custody_source, custody_words, unbroken
from zhiheng.law.sentence.term import COUNTING, STARTS, length

REVOKED_SUSPENSION, REVOKED_PAROLE = "刑法#第七十七条", "刑法#第八十六条"
REVOKING = "适用刑事诉讼法的解释_2021#第五百四十五条"
EARLIER_CUSTODY = "撤销缓刑时罪犯在宣告缓刑前羁押的时间能否折抵刑期问题的批复(2002)#第一条"
CASES = {"judgment": "判处实刑", "suspension_revoked": "撤销缓刑后执行原判刑罚", "parole_revoked": "撤销假释后执行剩余刑期"}
OUTPUTS = {
    "starts_on": "刑期起算日",
    "credit_days": "起算日以前另行折抵的日数",
    "counted_from": "起算的依据",
    "remaining_months": "尚须执行的月数",
    "remaining_more_days": "尚须执行的月数以外的日数",
    "end_date": "刑期届满日",
}
_SINCE = date(2021, 3, 1)


@rule(
    "term.start",
    title="刑期起算日",
    source=(STARTS["fixed"], STARTS["detention"], STARTS["control"]),
    since="2021-03-01",
    facts=Record(
        {
            "case": Code(CASES, "情形"),
            "kind": Code({kind: KINDS[kind] for kind in TIMED}, "刑种"),
            "months": WholeNumber("刑期（月）", 0, 300),
            "days": WholeNumber("刑期另加日数", 0, 30),
            "executed_on": Day("判决执行之日（在押的为判决生效后交付执行之日，未在押的为收押之日，管制为报到执行之日）"),
            "custody": Items(
                Record({"kind": Code(CUSTODY_KINDS, "羁押种类"), "from": Day("起"), "to": Day("止")}, ("kind", "from", "to")), "先行羁押"
            ),
            "paroled_on": Day("假释之日"),
            "original_end": Day("原刑期届满日"),
        },
        ("kind", "executed_on"),
    ),
    outputs=OUTPUTS,
    parameters=(
        Parameter("没有羁押、羁押已经中断", "判决执行之日", (STARTS["fixed"], STARTS["control"]), _SINCE),
        Parameter(
            "羁押不间断至执行之日", "拘役、有期徒刑自该段羁押的首日连续计算", (STARTS["fixed"], STARTS["detention"], COUNTING), _SINCE
        ),
        Parameter("管制", "判决执行之日，先行羁押一日折抵二日", (STARTS["control"],), _SINCE),
        Parameter(
            "撤销缓刑", "收监之日；原先行羁押折抵，已经过的考验期不折抵", (REVOKED_SUSPENSION, REVOKING, EARLIER_CUSTODY), _SINCE, mark="S"
        ),
        Parameter("撤销假释", "收监之日，执行自假释之日至原届满日的剩余刑期", (REVOKED_PAROLE, REVOKING), _SINCE),
    ),
)
def start(facts: Facts, as_of: date) -> Answer:
    """The first day of the term, the days credited beside it, and where the length is given the last day."""
    case, executed_on = facts.get("case", "judgment"), facts["executed_on"]
    custody = facts.get("custody", ())
    periods_apart(custody, "facts.custody")
    for number, each in enumerate(custody, start=1):
        if each["to"] >= executed_on:
            raise contradiction(f"facts.custody[{number}].to", f"{each['to']} 不早于判决执行之日 {executed_on}，羁押应记至其前一日")
    starts_on, broken = unbroken({"kind": facts["kind"], "starts_on": executed_on, "custody": custody})
    first = starts_on or executed_on
    credit = credit_days(facts["kind"], broken)
    months, days = _remainder(facts) if case == "parole_revoked" else (facts.get("months"), facts.get("days", 0))
    lacking = ("facts.months",) if months is None else ()
    outside = None if months is None else add_days(term_after(first, months, days), -credit)
    over = outside is not None and outside <= executed_on and bool(custody)
    result = {
        "starts_on": first,
        "credit_days": credit,
        "counted_from": "unbroken_custody" if first < executed_on else "execution",
        "remaining_months": months,
        "remaining_more_days": None if months is None else days,
        "end_date": None if outside is None or over else add_days(outside, -1),
    }
    return Answer(result, tuple(_words(facts, result, broken, as_of)), missing=lacking)


def _remainder(facts: Facts) -> tuple[int, int]:
    """What was left on the day of parole: from that day to the original end."""
    paroled_on = need(facts, "paroled_on", "facts", "假释之日")
    ends_on = need(facts, "original_end", "facts", "原刑期届满日")
    if not paroled_on <= ends_on:
        raise contradiction("facts.paroled_on", f"{paroled_on} 晚于原刑期届满日 {ends_on}")
    if facts["executed_on"] < paroled_on:
        raise contradiction("facts.executed_on", f"{facts['executed_on']} 早于假释之日 {paroled_on}")
    return between(paroled_on, add_days(ends_on, 1))


def _words(facts: Facts, result: dict[str, object], broken: Sequence[Fact], as_of: date) -> list[Condition]:
    case, kind, executed_on = facts.get("case", "judgment"), facts["kind"], facts["executed_on"]
    cites = {
        "judgment": (STARTS[kind],),
        "suspension_revoked": (REVOKED_SUSPENSION, REVOKING),
        "parole_revoked": (REVOKED_PAROLE, REVOKING),
    }[case]
    if result["starts_on"] == executed_on:
        says = f"{CASES[case]}，自判决执行之日 {executed_on} 起算"
    else:
        says = f"{CASES[case]}，羁押自 {result['starts_on']} 不间断至执行之日 {executed_on}，自该羁押首日起算"
    said = [met("start", says, cites)]
    if case == "suspension_revoked":
        said.append(met("probation", "已经过的缓刑考验期不计入刑期，宣告缓刑前的羁押折抵", (EARLIER_CUSTODY,), "S"))
    for each in facts.get("custody", ()):
        articles, mark = custody_source(each, as_of)
        said.append(
            met("credit", f"{each['from']} 至 {each['to']} {custody_words(kind, each, runs_on=each not in broken)}", articles, mark)
        )
    if result["remaining_months"] is None:
        said.append(unknown("end", "刑期没有给出，届满日不能确定", (COUNTING,)))
    elif result["end_date"] is None:
        said.append(met("end", "折抵已足刑期，没有剩余刑期", (COUNTING,)))
    else:
        spelled = length(int(str(result["remaining_months"])), int(str(result["remaining_more_days"])))
        said.append(met("end", f"刑期 {spelled}，至 {result['end_date']}", (COUNTING,)))
    return said
