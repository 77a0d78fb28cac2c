"""parole.assess, parole.term and parole.revoke: may parole be sought, how long is its probation, and what revocation brings.

刑法 第八十一条 (条件, see `parole_core`)    第八十三条 有期徒刑的假释考验期限，为没有执行完毕的刑期；无期徒刑的为十年；从假释之日起计算.
第八十六条    犯新罪的，撤销假释，依照第七十一条并罚；发现漏罪的，依照第七十条并罚；违反规定的，收监执行未执行完毕的刑罚.
2016 第三十条    被撤销假释的，一般不得再假释；漏罪曾如实供述或者系自首的除外；可以减刑，起始时间自收监之日起计算.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from zhiheng.law.clocks import days_between, term_end
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Code, Day, Flag, Record, contradiction, missing
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown, unmet
from zhiheng.law.sentence.agreed import agreed, timed_length
from zhiheng.law.sentence.columns import Columns, columns_of
from zhiheng.law.sentence.consistency import consistent
from zhiheng.law.sentence.parole_core import BIT, PERMANENT, ParoleAssessment, assess, codes_in, short_left
from zhiheng.law.sentence.property import performance, property_conditions
from zhiheng.law.sentence.shapes import KINDS, OFFENDER, PROPERTY, REDUCTIONS, SENTENCE
from zhiheng.law.sentence.standing import standing, term_start_place
from zhiheng.law.sentence.term import length
from zhiheng.law.sentence.worlds import assumed, worlds

_2016 = "办理减刑假释案件具体应用法律的规定_2016"
WHO, TERM, REVOKED, COUNTING = "刑法#第八十一条", "刑法#第八十三条", "刑法#第八十六条", "适用刑事诉讼法的解释_2021#第二百零二条"
FROM, VIOLENT, REFUSAL, INTERVAL, AGAIN = (f"{_2016}#第{each}条" for each in ("二十三", "二十五", "二十七", "二十八", "三十"))
WITHOUT = ("刑法#第三百八十三条", f"{_2016}#第十五条")
GROUNDS = {"new_crime": "犯新罪", "missed_crime": "发现漏罪", "violation": "违反监督管理规定"}
LIFE_PROBATION_MONTHS = 120
_SINCE = date(2017, 1, 1)

PRIOR = Record(
    {"ground": Code(GROUNDS, "撤销事由"), "confessed_or_surrendered": Flag("漏罪曾如实供述或者系自首")}, ("ground",), "曾被撤销假释"
)


@rule(
    "parole.assess",
    title="假释",
    source=(WHO, FROM, VIOLENT, REFUSAL, INTERVAL),
    since="2017-01-01",
    facts=Record(
        {
            "sentence": SENTENCE,
            "offender": OFFENDER,
            "reductions": REDUCTIONS,
            "property": PROPERTY,
            "prior_parole": PRIOR,
            "special_approval": Flag("最高人民法院核准"),
        },
        ("sentence", "offender"),
    ),
    outputs={
        "eligible": "可否报请假释",
        "reasons": "障碍",
        "earliest_date": "各项时间限制届满的最晚之日",
        "assumed": "没有给出、按以下情形计算",
    },
    parameters=(
        Parameter("有期徒刑", "执行原判刑期二分之一以上，先行羁押 1 日折抵 1 日", (WHO, FROM), _SINCE),
        Parameter("无期徒刑", "自判决生效之日实际执行 156 个月以上，不折抵", (WHO, FROM), date(2011, 5, 1)),
        Parameter("死缓", "自缓期执行期满之日实际执行 180 个月以上，不折抵", (FROM,), _SINCE),
        Parameter("不得假释", "累犯；暴力性犯罪单罪十年以上、无期徒刑、死缓；终身监禁", (WHO, VIOLENT, *WITHOUT), _SINCE),
        Parameter("减刑后间隔", "12 个月；一次减去 12 个月以上的 18 个月；余刑不足二年的可以适当缩短（没有数字）", (INTERVAL,), _SINCE),
        Parameter("特殊情况", "经最高人民法院核准，不受执行刑期限制", (WHO, f"{_2016}#第二十四条"), _SINCE),
        Parameter("财产性判项", "有履行能力而不履行的，不予假释", (REFUSAL,), _SINCE),
    ),
)
def parole(facts: Facts, as_of: date) -> Answer:
    """Whether a proposal filed on `as_of` meets the law."""
    consistent(facts, filed_on=as_of)
    timed_length(facts)
    ways = worlds(facts, as_of)
    found, told_by = agreed(ways, assess(ways.at))
    at = columns_of([(facts, as_of)])
    reasons = codes_in(found.reasons[0])
    result = {
        "eligible": False if reasons else None if found.unknown[0] else True,
        "reasons": reasons,
        "earliest_date": found.earliest_on[0].item(),
        "assumed": [] if any(code in PERMANENT for code in reasons) else assumed(facts, at),
    }
    said = [unknown("UNKNOWN", f"{axis.zh}没有给出，结论随之不同", (WHO,)) for axis in told_by]
    lacking = (*(axis.place for axis in told_by), *_lacking(facts, at, int(found.unknown[0])))
    return Answer(result, (*said, *_conditions(facts, as_of, at, found)), missing=lacking)


def _lacking(facts: Facts, at: Columns, unknown_bits: int) -> tuple[str, ...]:
    """Facts for want of which the time served or the interval could not be told."""
    lacking = []
    if unknown_bits & BIT["SERVED_TOO_SHORT"]:
        kind = facts["sentence"]["kind"]
        lacking.append("facts.sentence." + {"life": "effective_on", "death_reprieve": "reprieve_expires_on"}.get(kind, "starts_on"))
    if unknown_bits & BIT["INTERVAL_AFTER_REDUCTION"]:
        served = np.isnat(at.last_delivered_on[0])
        now = standing(facts["sentence"], facts["reductions"])
        lacking.append(f"facts.reductions[{len(facts['reductions'])}].delivered_on" if served else term_start_place(now))
    return tuple(dict.fromkeys(lacking))


def _conditions(facts: Facts, as_of: date, at: Columns, found: ParoleAssessment) -> Iterator[Condition]:
    """Every condition in the order an officer asks them."""
    kind = facts["sentence"]["kind"]
    bits = int(found.reasons[0])
    offender = facts["offender"]

    def says(code: str, yes: str, no: str, cites: tuple[str, ...]) -> Condition:
        if found.unknown[0] & BIT[code]:
            return unknown(code, f"不能确定：{no}，或者{yes}", cites)
        return unmet(code, no, cites) if bits & BIT[code] else met(code, yes, cites)

    yield says("KIND", f"主刑为{KINDS[kind]}", f"{KINDS[kind]}{'宣告缓刑' if at.suspended[0] else ''}，不适用假释", (WHO,))
    yield says("RECIDIVIST", "不是累犯", "累犯，不得假释", (WHO, VIOLENT))
    yield says(
        "VIOLENT_10Y", "没有判处十年以上的暴力性犯罪", "因暴力性犯罪被判处十年以上有期徒刑、无期徒刑或者死缓，不得假释", (WHO, VIOLENT)
    )
    yield says("LIFE_WITHOUT", "不是终身监禁", "终身监禁，不得假释", WITHOUT)
    yield says("PAROLE_REVOKED", "没有不得再假释的情形", "曾被撤销假释，一般不得再假释", (AGAIN, REVOKED))
    if bits & BIT["SENTENCE_ENDED"]:
        yield unmet("SENTENCE_ENDED", f"核查日 {as_of} 刑罚已经执行完毕，不再假释", (WHO,))
    if bits & BIT["SENTENCE_NOT_BEGUN"]:
        yield unmet("SENTENCE_NOT_BEGUN", f"核查日 {as_of} 判决尚未生效或者刑罚尚未开始执行", (WHO,))
    yield says("REPRIEVE_RUNNING", "不在死刑缓期执行期间", "死刑缓期执行尚未减刑", (FROM,))
    if not any(bits & BIT[code] for code in PERMANENT):
        if not bits & BIT["REPRIEVE_RUNNING"]:
            yield _served(facts, as_of, at, found)
        if at.reduced[0]:
            yield _interval(as_of, at, found)
    yield says(
        "NOT_REPENTANT",
        "确有悔改表现",
        "没有认定确有悔改表现" if not offender.get("repentant") else "不积极退赃等，不认定确有悔改表现",
        (WHO,),
    )
    yield says("REOFFEND_RISK", "没有再犯罪的危险", "有再犯罪的危险", (WHO, f"{_2016}#第二十二条"))
    yield from _property(facts, as_of, at, bits)


def _served(facts: Facts, as_of: date, at: Columns, found: ParoleAssessment) -> Condition:
    """The time served against the least the law asks."""
    if facts.get("special_approval"):
        return met("SERVED_TOO_SHORT", "经最高人民法院核准，不受执行刑期的限制", (WHO, f"{_2016}#第二十四条"))
    kind = facts["sentence"]["kind"]
    least = {"life": "无期徒刑自判决生效之日实际执行 156 个月", "death_reprieve": "死缓自缓期执行期满之日实际执行 180 个月"}.get(
        kind, f"执行原判 {length(int(at.months[0]), int(at.days[0]))}的二分之一"
    )
    if np.isnat(found.served_on[0]):
        return unknown("SERVED_TOO_SHORT", f"{least}，起算日不清楚", (WHO, FROM))
    return Condition(
        "SERVED_TOO_SHORT",
        satisfied=as_of >= found.served_on[0].item(),
        detail=f"{least}，{_compared(as_of, found.served_on[0].item())}",
        cites=(WHO, FROM, COUNTING),
    )


def _interval(as_of: date, at: Columns, found: ParoleAssessment) -> Condition:
    if found.unknown[0] & BIT["INTERVAL_AFTER_REDUCTION"]:
        text = "前次减刑裁定送达日或者余刑不清楚，减刑后的间隔不能确定"
        return unknown("INTERVAL_AFTER_REDUCTION", text, (INTERVAL, f"{_2016}#第四十条"))
    if short_left(at)[0]:
        return met("INTERVAL_AFTER_REDUCTION", "减刑后余刑不足二年，间隔时间可以适当缩短，没有固定数字", (INTERVAL,))
    until, served = found.interval_on[0].item(), at.last_delivered_on[0].item()
    text = f"自前次减刑裁定送达 {served} 起间隔 {found.interval_months[0]} 个月以上，{_compared(as_of, until)}"
    return Condition("INTERVAL_AFTER_REDUCTION", as_of >= until, text, (INTERVAL, f"{_2016}#第四十条"))


def _property(facts: Facts, as_of: date, at: Columns, bits: int) -> Iterator[Condition]:
    """What property judgments add, under parole's own codes."""
    if "property" not in facts:
        return
    for each in property_conditions(facts, as_of, performance(at)):
        if each.id == "wait":
            yield Condition("PROPERTY_WAIT", each.satisfied, each.detail, each.cites)
        elif each.id == "finding" and bits & BIT["PROPERTY_REFUSAL"]:
            yield unmet("PROPERTY_REFUSAL", each.detail, (REFUSAL, *each.cites))
        else:
            yield each


