"""A second count of the sentence rules, slow and literal, one sentence of the article at a time; shares no code with the room."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

DAY = timedelta(days=1)
TIMED = ("control", "detention", "fixed")
STRICT = {"duty", "graft", "finance", "mafia", "state_security", "terrorism", "drug_ringleader", "drug_repeat"}


def month_end(day):
    return (day + DAY).month != day.month


def clipped(year, month, day):
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def one_year(day):
    """自本年本月某日至次年同月同日的前一日为一年；没有同日的，至同月最后一日的前一日. The day after that end."""
    return clipped(day.year + 1, day.month, day.day)


def after(day, months, days=0):
    """First day outside: whole years one by one from the start's own day of the month, then the months left over."""
    year = day.year
    for _ in range(months // 12):
        year += 1
    moved = clipped(year, day.month, day.day)
    left = months % 12
    if left:
        month = day.month + left
        if month > 12:
            year, month = year + 1, month - 12
        moved = clipped(year, month, 31) if month_end(day) else clipped(year, month, day.day)
    return moved + days * DAY


def period_month(day, months):
    """自本月某日至下月同日；起算日为月末的，至月末；没有同日的，至月末."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return clipped(year, month, 31) if month_end(day) else clipped(year, month, day.day)


def finding(judged, as_of):
    """The table of 2024: tests one after another, the first that fits."""
    items = judged.get("items", [])
    unpaid = [i for i in items if i["paid"] < i["amount"]]
    if not unpaid:
        return "performed"
    ended = judged.get("conduct_ended_on")
    conduct = set() if ended and ended <= as_of else set(judged.get("conduct", []))
    first = conduct - {"disguised_spending", "excess_spending"}
    still = [i for i in unpaid if i.get("status") not in ("deposited", "waived", "remitted")]
    for item in still:
        if (item["kind"] == "confiscation" and first) or (item["kind"] != "confiscation" and conduct):
            return "able_refuses"
    rest = [i for i in still if not (i["kind"] in ("fine", "compensation") and i.get("status") == "instalment_current")]
    if all(i["kind"] == "confiscation" for i in rest):
        return "excused"
    if judged.get("able"):
        return "able_refuses"
    if any(i["kind"] == "fine" and i.get("status") == "remitted" for i in items):
        return "excused"
    return "unable" if judged.get("no_assets_found") and not conduct else "undetermined"


def lacks_restitution(facts):
    kinds = {o["category"] for o in facts["sentence"].get("offences", [])}
    return bool(kinds & {"duty", "graft", "finance", "mafia"}) and facts.get("property", {}).get("active_restitution") is False


def wait_until(judged, as_of):
    if as_of < date(2024, 5, 1) or not judged.get("conduct"):
        return None
    begun = [judged[name] for name in ("conduct_ended_on", "completed_on") if name in judged]
    return after(min(begun), 6) if begun else None


def heavy(offence, sentence):
    kind = offence.get("kind", sentence["kind"])
    return kind in ("life", "death_reprieve") or (kind == "fixed" and offence.get("months", 0) >= 120)


def ended(facts, major):
    """What ends the question at once."""
    sentence = facts["sentence"]
    if sentence.get("no_commutation"):
        return "LIFE_WITHOUT"
    if sentence["kind"] == "death_reprieve" and not facts.get("reductions"):
        return "REPRIEVE_RUNNING"
    return "SUSPENDED_SENTENCE" if "suspension_months" in sentence and not major else None


def level_of(facts, as_of, merits):
    """1 repentance or merit, 2 both, 3 major merit, 4 repentance and major merit."""
    repentant = facts["offender"].get("repentant", False)
    if finding(facts.get("property", {}), as_of) == "able_refuses" and as_of >= date(2024, 5, 1):
        repentant = False
    if lacks_restitution(facts):
        repentant = False
    if "major" in merits:
        return 4 if repentant else 3
    return int(repentant) + int("ordinary" in merits)


def commutation(facts, as_of):
    """刑法 第七十八条 and 2016 第六条 onwards, read in order."""
    sentence, reductions = facts["sentence"], facts.get("reductions", [])
    merits = {m["level"] for m in facts.get("merits", [])}
    major = "major" in merits
    over = ended(facts, major)
    if over:
        empty = dict.fromkeys(("earliest_date", "max_reduction_months", "min_term_months", "min_probation_months"))
        return {"reasons": [over], **empty}
    level = level_of(facts, as_of, merits)
    start, interval, most, term, lifts_start, lifts_interval = figures(facts, as_of, level)
    relax = facts.get("relax", "none") if relaxable(sentence, facts["offender"], as_of) else "none"
    if relax == "time":
        start, interval = start and start * 2 // 3, interval and interval * 2 // 3
    if relax == "amount" and most:
        most = most * 4 // 3
    bars = new_crime_bars(facts) | wait_bar(facts, as_of, major)
    if start and not (major and lifts_start):
        bars["NOT_STARTED"] = after(served_from(sentence), start)
    if reductions and interval and not (major and lifts_interval):
        bars["INTERVAL"] = after(reductions[-1]["delivered_on"], max(interval, last_cut(reductions)))
    reasons = [code for code, until in bars.items() if as_of < until] + ["NO_GROUND"] * (level == 0) + out_of_time(facts, as_of)
    if sentence["kind"] in TIMED:
        left = sentence["months"] // 2 - sum(r["months"] for r in reductions)
        reasons += ["HALF_TERM_REACHED"] * (left <= 0)
        most = None if most is None else max(0, min(most, left))
        if sentence["kind"] != "fixed" and level:
            most = max(0, left)
    return {
        "reasons": sorted(reasons),
        "earliest_date": None if "SENTENCE_ENDED" in reasons else max(bars.values(), default=None),
        "max_reduction_months": most,
        "min_term_months": term,
        "min_probation_months": {"detention": 2, "fixed": 12}[sentence["kind"]] if "suspension_months" in sentence else None,
    }


def last_cut(reductions):
    return reductions[-1]["months"] if reductions[-1]["type"] == "cut" else 0


def wait_bar(facts, as_of, major):
    wait = wait_until(facts.get("property", {}), as_of)
    return {"PROPERTY_WAIT": wait} if wait and not major else {}


def new_crime_bars(facts):
    """第二十一条: three years, four years, or five after a reprieve in which the crime was committed was reduced to life."""
    until = []
    for crime in facts.get("new_crimes", []):
        in_reprieve = facts["sentence"]["kind"] == "death_reprieve" and crime["judged_on"] < facts["reductions"][0]["ruled_on"]
        if not in_reprieve:
            until.append(after(crime["judged_on"], 36 if crime["kind"] == "fixed" else 48))
        elif facts["reductions"][0]["type"] == "to_life":
            until.append(after(facts["reductions"][0]["ruled_on"], 60))
    return {"NEW_CRIME_BAR": max(until)} if until else {}


PLAIN = {0: None, 1: 9, 2: 12, 3: 18, 4: 24}
CAPPED = {0: None, 1: 9, 2: 12, 3: 12, 4: 12}
GRAFT = {0: None, 1: 6, 2: 9, 3: 12, 4: 12}
RESTRICTED = {0: None, 1: 6, 2: 6, 3: 12, 4: 12}
#: kind and class → start, least new term by level, whether major merit lifts the start
FIRST = {
    ("life", "plain"): (24, (264, 252, 240, 228), True),
    ("life", "strict"): (36, (264, 252, 240, 240), True),
    ("life", "graft"): (48, (276, 264, 252, 252), True),
    ("death_reprieve", "plain"): (36, (300, 288, 276, 264), False),
    ("death_reprieve", "strict"): (36, (300, 288, 276, 276), False),
    ("death_reprieve", "graft"): (48, (300, 294, 288, 288), True),
    ("death_reprieve", "restricted"): (60, (300, 288, 276, 276), False),
}
AGAIN = {"plain": PLAIN, "strict": CAPPED, "graft": GRAFT, "restricted": RESTRICTED}


def figures(facts, as_of, level):
    """Start, interval, most months, least new term, and whether major merit lifts start and interval; None where the law sets none."""
    sentence, offences = facts["sentence"], facts["sentence"].get("offences", [])
    kinds = {o["category"] for o in offences}
    strict = bool(kinds & STRICT) or facts["offender"].get("recidivist") or finding(facts.get("property", {}), as_of) == "able_refuses"
    graft = "graft" in kinds and as_of >= date(2019, 6, 1) and sentence["effective_on"] >= date(2015, 11, 1)
    if sentence["kind"] in ("control", "detention"):
        return None, None, None, None, True, True
    if sentence["kind"] == "fixed":
        start, interval, most = fixed_figures(sentence, offences, strict, graft)
        return None if short(sentence) else start, interval, most[level], None, True, True
    group = "graft" if graft else "strict" if strict or "violent" in kinds or len(offences) >= 2 else "plain"
    group = "restricted" if sentence.get("restricted") else group
    if any(r["type"] == "to_fixed" for r in facts.get("reductions", [])):
        held = sentence["kind"] == "death_reprieve" and group == "strict"
        return None, 24, AGAIN[group][level], None, True, not held
    start, terms, lifts = FIRST[sentence["kind"], group]
    return start, None, None, (None, *terms)[level], lifts, True


def fixed_figures(sentence, offences, strict, graft):
    """第六条, 第七条, 2019 第二条."""
    months = sentence["months"]
    long = months >= 120
    weighty = [o for o in offences if heavy(o, sentence)]
    if graft:
        return (36, 24, GRAFT) if long else (24, 18, GRAFT)
    if long and (strict or len(weighty) >= 2 or any(o["category"] == "violent" for o in weighty)):
        return 24, 18, CAPPED
    if strict:
        return 24, 12, CAPPED
    return (24, 18, PLAIN) if long else (18 if months >= 60 else 12, 12, PLAIN)


def begun(sentence):
    """Custody day for day up to the eve of the term is the term already running: its first day, and the custody broken off before."""
    first, left = sentence["starts_on"], sorted(sentence.get("custody", []), key=lambda each: each["from"])
    while left and sentence["kind"] != "control" and left[-1]["kind"] != "designated_residence" and left[-1]["to"] + DAY == first:
        first = left.pop()["from"]
    return first, left


def credit(sentence):
    halves = 0
    for each in begun(sentence)[1]:
        length = (each["to"] - each["from"]).days + 1
        residence = each["kind"] == "designated_residence"
        halves += length * (2 if residence else 4) if sentence["kind"] == "control" else length * (1 if residence else 2)
    return (halves + 1) // 2


def escaped(sentence):
    return sum((each["to"] - each["from"]).days + 1 for each in sentence.get("not_counted", []))


def outside(sentence, cut=0):
    return after(begun(sentence)[0], sentence["months"] - cut) + (escaped(sentence) - credit(sentence)) * DAY


def outside_now(sentence, reductions):
    """First day after the sentence as it now stands; None while it has no end."""
    cut = sum(r["months"] for r in reductions if r["type"] == "cut")
    if sentence["kind"] in TIMED:
        return outside(sentence, cut)
    fixed = [r for r in reductions if r["type"] == "to_fixed"]
    if not fixed:
        return None
    straight = sentence["kind"] == "death_reprieve" and reductions[0]["type"] == "to_fixed"
    since = sentence["reprieve_expires_on"] if straight else fixed[0]["ruled_on"]
    lost = sum(max(0, (each["to"] - max(each["from"], since)).days + 1) for each in sentence.get("not_counted", []))
    return after(since, fixed[0]["months"] - cut) + lost * DAY


def out_of_time(facts, as_of):
    """执行期间: neither before the judgment took effect or the term began, nor after the term has ended."""
    sentence = facts["sentence"]
    end = outside_now(sentence, facts.get("reductions", []))
    found = []
    if end and as_of >= end and "suspension_months" not in sentence:
        found.append("SENTENCE_ENDED")
    if as_of < sentence["effective_on"] or (sentence["kind"] in TIMED and as_of < begun(sentence)[0]):
        found.append("SENTENCE_NOT_BEGUN")
    return found


def short(sentence):
    """判决生效后剩余刑期不满二年."""
    return outside(sentence) < after(sentence["effective_on"], 24)


def served_from(sentence):
    return sentence[{"life": "effective_on", "death_reprieve": "reprieve_expires_on"}.get(sentence["kind"], "admitted_on")]


def relaxable(sentence, offender, as_of):
    """第十九条, 第二十条."""
    born = offender.get("birth_date")
    excluded = offender.get("recidivist") or violent_ten_years(sentence)
    if born and sentence["admitted_on"] <= after(born, 216) and not excluded:
        return True
    old = bool(born) and as_of > after(born, 780)
    disabled = offender.get("disabled") and not offender.get("disability_self_inflicted")
    return bool(offender.get("incapacitated") and (old or offender.get("serious_illness") or disabled))


def violent_ten_years(sentence):
    return any(o["category"] == "violent" and heavy(o, sentence) for o in sentence.get("offences", []))


def half_served_on(sentence):
    """第二十三条."""
    if sentence["kind"] == "life":
        return after(sentence["effective_on"], 156) + escaped(sentence) * DAY
    if sentence["kind"] == "death_reprieve":
        return after(sentence["reprieve_expires_on"], 180) + escaped(sentence) * DAY
    half = after(begun(sentence)[0], sentence["months"] // 2, 15 if sentence["months"] % 2 else 0)
    return half + (escaped(sentence) - credit(sentence)) * DAY


def parole(facts, as_of):
    """刑法 第八十一条 and 2016 第二十二条 onwards."""
    sentence, offender, reductions = facts["sentence"], facts["offender"], facts.get("reductions", [])
    forever = {
        "KIND": sentence["kind"] in ("control", "detention") or "suspension_months" in sentence,
        "RECIDIVIST": offender.get("recidivist"),
        "VIOLENT_10Y": violent_ten_years(sentence),
        "LIFE_WITHOUT": sentence.get("no_commutation"),
        "SENTENCE_ENDED": "SENTENCE_ENDED" in out_of_time(facts, as_of),
    }
    running = sentence["kind"] == "death_reprieve" and not reductions
    bars = {} if running else {"SERVED_TOO_SHORT": half_served_on(sentence)}
    if reductions and not little_left(sentence, reductions, as_of):
        bars["INTERVAL_AFTER_REDUCTION"] = after(reductions[-1]["delivered_on"], 18 if last_cut(reductions) >= 12 else 12)
    permanent = any(forever.values())
    times = {} if permanent else bars
    wait = wait_bar(facts, as_of, major=False)
    refuses = finding(facts.get("property", {}), as_of) == "able_refuses"
    others = {
        "REPRIEVE_RUNNING": running,
        "PROPERTY_REFUSAL": refuses,
        "NOT_REPENTANT": not offender.get("repentant") or (lacks_restitution(facts) and not refuses),
        "REOFFEND_RISK": offender.get("reoffend_risk"),
        "SENTENCE_NOT_BEGUN": "SENTENCE_NOT_BEGUN" in out_of_time(facts, as_of),
    }
    reasons = [code for code, held in (forever | others).items() if held]
    reasons += [code for code, until in (times | wait).items() if as_of < until]
    return {"reasons": sorted(reasons), "earliest_date": None if permanent else max((bars | wait).values(), default=None)}


def little_left(sentence, reductions, as_of):
    """减刑后余刑不足二年: on the day of filing, of a fixed term."""
    end = outside_now(sentence, reductions)
    return sentence["kind"] in ("fixed", "life", "death_reprieve") and end is not None and end < after(as_of, 24)
