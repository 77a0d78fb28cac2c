"""The contract's models told a second time, sentence by sentence, over plain rows: slow, naive, and written apart from the SQL."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from zhiheng.law.clocks import add_working_days, months_after, next_working_day, term_after

from .literal_rows import CUSTODIAL, after, dead, in_force, suspended


def property_not_referred(p, as_of):
    for item in p("property_items"):
        for s in p("sentences"):
            same = s.judgment_no == item.judgment_no and s.id_number == item.id_number
            open_item = item.paid < item.ordered and not item.referred_on and item.item != "civil_compensation"
            if same and open_item and (as_of - s.effective_on).days > 30:
                yield item.id_number, f"{item.judgment_no}|{item.item}"


def undelivered_sentence(p, as_of):
    for s in p("sentences"):
        if s.penalty not in CUSTODIAL or suspended(s) or (as_of - s.effective_on).days <= 40 or dead(p, s.id_number):
            continue
        held = [c for c in p("custody_records") if c.id_number == s.id_number and c.admitted_on <= as_of]
        if any(c.released_on is None or c.released_on > s.effective_on for c in held):
            continue
        freed = [m for m in p("medical_releases") if m.id_number == s.id_number]
        if any(m.decided_on >= s.judged_on or m.from_date >= s.judged_on for m in freed) or consumed(s):
            continue
        yield s.id_number, s.judgment_no


def consumed(s):
    if s.penalty in ("life", "death_reprieve"):
        return False
    months, days = s.term_months or 0, s.term_days or 0
    if s.term_end:
        return s.term_end <= s.effective_on
    if not months + days:
        return False
    if s.term_start:
        return after(term_after(s.term_start, months, days), -1 - s.custody_days) <= s.effective_on
    return s.custody_days >= (term_after(s.effective_on, months, days) - s.effective_on).days


def corrections_not_enrolled(p, as_of):
    sources = [
        (s.id_number, s.judgment_no, s.judged_on, s.effective_on, s.judgment_no, "s")
        for s in p("sentences")
        if s.penalty == "control" or suspended(s)
    ]
    sources += [(r.id_number, r.ruling_no, r.ruled_on, r.ruled_on, r.judgment_no, "r") for r in p("rulings") if r.kind == "parole"]
    sources += [(m.id_number, m.decision_no, m.decided_on, m.from_date, None, "m") for m in p("medical_releases") if not m.recalled_on]
    for person, number, decided, effect, judgment, kind in sources:
        cases = [c for c in p("corrections_cases") if c.id_number == person and abs((c.term_start - effect).days) <= 30]
        if (as_of - effect).days <= 10 or any(c.reported_on for c in cases) or dead(p, person):
            continue
        if kind == "r" and any(r.kind == "revoke_parole" and r.id_number == person and r.ruled_on >= decided for r in p("rulings")):
            continue
        later = [s for s in p("sentences") if s.id_number == person and s.penalty in CUSTODIAL and not suspended(s)]
        if any(s.judged_on > decided and s.effective_on <= as_of and s.judgment_no != judgment for s in later):
            continue
        yield person, number


def area(code):
    municipality = code[:2] in ("11", "12", "31", "50")
    if municipality:
        return code[:4] if code[2:4] == "01" else code
    city = 1 <= int(code[2:4]) <= 20 or 51 <= int(code[2:4]) <= 70
    return code[:4] if city and int(code[4:]) <= 20 else code


def absent_without_leave(p, as_of):
    visits = [(s.id_number, s.stay_no, s.checkin_at.date(), s.division) for s in p("hotel_stays")]
    for j in p("journeys"):
        if not j.refunded:
            visits += [(j.id_number, j.ticket_no, j.depart_at.date(), place) for place in (j.from_division, j.to_division)]
    for person, number, day, place in visits:
        cases = [c for c in p("corrections_cases") if c.id_number == person and in_force(c, day, as_of)]
        if not cases or any(area(c.division) == area(place) for c in cases):
            continue
        leaves = [v for v in p("leaves") if v.id_number == person and v.approver != "refused" and v.from_date <= day <= v.to_date]
        if not any(area(v.destination) == area(place) for v in leaves):
            yield person, number


def offence_not_answered(p, as_of):
    offences = [(r.id_number, r.decision_no, r.decided_on) for r in p("public_order_penalties")]
    offences += [(r.id_number, r.measure_no, r.from_date) for r in p("compulsory_measures")]
    for person, number, day in offences:
        answers = [d.decided_on for d in p("discipline") if d.id_number == person and d.kind != "praise"]
        supervised = any(c.id_number == person and in_force(c, day, as_of) for c in p("corrections_cases"))
        if supervised and as_of > after(day, 30) and not any(day <= each <= after(day, 30) for each in answers):
            yield person, number


def monitoring_unlawful(p, as_of):
    for o in p("monitoring_orders"):
        following = any(
            n.id_number == o.id_number and n.order_no != o.order_no and o.from_date < n.from_date <= after(o.to_date, 1)
            for n in p("monitoring_orders")
        )
        told = {
            "no_ground": o.ground == "none",
            "wrong_approver": o.approver != "county_head",
            "too_long": o.to_date > months_after(o.from_date, 3),
            "not_removed": as_of > o.to_date and not o.removed_on and not following,
        }
        yield from ((o.id_number, f"{o.order_no}|{reason}") for reason, held in told.items() if held)


def release_mistimed(p, as_of):
    for c in p("corrections_cases"):
        differs = c.end_reason == "served" and c.released_on and c.term_end and c.released_on != c.term_end
        if differs or (c.term_end and c.term_end < as_of and not c.released_on):
            yield c.id_number, c.person_no


def labour_overtime(p, as_of):
    weeks = defaultdict(lambda: defaultdict(list))
    for r in p("labour_days"):
        weeks[(r.id_number, r.prison, after(r.day, -r.day.weekday()))][r.day].append(r)
    for (person, prison, week), days in weeks.items():
        records = [r for each in days.values() for r in each]
        labour = sum(any(r.kind == "labour" or r.labour_minutes > 0 for r in each) for each in days.values())
        rest = any(all(r.kind == "rest" and r.labour_minutes == 0 for r in each) for each in days.values())
        if labour > 5 or any(r.labour_minutes > 480 for r in records) or (len(days) == 7 and not rest):
            yield person, f"{prison}|{week}"


def interrogation_overtime(p, as_of):
    for r in p("interrogations"):
        brought = r.basis in ("summons", "compelled")
        if brought and r.arrived_at and r.left_at and r.left_at - r.arrived_at > timedelta(hours=24 if r.complex else 12):
            yield r.id_number, f"{r.record_no}|over_time"
        for e in p("interrogations"):
            apart = e.record_no != r.record_no and e.id_number == r.id_number and e.basis in ("summons", "compelled")
            timed = brought and apart and r.arrived_at and e.left_at and e.arrived_at and e.arrived_at < r.arrived_at
            if timed and timedelta(0) <= r.arrived_at - e.left_at < timedelta(hours=12):
                yield r.id_number, f"{r.record_no}|short_interval"
        if r.must_record and not r.video_no:
            yield r.id_number, f"{r.record_no}|not_recorded"
        if r.minor and r.guardian_present is not True:
            yield r.id_number, f"{r.record_no}|no_guardian"


def detention_overdue(p, as_of):
    for c in p("custody_records"):
        if c.stage != "serving" and c.stage_due and not c.extension_no and c.stage_due < (c.released_on or as_of):
            yield c.id_number, f"{c.facility}|{c.admitted_on}|{c.stage}"


def reply_overdue(p, as_of):
    for d in p("supervision_documents"):
        due = d.reply_due
        if not due and d.served_on:
            due = next_working_day(months_after(d.served_on, 2) if d.kind == "proposal" else after(d.served_on, 15))
        if due and (d.replied_on or as_of) > due:
            yield d.document_no, d.document_no


def medical_review_overdue(p, as_of):
    for m in p("medical_releases"):
        custodial = [s for s in p("sentences") if s.id_number == m.id_number and s.penalty in CUSTODIAL and not suspended(s)]
        endless = any(s.penalty in ("life", "death_reprieve") and not s.term_end for s in custodial)
        ends = [s.term_end for s in custodial if s.term_end]
        if m.recalled_on or dead(p, m.id_number) or (ends and not endless and as_of > max(ends)):
            continue
        if m.ground == "illness" and as_of > months_after(m.last_review_on or m.from_date, 3):
            yield m.id_number, f"{m.decision_no}|review"
        if m.ground == "nursing" and m.child_birth_date and as_of > months_after(m.child_birth_date, 12):
            yield m.id_number, f"{m.decision_no}|nursing_ended"
        if m.to_date and m.to_date < as_of:
            yield m.id_number, f"{m.decision_no}|expired"


def exit_ban_unreported(p, as_of):
    for c in p("corrections_cases"):
        if c.enrolled_on and not c.released_on and (c.exit_ban_reported_on or as_of) > add_working_days(c.enrolled_on, 5):
            yield c.id_number, c.person_no


def supervised_after_death(p, as_of):
    for c in p("corrections_cases"):
        died = [each.died_on for each in p("persons") if each.id_number == c.id_number and each.died_on]
        if any((as_of - day).days > 10 for day in died) and not c.released_on and not c.end_reason:
            yield c.id_number, c.person_no


def report_missed(p, as_of):
    for c in p("corrections_cases"):
        in_term = c.term_start <= as_of and (not c.term_end or as_of <= c.term_end) and (not c.released_on or c.released_on > as_of)
        if not in_term or not c.enrolled_on or c.enrolled_on > as_of:
            continue
        passed = [k.at.date() for k in p("checkins") if k.id_number == c.id_number and k.passed is not False and k.at.date() <= as_of]
        since = max([c.enrolled_on, *passed])
        held = [r for r in p("custody_records") if r.id_number == c.id_number and r.admitted_on <= as_of]
        taken = [
            m for m in p("compulsory_measures") if m.id_number == c.id_number and m.kind in ("detention", "arrest") and m.from_date <= as_of
        ]
        if any(r.released_on is None or r.released_on > since for r in held):
            continue
        if any(m.to_date > since if m.to_date else m.from_date >= c.term_start for m in taken):
            continue
        if (as_of - since).days > 30:
            yield c.id_number, f"{c.person_no}|{since}"


def leave_ultra_vires(p, as_of):
    levels = {"office": 1, "county": 2, "city": 3}
    granted = [v for v in p("leaves") if v.approver != "refused"]
    for v in granted:
        opens = after(months_after(v.to_date, -2), 1)
        counted = {}
        for e in granted:
            if e.id_number == v.id_number and (e is v or (e.from_date, e.leave_no) < (v.from_date, v.leave_no)):
                days = (min(e.to_date, v.to_date) - max(e.from_date, opens)).days + 1
                if e.to_date >= opens and e.from_date <= v.to_date:
                    counted[e.leave_no] = max(counted.get(e.leave_no, days), days)
        days, total = (v.to_date - v.from_date).days + 1, sum(counted.values())
        needed = 3 if days > 30 or total > 30 else 2 if days > 7 else 1
        if counted and levels[v.approver] < needed:
            yield v.id_number, v.leave_no


def crime_not_transferred(p, as_of):
    thresholds = {"food": 0, "drug": 0, "tax": 100000, "tobacco": 50000, "ip": 50000, "environment": 300000, "other": 50000}
    for c in p("admin_cases"):
        threshold = thresholds.get(c.field, thresholds["other"])
        grave = c.suspected_crime or (threshold > 0 and c.amount is not None and c.amount >= threshold)
        if c.decided_on and grave and (c.transfer_decided_on or as_of) > after(c.decided_on, 3):
            yield c.case_no, c.case_no


def transfer_not_filed(p, as_of):
    for c in p("admin_cases"):
        if c.transferred_at and (c.police_decided_on or as_of) > after(c.transferred_at.date(), 3):
            yield c.case_no, c.case_no


def late_entry(p, as_of):
    for c in p("admin_cases"):
        if c.entered_on > add_working_days(c.filed_on, 7):
            yield c.case_no, c.case_no


def score_irregular(p, as_of):
    sums = defaultdict(Decimal)
    for r in {(r.id_number, r.prison, r.scored_on, r.item, r.kind, r.points, tuple(r.reviews or ())) for r in p("conduct_scores")}:
        person, prison, day, _, kind, points, reviews = r
        sums[(person, f"{prison}|{day:%Y-%m}", kind)] += points
        asked = {"subward", "ward", "prison"} if points >= 5 else {"ward"}
        if kind == "bonus" and not asked <= set(reviews):
            yield person, f"{prison}|{day:%Y-%m}|review_missing"
    for (person, place, kind), total in sums.items():
        if kind in ("base", "bonus") and total > {"base": 100, "bonus": 50}[kind]:
            yield person, f"{place}|{kind}_over"


def recidivist_missed(p, as_of):
    for n in p("sentences"):
        births = [each.birth_date for each in p("persons") if each.id_number == n.id_number and each.birth_date]
        number = n.id_number
        coded = date(int(number[6:10]), int(number[10:12]), int(number[12:14])) if n.id_type == "resident" else None
        birth = max(births) if births else coded
        for e in p("sentences"):
            if e.id_number != number or e.judgment_no == n.judgment_no or suspended(e) or not birth:
                continue
            grave = all(s.penalty in ("fixed", "life", "death_reprieve") and s.intentional and s.crime_committed_on for s in (n, e))
            adult = grave and all(s.crime_committed_on > months_after(birth, 216) for s in (n, e))
            if adult and not n.recidivist and e.term_end and e.term_end < n.crime_committed_on <= months_after(e.term_end, 60):
                yield number, n.judgment_no


def benefit_while_serving(p, as_of):
    for b in p("benefit_payments"):
        first = b.month.replace(day=1)
        days = [after(first, n) for n in range((months_after(first, 1) - first).days)]
        served = [
            c
            for c in p("custody_records")
            if c.id_number == b.id_number and c.stage == "serving" and c.facility_kind in ("prison", "juvenile") and c.admitted_on <= as_of
        ]
        covered = all(any(c.admitted_on <= day < (c.released_on or after(as_of, 1)) for c in served) for day in days)
        if b.benefit in ("pension", "unemployment") and covered:
            yield b.id_number, f"{b.benefit}|{first:%Y-%m}"


def seized_item_stale(p, as_of):
    for i in p("seized_items"):
        if (i.stored_on or as_of) > after(i.seized_on, 1) and i.disposal in (None, "held"):
            yield i.item_no, i.item_no


def child_unprotected(p, as_of):
    for d in p("dependants"):
        number = d.child_id_number
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        serving = any(
            c.id_number == d.parent_id_number
            and c.stage == "serving"
            and c.admitted_on <= as_of
            and (not c.released_on or c.released_on > as_of)
            for c in p("custody_records")
        )
        subsidised = any(e.child_id_number == number and e.subsidised_from for e in p("dependants"))
        if serving and as_of <= months_after(birth, 216) and d.other_parent in ("serving", "dead", "missing", "ill") and not subsidised:
            yield number, number


def able_but_unpaid(p, as_of):
    for r in p("rulings"):
        items = [i for i in p("property_items") if (i.judgment_no, i.id_number) == (r.judgment_no, r.id_number)]
        unpaid = any(
            i.paid < i.ordered or (i.enforcement_status == "fulfilled" and i.status_on and i.status_on > r.ruled_on) for i in items
        )
        if r.kind not in ("commutation", "parole") or not unpaid:
            continue
        accounts = defaultdict(list)
        for number, organ_row in enumerate(p.raw("inmate_accounts")):
            entry = p("inmate_accounts")[number]
            if entry.id_number == r.id_number and entry.booked_on <= r.ruled_on:
                accounts[(organ_row["_organ"], entry.account_no)].append(entry)
        last = [max(entries, key=lambda e: (e.booked_on, len(e.entry_no), e.entry_no)) for entries in accounts.values()]
        entries = [e for each in accounts.values() for e in each if e.kind == "consumption"]
        spent = sum(-e.amount for e in entries if months_after(r.ruled_on, -12) <= e.booked_on < r.ruled_on)
        if sum(e.balance or 0 for e in last) >= 10000 or spent >= 12 * 800:
            yield r.id_number, r.ruling_no


def term_miscalculated(p, as_of):
    for s in p("sentences"):
        months, days = s.term_months or 0, s.term_days or 0
        if s.penalty in ("fixed", "detention", "control") and not suspended(s) and s.term_start and s.term_end and months + days:
            credit = s.custody_days * (2 if s.penalty == "control" else 1)
            right = {after(term_after(s.term_start, months, days), -1 - credit)}
            if s.penalty != "control":
                right.add(after(term_after(after(s.term_start, -credit), months, days), -1))
            if s.term_end not in right:
                yield s.id_number, s.judgment_no


def overdue_release(p, as_of):
    for c in p("custody_records"):
        if c.stage != "serving" or c.admitted_on > as_of:
            continue
        until = c.released_on or as_of
        ends = []
        for s in p("sentences"):
            begun = s.id_number == c.id_number and s.penalty in CUSTODIAL and not suspended(s) and (s.term_start or s.effective_on) <= until
            if begun:
                ends.append(term_in_force(s, p, as_of))
        ends = [end for end in ends if end is None or end >= c.admitted_on]
        if ends and None not in ends and max(ends) < until:
            yield c.id_number, f"{c.facility}|{c.admitted_on}"


def term_in_force(s, p, as_of):
    rulings = {}
    for r in p("rulings"):
        if r.kind == "commutation" and (r.id_number, r.judgment_no) == (s.id_number, s.judgment_no) and r.ruled_on <= as_of:
            rulings.setdefault(r.ruling_no, r)
    start, months, days = s.term_start, s.term_months or 0, s.term_days or 0
    end, timed, cut, spared = s.term_end, s.penalty not in ("life", "death_reprieve"), 0, False
    for r in sorted(rulings.values(), key=lambda r: (r.ruled_on, r.ruling_no)):
        spared = spared or r.new_penalty == "life"
    for r in sorted(rulings.values(), key=lambda r: (r.ruled_on, r.ruling_no)):
        if r.new_term_months and r.new_penalty in (None, "fixed"):
            direct = s.penalty == "death_reprieve" and not spared
            start = months_after(s.effective_on, 24) if direct else r.ruled_on
            months, days, cut, timed = r.new_term_months, 0, 0, True
            end = after(term_after(start, months), -1)
        else:
            cut += r.months_reduced or 0
    if not timed or end is None or not cut:
        return end if timed else None
    if start is None:
        return months_after(end, -cut)
    return after(end, -(term_after(start, months, days) - term_after(start, months - cut, days)).days)
