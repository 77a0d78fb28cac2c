"""撤销缓刑、假释与收监执行 (刑法 第七十七条, 第八十六条; 刑事诉讼法解释 第五百一十六条, 第五百四十二条, 第五百四十三条)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from zhiheng.law.clocks import months_after
from zhiheng.law.facts import Code, Day, Flag, Record, WholeNumber, contradiction, missing
from zhiheng.law.limit_rules.conditions import unmet
from zhiheng.law.limit_rules.in_force import dated
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

REVOKED = "社区矫正法_2019#第四十六条"
RECALLED = "社区矫正法_2019#第四十九条"
POLICE = "社区矫正法_2019#第五十九条"
CONTROL = "刑法#第三十八条"
NEW_CRIME = "适用刑事诉讼法的解释_2021#第五百四十二条"
GROUNDS = "适用刑事诉讼法的解释_2021#第五百四十三条"
RECALL_GROUNDS = "适用刑事诉讼法的解释_2021#第五百一十六条"
RECALL_LAW = "刑事诉讼法_2018#第二百六十八条"
PROPOSED = "社区矫正法实施办法_2020#第四十九条"
PROPOSED_BY = {
    "probation": "社区矫正法实施办法_2020#第四十六条",
    "parole": "社区矫正法实施办法_2020#第四十七条",
    "medical_release": PROPOSED,
}
CRIMINAL_LAW = {"probation": "刑法#第七十七条", "parole": "刑法#第八十六条"}
CATEGORIES = {"control": "管制", "probation": "缓刑", "parole": "假释", "medical_release": "暂予监外执行"}
DEGREES = {"none": "没有", "minor": "情节轻微", "serious": "情节严重"}
WARNINGS = 2
ABSENT_MONTHS = 1
SINCE = date(2021, 3, 1)
INJUNCTION = "治安管理处罚法_2025#第七十三条"
SUPERVISED = "治安管理处罚法_2025#第七十二条"
PUNISHED_SINCE = date(2026, 1, 1)

FLAGS = {
    "new_crime": "新罪",
    "missed_crime": "漏罪",
    "no_good_reason": "无正当理由（默认是）",
    "public_order_penalty": "因违反监督管理规定受治安管理处罚",
    "uncorrected": "仍不改正",
    "not_qualified": "不符合暂予监外执行条件",
    "left_unapproved_after_warning": "未经批准离开，经警告拒不改正",
    "lost_contact_refused": "拒不报告行踪，脱离监管",
    "review_refused_after_warning": "不提交病情复查，经警告拒不改正",
    "condition_gone": "暂予监外执行的情形消失",
    "term_left": "刑期未满",
    "guarantor_lost": "保证人丧失条件，未在期限内另提",
}
FACTS = Record(
    {
        "category": Code(CATEGORIES, "类别"),
        "prohibition_breach": Code(DEGREES, "违反禁止令"),
        "absent_from": Day("脱管自"),
        "absent_to": Day("脱管至"),
        "warnings": WholeNumber("警告次数", most=1_000),
        "other_breach": Code(DEGREES, "其他违反监督管理规定"),
        **{name: Flag(zh) for name, zh in FLAGS.items()},
    },
    required=("category",),
)
OUTPUTS = {
    "revoke": "撤销或者收监的情形是否具备",
    "grounds": "具备的情形",
    "decided_by": "决定机关",
    "propose": "是否应当提出撤销或者收监建议",
    "police_penalty": "是否由公安机关给予治安管理处罚（管制）",
}
PARAMETERS = (
    Parameter("缓刑：违反禁止令", "情节严重", (GROUNDS,), SINCE),
    Parameter("缓刑、假释：不报到或者脱管", f"无正当理由，超过 {ABSENT_MONTHS} 个月", (GROUNDS,), SINCE),
    Parameter("警告", f"{WARNINGS} 次警告仍不改正", (GROUNDS, RECALL_GROUNDS), SINCE),
    Parameter("假释：其他违反监督管理规定", "尚未构成新的犯罪", (GROUNDS,), SINCE),
    Parameter("暂予监外执行：提出收监建议", f"{WARNINGS} 次警告，不问是否改正", (PROPOSED,), SINCE),
    Parameter(
        "管制：违反禁止令的治安处罚", "警告或者一千元以下罚款；情节较重的拘留五日至十日，可以并处罚款", (INJUNCTION,), PUNISHED_SINCE
    ),
)

Ground = Callable[[Facts, date], Condition]


@rule(
    "corrections.revocation",
    title="撤销缓刑、假释与收监执行",
    source=REVOKED,
    since="2021-03-01",
    facts=FACTS,
    outputs=OUTPUTS,
    parameters=PARAMETERS,
)
def revocation(facts: Facts, as_of: date) -> Answer:
    """Which grounds are made out; the court or organ still hears and decides. Control knows no revocation, only police penalty."""
    _check(facts, as_of)
    category = facts["category"]
    if category == "control":
        return dated(_control(facts), as_of)
    conditions = tuple(ground(facts, as_of) for ground in BY_CATEGORY[category])
    grounds = sorted(each.id for each in conditions if each.satisfied)
    warned = _warned_twice(facts)
    result = {
        "revoke": bool(grounds),
        "grounds": grounds,
        "decided_by": _decided_by(category, grounds),
        "propose": bool(grounds) or any(each.satisfied for each in warned),
        "police_penalty": None,
    }
    return Answer(
        result, (*conditions, *warned), (RECALLED, RECALL_LAW) if category == "medical_release" else (REVOKED, CRIMINAL_LAW[category])
    )


def _check(facts: Facts, as_of: date) -> None:
    start, end = facts.get("absent_from"), facts.get("absent_to")
    if start is not None and as_of < start:
        raise contradiction("as_of", f"核查日 {as_of} 早于 facts.absent_from（{start}）")
    if end is not None and start is None:
        raise missing("facts.absent_from", "脱管自")
    if start is not None and end is not None and end < start:
        raise contradiction("facts.absent_to", f"脱管至 {end} 早于脱管自 {start}")


def _decided_by(category: str, grounds: list[str]) -> str | None:
    if not grounds:
        return None
    if category == "medical_release":
        return "decision_organ"
    return "new_crime_court" if {"new_crime", "missed_crime"} & set(grounds) else "original_or_local_court"


def _control(facts: Facts) -> Answer:
    """A breach of the injunction or of the rules of supervision is punished by the police (刑法 第三十八条第四款)."""
    breach = facts.get("prohibition_breach", "none")
    other = facts.get("other_breach", "none") != "none" or "absent_from" in facts
    penalty = breach != "none" or other
    conditions = (
        Condition(
            "prohibition_breach",
            breach != "none",
            f"管制期间违反禁止令：{DEGREES[breach]}；由公安机关治安处罚，没有撤销制度",
            (CONTROL, INJUNCTION),
        ),
        Condition(
            "other_breach", other, "其他违反监督管理规定，由公安机关治安处罚" if other else "没有其他违反监督管理规定", (POLICE, SUPERVISED)
        ),
    )
    return Answer({"revoke": False, "grounds": [], "decided_by": None, "propose": False, "police_penalty": penalty}, conditions)


def _new_crime(facts: Facts, _: date) -> Condition:
    found = facts.get("new_crime", False)
    return Condition("new_crime", found, "考验期限内犯新罪" if found else "未见新罪", (NEW_CRIME, CRIMINAL_LAW[facts["category"]]))


def _missed_crime(facts: Facts, _: date) -> Condition:
    found = facts.get("missed_crime", False)
    return Condition("missed_crime", found, "发现判决宣告以前的漏罪" if found else "未见漏罪", (NEW_CRIME, CRIMINAL_LAW[facts["category"]]))


def _prohibition_serious(facts: Facts, _: date) -> Condition:
    breach = facts.get("prohibition_breach", "none")
    return Condition("prohibition_serious", breach == "serious", f"违反禁止令：{DEGREES[breach]}，须情节严重", (GROUNDS,))


def _absent(facts: Facts, as_of: date) -> Condition:
    """Longer than a month: past the corresponding day; an absence without an end runs until `as_of`."""
    start = facts.get("absent_from")
    if start is None:
        return unmet("absent_over_month", "未见不报到或者脱管", (GROUNDS,))
    end, month = facts.get("absent_to", as_of), months_after(start, ABSENT_MONTHS)
    reason = facts.get("no_good_reason", True)
    text = f"自 {start} 至 {end} 脱管，{ABSENT_MONTHS} 个月至 {month} 为止，{'无' if reason else '有'}正当理由"
    return Condition("absent_over_month", end > month and reason, text, (GROUNDS,))


def _penalty_uncorrected(facts: Facts, _: date) -> Condition:
    penalty, uncorrected = facts.get("public_order_penalty", False), facts.get("uncorrected", False)
    cites = (RECALL_GROUNDS,) if facts["category"] == "medical_release" else (GROUNDS,)
    text = f"{'受过' if penalty else '未受'}治安管理处罚，{'仍不改正' if uncorrected else '未见仍不改正'}"
    return Condition("penalty_uncorrected", penalty and uncorrected, text, cites)


def _two_warnings(facts: Facts, _: date) -> Condition:
    times, uncorrected = facts.get("warnings", 0), facts.get("uncorrected", False)
    cites = (RECALL_GROUNDS,) if facts["category"] == "medical_release" else (GROUNDS,)
    text = f"受警告 {times} 次（须 {WARNINGS} 次），{'仍不改正' if uncorrected else '未见仍不改正'}"
    return Condition("two_warnings_uncorrected", times >= WARNINGS and uncorrected, text, cites)


def _warned_twice(facts: Facts) -> tuple[Condition, ...]:
    """收监: two warnings call for the proposal (实施办法 第四十九条), and uncorrected for the court's recall (解释 第五百一十六条)."""
    if facts["category"] != "medical_release":
        return ()
    times = facts.get("warnings", 0)
    text = f"受警告 {times} 次：两次警告即应提出收监执行建议；人民法院决定收监还须仍不改正"
    return (Condition("two_warnings_proposal", times >= WARNINGS, text, (PROPOSED, RECALL_GROUNDS)),)


