"""The counting of the law written a second time, slowly and literally from its articles, to hold the rules against.

Nothing here imports the product but the published list of days off, which is data.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

from zhiheng.law.calendar import listed_days

LISTED = {each.day: each.off for each in listed_days()}


def off(day: date) -> bool:
    """节假日: as the announced list says, else Saturday and Sunday."""
    return LISTED.get(day, day.isoweekday() >= 6)


def roll(day: date) -> date:
    """以节假日后的第一日为期满日期."""
    while off(day):
        day += timedelta(days=1)
    return day


def count_days(start: date, days: int) -> date:
    """开始的日不算在期间以内: the next day is the first."""
    day = start
    for _ in range(days):
        day += timedelta(days=1)
    return day


def count_months(start: date, months: int) -> date:
    """自本月某日至下月同日；月末至月末；没有同日的至月末, reached month by month without dragging the day along."""
    year, month = start.year, start.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    last = calendar.monthrange(year, month)[1]
    at_end = start.day == calendar.monthrange(start.year, start.month)[1]
    return date(year, month, last if at_end or start.day > last else start.day)


def count_workdays(start: date, days: int) -> date:
    day = start
    while days:
        day += timedelta(days=1)
        days -= not off(day)
    return day


def count_minutes(start: datetime, hours: int) -> datetime:
    """Elapsed time, an hour at a time."""
    moment = start
    for _ in range(hours):
        moment += timedelta(minutes=60)
    return moment


#: (limit, length as words of the article) → how it is counted: unit and amount, days added after months, whether custody forbids moving.
#: Written from the statutes a second time, not read from the tables.
PERIODS = {
    "custody.limit/detention_request": ("day", 3, "held"),
    "custody.limit/detention_decision_self": ("day", 14, "held"),
    "custody.limit/detention_decision_supervisory": ("day", 10, "held"),
    "custody.limit/investigation": ("month", 2, "held"),
    "custody.limit/supplement": ("month", 1, "free"),
    "custody.limit/prosecution": ("month", 1, "free"),
    "custody.limit/trial_first": ("month", 3, "free"),
    "custody.limit/trial_second": ("month", 2, "free"),
    "custody.limit/bail": ("month", 12, "held"),
    "custody.limit/residence": ("month", 6, "held"),
    "custody.limit/revocation_arrest": ("day", 30, "held"),
    "custody.limit/change_request": ("day", 3, "free"),
    "delivery.limit/sentence_documents": ("day", 10, "free"),
    "delivery.limit/prisoner_to_prison": ("month", 1, "held"),
    "delivery.limit/prison_family_notice": ("day", 5, "free"),
    "delivery.limit/commutation_ruling_service": ("day", 7, "free"),
    "delivery.limit/political_rights_documents": ("day", 10, "free"),
    "delivery.limit/corrections_notice": ("day", 5, "free"),
    "delivery.limit/corrections_documents": ("day", 10, "free"),
    "delivery.limit/corrections_arrival": ("day", 10, "free"),
    "delivery.limit/medical_release_transfer": ("day", 10, "free"),
    "corrections.limit/revocation_ruling": ("day", 30, "free"),
    "corrections.limit/recall_decision": ("day", 30, "free"),
    "corrections.limit/commutation_ruling": ("day", 30, "free"),
    "corrections.limit/assessment": ("workday", 10, "free"),
    "corrections.limit/document_receipt": ("day", 5, "free"),
    "corrections.limit/document_supplement": ("day", 5, "free"),
    "corrections.limit/relocation_consult": ("day", 5, "free"),
    "corrections.limit/relocation_reply": ("day", 5, "free"),
    "corrections.limit/relocation_transfer": ("day", 5, "free"),
    "corrections.limit/relocation_arrival": ("day", 7, "free"),
    "supervision.reply/proposal": ("month", 2, "held"),
    "supervision.reply/release_proposal": ("day", 10, "free"),
    "supervision.reply/explain_nonfiling": ("day", 7, "free"),
    "supervision.reply/explain_no_decision": ("day", 7, "free"),
    "supervision.reply/file_notice": ("day", 15, "free"),
    "supervision.reply/inform_complainant": ("day", 10, "free"),
    "supervision.reply/review_correction": ("day", 7, "free"),
    "supervision.reply/reconsider_withdrawal": ("day", 7, "free"),
    "supervision.reply/recheck_withdrawal": ("day", 15, "free"),
    "supervision.reply/oral_correction": ("day", 7, "free"),
    "supervision.reply/arrest_rejection_receipt": ("day", 3, "free"),
    "supervision.reply/medical_release_opinion": ("day", 10, "free"),
    "supervision.reply/medical_release_objection": ("month", 1, "free"),
    "supervision.reply/commutation_proposal": ("day", 10, "free"),
    "supervision.reply/commutation_ruling_objection": ("day", 20, "free"),
    "supervision.reply/court_rehearing": ("month", 1, "free"),
    "supervision.reply/internal_flow_notice": ("day", 10, "free"),
    "referral.limit/transfer_decision": ("day", 3, "held"),
    "referral.limit/police_review": ("day", 3, "free"),
    "referral.limit/supplement": ("day", 3, "free"),
    "referral.limit/reconsider_request": ("day", 3, "held"),
    "referral.limit/reconsider": ("day", 3, "free"),
    "referral.limit/suggest_supervision": ("day", 3, "held"),
    "referral.limit/handover": ("day", 3, "held"),
    "referral.limit/nonprosecution_opinion": ("day", 3, "held"),
    "referral.limit/nonprosecution_reply": ("month", 2, "held"),
    "referral.limit/consultation_reply": ("day", 7, "held"),
    "referral.limit/platform_entry": ("day", 7, "held"),
    "referral.limit/nonfiling_notice": ("day", 3, "free"),
    "referral.limit/procuratorate_screen": ("day", 3, "free"),
    "referral.limit/procuratorate_reconsider_request": ("day", 5, "free"),
    "referral.limit/procuratorate_reconsider": ("day", 7, "free"),
    "referral.limit/procuratorate_recheck_request": ("day", 5, "free"),
    "referral.limit/procuratorate_recheck": ("day", 15, "free"),
}
HOURS = {
    "custody.limit/deliver_to_detention_house": 24,
    "custody.limit/first_interrogation": 24,
    "custody.limit/family_notice": 24,
    "corrections.limit/arrest_decision": 48,
    "referral.limit/transfer": 24,
    "referral.limit/forward": 24,
    "referral.limit/supplement_notice": 24,
}


def due(limit: str, start: date, *, in_custody: bool) -> date:
    unit, amount, moves = PERIODS[limit]
    if unit == "workday":
        return count_workdays(start, amount)
    nominal = count_days(start, amount) if unit == "day" else count_months(start, amount)
    return nominal if moves == "held" or in_custody else roll(nominal)
