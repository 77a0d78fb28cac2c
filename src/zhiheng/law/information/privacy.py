"""个人信息的使用 (社区矫正法 第二十九条, 第五十四条; 刑事诉讼法 第二百八十六条; 个人信息保护法 第五十五条, 第五十六条)."""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Code, Flag, Record
from zhiheng.law.limit_rules.conditions import met, unmet
from zhiheng.law.limit_rules.in_force import dated
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

TAG = "社区矫正法_2019#第二十九条"
MINOR_FILE = "社区矫正法_2019#第五十四条"
SEALED = "刑事诉讼法_2018#第二百八十六条"
PUBLIC_ORDER = "治安管理处罚法_2025#第一百三十六条"
PUBLIC_ORDER_SINCE = date(2026, 1, 1)
SENSITIVE = "个人信息保护法_2021#第二十八条"
ASSESSED = "个人信息保护法_2021#第五十五条"
GENERAL = "个人信息保护法_2021#第三十四条"
KEPT = "个人信息保护法_2021#第五十六条"
DATA = {
    "tag_location": "电子定位信息",
    "minor_corrections_file": "未成年社区矫正对象档案",
    "sealed_minor_record": "封存的未成年人犯罪记录",
    "public_order_record": "违反治安管理的记录",
    "general": "一般个人信息",
}
PURPOSES = {"corrections_work": "社区矫正工作", "judicial_case": "司法机关办案", "statutory_query": "依国家规定查询", "other": "其他"}
#: What may be done with each kind, and the article; a kind not named has no special rule.
USES = {
    "tag_location": (("corrections_work",), TAG, "定位信息只能用于社区矫正工作"),
    "minor_corrections_file": (
        ("judicial_case", "statutory_query"),
        MINOR_FILE,
        "除办案需要和依规查询外，档案信息不得提供给任何单位或者个人",
    ),
    "sealed_minor_record": (("judicial_case", "statutory_query"), SEALED, "除办案需要和依规查询外，封存记录不得向任何单位和个人提供"),
    "public_order_record": (("judicial_case", "statutory_query"), PUBLIC_ORDER, "除办案需要和依规查询外，治安违法记录不得提供或者公开"),
}
ACTS = {
    "sensitive": "处理敏感个人信息",
    "automated_decision": "自动化决策",
    "shared_or_entrusted": "委托处理或者向其他处理者提供",
    "published": "公开",
    "cross_border": "向境外提供",
}
KEPT_YEARS = 3
ASSESSED_SINCE = date(2021, 11, 1)
SINCE = date(2020, 7, 1)

FACTS = Record(
    {"data": Code(DATA, "信息种类"), "purpose": Code(PURPOSES, "用途"), **{name: Flag(zh) for name, zh in ACTS.items()}},
    required=("data", "purpose"),
)
OUTPUTS = {
    "allowed": "是否允许（仅特别规定所及；未成年人两类指向外提供）",
    "pia_required": "是否须事前进行个人信息保护影响评估",
    "pia_retention_years": "评估报告和处理记录至少保存年数",
}
PARAMETERS = (
    Parameter("电子定位信息", "只能用于社区矫正工作", (TAG,), SINCE),
    Parameter("未成年社区矫正对象档案、封存的犯罪记录", "只向办案的司法机关和依规查询的单位提供", (MINOR_FILE, SEALED), SINCE),
    Parameter("违反治安管理的记录", "封存，只向办案的国家机关和依规查询的单位提供", (PUBLIC_ORDER,), PUBLIC_ORDER_SINCE),
    Parameter("影响评估报告和处理情况记录", f"至少保存 {KEPT_YEARS} 年", (ASSESSED, KEPT), ASSESSED_SINCE),
)


@rule("privacy.use", title="个人信息使用", source=ASSESSED, since="2020-07-01", facts=FACTS, outputs=OUTPUTS, parameters=PARAMETERS)
def privacy_use(facts: Facts, as_of: date) -> Answer:
    """Whether a special rule allows the use, and whether the impact assessment is owed; before 2021-11-01 that part stays unanswered."""
    use, assessed = _use(facts, as_of), _assessment(facts, as_of)
    years = KEPT_YEARS if assessed.satisfied else None
    result = {"allowed": use.satisfied, "pia_required": assessed.satisfied, "pia_retention_years": years}
    return dated(Answer(result, (use, assessed)), as_of)


def _use(facts: Facts, as_of: date) -> Condition:
    before = facts["data"] == "public_order_record" and as_of < PUBLIC_ORDER_SINCE
    if before or facts["data"] not in USES:
        return Condition("allowed", None, f"{DATA[facts['data']]}没有特别的用途规定，依个人信息保护法一般规定判断", (GENERAL,))
    purposes, cite, text = USES[facts["data"]]
    return Condition("allowed", facts["purpose"] in purposes, f"用途为{PURPOSES[facts['purpose']]}；{text}", (cite,))


def _assessment(facts: Facts, as_of: date) -> Condition:
    """Tracks are sensitive by law, whether or not the facts say so (个人信息保护法 第二十八条)."""
    if as_of < ASSESSED_SINCE:
        return Condition("pia", None, f"个人信息保护法自 {ASSESSED_SINCE} 起施行，此前没有影响评估的规定", (ASSESSED,))
    acts = [zh for name, zh in ACTS.items() if facts.get(name) or (name == "sensitive" and facts["data"] == "tag_location")]
    if not acts:
        return unmet("pia", "没有须事前评估的处理情形", (ASSESSED,))
    text = f"{'、'.join(acts)}，应当事前评估，报告和记录至少保存 {KEPT_YEARS} 年"
    return met("pia", text, (SENSITIVE, ASSESSED, KEPT))
