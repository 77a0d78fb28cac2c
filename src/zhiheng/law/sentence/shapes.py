"""The facts the sentence-execution rules read: the sentence, the offender, earlier reductions, merits, property judgments."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.law.facts import Amount, Code, Day, Flag, Items, Kind, Record, WholeNumber

KINDS = {"control": "管制", "detention": "拘役", "fixed": "有期徒刑", "life": "无期徒刑", "death_reprieve": "死刑缓期二年执行"}
TIMED = ("control", "detention", "fixed")
LONGEST_MONTHS = {"control": 36, "detention": 12, "fixed": 300}

CATEGORIES = {
    "duty": "职务犯罪",
    "graft": "贪污贿赂犯罪（原具有国家工作人员身份）",
    "finance": "破坏金融管理秩序、金融诈骗犯罪",
    "mafia": "黑社会性质组织犯罪",
    "state_security": "危害国家安全犯罪",
    "terrorism": "恐怖活动犯罪",
    "drug_ringleader": "毒品犯罪集团首要分子",
    "drug_repeat": "毒品再犯",
    "violent": "故意杀人、强奸、抢劫、绑架、放火、爆炸、投放危险物质或者有组织的暴力性犯罪",
    "other": "其他犯罪",
}
STRICT_CATEGORIES = ("duty", "graft", "finance", "mafia", "state_security", "terrorism", "drug_ringleader", "drug_repeat")
RESTITUTION_CATEGORIES = ("duty", "graft", "finance", "mafia")

CUSTODY_KINDS = {
    "criminal_detention": "拘留、逮捕",
    "designated_residence": "指定居所监视居住",
    "administrative_detention": "同一行为的行政拘留",
    "liuzhi": "留置",
    "guanhu": "管护",
}
_FROM_TO = ("from", "to")
MONTHS = WholeNumber("月数", 0, 420)
DAYS = WholeNumber("另加日数", 0, 30)

SENTENCE_FIELDS: Mapping[str, Kind] = {
    "kind": Code(KINDS, "主刑"),
    "months": WholeNumber("原判刑期（月）", 0, 300),
    "days": WholeNumber("原判刑期另加日数", 0, 30),
    "starts_on": Day("刑期起算日"),
    "effective_on": Day("判决生效日"),
    "admitted_on": Day("实际送交刑罚执行机关之日"),
    "custody": Items(
        Record({"kind": Code(CUSTODY_KINDS, "羁押种类"), "from": Day("起"), "to": Day("止")}, ("kind", *_FROM_TO)), "先行羁押"
    ),
    "not_counted": Items(
        Record(
            {"from": Day("起"), "to": Day("止"), "ground": Code({"bribery": "通过贿赂等非法手段暂予监外执行", "escape": "脱逃"}, "原因")},
            (*_FROM_TO, "ground"),
        ),
        "不计入刑期的期间",
    ),
    "offences": Items(
        Record({"category": Code(CATEGORIES, "罪类"), "kind": Code(KINDS, "该罪刑种"), "months": MONTHS}, ("category",)), "各罪"
    ),
    "suspension_months": WholeNumber("缓刑考验期（月）", 1, 60),
    "reprieve_expires_on": Day("死缓期满之日"),
    "restricted": Flag("限制减刑"),
    "no_commutation": Flag("终身监禁"),
}
SENTENCE = Record(SENTENCE_FIELDS, ("kind",), "刑罚")
SENTENCE_PARTS = Record(SENTENCE_FIELDS, (), "刑罚")

OFFENDER = Record(
    {
        "repentant": Flag("确有悔改表现"),
        "recidivist": Flag("累犯"),
        "group_ringleader": Flag("犯罪集团首要分子"),
        "birth_date": Day("出生日期"),
        "serious_illness": Flag("患严重疾病"),
        "disabled": Flag("身体残疾"),
        "disability_self_inflicted": Flag("犯罪后自伤致残"),
        "incapacitated": Flag("基本丧失劳动能力、生活难以自理"),
        "reoffend_risk": Flag("有再犯罪的危险"),
        "social_danger": Flag("有社会危险性"),
        "self_inflicted": Flag("自伤自残"),
    },
    zh="罪犯",
)

REDUCTION_TYPES = {"cut": "减去刑期", "to_fixed": "减为有期徒刑", "to_life": "减为无期徒刑"}
REDUCTIONS = Items(
    Record(
        {
            "type": Code(REDUCTION_TYPES, "减刑种类"),
            "months": MONTHS,
            "days": DAYS,
            "ruled_on": Day("裁定日"),
            "delivered_on": Day("裁定送达日"),
        },
        ("type",),
        "减刑",
    ),
    "历次减刑",
)
MERITS = Items(Record({"level": Code({"ordinary": "立功", "major": "重大立功"}, "等级")}, ("level",)), "立功")
NEW_CRIMES = Items(
    Record(
        {"kind": Code({"fixed": "有期徒刑", "life": "无期徒刑"}, "新罪刑种"), "judged_on": Day("新罪判决确定日")}, ("kind", "judged_on")
    ),
    "服刑期间又故意犯罪",
)

ITEM_KINDS = {"fine": "罚金", "confiscation": "没收财产", "recovery": "追缴、责令退赔", "compensation": "民事赔偿"}
ITEM_STATUS = {
    "remitted": "裁定免除",
    "instalment_current": "分期履行未逾期",
    "deposited": "全额提存",
    "waived": "谅解并书面放弃",
    "executed": "已经执行完毕",
}
HIDING = {
    "conceals_proceeds": "拒不交代赃款、赃物去向",
    "hides_assets": "隐瞒、藏匿、转移财产",
    "obstructs_enforcement": "妨害财产性判项执行",
    "refuses_declaration": "拒不申报财产",
    "false_declaration": "虚假申报财产",
}
SPENDING = {"disguised_spending": "借名、虚报用途消费", "excess_spending": "无特殊原因明显超额消费"}
PROPERTY = Record(
    {
        "items": Items(
            Record(
                {
                    "kind": Code(ITEM_KINDS, "种类"),
                    "amount": Amount("应履行金额"),
                    "paid": Amount("已履行金额"),
                    "all_property": Flag("没收全部财产"),
                    "status": Code(ITEM_STATUS, "状态"),
                },
                ("kind",),
            ),
            "财产性判项",
        ),
        "conduct": Items(Code({**HIDING, **SPENDING}, "拒不履行情形"), "拒不履行情形"),
        "conduct_ended_on": Day("情形消失之日"),
        "completed_on": Day("执行完毕之日"),
        "able": Flag("有履行能力"),
        "no_assets_found": Flag("经查控未发现可供执行财产"),
        "active_restitution": Flag("积极退赃、协助追缴、赔偿"),
    },
    zh="财产性判项",
)
