"""两法衔接: limits of referring a suspected crime, and what its file must hold (国务院令第310号; 公安规定; 高检 2001 年规定)."""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Code, Flag, Items, Record
from zhiheng.law.limit_rules.clocked import OUTPUTS, clock, limit_facts, limit_parameters
from zhiheng.law.limit_rules.conditions import met
from zhiheng.law.limit_rules.in_force import dated
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

FAMILY = "referral.limit"
FILE = "行政执法机关移送涉嫌犯罪案件的规定_2020#第六条"
SCREENED = "人民检察院办理行政执法机关移送涉嫌犯罪案件的规定_2001#第四条"
NO_REFUSAL = "公安机关办理刑事案件程序规定_2020#第一百八十条"
DOCUMENTS = {
    "transfer_letter": "涉嫌犯罪案件移送书",
    "investigation_report": "涉嫌犯罪案件情况的调查报告",
    "item_list": "涉案物品清单",
    "appraisal": "检验报告或者鉴定结论",
    "other": "其他材料",
}
ALWAYS = ("transfer_letter", "investigation_report", "item_list")
SINCE = date(2020, 8, 7)


@rule(
    FAMILY,
    title="两法衔接期限",
    source="行政执法机关移送涉嫌犯罪案件的规定 第五条",
    since="2001-09-10",
    facts=limit_facts(FAMILY),
    outputs=OUTPUTS,
    parameters=limit_parameters(FAMILY),
)
def referral_limit(facts: Facts, as_of: date) -> Answer:
    """The end of the limit; the agency's own periods stay on their nominal day (R6, R7)."""
    return clock(FAMILY, facts, as_of).answer()


@rule(
    "referral.file",
    title="移送案件材料",
    source=FILE,
    since="2020-08-07",
    facts=Record({"documents": Items(Code(DOCUMENTS, "材料"), "已附材料"), "appraisal_made": Flag("已作检验、鉴定")}, ("documents",)),
    outputs={"missing": "缺少的材料", "police_may_refuse": "公安机关可否以材料不全为由不接受"},
    parameters=(Parameter("应附材料", "移送书、调查报告、涉案物品清单；作过检验鉴定的附报告或者结论", (FILE, SCREENED), SINCE),),
)
def referral_file(facts: Facts, as_of: date) -> Answer:
    """Which documents the file lacks; an incomplete file is completed, never refused."""
    asked = (*ALWAYS, "appraisal") if facts.get("appraisal_made") else ALWAYS
    given = set(facts["documents"])
    conditions = [
        Condition(name, name in given, f"{DOCUMENTS[name]}：{'已附' if name in given else '缺少'}", (FILE, SCREENED)) for name in asked
    ]
    kept = met("must_accept", "材料不全的，24 小时内通知 3 日内补正，不得以材料不全为由不接受移送", (NO_REFUSAL,))
    return dated(Answer({"missing": sorted(set(asked) - given), "police_may_refuse": False}, (*conditions, kept)), as_of)
