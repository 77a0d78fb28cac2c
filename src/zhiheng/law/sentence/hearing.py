"""procedure.hearing, procedure.competence: in what form and by which court commutation and parole are decided.

审理程序规定 第一条, 解释 第五百三十四条    死缓、无期徒刑由高级人民法院，有期徒刑和被减为有期徒刑、拘役、管制由中级人民法院；一个月内裁定，
    无期徒刑、有期徒刑案情复杂或者情况特殊的，可以延长一个月.
审理程序规定 第六条, 解释 第五百三十八条    应当开庭审理的案件.
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Code, Flag, Record
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule
from zhiheng.law.sentence.consistency import consistent
from zhiheng.law.sentence.shapes import CATEGORIES, KINDS, MERITS, REDUCTIONS, RESTITUTION_CATEGORIES, SENTENCE, SENTENCE_PARTS
from zhiheng.law.sentence.standing import standing

COURT = ("减刑假释案件审理程序的规定_2014#第一条", "适用刑事诉讼法的解释_2021#第五百三十四条")
HEARING = ("减刑假释案件审理程序的规定_2014#第六条", "适用刑事诉讼法的解释_2021#第五百三十八条")
_SINCE = date(2014, 6, 1)


@rule(
    "procedure.hearing",
    title="减刑、假释案件开庭审理",
    source=HEARING,
    since="2014-06-01",
    facts=Record(
        {
            "kind": Code({"commutation": "减刑", "parole": "假释"}, "案件种类"),
            "sentence": SENTENCE_PARTS,
            "merits": MERITS,
            "irregular": Flag("起始时间、间隔时间或者幅度不符合一般规定"),
            "public_objection": Flag("公示期间收到不同意见"),
            "procurator_objects": Flag("人民检察院有异议"),
            "public_attention": Flag("社会影响重大或者关注度高"),
        },
        ("kind",),
    ),
    outputs={"hearing_required": "应当开庭审理", "reasons": "理由", "assumed": "没有给出、按以下情形计算"},
    parameters=(
        Parameter(
            "应当开庭", "重大立功；不合一般规定；公示异议；检察院异议；职务、涉黑、金融犯罪；影响重大；其他有必要的", HEARING, _SINCE
        ),
    ),
)
def hearing(facts: Facts, _as_of: date) -> Answer:
    """The grounds that make an open hearing compulsory; the court may hold one in any other case."""
    consistent(facts)
    commutation = facts["kind"] == "commutation"
    categories = {each["category"] for each in facts.get("sentence", {}).get("offences", ())} & set(RESTITUTION_CATEGORIES)
    grounds = {
        "MAJOR_MERIT": (commutation and any(each["level"] == "major" for each in facts.get("merits", ())), "因重大立功报请减刑"),
        "IRREGULAR": (commutation and bool(facts.get("irregular")), "减刑起始时间、间隔时间或者幅度不符合一般规定"),
        "PUBLIC_OBJECTION": (bool(facts.get("public_objection")), "公示期间收到不同意见"),
        "PROCURATOR_OBJECTS": (bool(facts.get("procurator_objects")), "人民检察院有异议"),
        "CATEGORY": (bool(categories), "、".join(CATEGORIES[each] for each in sorted(categories)) or "职务、涉黑、金融犯罪"),
        "PUBLIC_ATTENTION": (bool(facts.get("public_attention")), "社会影响重大或者社会关注度高"),
    }
    reasons = sorted(code for code, (found, _) in grounds.items() if found)
    told = facts.get("sentence", {}).get("offences") or reasons
    taken = [] if told else ["没有给出各罪：按不属于职务、涉黑、金融犯罪计算"]
    said = tuple(Condition(code, found, f"{words}：{'是' if found else '否'}", HEARING) for code, (found, words) in grounds.items())
    return Answer({"hearing_required": bool(reasons), "reasons": reasons, "assumed": taken}, said)


@rule(
    "procedure.competence",
    title="减刑、假释案件管辖",
    source=COURT,
    since="2014-06-01",
    facts=Record({"sentence": SENTENCE, "reductions": REDUCTIONS}, ("sentence",)),
    outputs={"court": "管辖法院", "extendable": "可以延长一个月"},
    parameters=(
        Parameter("高级人民法院", "死缓、无期徒刑", COURT, _SINCE),
        Parameter("中级人民法院", "有期徒刑、被减为有期徒刑、拘役、管制", COURT, _SINCE),
        Parameter("可以延长一个月", "无期徒刑、有期徒刑", COURT, _SINCE),
    ),
)
def competence(facts: Facts, _as_of: date) -> Answer:
    """The court that decides on the sentence as it stands, and whether its month can be extended."""
    consistent(facts)
    now = standing(facts["sentence"], facts.get("reductions", ()))
    court = "high" if now.form in ("life", "death_reprieve") else "intermediate"
    extendable = now.form in ("life", "fixed")
    longer = "，可以延长一个月" if extendable else ""
    words = f"正在执行{KINDS[now.form]}：由{'高级' if court == 'high' else '中级'}人民法院在一个月内裁定{longer}"
    return Answer({"court": court, "extendable": extendable}, (met("court", words, COURT),))
