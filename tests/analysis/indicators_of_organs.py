"""A second telling, in plain Python, of the indicators by which organs watch over themselves and each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from zhiheng.law.vectors import is_off

from .indicators_of_custody import months_after, step_in_time
from .indicators_told import CHANGED, Row, Told, over

Rows = list[Row]
Number = tuple[Any, Any]
SERIOUS = {"K5", "K6", "K7", "K8"}


def working_days_after(day: date, count: int) -> date:
    """The so many-th working day after a day."""
    while count:
        day += timedelta(days=1)
        count -= not bool(is_off(np.asarray(day, "datetime64[D]")))
    return day


def steps_in_time(**watched: str) -> Told:
    """Rounds of these steps (procedure → steps) done by their last day and not late by the hour, over those done or overdue."""
    own = {(procedure, step) for procedure, steps in watched.items() for step in steps.split()}

    def keep(row: Row, on: date) -> bool:
        if (row["procedure"], row["step"]) not in own or row["due_on"] is None or row["suspended"]:
            return False
        return row["done_on"] is not None or row["due_on"] < on

    return Told("case_steps", "due_on", lambda r, _: r["done_on"] is not None and r["done_on"] <= r["due_on"] and not r["late"], keep)


def is_in_time(row: Row, _: date) -> bool:
    return row["triaged_on"] is not None and row["triaged_on"] <= working_days_after(row["entered_on"], 10)


def is_repaired(row: Row, on: date) -> bool:
    return row["grade"] in {"flawed", "unqualified"} and (row["state"] == "repaired" or over(row, "due_on", on))


def is_decision_due(row: Row, on: date) -> bool:
    return row["state"] != "dissolved" and (row["state"] == "done" or over(row, "due", on))


def is_called_or_due(row: Row, on: date) -> bool:
    if row["task__outcome"] != "sent" or row["task__on"] is None or "real" not in {row["check__outcome"], row["second__outcome"]}:
        return False
    return row["call__on"] is not None or working_days_after(row["task__on"], 18) < on


def is_heard(row: Row, _: date) -> bool:
    return row["hear__outcome"] == "hearing_held" or None not in (row["notify_hearing__outcome"], row["hear__outcome"])


def is_decided(row: Row, _: date) -> bool:
    return row["decide__outcome"] in {"corrected", "upheld", "rejected", "concluded"} and not row["accept__simple"]


def is_filed_in_time(row: Row, _: date) -> bool:
    filed, published = row["file__on"], row["file__published_on"]
    return None not in (filed, published) and filed <= published + timedelta(days=30)


def is_filing_due(row: Row, on: date) -> bool:
    if row["register__outcome"] == "not_ours":
        return False
    return row["file__on"] is not None or (row["opened_on"] is not None and row["opened_on"] + timedelta(days=30) < on)


def is_in_town(row: Row, _: date) -> bool:
    return row["receive__area"] in {"city", "suburb"} and None not in (row["arrive__arrived_at"], row["dispatch__dispatched_at"])


def is_there_in_time(row: Row, _: date) -> bool:
    minutes = 5 if row["receive__area"] == "city" else 10
    return row["arrive__arrived_at"] - row["dispatch__dispatched_at"] <= timedelta(minutes=minutes)


def is_searched_in_time(row: Row, _: date) -> bool:
    done, due = row["report__on"], row["report__due_on"]
    return done is not None and (due is None or done <= due)


def is_search_due(row: Row, on: date) -> bool:
    if not row["opening__forced"] or row["result"] == "withdrawn":
        return False
    return row["report__on"] is not None or over(row, "report__due_on", on)


WATCHED = {
    "responsibility_steps_in_time": {"accountability": "file_up review", "joint_meeting": "hold"},
    "legal_service_steps_in_time": {"legal_aid": "decide assign review"},
    "admin_enforcement_steps_in_time": {
        "penalty": "investigate notify_hearing decide serve",
        "reconsideration": "accept supplement copy answer notify_hearing decide opinion",
    },
    "incident_steps_in_time": {
        "incident": "transfer_out notify_refusal reconsider recheck",
        "public_order_case": "handle decide serve",
    },
    "investigation_oversight_steps_in_time": {"filing_oversight": "explain inform file withdraw reconsider recheck"},
}  # fmt: skip

TOLD_OF_STEPS = {name: steps_in_time(**watched) for name, watched in WATCHED.items()} | {
    "bad_rating_mended_in_time": step_in_time("bad_rating", "mend"),
    "enforcement_rectified_in_time": step_in_time("enforcement_supervision", "rectify"),
}
WORDS_OF_STEPS: dict[str, list[Any]] = {
    "procedure": [
        "bad_rating",
        "enforcement_supervision",
        *sorted({procedure for watched in WATCHED.values() for procedure in watched}),
    ],
    "step": [
        "mend",
        "rectify",
        *sorted({step for watched in WATCHED.values() for steps in watched.values() for step in steps.split()}),
    ],
}

TOLD_OF_ORGANS: dict[str, Told] = TOLD_OF_STEPS | {
    "cases_labelled_share": Told(
        "case_label_screen", "screen__on", lambda r, _: r["screen__outcome"] == "hit", lambda r, _: r["screen__outcome"] in {"hit", "clear"}
    ),
    "labels_directed_share": Told(
        "case_case_label", "confirm__on", lambda r, _: (r["feedback__times"] or 0) > 0, lambda r, _: r["confirm__outcome"] == "confirmed"
    ),
    "trial_extended_share": Told("case_trial", "accept__accepted_on", lambda r, _: r["extension__outcome"] == "granted"),
    "intervention_month_reports": Told("register_month_reports", "month_end", lambda r, _: r["state"] not in {"due", "urged"}),
    "intervention_serious_share": Told("register_interventions", "entered_on", lambda r, _: r["category"] in SERIOUS),
    "intervention_spot_misses": Told("register_spot_checks", "checked_on", lambda r, _: (r["missed"] or 0) > 0),
    "intervention_triaged_in_time": Told(
        "register_interventions",
        "entered_on",
        is_in_time,
        lambda r, on: r["entered_on"] is not None and (r["triaged_on"] is not None or working_days_after(r["entered_on"], 10) < on),
    ),
    "intervention_proved_share": Told(
        "register_interventions", "entered_on", lambda r, _: r["result"] == "proved", lambda r, _: r["result"] is not None
    ),
    "intervention_transferred": Told(
        "register_interventions", "entered_on", keep=lambda r, _: r["receipt_no"] is not None and r["code"] is not None
    ),
    "intervention_by_leaders": Told(
        "register_interventions", "entered_on", lambda r, _: r["is_leader"], lambda r, _: r["is_leader"] is not None
    ),
    "review_objection_upheld": Told("register_review_results", "decided_on", lambda r, _: r["changed"], lambda r, _: r["objected"]),
    "review_repaired": Told("register_review_results", "decided_on", lambda r, _: r["state"] == "repaired", is_repaired),
    "meeting_decisions_done": Told(
        "register_meeting_decisions",
        "done_on|due",
        lambda r, _: r["state"] == "done" and None not in (r["done_on"], r["due"]) and r["done_on"] <= r["due"],
        is_decision_due,
    ),
    "oversight_hits_by_unit": Told("register_oversight_hits", "found_on", keep=lambda r, _: r["unit"] is not None),
    "oversight_hits_by_item": Told("register_oversight_hits", "found_on", keep=lambda r, _: r["item"] is not None),
    "data_hits_by_rule": Told(
        "register_data_hits", "hit_on", lambda r, _: r["state"] == "confirmed", lambda r, _: r["state"] in {"confirmed", "rejected"}
    ),
    "superior_filed_in_time": Told(
        "case_superior_filing",
        "file_to_superior__due_on",
        lambda r, _: r["file_to_superior__on"] is not None and r["file_to_superior__on"] <= r["file_to_superior__due_on"],
        lambda r, on: (
            r["file_to_superior__due_on"] is not None and (r["file_to_superior__on"] is not None or r["file_to_superior__due_on"] < on)
        ),
    ),
    "rectified_items": Told(
        "case_supervision_document",
        "accept__on",
        keep=lambda r, _: r["accept__items_due"] is not None and r["result"] not in {"withdrawn", "revoked"},
        part=lambda r: r["accept__items_done"],
        whole=lambda r: r["accept__items_due"],
    ),
    "quality_fail_rate": Told("register_quality_checks", "checked_on", lambda r, _: r["grade"] == "fail"),
    "service_rating_rate": Told("register_service_cases", "closed_on", lambda r, _: r["grade"] is not None),
    "service_satisfaction_strict": Told(
        "register_service_cases", "closed_on", lambda r, _: r["grade"] in {"4", "5"}, lambda r, _: r["grade"] is not None
    ),
    "correction_rate_all": Told("register_reconsideration_results", "decided_on", lambda r, _: r["result"] in CHANGED | {"mediated"}),
    "bad_rating_called_back": Told("case_bad_rating", "task__on", lambda r, _: r["call__on"] is not None, is_called_or_due),
    "malicious_rating_share": Told(
        "case_bad_rating",
        "task__on",
        lambda r, _: r["second__outcome"] == "confirmed",
        lambda r, _: r["task__outcome"] == "sent" and (r["check__outcome"] == "real" or r["second__outcome"] is not None),
    ),
    "integrity_objection_upheld": Told(
        "case_integrity_fact",
        "decide__on",
        lambda r, _: r["decide__outcome"] == "dropped",
        lambda r, _: r["object__outcome"] == "objected" and r["decide__outcome"] is not None,
    ),
    "duty_done_in_time": Told(
        "case_duty_check",
        "opening__received_on",
        lambda r, _: r["compare__outcome"] == "in_time",
        lambda r, _: r["compare__outcome"] is not None or r["do__outcome"] == "not_done",
    ),
    "bulletins_read_in_time": Told(
        "register_bulletins",
        "sent_on",
        lambda r, _: r["read_on"] is not None and r["read_on"] <= working_days_after(r["sent_on"], 3),
        lambda r, on: r["sent_on"] is not None and (r["state"] != "sent" or working_days_after(r["sent_on"], 3) < on),
    ),
    "reconsideration_lost_share": Told(
        "register_reconsideration_results", "decided_on", lambda r, _: r["sued"] == "lost", lambda r, _: r["sued"] in {"won", "lost"}
    ),
    "reconsideration_hearing_share": Told("case_reconsideration", "decide__on", is_heard, is_decided),
    "filed_on_time": Told("case_filing_review", "file__published_on|opened_on", is_filed_in_time, is_filing_due),
    "arrival_in_norm_share": Told("case_incident", "receive__called_at", is_there_in_time, is_in_town),
    "downgraded_share": Told(
        "case_incident",
        "receive__called_at",
        lambda r, _: r["classify__real_kind"] not in {"criminal", "security", "traffic"},
        lambda r, _: r["receive__kind"] in {"criminal", "security"} and r["classify__real_kind"] is not None,
    ),
    "scene_video_share": Told(
        "case_incident",
        "receive__called_at",
        lambda r, _: r["handle__outcome"] == "handled",
        lambda r, _: r["handle__outcome"] in {"handled", "no_video"},
    ),
    "nonfiling_changed_share": Told(
        "case_incident",
        "reconsider__on",
        lambda r, _: r["reconsider__outcome"] == "changed",
        lambda r, _: r["reconsider__outcome"] is not None,
    ),
    "search_in_time": Told("case_similar_search", "report__on|report__due_on", is_searched_in_time, is_search_due),
    "search_returned_share": Told(
        "case_steps",
        "done_on",
        lambda r, _: r["outcome"] == "returned",
        lambda r, _: (r["procedure"], r["step"]) == ("similar_search", "check") and r["done_on"] is not None,
    ),
    "red_changed_on_appeal": Told(
        "register_search_reports",
        "archived_on",
        lambda r, _: r["change_on_appeal"],
        lambda r, _: r["level"] == "red" and r["change_on_appeal"] is not None,
    ),
    "review_referred_share": Told(
        "register_review_results",
        "decided_on",
        lambda r, _: r["referred_on"] is not None,
        lambda r, on: (
            r["grade"] == "unqualified"
            and r["decided_on"] is not None
            and (r["referred_on"] is not None or working_days_after(r["decided_on"], 5) < on)
        ),
    ),
    "review_repaired_in_time": Told(
        "register_review_results",
        "decided_on",
        lambda r, _: r["repaired_on"] is not None and r["repaired_on"] <= months_after(r["decided_on"], 1),
        lambda r, on: (
            r["grade"] in {"flawed", "unqualified"}
            and r["decided_on"] is not None
            and (r["repaired_on"] is not None or months_after(r["decided_on"], 1) < on)
        ),
    ),
    "filing_correction": Told("register_filings", "concluded_on", lambda r, _: r["result"] in {"corrected", "repealed", "decided"}),
    "legality_adopted": Told("register_legality_opinions", "given_on", lambda r, _: r["adopted"] == "yes"),
    "outcome_final_share": Told(
        "case_incident",
        "receive__on",
        lambda r, _: r["value__outcome"] not in {None, "O12"},
        lambda r, on: r["receive__on"] is not None and r["receive__on"] + timedelta(days=3) < on,
    ),
    "data_hit_precision": Told(
        "register_data_hits", "hit_on", lambda r, _: r["state"] == "confirmed", lambda r, _: r["state"] in {"confirmed", "rejected"}
    ),
    "guidance_rate": Told("register_guidances", "intervened_on", lambda r, _: r["due"] is not None),
    "supervised_filing_count": Told("case_filing_oversight", "file__filed_on", keep=lambda r, _: r["file__outcome"] == "filed"),
    "oversight_corrected": Told(
        "register_oversight_hits", "found_on", lambda r, _: r["state"] == "corrected", lambda r, _: r["state"] in {"corrected", "refused"}
    ),
}


WORDS_OF_TABLES: dict[str, dict[str, list[Any]]] = {
    "items": {
        "catalogue": ["enforcement_items", "oversight_items", "contact_bans"],
        "steps": [" commutation.filing ", " parole.ruling custody.stage ", " patrol.answer ", " ", None],
    },
    "register_oversight_hits": {"item": ["甲", "丙"]},
    "register_disagreements": {"since": [date(2025, 6, 29), date(2025, 6, 30), date(2025, 1, 5), date(2026, 5, 1), None]},
    "case_incident": {
        "value__outcome": ["O1", "O2", "O12", None],
        "decide__outcome": ["admin_filed", "filed", "moved", "not_breach", "not_filed", "returned", None],
        "callback__outcome": ["done", "not_reached", "rework", None],
        "receive__area": ["city", "suburb", "rural", None],
        "receive__kind": ["criminal", "security", "dispute"],
        "classify__real_kind": ["criminal", "traffic", "dispute", None],
        "handle__outcome": ["handled", "no_video", None],
    },
    "case_bad_rating": {
        "task__outcome": ["sent", "sent", "not_bad", None],
        "check__outcome": ["real", "malicious", None],
        "second__outcome": ["confirmed", "real", None, None],
    },
    "case_integrity_fact": {"object__outcome": ["objected", "none", None], "decide__outcome": ["counted", "dropped", None]},
    "case_duty_check": {"compare__outcome": ["in_time", "late", None], "do__outcome": ["done", "not_done", None]},
    "case_reconsideration": {
        "hear__outcome": ["hearing_held", "heard", None],
        "notify_hearing__outcome": ["told", None, None],
        "decide__outcome": ["corrected", "upheld", "extended", None],
    },
    "case_label_screen": {"screen__outcome": ["hit", "clear", "gone", None]},
    "case_case_label": {"confirm__outcome": ["confirmed", "rejected", None], "feedback__times": [0, 1, 2, None]},
    "case_trial": {"extension__outcome": ["granted", "refused", None]},
    "case_filing_review": {"register__outcome": ["registered", "not_ours", None]},
    "case_similar_search": {"result": ["withdrawn", "done", None, None]},
}
"""What random rows of these tables say where a word decides, besides those of other rooms."""

WORDS_OF_SEARCHES: dict[str, list[Any]] = {
    "procedure": ["similar_search", "similar_search", "parole"],
    "step": ["deviation", "explain", "check"],
    "outcome": ["red", "red", "explained", "returned", None],
}
