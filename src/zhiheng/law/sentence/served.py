"""term.served: how much of a sentence is behind and how much is left on a day.

刑法 第四十一、四十四、四十七条 (先行羁押折抵), 解释 第二百零二条 (刑期的计算), 刑事诉讼法 第二百六十四条 (剩余三个月以下由看守所代为执行),
第二百六十八条第三款 (不计入).
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import add_days, days_between, term_after
from zhiheng.law.facts import Record, missing
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.consistency import consistent
from zhiheng.law.sentence.shapes import KINDS, REDUCTIONS, SENTENCE
from zhiheng.law.sentence.standing import Fact, Standing, served_from, standing, term_length_place, term_start_place
from zhiheng.law.sentence.term import COUNTING, NOT_COUNTED, STARTS, length

STAYS = "刑事诉讼法_2018#第二百六十四条"
STAYS_MONTHS = 3
OUTPUTS = {
    "served_days": "已执行日数（含折抵）",
    "served_months": "已执行月数",
    "served_more_days": "已执行月数以外的日数",
    "remaining_days": "剩余日数",
    "remaining_months": "剩余月数",
    "remaining_more_days": "剩余月数以外的日数",
    "end_date": "刑期届满日",
    "stays_in_detention_house": "剩余刑期三个月以下，由看守所代为执行",
}


def between(first: date, outside: date) -> tuple[int, int]:
    """Whole months from `first` and the days over, up to the day before `outside`; nothing where it does not lie after."""
    if outside <= first:
        return 0, 0
    months = (outside.year - first.year) * 12 + outside.month - first.month
    while term_after(first, months) > outside:
        months -= 1
    return months, days_between(term_after(first, months), outside)


@rule(
    "term.served",
    title="已执行和剩余的刑期",
    source=(STARTS["fixed"], COUNTING),
    since="2021-03-01",
    facts=Record({"sentence": SENTENCE, "reductions": REDUCTIONS}, ("sentence",)),
    outputs=OUTPUTS,
    parameters=(
        Parameter("已执行", "自刑期起算日至核查日，首尾均计，加折抵日数，减不计入的日数", (STARTS["fixed"], COUNTING), date(2021, 3, 1)),
        Parameter("剩余", "自核查日次日至刑期届满日，先计整月，再计余日", (COUNTING,), date(2021, 3, 1)),
        Parameter("由看守所代为执行", f"交付执行前剩余刑期 {STAYS_MONTHS} 个月以下的有期徒刑", (STAYS,), date(2018, 10, 26)),
    ),
)
def served(facts: Facts, as_of: date) -> Answer:
    """What is served at the end of `as_of`, and what is left after it."""
    consistent(facts)
    now = standing(facts["sentence"], facts.get("reductions", ()))
    if now.form in ("life", "death_reprieve"):
        return _without_end(facts["sentence"], now, as_of)
    if now.begins_on is None:
        raise missing(term_start_place(now), "刑期起算日")
    if now.months is None:
        raise missing(term_length_place(now), "刑期")
    outside = now.outside_on() or now.begins_on
    tomorrow = min(max(add_days(as_of, 1), now.begins_on), outside if not now.exhausted else now.begins_on)
    lost = _lost(now, as_of)
    begun = add_days(now.begins_on, lost - now.credit_days)
    behind, left = between(begun, tomorrow), between(tomorrow, outside)
    remaining = 0 if now.exhausted else max(0, days_between(tomorrow, outside))
    result: dict[str, object] = {
        "served_days": max(0, days_between(begun, tomorrow)),
        "served_months": behind[0],
        "served_more_days": behind[1],
        "remaining_days": remaining,
        "remaining_months": 0 if now.exhausted else left[0],
        "remaining_more_days": 0 if now.exhausted else left[1],
        "end_date": None if now.exhausted else add_days(outside, -1),
        "stays_in_detention_house": now.form == "fixed" and remaining > 0 and outside <= term_after(tomorrow, STAYS_MONTHS),
    }
    return Answer(result, tuple(_words(now, as_of, result, lost)))


def _lost(now: Standing, as_of: date) -> int:
    """Days not counted up to and including the day."""
    begun = now.begins_on or date.min
    spans = [(max(each["from"], begun), min(each["to"], as_of)) for each in now.not_counted]
    return sum(max(0, days_between(first, last) + 1) for first, last in spans)


def _words(now: Standing, as_of: date, result: dict[str, object], lost: int) -> list[Condition]:
    behind = length(int(str(result["served_months"])), int(str(result["served_more_days"])))
    left = length(int(str(result["remaining_months"])), int(str(result["remaining_more_days"])))
    credited = f"，其中折抵 {now.custody_days} 日" if now.custody_days else ""
    said = [met("served", f"至 {as_of} 已执行 {behind}（共 {result['served_days']} 日{credited}）", (STARTS[now.form], COUNTING))]
    if lost:
        said.append(met("not_counted", f"其中 {lost} 日不计入执行刑期", (NOT_COUNTED,)))
    if now.exhausted:
        return [*said, met("remaining", "折抵已足刑期，没有剩余刑期", (STARTS[now.form],))]
    said.append(met("remaining", f"剩余 {left}（共 {result['remaining_days']} 日），至 {result['end_date']}", (COUNTING,)))
    if result["stays_in_detention_house"]:
        said.append(met("stays", f"剩余刑期不超过 {STAYS_MONTHS} 个月，交付执行前的由看守所代为执行", (STAYS,)))
    return said


def _without_end(sentence: Fact, now: Standing, as_of: date) -> Answer:
    """Life and 死缓: what is served from effect or from the end of the reprieve; nothing can be said to remain."""
    begun = served_from(sentence)
    result = dict.fromkeys(OUTPUTS) | {"stays_in_detention_house": False}
    says = unknown("remaining", f"{KINDS[now.form]}没有届满日，没有剩余刑期可计", (STARTS["fixed"],))
    if begun is None:
        place = "effective_on" if sentence["kind"] == "life" else "reprieve_expires_on"
        return Answer(result, (says,), missing=(f"facts.sentence.{place}",))
    lost = sum(max(0, days_between(max(each["from"], begun), min(each["to"], as_of)) + 1) for each in now.not_counted)
    tomorrow = max(add_days(as_of, 1), begun)
    first = add_days(begun, lost)
    months, days = between(first, tomorrow)
    result |= {"served_days": max(0, days_between(first, tomorrow)), "served_months": months, "served_more_days": days}
    cite = "刑法#第七十八条" if sentence["kind"] == "life" else "刑法#第五十一条"
    return Answer(result, (met("served", f"自 {begun} 至 {as_of} 已执行 {length(months, days)}", (cite, COUNTING)), says))
