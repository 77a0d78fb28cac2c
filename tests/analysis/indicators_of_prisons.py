"""A second telling, in plain Python, of the indicators of prison, custody, property and children."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from .indicators_told import Row, Told

DECIDED = {"officer", "ward", "prison"}
CHECKED = {"clean", "found"}
RULED = {"granted", "adjusted", "refused", "withdrawal"}
FINES = {"fine", "confiscation_part", "confiscation_all"}
HOURS = {1: 24, 2: 48}


def in_time(table: str, step: str) -> Told:
    """Steps done by their last day over those done or overdue."""
    due, done = f"{step}__due_on", f"{step}__on"
    return Told(
        table,
        due,
        lambda r, _: r[done] is not None and r[done] <= r[due],
        lambda r, on: r[due] is not None and (r[done] is not None or r[due] < on),
    )


def unvisited(row: Row, on: date) -> bool:
    last: date = row["visit__on"] or row["pay__on"]
    return last + timedelta(days=90) < on


def over_time(row: Row, _: date) -> bool:
    hours = 4 if row["bring__tender"] else HOURS.get(row["value__extensions"], 12)
    return row["close__ended_at"] - row["bring__arrived_at"] > timedelta(hours=hours)


def handed_over(rows: list[Row], first: date, last: date, as_of: date) -> tuple[int, int]:
    """Stages begun on the day an answer handed the person over, noted within three days."""
    handed = {(r["case"], r["done_on"]) for r in rows if (r["procedure"], r["step"], r["outcome"]) == ("custody", "answer", "handed_over")}
    hits = total = 0
    for row in rows:
        opened, done = row["opened_on"], row["done_on"]
        if (row["procedure"], row["step"]) != ("custody", "stage") or opened is None or (row["case"], opened) not in handed:
            continue
        end = opened + timedelta(days=3)
        if first <= opened <= last and (done is not None or end < as_of):
            total += 1
            hits += done is not None and done <= end
    return hits, total


def paid_twice(rows: list[Row], first: date, last: date, _: date) -> tuple[int, int]:
    """Paying entries whose child stands in another paying entry too."""
    paying = [row for row in rows if row["state"] == "paying" and row["child_id_number"]]
    again = Counter(row["child_id_number"] for row in paying)
    twice = sum(again[row["child_id_number"]] > 1 for row in paying if row["first_month"] and first <= row["first_month"] <= last)
    return twice, twice


TOLD_OF_PRISONS: dict[str, Told] = {
    "on_spot_share": Told(
        "case_conduct",
        "propose__happened_on",
        lambda r, _: r["value__decided_level"] == "officer",
        lambda r, _: r["propose__kind"] == "deduction" and r["value__decided_level"] in DECIDED,
    ),
    "review_on_time_share": in_time("case_conduct", "review"),
    "months_unnoticed": Told(
        "register_conduct_months", "month_end", keep=lambda r, on: r["state"] == "drawn" and r["due_on"] is not None and r["due_on"] < on
    ),
    "ward_month_points": Told(
        "register_conduct_months", "month_end", keep=lambda r, _: r["total"] is not None, part=lambda r: r["total"], whole=lambda r: 1
    ),
    "rest_day_kept_share": Told(
        "register_labour_weeks",
        "monday",
        lambda r, _: (r["rest_done"] or 0) >= 1,
        lambda r, _: r["state"] in CHECKED and (r["recorded"] or 0) >= 4,
    ),
    "study_day_kept_share": Told(
        "register_labour_weeks",
        "monday",
        lambda r, _: (r["study_done"] or 0) >= 1,
        lambda r, _: r["state"] in CHECKED and (r["recorded"] or 0) >= 4,
    ),
    "papers_in_time_share": in_time("case_commitment", "papers"),
    "escort_in_time_share": in_time("case_commitment", "escort"),
    "family_notice_in_time_share": in_time("case_commitment", "family_notice"),
    "referred_in_time_share": in_time("case_property_items", "refer"),
    "docketed_in_time_share": in_time("case_property_items", "docket"),
    "remission_granted_share": Told(
        "case_fine_remission",
        "rule__on",
        lambda r, _: r["rule__outcome"] == "granted",
        lambda r, _: r["rule__outcome"] in {"granted", "deferred", "refused"},
    ),
    "able_refuses_count": Told("case_ability", "find__on", keep=lambda r, _: r["find__outcome"] == "able_refuses"),
    "treasury_handed_rate": Told(
        "register_property_payments",
        "paid_on",
        keep=lambda r, _: r["kind"] in FINES and (r["court_amount"] or 0) > 0,
        part=lambda r: r["treasury_amount"],
        whole=lambda r: r["court_amount"],
    ),
    "questioning_over_time_share": Told(
        "case_continued_questioning",
        "close__on",
        over_time,
        lambda r, _: r["close__ended_at"] is not None and r["bring__arrived_at"] is not None,
    ),
    "necessity_answered_share": in_time("case_custody_necessity", "answer"),
    "measure_changed_share": Told(
        "case_custody", "answer__on", lambda r, _: r["answer__outcome"] == "released", lambda r, _: r["answer__outcome"] is not None
    ),
    "long_held_open_count": Told("case_long_held", "opened_on"),
    "fugitives_count": Told("register_pursuits", "fled_on", keep=lambda r, _: r["state"] in {"fled", "listed"}),
    "receipts_back_share": Told(
        "register_sentence_deliveries",
        "sent_on",
        lambda r, _: r["state"] == "executed",
        lambda r, on: r["state"] == "executed" or (r["state"] == "sent" and r["due_on"] is not None and r["due_on"] < on),
    ),
    "parole_assessment_in_time_share": in_time("case_parole", "investigate"),
    "children_referred_in_time_share": in_time("case_child_protection", "refer"),
    "children_confirmed_in_time_share": in_time("case_child_protection", "confirm"),
    "children_unvisited_share": Told(
        "case_child_protection", "pay__on", unvisited, lambda r, _: r["pay__on"] is not None and r["finish__on"] is None
    ),
    "children_in_school_share": Told(
        "case_child_protection", "visit__on", lambda r, _: r["visit__school"], lambda r, _: r["visit__school"] is not None
    ),
    "children_found_share": Told(
        "case_child_protection",
        "register__on",
        lambda r, _: r["confirm__outcome"] == "confirmed",
        lambda r, _: r["register__found_by"] == "match",
    ),
    "subsidy_month_mean": Told(
        "register_child_subsidies",
        "paid_on",
        keep=lambda r, _: r["paid_yuan"] is not None,
        part=lambda r: r["paid_yuan"],
        whole=lambda r: 1,
    ),
    "rating_overridden_share": Told(
        "register_parole_ratings", "rated_on", lambda r, _: r["overridden"], lambda r, _: r["overridden"] is not None
    ),
    "commutation_top_share": Told(
        "case_commutation",
        "file__filed_on",
        lambda r, _: r["file__proposed_months"] == int(r["value__max_months"]),
        lambda r, _: None not in (r["file__proposed_months"], r["value__max_months"]),
    ),
    "commutation_edge_share": Told(
        "case_commutation",
        "file__filed_on",
        lambda r, _: r["file__filed_on"] <= date.fromisoformat(r["value__earliest_on"]) + timedelta(days=15),
        lambda r, _: None not in (r["file__filed_on"], r["value__earliest_on"]),
    ),
    "hearing_missed_count": Told(
        "case_commutation",
        "trial__on",
        keep=lambda r, _: r["docket__hearing_required"] and r["trial__outcome"] == "written" and r["open_trial__on"] is None,
    ),
    "commutation_opinion_followed_share": Told(
        "case_commutation",
        "ruling__on",
        lambda r, _: r["ruling__outcome"] in RULED - {"granted"},
        lambda r, _: r["opinion__outcome"] == "objected" and r["ruling__outcome"] in RULED,
    ),
    "items_lost_count": Told("register_seized_items", "found_on", keep=lambda r, _: r["state"] == "missing"),
    "sale_to_value_ratio": Told(
        "register_seized_items",
        "disposed_on",
        keep=lambda r, _: r["disposal"] == "auctioned" and r["price"] is not None and (r["value"] or 0) > 0,
        part=lambda r: r["price"],
        whole=lambda r: r["value"],
    ),
}
BY_ITSELF_OF_PRISONS: dict[str, tuple[str, Callable[..., Any]]] = {
    "custody_handover_in_time_share": ("case_steps", handed_over),
    "subsidy_twice_count": ("register_child_subsidies", paid_twice),
}

WORDS: dict[str, list[Any]] = {
    "propose__kind": ["deduction", "bonus"],
    "value__decided_level": ["officer", "ward", "prison", None],
    "rule__outcome": ["granted", "deferred", "refused", None],
    "find__outcome": ["able_refuses", "unable", None],
    "value__extensions": [0, 1, 2, None],
    "value__max_months": ["9", "12", None],
    "file__proposed_months": [9, 12, None],
    "value__earliest_on": ["2026-06-20", "2026-05-01", "2026-03-01", None],
    "trial__outcome": ["heard", "written", None],
    "opinion__outcome": ["agreed", "objected"],
    "ruling__outcome": ["granted", "adjusted", "refused", None],
    "outcome": ["handed_over", "extended", None],
    "case": ["1", "2", "3"],
    "confirm__outcome": ["confirmed", "refused", None],
    "register__found_by": ["match", "prison", None],
}
"""What random rows say where a word decides."""