def _compared(as_of: date, until: date) -> str:
    short = days_between(as_of, until)
    return f"期满之日 {until}，报请日 {as_of}，" + (f"尚差 {short} 日" if short > 0 else "已满")


@rule(
    "parole.term",
    title="假释考验期",
    source=(TERM, COUNTING),
    since="2011-05-01",
    facts=Record({"sentence": SENTENCE, "reductions": REDUCTIONS, "paroled_on": Day("假释之日")}, ("sentence", "paroled_on")),
    outputs={"probation_end": "考验期届满日"},
    parameters=(
        Parameter("有期徒刑（含减为有期徒刑）", "没有执行完毕的刑期", (TERM,), date(1997, 10, 1)),
        Parameter("无期徒刑", f"{LIFE_PROBATION_MONTHS} 个月", (TERM,), date(1997, 10, 1)),
    ),
)
def probation(facts: Facts, _as_of: date) -> Answer:
    """The last day of the probation of parole."""
    consistent(facts)
    now = standing(facts["sentence"], facts.get("reductions", ()))
    paroled_on = facts["paroled_on"]
    if now.form == "life":
        ends_on = term_end(paroled_on, LIFE_PROBATION_MONTHS)
        text = f"无期徒刑，自假释之日 {paroled_on} 起 {LIFE_PROBATION_MONTHS} 个月，至 {ends_on}"
        return Answer({"probation_end": ends_on}, (met("probation", text, (TERM, COUNTING)),))
    if now.form != "fixed":
        raise Refused("KIND", f"{KINDS[now.form]}不适用假释", "假释只适用于有期徒刑和无期徒刑")
    timed_length(facts)
    last = now.ends_on()
    if last is None or now.begins_on is None:
        raise missing(term_start_place(now), "刑期起算日")
    if not now.begins_on <= paroled_on <= last:
        raise contradiction("facts.paroled_on", f"{paroled_on} 不在刑期 {now.begins_on} 至 {last} 之内")
    text = f"没有执行完毕的刑期：自假释之日 {paroled_on} 至刑期届满日 {last}"
    return Answer({"probation_end": last}, (met("probation", text, (TERM, COUNTING)),))


