"""收监审查 (监狱法 2012 第十六条, 第十七条; 2026 第三十二条): whether the prison admits, what is lacking, what a refusal must hold."""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import add_days
from zhiheng.law.facts import Code, Flag, Items, Record, contradiction
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unmet

REVISED = date(2026, 11, 1)
OLD, NEW = "监狱法_2012#第十六条", "监狱法_2026#第三十二条"
DOCUMENTS = {
    "indictment": "起诉书副本或者自诉状复印件",
    "judgment": "判决书、裁定书",
    "execution_notice": "执行通知书",
    "case_form": "结案登记表",
    "revocation_or_recall": "撤销缓刑、假释裁定书或者收监执行决定书",
}
ALWAYS = ("indictment", "judgment", "execution_notice", "case_form")
FACTS = Record(
    {
        "documents": Items(Code(DOCUMENTS, "文书"), "已收到的文书"),
        "revoked_or_recalled": Flag("被撤销缓刑、假释或者被决定收监执行"),
        "misrecorded": Flag("文书记载有误"),
        "may_be_wrong": Flag("罪犯与文书不符、刑罚记载错误等可能导致错误收监"),
        "refused": Flag("监狱不予收监"),
        "written_reason": Flag("不予收监已出具书面说明"),
        "copied": Flag("书面说明已抄送人民检察院"),
        "procuratorate_objects": Flag("人民检察院书面认为不予收监的理由不成立"),
    },
    ("documents",),
)


@rule(
    "delivery.admission",
    title="收监审查",
    source=NEW,
    since="2013-01-01",
    facts=FACTS,
    outputs={"admit": "是否应当收监", "missing": "缺少的文书", "court_completes": "是否应由法院补充、更正", "violations": "违反之处"},
    parameters=(
        Parameter(
            "收监文书", "起诉书副本、判决书、执行通知书、结案登记表，由人民法院送达", (OLD,), date(2013, 1, 1), add_days(REVISED, -1)
        ),
        Parameter("收监文书", "由公安机关送达；撤销缓刑、假释或者收监的另附裁定书、决定书", (NEW,), REVISED),
        Parameter("不予收监", "书面说明并抄送人民检察院；检察院书面认为理由不成立的应当收监", (NEW,), REVISED),
    ),
)
def admission(facts: Facts, as_of: date) -> Answer:
    """Admitted when the papers are whole; not while none came or a wrong admission threatens; else once the court completed them."""
    new = as_of >= REVISED
    if facts.get("procuratorate_objects") and not facts.get("refused"):
        raise contradiction("facts.procuratorate_objects", "没有不予收监，检察院不就其理由提出意见")
    lacking = _lacking(facts, new=new)
    papers = _papers(facts, lacking, NEW if new else OLD)
    refusal = _refusal(facts) if new and facts.get("refused") else ()
    admit = True if new and facts.get("procuratorate_objects") else papers.satisfied
    violations = sorted(each.id for each in refusal if each.satisfied is False)
    missing = tuple(name for name, each in zip(("written_reason", "copied"), refusal, strict=False) if each.satisfied is None)
    faulty = bool(lacking and facts["documents"]) or facts.get("misrecorded", False)
    return Answer(
        {"admit": admit, "missing": lacking, "court_completes": faulty, "violations": violations}, (papers, *refusal), missing=missing
    )


def _lacking(facts: Facts, *, new: bool) -> list[str]:
    asked = (*ALWAYS, "revocation_or_recall") if new and facts.get("revoked_or_recalled") else ALWAYS
    return sorted(set(asked) - set(facts["documents"]))


def _papers(facts: Facts, lacking: list[str], cite: str) -> Condition:
    if not facts["documents"]:
        return unmet("papers", "没有收到收监文书，不得收监", (cite,))
    if facts.get("may_be_wrong"):
        return unmet("papers", "可能导致错误收监，不予收监", (cite,))
    if lacking or facts.get("misrecorded"):
        named = "、".join(DOCUMENTS[name] for name in lacking) or "记载有误"
        return Condition("papers", None, f"文书不齐全或者有误（{named}），由人民法院补充、更正后收监", (cite,))
    return met("papers", "文书齐全，应当收监", (cite,))


def _refusal(facts: Facts) -> tuple[Condition, ...]:
    """What a refusal must hold, and what the procuratorate's opinion does to it."""
    said = {True: "已做到", False: "没有做到", None: "未见记载"}
    duties = (("no_written_reason", "written_reason", "出具书面说明"), ("not_copied", "copied", "抄送人民检察院"))
    held = tuple(Condition(name, facts.get(fact), f"不予收监应当{duty}：{said[facts.get(fact)]}", (NEW,)) for name, fact, duty in duties)
    if not facts.get("procuratorate_objects"):
        return held
    return (*held, unmet("must_admit", "人民检察院书面认为理由不成立，监狱应当收监", (NEW,)))
