"""A second count of the days officers reckon daily, day by day and month by month; shares no code with the room."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from tests.law.sentence_literal import after, begun, credit

DAY = timedelta(days=1)
HOLIDAYS = Path(__file__).parents[2] / "src/zhiheng/law/data/holidays.csv"
LISTED = {date.fromisoformat(row["day"]): row["kind"] == "off" for row in csv.DictReader(HOLIDAYS.read_text(encoding="utf-8").splitlines())}


def off(day):
    return LISTED.get(day, day.weekday() >= 5)


def worked(day):
    while off(day):
        day += DAY
    return day


def same_day_of_month(day, months):
    """期间: 至下月同日, 月末至月末."""
    ends = (day + DAY).month != day.month
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = (date(year + month // 12, month % 12 + 1, 1) - DAY).day
    return date(year, month, last if ends else min(day.day, last))


def months_and_days(first, outside):
    """Whole months one after the other from the first day, then single days."""
    if outside <= first:
        return 0, 0
    months = 0
    while after(first, months + 1) <= outside:
        months += 1
    return months, (outside - after(first, months)).days


def effective(facts):
    """第二百三十条, 解释 第三百八十六条, 第五百四十五条."""
    if facts["document"] in ("final", "revocation"):
        return {"appeal_ends_on": None, "effective_on": facts["pronounced_on"]}
    ends = []
    for received in facts["received_on"]:
        day = received
        for _ in range(10 if facts["document"] == "judgment" else 5):
            day += DAY
        ends.append(worked(day))
    last = max(ends)
    how = facts.get("appeal")
    day = {"none": last + DAY, "withdrawn_in_time": last, "withdrawn_late": facts.get("withdrawal_served_on")}.get(how)
    return {"appeal_ends_on": last, "effective_on": day}


def term_outside(sentence, cuts=0):
    """First day after a timed sentence: from its first day of unbroken custody, less broken custody, plus time that does not count."""
    first, _ = begun(sentence)
    lost = sum((each["to"] - each["from"]).days + 1 for each in sentence.get("not_counted", []))
    return after(first, sentence["months"] - cuts, sentence.get("days", 0)) + (lost - credit(sentence)) * DAY


def served(sentence, cuts, as_of):
    """Every day of the term up to and including the day, walked one by one."""
    first, _ = begun(sentence)
    outside = term_outside(sentence, cuts)
    if outside <= sentence["starts_on"] and sentence.get("custody"):
        return {"remaining_days": 0, "end_date": None}
    count, day = credit(sentence), first
    while day <= as_of and day < outside:
        count += not any(each["from"] <= day <= each["to"] for each in sentence.get("not_counted", []))
        day += DAY
    months, days = months_and_days(day, outside)
    return {
        "served_days": count,
        "remaining_days": (outside - day).days,
        "remaining_months": months,
        "remaining_more_days": days,
        "end_date": outside - DAY,
        "stays_in_detention_house": sentence["kind"] == "fixed" and day < outside <= after(day, 3),
    }


def start(facts):
    """刑法 第四十一、四十四、四十七条, 第七十七条, 第八十六条."""
    sentence = {"kind": facts["kind"], "starts_on": facts["executed_on"], "custody": facts.get("custody", [])}
    first, _ = begun(sentence)
    found = {"starts_on": first, "credit_days": credit(sentence)}
    if facts.get("case") == "parole_revoked":
        months, days = months_and_days(facts["paroled_on"], facts["original_end"] + DAY)
    elif "months" in facts:
        months, days = facts["months"], facts.get("days", 0)
    else:
        return found | {"end_date": None}
    outside = after(first, months, days) - credit(sentence) * DAY
    full = bool(facts.get("custody")) and outside <= facts["executed_on"]
    return found | {"remaining_months": months, "remaining_more_days": days, "end_date": None if full else outside - DAY}


def rights(facts, as_of):
    """Days of the deprivation consumed one by one, those of an interruption left out."""
    first = {"control": facts.get("principal_starts_on"), "alone": facts.get("executed_on")}.get(facts["attached"])
    if first is None:
        first = min(facts[name] for name in ("paroled_on", "principal_ended_on") if name in facts)
    left = (after(first, facts["months"]) - first).days
    stops = facts.get("interrupted", [])
    day = first
    while left:
        left -= not any(each["from"] <= day <= each["to"] for each in stops)
        day += DAY
    stopped = any(each["from"] <= as_of <= each["to"] for each in stops)
    phase = "not_begun" if as_of < first else "over" if as_of >= day else "interrupted" if stopped else "running"
    return {"starts_on": first, "end_date": day - DAY, "phase": phase}


def expiry(facts):
    """刑法 第五十一条, 2016 第三十五条."""
    case, first = facts.get("case", "ordinary"), facts["served_on"]
    if case == "ordinary":
        return {"expires_on": after(first, 24)}
    new = facts["new_judgment_on"]
    counted = (new - first).days if case == "missed_crime" else 0
    return {"expires_on": after(new, 24) - counted * DAY, "counted_days": counted}


def fine(facts, as_of):
    """刑法 第五十三条, 适用财产刑规定 第五条."""
    payable = max(0, facts["amount"] - facts.get("administrative_fine", 0))
    paid = sum(each["amount"] for each in facts.get("payments", []) if each["paid_on"] <= as_of)
    plan = facts.get("instalments", [])
    if "postponed_to" in facts:
        nominal = last = facts["postponed_to"]
    elif plan:
        nominal = last = max(each["due_on"] for each in plan)
    else:
        nominal = same_day_of_month(facts["effective_on"], facts.get("period_months", 0)) + facts.get("period_days", 0) * DAY
        last = worked(nominal)
    owed = payable if as_of > last else sum(each["amount"] for each in plan if each["due_on"] < as_of)
    forgiven = facts.get("remitted", False)
    return {
        "due_on": last,
        "enforce_from": last + DAY,
        "within_limit": "postponed_to" in facts or nominal <= same_day_of_month(facts["effective_on"], 3),
        "open_amount": 0 if forgiven else max(0, payable - paid),
        "overdue_amount": 0 if forgiven else max(0, owed - paid),
    }


def missed(facts):
    """刑法 第七十条, 2016 第三十五条至第三十七条."""
    new = facts.get("new_effective_on")
    if facts["found_in"] == "fixed":
        return {"starts_on": facts["starts_on"], "end_date": after(facts["starts_on"], facts["months"]) - DAY}
    if facts["found_in"] == "reprieve":
        counted = 0 if facts["missed_kind"] == "death_reprieve" else (new - facts["former_effective_on"]).days
        return {"starts_on": new, "end_date": after(new, 24) - counted * DAY - DAY, "counted_days": counted}
    since = facts["to_life_on"] if facts["found_in"] == "after_reprieve" else facts["former_effective_on"]
    months, days = months_and_days(since, new)
    found = {"starts_on": new, "counted_months": months, "counted_more_days": days, "counted_days": (new - since).days}
    if facts["found_in"] == "life_reduced":
        light = facts["missed_kind"] in ("control", "detention") or (facts["missed_kind"] == "fixed" and facts["missed_months"] <= 36)
        found["first_reduction_on"] = after(new, 12) if light else None
    return found


def ban(facts, as_of):
    """第三十七条之一."""
    first = min(facts[name] for name in ("paroled_on", "principal_ended_on") if name in facts)
    outside = after(first, facts["months"])
    return {"starts_on": first, "end_date": outside - DAY, "lawful": 36 <= facts["months"] <= 60, "applies": first <= as_of < outside}


def third_served(sentence):
    """暂予监外执行规定 第七条: a third of the original term, thirty days a month left over."""
    first, _ = begun(sentence)
    whole, over = divmod(sentence["months"], 3)
    return after(first, whole, over * 10) - credit(sentence) * DAY