@rule(
    "parole.revoke",
    title="撤销假释",
    source=(REVOKED, AGAIN),
    since="2017-01-01",
    facts=Record(
        {
            "ground": Code(GROUNDS, "事由"),
            "confessed_or_surrendered": Flag("漏罪曾如实供述或者系自首"),
            "recommitted_on": Day("收监之日"),
        },
        ("ground",),
    ),
    outputs={"revoke": "撤销假释", "merge": "并罚", "parole_again": "可以再假释", "commutation_counts_from": "减刑起始时间起算日"},
    parameters=(
        Parameter("犯新罪", "撤销假释，依照刑法第七十一条并罚", (REVOKED, "刑法#第七十一条"), date(1997, 10, 1)),
        Parameter("发现漏罪", "撤销假释，依照刑法第七十条并罚", (REVOKED, "刑法#第七十条"), date(1997, 10, 1)),
        Parameter("违反规定", "收监执行未执行完毕的刑罚", (REVOKED, "适用刑事诉讼法的解释_2021#第五百四十三条"), date(1997, 10, 1)),
        Parameter("再假释", "一般不得；漏罪曾如实供述或者系自首的可以", (AGAIN,), _SINCE),
        Parameter("减刑起始时间", "自收监之日起计算", (AGAIN,), _SINCE),
    ),
)
def revoke(facts: Facts, _as_of: date) -> Answer:
    """What revocation on this ground brings."""
    ground = facts["ground"]
    merge, cite, words = {
        "new_crime": ("article_71", "刑法#第七十一条", "把没有执行的刑罚与新罪并罚"),
        "missed_crime": ("article_70", "刑法#第七十条", "把前后两判并罚，已经执行的刑期计入"),
        "violation": ("none", "适用刑事诉讼法的解释_2021#第五百四十三条", "收监执行未执行完毕的刑罚"),
    }[ground]
    again = ground == "missed_crime" and bool(facts.get("confessed_or_surrendered"))
    back = facts.get("recommitted_on")
    said = (
        met("revoke", f"{GROUNDS[ground]}：撤销假释，{words}", (REVOKED, cite)),
        met("parole_again", "漏罪曾如实供述或者系自首，符合条件的可以再假释" if again else "一般不得再假释", (AGAIN,)),
        met("commutation", f"减刑起始时间自收监之日{f' {back} ' if back else ''}起计算", (AGAIN,)),
    )
    return Answer({"revoke": True, "merge": merge, "parole_again": again, "commutation_counts_from": back}, said)