def _other_serious(facts: Facts, _: date) -> Condition:
    breach = facts.get("other_breach", "none")
    cites = (RECALL_GROUNDS,) if facts["category"] == "medical_release" else (GROUNDS,)
    return Condition("other_serious", breach == "serious", f"其他违反规定：{DEGREES[breach]}，须情节严重", cites)


def _other_breach(facts: Facts, _: date) -> Condition:
    """假释: any other breach not yet a crime; a police penalty left without effect is one."""
    breach = facts.get("other_breach", "none")
    punished = bool(facts.get("public_order_penalty")) and bool(facts.get("uncorrected"))
    text = f"其他违反监督管理规定：{'受治安管理处罚仍不改正' if punished else DEGREES[breach]}，尚未构成新的犯罪即可"
    return Condition("other_breach", breach != "none" or punished, text, (GROUNDS, CRIMINAL_LAW["parole"]))


def _recall(name: str, *facts_named: str, together: bool = False) -> Ground:
    """A ground of recall that rests on flags alone: any of them, or all of them together."""

    def ground(facts: Facts, _: date) -> Condition:
        states = [facts.get(each, False) for each in facts_named]
        text = "；".join(f"{FLAGS[each]}：{'是' if state else '否'}" for each, state in zip(facts_named, states, strict=True))
        return Condition(name, all(states) if together else any(states), text, (RECALL_GROUNDS,))

    return ground


BY_CATEGORY: dict[str, tuple[Ground, ...]] = {
    "probation": (_new_crime, _missed_crime, _prohibition_serious, _absent, _penalty_uncorrected, _two_warnings, _other_serious),
    "parole": (_new_crime, _missed_crime, _absent, _two_warnings, _other_breach),
    "medical_release": (
        _recall("not_qualified", "not_qualified"),
        _recall("left_or_lost", "left_unapproved_after_warning", "lost_contact_refused"),
        _penalty_uncorrected,
        _two_warnings,
        _recall("review_refused", "review_refused_after_warning"),
        _recall("condition_gone", "condition_gone", "term_left", together=True),
        _recall("guarantor_lost", "guarantor_lost"),
        _other_serious,
    ),
}
