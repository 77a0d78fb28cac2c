"""检察监督期限 (人民检察院刑事诉讼规则 第五百五十三条 and others): when an answer is due, and what comes next when it does not come."""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Flag, WholeNumber, contradiction
from zhiheng.law.limit_rules.clocked import OUTPUTS, clock, limit_facts, limit_parameters
from zhiheng.law.rule import Answer, Condition, Facts, rule

FAMILY = "supervision.reply"
STEPS = {
    "none": "无须进一步措施",
    "urge": "督促回复",
    "report_upper": "报告上一级人民检察院",
    "written_correction": "书面提出纠正意见",
    "correction_notice": "发出纠正违法通知书",
    "upper_consult": "报上一级人民检察院协商同级公安机关处理",
}
RULES = "人民检察院刑事诉讼规则_2019#第{}条"
#: Periods the document itself may set.
SET_BY_DOCUMENT = ("correction_notice", "proposal")
#: Limits whose passing calls for a written correction, and the article that says so.
CORRECTED = {
    "release_proposal": RULES.format("五百八十一"),
    "explain_nonfiling": RULES.format("五百五十二"),
    "explain_no_decision": RULES.format("五百六十二"),
    "oral_correction": RULES.format("六百二十四"),
    "arrest_rejection_receipt": RULES.format("五百五十二"),
    "court_rehearing": RULES.format("六百四十一"),
    "necessity_reply": "羁押必要性审查评估工作规定_2023#第二十二条",
}
URGED = RULES.format("五百五十三")
OVERTIME_CUSTODY = RULES.format("六百一十九")
FILING = RULES.format("五百六十四")
PROPOSAL = "人民检察院检察建议工作规定_2019#第二十五条"

FACTS = limit_facts(
    FAMILY,
    {
        "set_days": WholeNumber("文书载明期限（日）", least=1, most=366),
        "urged": Flag("已督促"),
        "overtime_custody": Flag("超期羁押"),
        "correction_notice_sent": Flag("已发纠正违法通知书"),
        "complex": Flag("案情复杂或者情况特殊"),
    },
)


@rule(
    FAMILY,
    title="检察监督期限",
    source=URGED,
    since="2018-10-26",
    facts=FACTS,
    outputs={**OUTPUTS, "next_step": "下一步"},
    parameters=limit_parameters(FAMILY),
)
def reply(facts: Facts, as_of: date) -> Answer:
    """The end of the limit and the next step; a reply that came, even late, calls for none."""
    if "set_days" in facts and facts["limit"] not in SET_BY_DOCUMENT:
        raise contradiction("facts.set_days", "该事项的期限由法律规定，不由文书载明")
    reckoned = clock(FAMILY, facts, as_of)
    waiting = bool(reckoned.overdue) and "done" not in facts
    step, cite, mark = _next_step(facts) if waiting else ("none", URGED, "T")
    said = STEPS[step] if waiting else f"尚未逾期或者已经完成，{STEPS['none']}"
    return reckoned.answer(Condition("next_step", not waiting or None, said, (cite,) if waiting else (), mark), next_step=step)


def _next_step(facts: Facts) -> tuple[str, str, str]:
    """What follows an answer that is overdue: the step, its article and how sure that is."""
    limit = facts["limit"]
    if limit == "correction_notice":
        return _after_notice(facts)
    if limit == "proposal":
        return ("report_upper" if facts.get("urged") else "urge", PROPOSAL, "T")
    if limit == "file_notice":
        return ("upper_consult" if facts.get("correction_notice_sent") else "correction_notice", FILING, "T")
    return ("written_correction", CORRECTED[limit], "T") if limit in CORRECTED else ("none", URGED, "T")


def _after_notice(facts: Facts) -> tuple[str, str, str]:
    """Overdue detention is reported at once, without urging (规则 第六百一十九条)."""
    if facts.get("overtime_custody"):
        return "report_upper", OVERTIME_CUSTODY, "T"
    return "report_upper" if facts.get("urged") else "urge", URGED, "T"
