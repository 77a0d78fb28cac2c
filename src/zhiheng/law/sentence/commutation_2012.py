"""commutation.assess as it stood from 2012-07-01 to 2016-12-31 (法释〔2012〕2号), from a second-hand text.

第五条    悔改或者立功一次一般不超过一年；悔改并立功、重大立功不超过二年.
第六条    五年以上的执行一年六个月以上，间隔一年以上；不满五年的比照适当缩短；重大立功不受限制.
第七条    无期徒刑服刑二年以后减为二十年以上二十二年以下，重大立功十五年以上二十年以下.
第九条    死缓减为无期徒刑后服刑二年以后减为二十五年，重大立功二十三年.
第十条    限制减刑的从严，没有数字.    第十一条    管制、拘役、余刑不满一年的酌情.
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import add_days, days_between, term_after
from zhiheng.law.facts import Record
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown, unmet
from zhiheng.law.sentence.agreed import timed_length
from zhiheng.law.sentence.commutation import OUTPUTS, SHAPE
from zhiheng.law.sentence.consistency import consistent
from zhiheng.law.sentence.standing import Standing, standing
from zhiheng.law.sentence.term import half_term

GROUND = "刑法#第七十八条"
TEXT = "办理减刑假释案件具体应用法律若干问题的规定(2012)"
AMOUNT, TIMES, LIFE, REPRIEVED, RESTRICTED, SHORT = (f"{TEXT}#第{each}条" for each in ("五", "六", "七", "九", "十", "十一"))
SINCE, UNTIL = date(2012, 7, 1), date(2016, 12, 31)
LESSER_MOST, GREATER_MOST = 12, 24
START_MONTHS, INTERVAL_MONTHS, LIFE_START_MONTHS, FIVE_YEARS, SHORT_MONTHS = 18, 12, 24, 60, 12
LIFE_TERMS = {False: (240, 264), True: (180, 240)}
REPRIEVED_TERMS = {False: 300, True: 276}

PARAMETERS = (
    Parameter("有期徒刑幅度", "悔改或者立功 12 个月；悔改并立功、重大立功 24 个月", (AMOUNT,), SINCE, UNTIL, "S"),
    Parameter("五年以上有期徒刑", "执行 18 个月以上，间隔 12 个月以上；重大立功不受限制；不满五年的适当缩短", (TIMES,), SINCE, UNTIL, "S"),
    Parameter("无期徒刑", "服刑 24 个月以后，减为 240–264 个月，重大立功 180–240 个月", (LIFE,), SINCE, UNTIL, "S"),
    Parameter(
        "死缓减为无期徒刑", "服刑 24 个月以后，减为 300 个月，重大立功 276 个月；限制减刑的从严", (REPRIEVED, RESTRICTED), SINCE, UNTIL, "S"
    ),
    Parameter("管制、拘役，余刑不满一年", "酌情，实际执行不少于二分之一", (SHORT,), SINCE, UNTIL, "S"),
)


@rule(
    "commutation.assess",
    title="减刑（2012 年规定，二手资料）",
    source=(GROUND, AMOUNT, TIMES),
    since=SINCE.isoformat(),
    until=UNTIL.isoformat(),
    facts=Record(SHAPE.fields, SHAPE.required),
    outputs=OUTPUTS,
    parameters=PARAMETERS,
    mark="S",
)
def commutation_2012(facts: Facts, as_of: date) -> Answer:
    """Whether a proposal filed on the day met the text of 2012; what it left to discretion is not known."""
    consistent(facts, filed_on=as_of)
    now = standing(facts["sentence"], facts.get("reductions", ()))
    if now.form == "death_reprieve" or "suspension_months" in facts["sentence"]:
        return _closed(now)
    timed_length(facts)
    merits = {each["level"] for each in facts.get("merits", ())}
    repentant, major = bool(facts["offender"].get("repentant")), "major" in merits
    said = [*_ground(repentant, merits), *_execution(facts, now, as_of)]
    bars = [_start(facts, now, as_of, major=major), _interval(facts, now, as_of, major=major)]
    said += [each for each, _, _ in bars]
    larger = major or (repentant and "ordinary" in merits)
    amounts, words = _amounts(facts, now, larger=larger, major=major)
    said += words
    reasons = sorted(each.id for each in said if each.satisfied is False)
    untold = any(each.satisfied is None for each in said)
    dated = [until for _, until, _ in bars if until]
    closed = untold or "SENTENCE_ENDED" in reasons or not dated
    result = {
        **dict.fromkeys(OUTPUTS),
        "eligible": False if reasons else None if untold else True,
        "reasons": reasons,
        "earliest_date": None if closed else max(dated),
        **({} if "NO_GROUND" in reasons else amounts),
        "assumed": ["2012 年规定关于从严、从宽和财产性判项的条文没有录入：按没有这些情形计算"],
    }
    return Answer(result, tuple(said), missing=tuple(place for _, _, place in bars if place))


def _closed(now: Standing) -> Answer:
    """A reprieve not yet reduced, and a suspended sentence."""
    code, words = (
        ("REPRIEVE_RUNNING", "死刑缓期执行尚未减刑") if now.form == "death_reprieve" else ("SUSPENDED_SENTENCE", "宣告缓刑，一般不适用减刑")
    )
    empty = dict.fromkeys(OUTPUTS) | {"eligible": False, "reasons": [code], "assumed": []}
    return Answer(empty, (unmet(code, words, (GROUND,)),))


def _ground(repentant: bool, merits: set[str]) -> list[Condition]:
    held = repentant or bool(merits)
    words = "确有悔改表现或者有立功表现" if held else "没有确有悔改表现，也没有立功"
    return [Condition("NO_GROUND", held, words, (GROUND,))]


def _execution(facts: Facts, now: Standing, as_of: date) -> list[Condition]:
    """The sentence is being served on the day; half of a timed one must be."""
    said = []
    outside = now.outside_on()
    if outside is not None and as_of >= outside:
        said.append(unmet("SENTENCE_ENDED", f"核查日 {as_of} 刑罚已经执行完毕", (GROUND,)))
    if as_of < facts["sentence"].get("effective_on", as_of):
        said.append(unmet("SENTENCE_NOT_BEGUN", f"核查日 {as_of} 判决尚未生效", (GROUND,)))
    left = _half_left(now)
    if left is not None:
        said.append(Condition("HALF_TERM_REACHED", left > 0, f"实际执行不少于二分之一，尚可减 {max(0, left)} 个月", (GROUND,)))
    return said


def _half_left(now: Standing) -> int | None:
    """Months that may still be taken off before half is reached; None for life and what it became."""
    if now.converted or now.months is None:
        return None
    return now.months - half_term(now.months)[0] - now.months % 2 - now.cut_months


Bar = tuple[Condition, date | None, str | None]


def _start(facts: Facts, now: Standing, as_of: date, *, major: bool) -> Bar:
    """第六、七、九、十一条."""
    sentence = facts["sentence"]
    if now.form == "life":
        name = "effective_on" if now.kind == "life" else "reprieve_expires_on"
        return _bar("NOT_STARTED", sentence.get(name), LIFE_START_MONTHS, as_of, (LIFE, REPRIEVED), f"facts.sentence.{name}")
    if now.kind != "fixed" or major or (now.months or 0) < FIVE_YEARS or _short(facts, now):
        return met("NOT_STARTED", "起始时间没有固定数字，或者不受限制", (TIMES, SHORT), "S"), None, None
    return _bar("NOT_STARTED", sentence.get("admitted_on"), START_MONTHS, as_of, (TIMES,), "facts.sentence.admitted_on")


def _short(facts: Facts, now: Standing) -> bool:
    """Less than a year left when the judgment took effect, as far as the days are given."""
    effective_on = facts["sentence"].get("effective_on")
    if effective_on is None or now.begins_on is None:
        return False
    whole = add_days(term_after(now.begins_on, now.months or 0, now.days), now.not_counted_days - now.credit_days)
    return bool(whole < term_after(effective_on, SHORT_MONTHS))


def _interval(facts: Facts, now: Standing, as_of: date, *, major: bool) -> Bar:
    reductions = facts.get("reductions", ())
    if not reductions or now.form != "fixed" or major or (now.months or 0) < FIVE_YEARS:
        return met("INTERVAL", "间隔时间没有固定数字，或者不受限制", (TIMES,), "S"), None, None
    return _bar(
        "INTERVAL",
        reductions[-1].get("delivered_on"),
        INTERVAL_MONTHS,
        as_of,
        (TIMES,),
        f"facts.reductions[{len(reductions)}].delivered_on",
    )


def _bar(code: str, since: date | None, months: int, as_of: date, cites: tuple[str, ...], place: str) -> Bar:
    """Months to be past from a day; not known without the day."""
    if since is None:
        return unknown(code, f"须满 {months} 个月，起算日没有给出", cites, "S"), None, place
    until = term_after(since, months)
    short = days_between(as_of, until)
    words = f"自 {since} 起 {months} 个月，{until} 期满" + (f"，尚差 {short} 日" if short > 0 else "，已满")
    return Condition(code, short <= 0, words, cites, "S"), until, None


def _amounts(facts: Facts, now: Standing, *, larger: bool, major: bool) -> tuple[dict[str, int | None], list[Condition]]:
    """第五、七、九条: the most one ruling may give, or the new term."""
    if facts["sentence"].get("restricted"):
        return {}, [met("AMOUNT", "限制减刑的从严掌握，没有数字", (RESTRICTED,), "S")]
    if now.form == "life":
        least, most = LIFE_TERMS[major] if now.kind == "life" else (REPRIEVED_TERMS[major], REPRIEVED_TERMS[major])
        says = met("NEW_TERM", f"减为 {least} 至 {most} 个月有期徒刑", (LIFE, REPRIEVED), "S")
        return {"min_term_months": least, "max_term_months": most}, [says]
    left = _half_left(now)
    most = GREATER_MOST if larger else LESSER_MOST
    if now.kind in ("control", "detention"):
        most = left or 0
    most = max(0, most if left is None else min(most, left))
    return {"max_reduction_months": most}, [met("AMOUNT", f"一次减刑不超过 {most} 个月", (AMOUNT, GROUND), "S")]
