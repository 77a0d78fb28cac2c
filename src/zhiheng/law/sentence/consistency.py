"""Facts that cannot be true together are refused, each with the name of the field and what it contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.law.facts import contradiction
from zhiheng.law.sentence.shapes import KINDS, LONGEST_MONTHS, TIMED

Fact = Mapping[str, Any]
_WEIGHT = {kind: weight for weight, kind in enumerate(KINDS)}
DAYS_A_MONTH = 30
_LIVED = ("starts_on", "effective_on", "admitted_on")


def consistent(facts: Fact, *, filed_on: date | None = None) -> None:
    """Refuse contradictory facts of a sentence, an offender, reductions, new crimes and property.

    filed_on    the day of filing, for rules that judge one: nothing they read may lie after it
    """
    sentence = facts.get("sentence", {})
    _kind_fits(sentence)
    _periods(sentence)
    _counts(sentence)
    _birth(facts.get("offender", {}), sentence)
    _reductions(sentence, facts.get("reductions", ()))
    _payments(facts.get("property", {}))
    if filed_on is not None:
        _not_after(facts, filed_on)


def _kind_fits(sentence: Fact) -> None:
    """Fields that only one kind of sentence has."""
    kind = sentence.get("kind")
    if kind is None:
        return
    _length_fits(sentence, kind)
    if "suspension_months" in sentence and kind not in ("detention", "fixed"):
        raise contradiction("facts.sentence.suspension_months", f"{KINDS[kind]}不能宣告缓刑")
    for name in ("reprieve_expires_on", "restricted"):
        if sentence.get(name) and kind != "death_reprieve":
            raise contradiction(f"facts.sentence.{name}", f"主刑是{KINDS[kind]}，不是死缓")
    _ordered(sentence, "effective_on", "reprieve_expires_on")


def _length_fits(sentence: Fact, kind: str) -> None:
    """A timed sentence has a length, within the longest; life and 死缓 have none."""
    months, days = sentence.get("months"), sentence.get("days", 0)
    longest = LONGEST_MONTHS.get(kind)
    if longest is None:
        if months or days:
            raise contradiction("facts.sentence.months", f"{KINDS[kind]}没有月数")
    elif months is not None and not months and not days:
        raise contradiction("facts.sentence.months", f"{KINDS[kind]}的刑期不能是零")
    elif months is not None and (months, days) > (longest, 0):
        raise contradiction("facts.sentence.months", f"{KINDS[kind]}最长 {longest} 个月")


def _ordered(sentence: Fact, earlier: str, later: str) -> None:
    if earlier in sentence and later in sentence and sentence[later] < sentence[earlier]:
        raise contradiction(f"facts.sentence.{later}", f"{sentence[later]} 早于 {earlier} {sentence[earlier]}")


def _periods(sentence: Fact) -> None:
    """Custody lies before the term and once only; time not counted lies after its start."""
    starts_on = sentence.get("starts_on")
    for name in ("custody", "not_counted"):
        _apart(sentence.get(name, ()), f"facts.sentence.{name}")
    for number, period in enumerate(sentence.get("custody", ()), start=1):
        if starts_on and period["to"] >= starts_on:
            raise contradiction(
                f"facts.sentence.custody[{number}].to", f"{period['to']} 不早于刑期起算日 {starts_on}，不是未计入的先行羁押"
            )
    for number, period in enumerate(sentence.get("not_counted", ()), start=1):
        if starts_on and period["from"] < starts_on:
            raise contradiction(f"facts.sentence.not_counted[{number}].from", f"{period['from']} 早于刑期起算日 {starts_on}")


def _apart(periods: Iterable[Fact], place: str) -> None:
    """Each period ends on or after its first day and none overlaps another."""
    last: date | None = None
    for period in sorted(periods, key=lambda each: each["from"]):
        if period["to"] < period["from"]:
            raise contradiction(f"{place}.to", f"{period['to']} 早于 {period['from']}")
        if last and period["from"] <= last:
            raise contradiction(f"{place}.from", f"{period['from']} 与前一段（至 {last}）重叠")
        last = period["to"]


periods_apart = _apart


def _counts(sentence: Fact) -> None:
    """No count is heavier than the sentence imposed for all."""
    kind = sentence.get("kind")
    for number, offence in enumerate(sentence.get("offences", ()), start=1):
        place = f"facts.sentence.offences[{number}]"
        if kind and _WEIGHT[offence.get("kind", kind)] > _WEIGHT[kind]:
            raise contradiction(f"{place}.kind", f"该罪{KINDS[offence['kind']]}重于执行的{KINDS[kind]}")
        whole = sentence.get("months")
        if kind == "fixed" and whole is not None and offence.get("kind") == "fixed" and offence.get("months", 0) > whole:
            raise contradiction(f"{place}.months", f"该罪 {offence['months']} 个月长于执行的 {whole} 个月")


def _birth(offender: Fact, sentence: Fact) -> None:
    """Nobody is held or admitted before being born."""
    for name in _LIVED:
        if "birth_date" in offender and name in sentence and sentence[name] < offender["birth_date"]:
            raise contradiction(f"facts.sentence.{name}", f"{sentence[name]} 早于出生日期 {offender['birth_date']}")


def _reductions(sentence: Fact, reductions: Sequence[Fact]) -> None:
    """Reductions follow the sentence and each other, and fit its kind."""
    previous: date | None = max((sentence[name] for name in ("effective_on", "starts_on") if name in sentence), default=None)
    for number, reduction in enumerate(reductions, start=1):
        place = f"facts.reductions[{number}]"
        served, ruled = reduction.get("delivered_on"), reduction.get("ruled_on")
        if served and previous and served < previous:
            raise contradiction(f"{place}.delivered_on", f"{served} 早于原判或者前一次减刑（{previous}）")
        if served and ruled and ruled > served:
            raise contradiction(f"{place}.ruled_on", f"裁定日 {ruled} 晚于送达日 {served}")
        if reduction["type"] == "to_fixed" and not reduction.get("months", 1) and not reduction.get("days", 0):
            raise contradiction(f"{place}.months", "减为有期徒刑的刑期不能是零")
        previous = served or previous
    if "kind" in sentence:
        _follow(sentence["kind"], reductions)
    _cuts_fit(sentence, reductions)


def _cuts_fit(sentence: Fact, reductions: Sequence[Fact]) -> None:
    """What was taken off is shorter than the term it was taken from."""
    cuts = [each for each in reductions if each["type"] == "cut"]
    months, days = (sum(each.get(name, 0) for each in cuts) for name in ("months", "days"))
    whole_months, whole_days = _cut_from(sentence, reductions)
    if cuts and months * DAYS_A_MONTH + days >= whole_months * DAYS_A_MONTH + whole_days:
        raise contradiction("facts.reductions", f"减去的刑期合计 {months} 个月 {days} 日，不短于被减的刑期")


def _follow(kind: str, reductions: Sequence[Fact]) -> None:
    """死缓 to life or fixed, life to fixed, fixed cut: never back, never skipped over."""
    weight = _WEIGHT["fixed" if kind in TIMED else kind]
    for number, reduction in enumerate(reductions, start=1):
        if reduction["type"] == "cut":
            fits = weight <= _WEIGHT["fixed"]
        else:
            reached = _WEIGHT["life" if reduction["type"] == "to_life" else "fixed"]
            fits, weight = reached < weight, reached
        if not fits:
            raise contradiction(f"facts.reductions[{number}].type", f"“{reduction['type']}”不能适用于此时的刑罚（原判{KINDS[kind]}）")


def _cut_from(sentence: Fact, reductions: Sequence[Fact]) -> tuple[int, int]:
    """The fixed term the cuts are taken from; without bound where it is not given."""
    term = next((each for each in reductions if each["type"] == "to_fixed"), sentence)
    return int(term.get("months", 10**6)), int(term.get("days", 0))


def _payments(judged: Fact) -> None:
    """Not more paid than ordered; nothing complete while something is open."""
    for number, item in enumerate(judged.get("items", ()), start=1):
        amount, paid = item.get("amount"), item.get("paid")
        if amount is None or paid is None:
            continue
        if paid > amount:
            raise contradiction(f"facts.property.items[{number}].paid", f"已履行 {paid:g} 元多于应履行 {amount:g} 元")
        if "completed_on" in judged and paid < amount and "status" not in item:
            raise contradiction("facts.property.completed_on", f"第 {number} 项尚未履行完毕")


def _not_after(facts: Fact, filed_on: date) -> None:
    """What a filing is judged on has happened by then."""
    judged = facts.get("property", {})
    happened = [
        (f"facts.reductions[{n}].delivered_on", each["delivered_on"])
        for n, each in enumerate(facts.get("reductions", ()), start=1)
        if "delivered_on" in each
    ]
    happened += [(f"facts.new_crimes[{n}].judged_on", each["judged_on"]) for n, each in enumerate(facts.get("new_crimes", ()), start=1)]
    happened += [(f"facts.property.{name}", judged[name]) for name in ("conduct_ended_on", "completed_on") if name in judged]
    happened += [("facts.offender.birth_date", each["birth_date"]) for each in [facts.get("offender", {})] if "birth_date" in each]
    for place, day in happened:
        if day > filed_on:
            raise contradiction(place, f"{day} 晚于核查日 {filed_on}")
