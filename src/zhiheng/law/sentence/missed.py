"""term.missed: a sentence after a crime committed before the judgment is found while it is served.

刑法 第七十条    把前后两个判决所判处的刑罚并罚，已经执行的刑期，应当计算在新判决决定的刑期以内.
2016 第三十四条    原减刑裁定自动失效；主动交代的重新裁定予以确认，他人发现的在总和之内酌情重新裁定.    第三十五条    死缓期内.
第三十六条    死缓期满后: 减为无期徒刑之日至新判决生效之日的刑期计入减刑裁定的刑期.    第三十七条    无期减为有期后: 前罪无期徒刑生效之日
    至新判决生效之日的刑期扣减；漏罪三年以下的，执行一年以上可减.
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import add_days, days_between, term_after
from zhiheng.law.facts import Code, Day, Record, WholeNumber, contradiction, need
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.served import between
from zhiheng.law.sentence.shapes import KINDS
from zhiheng.law.sentence.term import COUNTING, length

_2016 = "办理减刑假释案件具体应用法律的规定_2016"
MERGED, LAPSE = "刑法#第七十条", f"{_2016}#第三十四条"
WITHIN, AFTER, REDUCED = (f"{_2016}#第{each}条" for each in ("三十五", "三十六", "三十七"))
FOUND = {
    "fixed": "有期徒刑执行期间",
    "reprieve": "死缓期间",
    "after_reprieve": "死缓期满减为无期徒刑以后",
    "life_reduced": "无期徒刑减为有期徒刑以后",
}
RESULTS = {"fixed": ("fixed",), "reprieve": ("death_reprieve",), "after_reprieve": ("death_reprieve",), "life_reduced": ("life",)}
LIGHT_MONTHS, LIGHT_START_MONTHS = 36, 12
OUTPUTS = {
    "starts_on": "新判决刑期起算日",
    "end_date": "刑期届满日",
    "counted_months": "计入、扣减的月数",
    "counted_more_days": "计入、扣减的月数以外的日数",
    "counted_days": "计入、扣减的总日数",
    "counted_in": "在何处计入、扣减",
    "rulings": "原减刑裁定",
    "reconfirm": "重新裁定",
    "first_reduction_on": "可以再减为有期徒刑的最早之日",
}


@rule(
    "term.missed",
    title="发现漏罪后的刑期",
    source=(MERGED, LAPSE, WITHIN, AFTER, REDUCED),
    since="2021-03-01",
    facts=Record(
        {
            "found_in": Code(FOUND, "发现漏罪的阶段"),
            "result": Code(KINDS, "并罚决定执行的刑罚"),
            "missed_kind": Code(KINDS, "漏罪判处的刑种"),
            "missed_months": WholeNumber("漏罪判处的刑期（月）", 0, 300),
            "disclosed_by": Code({"offender": "罪犯主动交代", "others": "有关机关发现或者他人检举"}, "漏罪由谁交代"),
            "starts_on": Day("原判刑期起算日"),
            "months": WholeNumber("并罚决定执行的有期徒刑（月）", 0, 300),
            "former_effective_on": Day("前罪判决生效日（死缓为宣告或者送达之日）"),
            "to_life_on": Day("前罪死缓减为无期徒刑之日"),
            "new_effective_on": Day("新判决生效日"),
        },
        ("found_in", "result"),
    ),
    outputs=OUTPUTS,
    parameters=(
        Parameter("有期徒刑", "自原判起算日计算，已经执行的计算在内", (MERGED,), date(1997, 10, 1)),
        Parameter("死缓期间", "自新判决确定之日起，已经执行的计入；漏罪被判处死缓的除外", (WITHIN,), date(2017, 1, 1)),
        Parameter("死缓期满后", "不再执行死缓；减为无期徒刑之日至新判决生效之日计入减刑裁定的刑期", (AFTER,), date(2017, 1, 1)),
        Parameter("无期徒刑减为有期徒刑后", "前罪生效之日至新判决生效之日，在再减为有期徒刑时扣减", (REDUCED,), date(2017, 1, 1)),
        Parameter("漏罪三年以下", f"新判决生效后执行 {LIGHT_START_MONTHS} 个月以上可以减为有期徒刑", (REDUCED,), date(2017, 1, 1)),
        Parameter("原减刑裁定", "自动失效；主动交代的重新确认，他人发现的在总和之内酌情", (LAPSE,), date(2017, 1, 1)),
    ),
)
def missed(facts: Facts, _as_of: date) -> Answer:
    """What is counted into the new sentence, from when it runs, and what becomes of earlier rulings."""
    stage, result = facts["found_in"], facts["result"]
    if result not in RESULTS[stage] and not (stage == "fixed" and result == "life"):
        raise contradiction("facts.result", f"{FOUND[stage]}发现漏罪，本规则回答{KINDS[RESULTS[stage][0]]}的情形")
    found, said = {"fixed": _fixed, "reprieve": _reprieve, "after_reprieve": _after_reprieve, "life_reduced": _life_reduced}[stage](facts)
    disclosed = facts.get("disclosed_by")
    reconfirm = {None: None, "offender": "full", "others": "within_total"}[disclosed]
    lapse = {
        None: unknown("rulings", "原减刑裁定自动失效；漏罪由谁交代没有给出，重新裁定的方式不能确定", (LAPSE,)),
        "offender": met("rulings", "原减刑裁定自动失效；主动交代的，原减去的刑期重新裁定予以确认", (LAPSE,)),
        "others": met("rulings", "原减刑裁定自动失效；他人发现的，在原减去的总和之内酌情重新裁定", (LAPSE,)),
    }[disclosed]
    whole = dict.fromkeys(OUTPUTS) | found | {"rulings": "void", "reconfirm": reconfirm}
    return Answer(whole, (*said, lapse), missing=(*_untold(facts), *(() if disclosed else ("facts.disclosed_by",))))


def _untold(facts: Facts) -> tuple[str, ...]:
    """The fact about the missed crime that would tell from when life may be reduced again."""
    if facts["found_in"] != "life_reduced" or _is_light(facts) is not None:
        return ()
    return ("facts.missed_months" if "missed_kind" in facts else "facts.missed_kind",)


Part = tuple[dict[str, object], list[Condition]]


def _fixed(facts: Facts) -> Part:
    """The merged term runs from the first day of the former one."""
    starts_on = need(facts, "starts_on", "facts", "原判刑期起算日")
    new = need(facts, "new_effective_on", "facts", "新判决生效日")
    if new < starts_on:
        raise contradiction("facts.new_effective_on", f"{new} 早于原判刑期起算日 {starts_on}")
    if facts["result"] == "life":
        says = met("served", "并罚为无期徒刑，已经执行的有期徒刑没有可以计入的刑期", (MERGED,))
        return {"counted_in": "none"}, [says]
    months = need(facts, "months", "facts", "并罚决定执行的有期徒刑")
    counted = _counted(starts_on, new)
    ends_on = add_days(term_after(starts_on, months), -1)
    text = f"并罚执行 {months} 个月，自原起算日 {starts_on} 起，已经执行 {_spelled(counted)}计算在内，至 {ends_on}"
    return {"starts_on": starts_on, "end_date": ends_on, "counted_in": "new_term"} | counted, [met("term", text, (MERGED, COUNTING))]


def _reprieve(facts: Facts) -> Part:
    """第三十五条: two years from the new judgment, the time served of the old reprieve counted, save where the missed crime brought one."""
    former, new = _days(facts)
    if new >= term_after(former, 24):
        raise contradiction("facts.new_effective_on", f"{new} 死缓已经期满，不在缓期执行期内")
    if need(facts, "missed_kind", "facts", "漏罪判处的刑种") == "death_reprieve":
        last = add_days(term_after(new, 24), -1)
        says = met("reprieve", f"漏罪被判处死缓，已经执行的不计入，自 {new} 起至 {last}", (WITHIN,))
        return {"starts_on": new, "end_date": last, "counted_in": "none"} | _counted(new, new), [says]
    counted = _counted(former, new)
    last = add_days(term_after(new, 24), -days_between(former, new) - 1)
    text = f"自新判决确定之日 {new} 起二年，已经执行的 {_spelled(counted)}计入，至 {last}"
    return {"starts_on": new, "end_date": last, "counted_in": "reprieve"} | counted, [met("reprieve", text, (WITHIN, "刑法#第五十一条"))]


def _after_reprieve(facts: Facts) -> Part:
    """第三十六条: life is served; the time since the reduction to life counts when it is reduced again."""
    if need(facts, "missed_kind", "facts", "漏罪判处的刑种") == "death_reprieve":
        new = need(facts, "new_effective_on", "facts", "新判决生效日")
        says = met("reprieve", f"漏罪被判处死缓，死缓考验期自 {new} 另行执行", (AFTER,))
        return {"starts_on": new, "counted_in": "none"}, [says]
    since = need(facts, "to_life_on", "facts", "前罪死缓减为无期徒刑之日")
    new = _later(facts, since)
    counted = _counted(since, new)
    text = f"交付执行时执行无期徒刑；{since} 至 {new} 已经执行的 {_spelled(counted)}，计算在减刑裁定决定执行的刑期以内"
    return {"starts_on": new, "counted_in": "next_reduction"} | counted, [met("counted", text, (AFTER,))]


def _life_reduced(facts: Facts) -> Part:
    """第三十七条: the time since the former life sentence took effect is taken off when the new one is reduced."""
    former, new = _days(facts)
    counted = _counted(former, new)
    text = f"前罪无期徒刑生效之日 {former} 至新判决生效之日 {new}，已经执行的 {_spelled(counted)}，在减为有期徒刑时扣减"
    said = [met("counted", text, (REDUCED,))]
    light = _is_light(facts)
    first = term_after(new, LIGHT_START_MONTHS) if light else None
    if light is None:
        said.append(unknown("light", "漏罪判处的刑罚没有给出，减为有期徒刑的起始时间不能确定", (REDUCED,)))
    elif light:
        said.append(met("light", f"漏罪三年以下，新判决生效后执行一年以上，{first} 起可以减为有期徒刑", (REDUCED,)))
    return {"starts_on": new, "counted_in": "next_reduction", "first_reduction_on": first} | counted, said


def _is_light(facts: Facts) -> bool | None:
    """Whether the missed crime brought three years of fixed term or less, or a lighter kind."""
    kind = facts.get("missed_kind")
    if kind is None or (kind == "fixed" and "missed_months" not in facts):
        return None
    return kind in ("control", "detention") or (kind == "fixed" and facts["missed_months"] <= LIGHT_MONTHS)


def _days(facts: Facts) -> tuple[date, date]:
    former = need(facts, "former_effective_on", "facts", "前罪判决生效日")
    return former, _later(facts, former)


def _later(facts: Facts, earlier: date) -> date:
    new: date = need(facts, "new_effective_on", "facts", "新判决生效日")
    if new < earlier:
        raise contradiction("facts.new_effective_on", f"{new} 早于 {earlier}")
    return new


def _counted(since: date, until: date) -> dict[str, object]:
    """The time from one day to another, the first counted and the last not."""
    months, days = between(since, until)
    return {"counted_months": months, "counted_more_days": days, "counted_days": days_between(since, until)}


def _spelled(counted: dict[str, object]) -> str:
    return length(int(str(counted["counted_months"])), int(str(counted["counted_more_days"])))
