"""injunction.term, release.corrections and ban.profession: when a court's injunction, community correction and a job ban end.

刑法 第三十八条、第七十二条 (禁止令)  第三十七条之一    自刑罚执行完毕之日或者假释之日起，期限为三年至五年.
社区矫正法 第四十四条    矫正期满的，发放解除社区矫正证明书.    实施办法 第五十三条    期满三十日前作出个人总结；公安、监狱管理机关
    决定暂予监外执行的，由看守所、监狱办理刑满释放手续.
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import add_days, term_after, term_end
from zhiheng.law.facts import Code, Day, Flag, Record, WholeNumber, contradiction, missing
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.term import COUNTING

CONTROLLED, SUSPENDED, BAN = "刑法#第三十八条", "刑法#第七十二条", "刑法#第三十七条之一"
INJUNCTION = "对判处管制宣告缓刑的犯罪分子适用禁止令有关问题的规定(2011)#第六条"
RELEASED, FORMALITIES = "社区矫正法_2019#第四十四条", "社区矫正法实施办法_2020#第五十三条"
PENDING = "进一步加强社区矫正工作衔接配合管理的意见_2026#第二十条"
PENDING_SINCE = date(2026, 2, 21)
LEAST_INJUNCTION = {"control": 3, "suspension": 2}
SUMMARY_DAYS = 30
LEAST_BAN, MOST_BAN = 36, 60


@rule(
    "injunction.term",
    title="禁止令期限",
    source=(CONTROLLED, SUSPENDED),
    since="2011-05-01",
    facts=Record(
        {
            "with": Code({"control": "判处管制", "suspension": "宣告缓刑"}, "适用对象"),
            "months": WholeNumber("禁止令期限（月），没有另定的同主刑、考验期", 0, 60),
            "starts_on": Day("管制、缓刑执行之日"),
            "principal_end": Day("管制期满、缓刑考验期满之日"),
            "shortened_by_custody": Flag("管制因先行羁押折抵，执行期限不足三个月"),
        },
        ("with", "starts_on"),
    ),
    outputs={"end_date": "禁止令届满日", "lawful": "期限合法", "min_months": "最短月数", "assumed": "没有给出、按以下情形计算"},
    parameters=(
        Parameter("期限", "可以同于或者短于管制执行期限、缓刑考验期限", (INJUNCTION,), date(2011, 5, 1), mark="S"),
        Parameter("管制", "不少于 3 个月；因折抵致管制执行期限不足三个月的，不受此限", (INJUNCTION,), date(2011, 5, 1), mark="S"),
        Parameter("缓刑", "不少于 2 个月", (INJUNCTION,), date(2011, 5, 1), mark="S"),
        Parameter("起算", "管制、缓刑执行之日", (INJUNCTION,), date(2011, 5, 1), mark="S"),
    ),
    mark="S",
)
def injunction(facts: Facts, _as_of: date) -> Answer:
    """The last day of the injunction, never later than what it accompanies, and whether its length is lawful."""
    kind, months, principal = facts["with"], facts.get("months"), facts.get("principal_end")
    least = None if kind == "control" and facts.get("shortened_by_custody") else LEAST_INJUNCTION[kind]
    if months is None and principal is None:
        raise missing("facts.months", "禁止令期限，或者管制、考验期满之日")
    _begins_before(facts, principal)
    cite = CONTROLLED if kind == "control" else SUSPENDED
    if months is None:
        says = met("term", f"没有另定期限，同管制、考验期，至 {principal}", (cite, INJUNCTION), "S")
        taken = ["没有给出禁止令期限：按与管制执行期限、缓刑考验期限相同计算"]
        return Answer({"end_date": principal, "lawful": True, "min_months": least, "assumed": taken}, (says,))
    ends_on = term_end(facts["starts_on"], months)
    long_enough, within = least is None or months >= least, None if principal is None else ends_on <= principal
    said = [
        Condition(
            "least", long_enough, f"期限 {months} 个月" + (f"，不少于 {least} 个月" if least else "，不受最短期限限制"), (INJUNCTION,), "S"
        ),
        Condition("within", within, _within_words(ends_on, principal), (INJUNCTION,), "S"),
    ]
    lawful = False if not long_enough or within is False else True if within else None
    lacking = ("facts.principal_end",) if lawful is None else ()
    return Answer({"end_date": ends_on, "lawful": lawful, "min_months": least, "assumed": []}, tuple(said), missing=lacking)


def _begins_before(facts: Facts, principal: date | None) -> None:
    if principal is not None and principal < facts["starts_on"]:
        raise contradiction("facts.principal_end", f"{principal} 早于执行之日 {facts['starts_on']}")


def _within_words(ends_on: date, principal: date | None) -> str:
    if principal is None:
        return f"至 {ends_on}；管制、考验期满之日没有给出，是否超过不能确定"
    return f"至 {ends_on}，管制、考验期至 {principal}"


@rule(
    "release.corrections",
    title="解除社区矫正之日",
    source=(RELEASED, FORMALITIES),
    since="2020-07-01",
    facts=Record(
        {
            "category": Code({"control": "管制", "probation": "缓刑", "parole": "假释", "medical_release": "暂予监外执行"}, "矫正类别"),
            "term_end": Day("矫正期限届满之日"),
            "decided_by": Code({"court": "人民法院", "police": "公安机关", "prison": "监狱管理机关"}, "决定机关"),
            "revocation_pending": Flag("已经提请撤销缓刑、假释，尚未裁定"),
            "held": Flag("被采取强制措施或者不在场"),
        },
        ("category", "term_end"),
    ),
    outputs={
        "release_on": "解除矫正之日",
        "free_from": "不再接受矫正的首日",
        "summary_by": "个人总结、书面鉴定的截止之日",
        "formalities": "办理机关",
        "overdue": "已过解除矫正之日",
    },
    parameters=(
        Parameter("期满", "矫正期限最后一日办理解除手续，发放证明书，次日起不再接受矫正", (RELEASED, FORMALITIES), date(2020, 7, 1)),
        Parameter("个人总结", f"期满 {SUMMARY_DAYS} 日前", (FORMALITIES,), date(2020, 7, 1)),
        Parameter("公安机关、监狱管理机关决定的暂予监外执行", "由看守所、监狱办理刑满释放手续", (FORMALITIES,), date(2020, 7, 1)),
        Parameter("撤销尚未裁定", "期满仍发放证明书", (PENDING,), PENDING_SINCE),
    ),
)
def release(facts: Facts, as_of: date) -> Answer:
    """The last day under correction, what is due before it, and who sees to the release."""
    last, category = facts["term_end"], facts["category"]
    decider = facts.get("decided_by")
    medical = {None: None, "court": "corrections_agency", "police": "detention_house", "prison": "prison"}
    organ = medical[decider] if category == "medical_release" else "corrections_agency"
    result = {
        "release_on": last,
        "free_from": add_days(last, 1),
        "summary_by": add_days(last, -SUMMARY_DAYS),
        "formalities": organ,
        "overdue": as_of > last,
    }
    said = [
        met("release", f"矫正期限至 {last}，当日办理解除矫正，{add_days(last, 1)} 起不再接受矫正", (RELEASED, FORMALITIES)),
        met("summary", f"期满三十日前（{add_days(last, -SUMMARY_DAYS)} 以前）作出个人总结和书面鉴定", (FORMALITIES,)),
    ]
    if organ is None:
        said.append(unknown("formalities", "暂予监外执行由谁决定没有给出，办理机关不能确定", (FORMALITIES,)))
    if (facts.get("revocation_pending") or facts.get("held")) and as_of >= PENDING_SINCE:
        said.append(met("pending", "被采取强制措施或者撤销尚未裁定的，期满仍应发放解除矫正证明书；不在场的可以缓发", (PENDING,)))
    return Answer(result, tuple(said), missing=() if organ else ("facts.decided_by",))


@rule(
    "ban.profession",
    title="从业禁止",
    source=BAN,
    since="2015-11-01",
    facts=Record(
        {
            "months": WholeNumber("期限（月）", 0, 1200),
            "principal_ended_on": Day("刑罚执行完毕之日（最后一日）"),
            "paroled_on": Day("假释之日"),
            "other_law": Flag("其他法律、行政法规对从事相关职业另有禁止或者限制性规定"),
        },
        (),
    ),
    outputs={"starts_on": "起算日", "end_date": "届满日", "lawful": "期限合法", "applies": "核查日是否禁止从业"},
    parameters=(
        Parameter("期限", f"{LEAST_BAN} 至 {MOST_BAN} 个月", (BAN,), date(2015, 11, 1)),
        Parameter("起算", "刑罚执行完毕之日或者假释之日", (BAN,), date(2015, 11, 1)),
        Parameter("其他法律、行政法规另有规定", "从其规定，可以没有期限", (BAN,), date(2015, 11, 1)),
    ),
)
def ban(facts: Facts, as_of: date) -> Answer:
    """From when to when the court forbids the profession; another law's own ban prevails."""
    begun = min((facts[name] for name in ("paroled_on", "principal_ended_on") if name in facts), default=None)
    if facts.get("other_law"):
        says = unknown("length", "其他法律、行政法规另有禁止或者限制的，从其规定，期限依该规定", (BAN,))
        applies = None if begun is None or as_of >= begun else False
        lacking_start = () if begun else ("facts.principal_ended_on",)
        return Answer({"starts_on": begun, "end_date": None, "lawful": None, "applies": applies}, (says,), missing=lacking_start)
    months = facts.get("months")
    lawful = None if months is None else LEAST_BAN <= months <= MOST_BAN
    words = f"期限 {months} 个月" if months is not None else "期限没有给出"
    said = [Condition("length", lawful, f"{words}，法定 {LEAST_BAN} 至 {MOST_BAN} 个月", (BAN,))]
    lacking = [f"facts.{name}" for name, value in (("months", months), ("principal_ended_on", begun)) if value is None]
    outside = None if begun is None or months is None else term_after(begun, months)
    if outside is None or begun is None:
        said.append(unknown("term", "刑罚执行完毕或者假释之日、期限没有给出，起止不能确定", (BAN, COUNTING)))
        return Answer({"starts_on": begun, "end_date": None, "lawful": lawful, "applies": None}, tuple(said), missing=tuple(lacking))
    said.append(met("term", f"自 {begun} 起，至 {add_days(outside, -1)}", (BAN, COUNTING)))
    result = {"starts_on": begun, "end_date": add_days(outside, -1), "lawful": lawful, "applies": begun <= as_of < outside}
    return Answer(result, tuple(said))
