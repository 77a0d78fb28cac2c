"""A second telling of indicators in plain Python: for each its table, which rows count, by which day, what is a hit or summed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from zhiheng.law.calendar import is_off

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """table: where its rows stand; keep, day, hit: of one row; part, whole: what a ratio sums."""

    table: str
    day: str
    hit: Callable[[Row, date], Any] = lambda row, as_of: True
    keep: Callable[[Row, date], Any] = lambda row, as_of: True
    part: Callable[[Row], Any] | None = None
    whole: Callable[[Row], Any] | None = None


def over(row: Row, name: str, as_of: date) -> bool:
    return row[name] is not None and row[name] < as_of


def within_a_day(row: Row) -> bool:
    begun: datetime = row["seized_at"]
    return row["received_at"] - begun <= timedelta(hours=24)


def begun(row: Row) -> date | None:
    """From when an investigation counts: the day its papers were complete, else the day the commission came."""
    return row["supplement__papers_complete_on"] or row["accept__received_on"]


def workdays(row: Row) -> int:
    """Working days from the day after it began to the day the opinion went out."""
    start = begun(row)
    days = (row["sign__on"] - start).days if start else 0
    return sum(not is_off(start + timedelta(days=n)) for n in range(1, days + 1)) if start else 0


CHANGED = {"change", "revoke", "redo", "unlawful", "void", "perform"}
OPEN_TRIAL = ("running", "closed")
TOLD: dict[str, Told] = {
    "payments_agree": Told(
        "register_property_payments",
        "paid_on",
        lambda r, _: r["amount"] == r["court_amount"] == r["treasury_amount"] and r["amount"] is not None,
        lambda r, _: r["state"] == "handed" and None not in (r["court_amount"], r["treasury_amount"]),
    ),
    "callback_satisfied": Told("register_alarms", "entered_on", lambda r, _: r["score"] in {"s3", "s4", "s5"}, lambda r, _: r["score"]),
    "comp_rest_rate": Told(
        "register_overtime",
        "day",
        lambda r, _: r["state"] == "rested",
        lambda r, on: r["state"] == "rested" or (r["state"] == "approved" and over(r, "due_on", on)),
    ),
    "service_satisfaction": Told(
        "register_service_cases", "closed_on", lambda r, _: r["grade"] in {"3", "4", "5"}, lambda r, _: r["grade"] is not None
    ),
    "review_unqualified": Told(
        "register_review_results", "decided_on", lambda r, _: r["grade"] == "unqualified", lambda r, _: r["grade"] is not None
    ),
    "correction_rate": Told(
        "register_reconsideration_results",
        "decided_on",
        lambda r, _: r["result"] in CHANGED,
        lambda r, _: r["result"] in {*CHANGED, "uphold"},
    ),
    "education_test_pass_rate": Told(
        "register_education_tests",
        "taken_on",
        lambda r, _: r["state"] == "passed",
        lambda r, _: r["state"] in {"passed", "failed_twice", "talked"},
    ),
    "taken_in_24h_share": Told(
        "register_seized_items",
        "seized_on",
        lambda r, _: within_a_day(r),
        lambda r, _: None not in (r["received_at"], r["seized_at"], r["seized_on"]),
    ),
    "check_hit_rate": Told("register_check_rounds", "period_to", part=lambda r: r["hits"], whole=lambda r: r["rows"]),
    "patrol_rectified": Told(
        "register_patrol_problems",
        "accepted_on|corrected_on|due",
        lambda r, _: r["state"] in {"accepted", "corrected"},
        lambda r, on: r["state"] in {"accepted", "corrected"} or (r["state"] != "impossible" and over(r, "due", on)),
    ),
    "opinion_adopted_share": Told(
        "case_investigation",
        "outcome__on",
        lambda r, _: r["value__adopted"] == "yes",
        lambda r, _: r["value__adopted"] in {"yes", "partly", "no"},
    ),
    "investigation_workdays_mean": Told(
        "case_investigation",
        "sign__on",
        part=workdays,
        whole=lambda r: 1,
        keep=lambda r, _: r["sign__outcome"] == "sent" and begun(r) is not None and begun(r) <= r["sign__on"],
    ),
    "commission_repeated_share": Told(
        "case_investigation",
        "accept__received_on",
        lambda r, _: r["accept__outcome"] == "repeated",
        lambda r, _: r["accept__received_on"] is not None,
    ),
    "execution_performed_rate": Told(
        "property_items",
        "status_on",
        lambda r, _: r["enforcement_status"] == "fulfilled",
        lambda r, _: r["enforcement_status"] in {"fulfilled", "suspended", "closed"},
    ),
    "transfer_rate": Told(
        "admin_cases", "filed_on", lambda r, _: r["transferred_at"] is not None, lambda r, _: r["suspected_crime"] is not None
    ),
    "reoffend_share": Told(
        "corrections_cases",
        "released_on",
        lambda r, _: r["end_reason"] == "new_crime",
        lambda r, _: r["end_reason"] is not None and r["end_reason"] != "moved",
    ),
    "cases_opened": Told("cases", "opened_on"),
    "cases_ended": Told("cases", "ended_on"),
    "children_supported": Told("register_child_subsidies", "month|entered_on", keep=lambda r, _: r["state"] == "paying"),
    "education_sessions_held": Told("register_education_sessions", "day", keep=lambda r, _: r["state"] == "held"),
    "postings_moved": Told("register_postings", "moved_on", keep=lambda r, _: r["state"] == "moved"),
    "change_opinions_dissent": Told(
        "register_change_reviews", "opinion_on", lambda r, _: r["view"] != "agreed", lambda r, _: r["view"] is not None
    ),
    "necessity_adopted": Told(
        "case_custody_necessity",
        "decide__on",
        lambda r, _: r["answer__outcome"] == "changed",
        lambda r, on: (
            r["decide__outcome"] == "proposal"
            and r["answer__outcome"] != "moot"
            and (r["answer__outcome"] is not None or over(r, "answer__due_on", on))
        ),
    ),
    "filing_after_notice": Told(
        "case_filing_oversight",
        "order__on",
        lambda r, _: r["file__outcome"] == "filed",
        lambda r, on: r["order__outcome"] == "file" and (r["file__outcome"] in {"filed", "refused"} or over(r, "file__due_on", on)),
    ),
    "office_crime_filed": Told(
        "case_steps",
        "due_on",
        lambda r, _: r["done_on"] is not None and r["done_on"] <= r["due_on"] and not r["late"],
        lambda r, on: (
            r["step"] == "filing"
            and r["procedure"] in {"commutation", "parole"}
            and r["due_on"] is not None
            and not r["suspended"]
            and (r["done_on"] is not None or r["due_on"] < on)
        ),
    ),
    "sealed_in_time": Told(
        "register_sealed_records",
        "notified_on",
        lambda r, _: r["sealed_on"] is not None and (r["sealed_on"] - r["notified_on"]).days <= 3,
        lambda r, on: r["notified_on"] is not None and (r["sealed_on"] is not None or (on - r["notified_on"]).days > 3),
    ),
    "patrol_look_back_lasting": Told(
        "case_patrol", "look_back__on", lambda r, _: r["look_back__outcome"] == "lasting", lambda r, _: r["look_back__outcome"] is not None
    ),
    "satisfied_rate": Told(
        "register_trial_quality",
        "closed_on",
        lambda r, _: not r["contested"],
        lambda r, _: r["level"] == "first" and r["state"] in OPEN_TRIAL,
    ),
    "second_changed": Told(
        "register_trial_quality",
        "closed_on",
        lambda r, _: r["result"] == "changed",
        lambda r, _: r["level"] == "second" and r["state"] in OPEN_TRIAL,
    ),
    "second_remanded": Told(
        "register_trial_quality",
        "closed_on",
        lambda r, _: r["result"] == "remanded",
        lambda r, _: r["level"] == "second" and r["state"] in OPEN_TRIAL,
    ),
    "second_changed_of_first": Told(
        "register_trial_quality",
        "closed_on",
        keep=lambda r, _: r["state"] in OPEN_TRIAL,
        part=lambda r: r["level"] == "second" and r["result"] == "changed",
        whole=lambda r: r["level"] == "first",
    ),
    "second_remanded_of_first": Told(
        "register_trial_quality",
        "closed_on",
        keep=lambda r, _: r["state"] in OPEN_TRIAL,
        part=lambda r: r["level"] == "second" and r["result"] == "remanded",
        whole=lambda r: r["level"] == "first",
    ),
    "change_remand_ratio": Told(
        "register_trial_quality",
        "closed_on",
        keep=lambda r, _: r["level"] == "second" and r["state"] in OPEN_TRIAL,
        part=lambda r: r["result"] == "changed",
        whole=lambda r: r["result"] == "remanded",
    ),
    "retrial_change_ratio": Told(
        "register_trial_quality",
        "closed_on",
        keep=lambda r, _: r["level"] == "retrial" and r["state"] in OPEN_TRIAL,
        part=lambda r: r["result"] == "changed",
        whole=lambda r: r["result"] == "remanded",
    ),
    "court_case_item": Told(
        "register_trial_quality",
        "accepted_on",
        keep=lambda r, _: r["state"] in OPEN_TRIAL,
        part=lambda r: 1,
        whole=lambda r: r["level"] == "first",
    ),
    "closed_in_limit": Told(
        "register_trial_quality",
        "closed_on",
        lambda r, _: r["limit_on"] is not None and r["closed_on"] <= r["limit_on"],
        lambda r, _: r["closed_on"] is not None and r["level"] != "execution" and r["state"] in OPEN_TRIAL,
    ),
    "execution_to_hand": Told(
        "register_trial_quality",
        "closed_on",
        keep=lambda r, _: r["level"] == "execution" and r["applied_yuan"] is not None and r["state"] in OPEN_TRIAL,
        part=lambda r: r["received_yuan"] or 0,
        whole=lambda r: r["applied_yuan"],
    ),
    "reconsider_changed_share": Told(
        "case_referral",
        "reconsider__on",
        lambda r, _: r["reconsider__outcome"] == "changed",
        lambda r, _: r["reconsider__outcome"] is not None,
    ),
    "handover_in_three_days_share": Told(
        "case_referral",
        "hand_over__due_on",
        lambda r, _: r["hand_over__on"] is not None and r["hand_over__on"] <= r["hand_over__due_on"],
        lambda r, on: r["hand_over__on"] is not None or over(r, "hand_over__due_on", on),
    ),
    "reverse_opinion_share": Told(
        "case_reverse", "review__on", lambda r, _: r["review__outcome"] == "issue", lambda r, _: r["review__outcome"] is not None
    ),
    "reverse_replied_in_time_share": Told(
        "case_reverse",
        "reply__due_on",
        lambda r, _: r["reply__on"] is not None and r["reply__on"] <= r["reply__due_on"],
        lambda r, on: r["reply__on"] is not None or over(r, "reply__due_on", on),
    ),
    "reverse_punished_share": Told(
        "case_reverse", "reply__on", lambda r, _: r["reply__outcome"] == "punished", lambda r, _: r["reply__outcome"] is not None
    ),
    "platform_in_seven_days_share": Told(
        "case_reverse",
        "platform__due_on",
        lambda r, _: r["platform__on"] is not None and r["platform__on"] <= r["platform__due_on"],
        lambda r, on: r["platform__on"] is not None or over(r, "platform__due_on", on),
    ),
    "consult_answered_in_time_share": Told(
        "case_consultation",
        "answer__due_on",
        lambda r, _: r["answer__on"] is not None and r["answer__on"] <= r["answer__due_on"],
        lambda r, on: r["answer__on"] is not None or over(r, "answer__due_on", on),
    ),
    "consult_used_share": Told(
        "case_consultation", "use__on", lambda r, _: r["use__outcome"] == "used", lambda r, _: r["use__outcome"] is not None
    ),
    "supervision_filed_share": Told(
        "case_referral",
        "order__on",
        lambda r, _: r["file__outcome"] == "filed",
        lambda r, on: r["order__outcome"] == "ordered" and (r["file__outcome"] is not None or over(r, "file__due_on", on)),
    ),
    "reverse_served_in_three_days_share": Told(
        "case_reverse",
        "opinion__served_on",
        lambda r, _: r["opinion__due_on"] is not None and r["opinion__served_on"] <= r["opinion__due_on"],
        lambda r, _: r["opinion__outcome"] == "served",
    ),
    "objection_changed_share": Told(
        "case_objection",
        "review__on",
        lambda r, _: r["review__outcome"] in {"changed", "cancelled"},
        lambda r, _: r["review__outcome"] is not None,
    ),
    "objection_answered_on_time_share": Told(
        "case_objection",
        "tell__due_on",
        lambda r, _: r["tell__on"] is not None and r["tell__on"] <= r["tell__due_on"],
        lambda r, on: r["tell__on"] is not None or (r["ended_on"] is None and over(r, "tell__due_on", on)),
    ),
    "complaint_decided_on_time_share": Told(
        "case_complaint",
        "decide__due_on",
        lambda r, _: r["decide__on"] is not None and r["decide__on"] <= r["decide__due_on"],
        lambda r, on: r["decide__on"] is not None or (r["ended_on"] is None and over(r, "decide__due_on", on)),
    ),
    "complaint_satisfied_share": Told(
        "case_complaint",
        "tell__on",
        lambda r, _: r["tell__satisfaction"] in {"very", "satisfied"},
        lambda r, _: r["tell__satisfaction"] is not None,
    ),
    "supervisor_opinion_adopted_share": Told(
        "register_supervisor_opinions",
        "answered_on",
        lambda r, _: r["adopted"] == "adopted",
        lambda r, _: r["answered_on"] is not None and r["adopted"] is not None,
    ),
}
"""Indicators whose rows are those of one table; ratios of several kinds of rows are told below."""


def counted(one: Told, rows: list[Row], first: date, last: date, as_of: date) -> tuple[Any, Any]:
    """Numerator and denominator of what is told."""
    hits = total = 0
    for row in rows:
        day = next((row[column] for column in one.day.split("|") if row[column] is not None), None)
        day = day.date() if isinstance(day, datetime) else day
        if day is None or not first <= day <= last or not one.keep(row, as_of):
            continue
        hits += (one.part(row) or 0) if one.part else bool(one.hit(row, as_of))
        total += (one.whole(row) or 0) if one.whole else 1
    return hits, total


def closing(rows: list[Row], first: date, last: date, _as_of: date) -> tuple[int, int]:
    """Closed over taken in, each by its own day."""
    counted = [row for row in rows if row["state"] in OPEN_TRIAL]
    closed = sum(row["closed_on"] is not None and first <= row["closed_on"] <= last for row in counted)
    return closed, sum(row["accepted_on"] is not None and first <= row["accepted_on"] <= last for row in counted)


def case_items(rows: list[Row], first: date, last: date, _as_of: date) -> tuple[int, int]:
    """Cases (once each, by the first day) and acts over cases."""
    base: dict[Any, date] = {}
    acts = 0
    for row in rows:
        if row["state"] != "recorded" or row["happened_on"] is None:
            continue
        if row["activity"] in {"arrest", "prosecution"}:
            key = (row["organ"], row["case_no"])
            base[key] = min(base.get(key, row["happened_on"]), row["happened_on"])
        else:
            acts += first <= row["happened_on"] <= last
    cases = sum(first <= day <= last for day in base.values())
    return cases + acts, cases


def extended(rows: list[Row], first: date, last: date, as_of: date) -> tuple[int, int]:
    """Orders over in the period that another of the same person takes up by the day after their last, over all of them."""
    over_now = [row for row in rows if first <= row["to_date"] <= last and row["to_date"] <= as_of]
    hits = sum(
        any(
            other["id_number"] == row["id_number"] and other["order_no"] != row["order_no"]
            and row["from_date"] < other["from_date"] <= row["to_date"] + timedelta(days=1)
            for other in rows
        )
        for row in over_now
    )  # fmt: skip
    return hits, len(over_now)


BY_ITSELF = {
    "closing_ratio": ("register_trial_quality", closing), "case_item_ratio": ("register_quality_cases", case_items),
    "tag_extended_share": ("monitoring_orders", extended),
}  # fmt: skip
