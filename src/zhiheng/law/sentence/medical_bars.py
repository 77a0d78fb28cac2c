"""What bars serving outside prison: certificate, danger, self-harm, refusal of treatment, strict offenders, least time served, self-care.

暂予监外执行规定（2014） 第六条    可能有社会危险性、自伤自残、不配合治疗的，不得；职务、金融、涉黑罪犯患高血压、糖尿病、心脏病等，
    短期内没有生命危险的，不得.    第七条    累犯和暴力性犯罪：原判死缓、无期的，减为有期后执行七年以上；原判十年以上的，执行三分之一以上；
    未成年、六十五周岁以上、残疾的可以适度从宽；短期内有生命危险的，不受执行刑期的限制.    第九条    两名副高以上医师.
进一步规范暂予监外执行工作的意见（2023） 5. 五项行为中三项需要协助并经六个月；六十五周岁以上的一项.  8. 诊断书三个月内有效.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhiheng.law.clocks import add_days, days_between, months_after, term_after
from zhiheng.law.rule import Condition, met, unknown, unmet
from zhiheng.law.sentence.shapes import RESTITUTION_CATEGORIES, TIMED
from zhiheng.law.sentence.standing import Fact, Standing, days_not_counted, term_start_place

WHO = "刑事诉讼法_2018#第二百六十五条"
OLD_WHO = "刑事诉讼法(2012)#第二百五十四条"
RULES, OPINION = "暂予监外执行规定_2014", "进一步规范暂予监外执行工作的意见_2023"
CODE_SINCE, RULES_SINCE, OPINION_SINCE = date(2018, 10, 26), date(2014, 12, 1), date(2023, 7, 1)
MOTHERS = ("pregnant", "nursing")
LIFE_SERVED_MONTHS, HEAVY_MONTHS = 84, 120
ACTS, ACTS_OLD, OBSERVED_MONTHS, OLD_YEARS = 3, 1, 6, 65
VALID_MONTHS, DOCTORS = 3, 2


def statute(as_of: date) -> tuple[str, str]:
    """The article of the code in force on the day, and its mark: that of 2012 was seen at second hand only."""
    return (WHO, "T") if as_of >= CODE_SINCE else (OLD_WHO, "S")


def bars(facts: Fact, now: Standing, as_of: date) -> list[Condition]:
    """Every bar that the ground asks about; those of the rules of 2014 and the opinion of 2023 from their first days on."""
    medical, offender = facts["medical"], facts.get("offender", {})
    said = list(_by_statute(medical, offender, as_of))
    if as_of >= RULES_SINCE:
        said += _by_rules(facts, now, as_of)
    if as_of >= OPINION_SINCE:
        said += _by_opinion(medical, offender, as_of)
    return said


def _by_statute(medical: Fact, offender: Fact, as_of: date) -> Iterator[Condition]:
    """Certificate, self-harm and danger, each where the ground asks for it."""
    (cite, mark), ground = statute(as_of), medical["ground"]
    if ground == "serious_illness":
        proved = bool(medical.get("provincial_certificate"))
        text = f"{'有' if proved else '没有'}省级人民政府指定医院的诊断和证明文件"
        yield Condition("NO_CERTIFICATE", proved, text, (cite,), mark)
        harmed = bool(offender.get("self_inflicted"))
        yield Condition("SELF_INFLICTED", not harmed, "自伤自残，不得保外就医" if harmed else "没有自伤自残", (cite,), mark)
    if ground not in MOTHERS:
        danger = bool(offender.get("social_danger"))
        yield Condition("SOCIAL_DANGER", not danger, f"{'可能有' if danger else '没有'}社会危险性", (cite,), mark)


def _by_rules(facts: Fact, now: Standing, as_of: date) -> Iterator[Condition]:
    medical = facts["medical"]
    if medical["ground"] in MOTHERS:
        return
    refuses = bool(medical.get("refuses_treatment"))
    yield Condition("REFUSES_TREATMENT", not refuses, f"{'不' if refuses else ''}配合治疗", (f"{RULES}#第六条",))
    if medical["ground"] == "serious_illness":
        yield from _strict_class(facts)
    yield from _least_served(facts, now, as_of)
    doctors = medical.get("doctors_of_rank")
    if doctors is not None and medical["ground"] == "serious_illness":
        text = f"诊断由 {doctors} 名副高以上医师作出，应为 {DOCTORS} 名以上"
        yield Condition("DIAGNOSIS_DEFECTIVE", doctors >= DOCTORS, text, (f"{RULES}#第九条",))


def _strict_class(facts: Fact) -> Iterator[Condition]:
    """Office, financial and mafia offenders: only where death threatens shortly."""
    offences = facts["sentence"].get("offences", ())
    if not {each["category"] for each in offences} & set(RESTITUTION_CATEGORIES):
        return
    danger = facts["medical"].get("danger_shortly")
    text = {
        True: "职务、金融、涉黑罪犯，短期内有生命危险",
        False: "职务、金融、涉黑罪犯，经诊断短期内没有生命危险，不得保外就医",
        None: "职务、金融、涉黑罪犯，短期内有无生命危险没有给出",
    }[danger]
    yield Condition("SPECIAL_NOT_CRITICAL", danger, text, (f"{RULES}#第六条",))


def _least_served(facts: Fact, now: Standing, as_of: date) -> Iterator[Condition]:
    """第七条: recidivists and violent offenders serve a least time first, save where death threatens shortly."""
    offences, offender = facts["sentence"].get("offences", ()), facts.get("offender", {})
    violent = any(each["category"] == "violent" for each in offences)
    if not (violent or offender.get("recidivist")) or now.form != "fixed" or _light(now):
        return
    cite = f"{RULES}#第七条"
    if facts["medical"]["ground"] == "serious_illness" and facts["medical"].get("danger_shortly"):
        yield met("SERVED_TOO_SHORT", "短期内有生命危险，不受执行刑期的限制", (cite,))
        return
    served_on = served_enough_on(now)
    what = f"减为有期徒刑后执行 {LIFE_SERVED_MONTHS} 个月" if now.converted else "执行原判刑期三分之一"
    if served_on is None:
        yield unknown("SERVED_TOO_SHORT", f"累犯或者暴力性犯罪，须{what}以上，起算日或者刑期没有给出", (cite,))
        return
    short = days_between(as_of, served_on)
    detail = f"累犯或者暴力性犯罪，须{what}以上，{served_on} 期满" + (f"，尚差 {short} 日" if short > 0 else "，已满")
    if short > 0 and lenient(offender, as_of):
        yield unknown("SERVED_TOO_SHORT", f"{detail}；老年、残疾、未成年罪犯可以适度从宽，没有固定数字", (cite,))
    else:
        yield Condition("SERVED_TOO_SHORT", short <= 0, detail, (cite,))


def _light(now: Standing) -> bool:
    """A fixed sentence as imposed under ten years is not asked a least time."""
    return now.kind in TIMED and now.months is not None and now.months < HEAVY_MONTHS


def served_enough_on(now: Standing) -> date | None:
    """First day with seven years of a converted term, or a third of the original one, behind it; None where that cannot be told."""
    if now.begins_on is None or (now.months is None and not now.converted):
        return None
    if now.converted:
        return add_days(term_after(now.begins_on, LIFE_SERVED_MONTHS), now.not_counted_days)
    months, days = third(now.months or 0, now.days)
    return add_days(term_after(now.begins_on, months, days), days_not_counted(now.not_counted, now.begins_on) - now.credit_days)


def third(months: int, days: int) -> tuple[int, int]:
    """A third of a term: whole months, ten days for each month over, a third of the days beside, a part of a day in full."""
    return months // 3, 10 * (months % 3) + (days + 2) // 3


def lenient(offender: Fact, as_of: date) -> bool:
    """第七条第二款: minors, those of sixty-five, and the disabled, whom the first paragraph treats more leniently without a figure."""
    born = offender.get("birth_date")
    minor = born is not None and as_of <= term_after(born, 18 * 12)
    return minor or is_old(offender, as_of) or bool(offender.get("disabled"))


def is_old(offender: Fact, as_of: date) -> bool:
    """Whether the person is known to be sixty-five on the day."""
    born = offender.get("birth_date")
    return born is not None and as_of > term_after(born, OLD_YEARS * 12)


def _by_opinion(medical: Fact, offender: Fact, as_of: date) -> Iterator[Condition]:
    if medical["ground"] == "no_self_care" and "acts_lost" in medical:
        yield _self_care(medical, offender, as_of)
    until = valid_until(medical, as_of)
    if until is not None:
        text = f"诊断书 {medical['diagnosed_on']} 出具，三个月内有效，至 {until}"
        yield Condition("DIAGNOSIS_EXPIRED", as_of <= until, text, (f"{OPINION}#第八条",))


def _self_care(medical: Fact, offender: Fact, as_of: date) -> Condition:
    """Acts of daily life that need help: one from sixty-five on, else three after six months of care."""
    lost, cite = medical["acts_lost"], (f"{OPINION}#第五条",)
    if is_old(offender, as_of):
        return Condition("SELF_CARE_NOT_MET", lost >= ACTS_OLD, f"六十五周岁以上，五项日常生活行为中 {lost} 项需要协助，应为一项以上", cite)
    text = f"五项日常生活行为中 {lost} 项需要协助，应为三项以上"
    if ACTS_OLD <= lost < ACTS and "birth_date" not in offender:
        return unknown("SELF_CARE_NOT_MET", f"{text}；六十五周岁以上的一项即可，年龄没有给出", cite)
    observed = medical.get("observed_months")
    if lost < ACTS:
        return unmet("SELF_CARE_NOT_MET", text, cite)
    if observed is None:
        return unknown("SELF_CARE_NOT_MET", f"{text}；治疗、护理和观察的月数没有给出", cite)
    detail = f"{text}；经 {observed} 个月治疗、护理和观察，应为六个月以上"
    return Condition("SELF_CARE_NOT_MET", observed >= OBSERVED_MONTHS, detail, cite)


def valid_until(medical: Fact, as_of: date) -> date | None:
    """Last day on which the diagnosis may be relied on; None before the opinion of 2023, or without its day."""
    if as_of < OPINION_SINCE or medical["ground"] != "serious_illness" or "diagnosed_on" not in medical:
        return None
    return months_after(medical["diagnosed_on"], VALID_MONTHS)


def lacking(facts: Fact, now: Standing, conditions: list[Condition]) -> tuple[str, ...]:
    """The facts for want of which a bar stayed not known."""
    places = {
        "SPECIAL_NOT_CRITICAL": "facts.medical.danger_shortly",
        "SELF_CARE_NOT_MET": "facts.medical.observed_months"
        if facts["medical"].get("acts_lost", 0) >= ACTS
        else "facts.offender.birth_date",
        "SERVED_TOO_SHORT": None,
    }
    if any(each.id == "SERVED_TOO_SHORT" and each.satisfied is None for each in conditions) and served_enough_on(now) is None:
        places["SERVED_TOO_SHORT"] = "facts.sentence.months" if now.months is None and not now.converted else term_start_place(now)
    untold = [places[each.id] for each in conditions if each.satisfied is None and each.id in places]
    return tuple(place for place in untold if place)
