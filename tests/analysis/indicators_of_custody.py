"""A second telling, in plain Python, of the indicators of custody, conduct, property, treatment and benefits that came with their walks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from zhiheng.law.clocks import add_working_days

from .indicators_told import Row, Told

ENDED_SHORT = {"expire", "warn"}
OF_ARRIVAL = {"summons", "compelled", "public_order"}


def is_overdue_stage(row: Row, _: date) -> bool:
    return row["step"] != "answer" or row["done_on"] is None or row["done_on"] > row["due_on"]


def is_ended_stage(row: Row, on: date) -> bool:
    if row["procedure"] != "custody" or row["due_on"] is None:
        return False
    if row["step"] == "answer":
        return row["done_on"] is not None or row["due_on"] < on
    return row["step"] in ENDED_SHORT and row["outcome"] == "none"


def is_reviewed(row: Row, on: date) -> bool:
    if row["procedure"] != "custody_necessity" or row["due_on"] is None or row["suspended"]:
        return False
    if row["done_on"] is None:
        return row["step"] in {"review", "decide"} and row["due_on"] < on
    return (row["step"] == "decide" and row["outcome"] != "moot") or (row["step"], row["outcome"]) == ("review", "keep")


def most_hours(row: Row) -> int:
    """How long somebody brought to the centre may be kept there."""
    if row["bring_in__measure"] == "public_order":
        return 24 if row["bring_in__detention_likely"] else 12 if row["bring_in__many_or_unknown"] else 8
    return 24 if row["bring_in__grave"] and row["approve_24__outcome"] == "approved" else 12


def kept_over(rows: list[Row], first: date, last: date, _: date) -> tuple[int, int]:
    """Stays longer than the law allows, by the day of leaving."""
    count = 0
    for row in rows:
        measure, begun = row["bring_in__measure"], row["bring_in__arrived_at"]
        left_on = row["check_out__on"] or row["check_out_query__on"]
        ended = row["check_out_query__out_at" if measure == "public_order" else "check_out__out_at"]
        if measure not in OF_ARRIVAL or None in (left_on, begun, ended) or not first <= left_on <= last:
            continue
        count += ended - begun > timedelta(hours=most_hours(row))
    return count, count


def newly_injured(rows: list[Row], first: date, last: date, _: date) -> tuple[int, int]:
    """Exits from the centre, of summons by the public order law too, and those with an injury that nobody had noted on entry."""
    exits = [
        (row["check_out__on"] or row["check_out_query__on"], row["check_out__new_injury"], row["check_out_query__new_injury"])
        for row in rows
    ]
    noted = [one if one is not None else other for on, one, other in exits if on is not None and first <= on <= last]
    return sum(injured is True for injured in noted), sum(injured is not None for injured in noted)


def objections_founded(rows: list[Row], first: date, last: date, _: date) -> tuple[int, int]:
    """Hearings by another bench after an objection; those that changed what had been decided."""
    objected = {r["case"] for r in rows if (r["procedure"], r["step"], r["outcome"]) == ("treatment_decision", "objection", "objected")}
    hits = total = 0
    for row in rows:
        place = (row["procedure"], row["step"])
        again = place == ("compulsory_treatment", "court_again") or (
            place == ("treatment_decision", "decide_again") and row["case"] in objected
        )
        if again and row["done_on"] is not None and first <= row["done_on"] <= last:
            total += 1
            hits += row["outcome"] in {"revoked", "held_on"}
    return hits, total


def is_warned(row: Row, _: date) -> bool:
    warned, due = row["warn__on"], row["stage__due_on"]
    return row["warn__outcome"] == "warned" and warned is not None and due - timedelta(days=7) <= warned < due


def is_to_warn(row: Row, on: date) -> bool:
    if row["stage__due_on"] is None or row["warn__outcome"] == "settled":
        return False
    return (row["warn__times"] or 0) >= (row["stage__times"] or 0) or row["stage__due_on"] < on


def is_answered_stage(row: Row, _: date) -> bool:
    begun, ended = row["stage__from_on"], row["answer__on"]
    return None not in (begun, ended) and ended >= begun and (row["answer__times"] or 0) >= (row["stage__times"] or 0)


def step_in_time(procedure: str, step: str) -> Told:
    """Rounds of one step done by their last day over those done or overdue."""
    return Told(
        "case_steps",
        "due_on",
        lambda r, _: r["done_on"] is not None and r["done_on"] <= r["due_on"],
        lambda r, on: (
            (r["procedure"], r["step"]) == (procedure, step) and r["due_on"] is not None and (r["done_on"] is not None or r["due_on"] < on)
        ),
    )


def is_loan_judged(row: Row, on: date) -> bool:
    if row["lent_until"] is None:
        return False
    return row["lent_until"] < on if row["state"] == "lent" else row["back_on"] is not None


def is_loan_kept(row: Row, _: date) -> bool:
    return row["state"] != "lent" and row["back_on"] <= row["lent_until"]


def is_corrected(row: Row, _: date) -> bool:
    corrected = row["corrected_on"]
    return row["state"] != "differs" and corrected is not None and corrected <= row["sampled_on"] + timedelta(days=30)


def is_difference(row: Row, on: date) -> bool:
    if row["state"] == "differs":
        return bool(row["sampled_on"] + timedelta(days=30) < on) if row["sampled_on"] else False
    return row["state"] in {"corrected", "accepted"}


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def third_workday(day: date) -> date:
    return add_working_days(day, 3)


TREATED = {"treated", "restrained"}

TOLD_OF_CUSTODY: dict[str, Told] = {
    "bonus_over_cap_count": Told(
        "register_conduct_months",
        "month_end",
        keep=lambda r, _: sum(r[f"{part}_lost"] or 0 for part in ("supervision", "education", "labour")) > 0,
    ),
    "labour_over_time_share": Told(
        "register_labour_weeks",
        "monday",
        lambda r, _: bool(r["codes"]),
        lambda r, _: r["state"] in {"clean", "found"} and (r["recorded"] or 0) >= 4,
    ),
    "labour_recorded_share": Told(
        "register_labour_weeks", "monday", keep=lambda r, _: r["recorded"] is not None, part=lambda r: r["recorded"], whole=lambda r: 7
    ),
    "loans_back_in_time_share": Told("register_seized_items", "lent_until", is_loan_kept, is_loan_judged),
    "returned_value_ratio": Told(
        "register_seized_items",
        "disposed_on|found_on|noticed_on",
        keep=lambda r, _: r["state"] in {"unrelated", "noticed", "returned"} and (r["value"] or 0) > 0,
        part=lambda r: r["value"] if r["state"] == "returned" else 0,
        whole=lambda r: r["value"],
    ),
    "judgments_silent_share": Told(
        "register_seized_items", "effective_on", lambda r, _: r["silent_on"] is not None, lambda r, _: r["effective_on"] is not None
    ),
    "stock_differences_count": Told(
        "register_seized_items_counts", "ended_on", keep=lambda r, _: r["ended_on"] is not None and r["kind"] not in {None, "counted"}
    ),
    "stock_agreed_rate": Told(
        "register_seized_items_counts",
        "ended_on",
        keep=lambda r, _: r["kind"] == "counted" and (r["counted"] or 0) > 0,
        part=lambda r: r["agreed"] or 0,
        whole=lambda r: r["counted"],
    ),
    "handover_confirmed_share": Told(
        "register_seized_items",
        "handed_on",
        lambda r, _: r["answered_on"] is not None and r["answered_on"] <= third_workday(r["handed_on"]),
        lambda r, on: r["handed_on"] is not None and (r["answered_on"] is not None or third_workday(r["handed_on"]) < on),
    ),
    "months_noticed_share": Told(
        "register_conduct_months",
        "month_end",
        lambda r, _: r["state"] != "drawn",
        lambda r, on: r["state"] != "drawn" or (r["due_on"] is not None and r["due_on"] < on),
    ),
    "treatment_served_share": step_in_time("treatment_decision", "serve"),
    "treatment_passed_share": step_in_time("compulsory_treatment", "pass_application"),
    "treatment_corrected_share": step_in_time("compulsory_treatment", "answer"),
    "treatment_lifted_same_day_share": Told(
        "register_treatment_residents",
        "lift_received_on",
        lambda r, _: r["lifted_on"] == r["lift_received_on"],
        lambda r, on: r["lift_received_on"] is not None and (r["lifted_on"] is not None or r["lift_received_on"] < on),
    ),
    "treatment_assessed_share": Told(
        "register_treatment_residents",
        "admitted_on",
        lambda r, on: months_after(r["diagnosed_on"] or r["admitted_on"], 6) >= on,
        lambda r, _: r["state"] in TREATED and r["admitted_on"] is not None,
    ),
    "benefit_recovered_ratio": Told(
        "register_benefit_recoveries",
        "checked_on",
        keep=lambda r, _: r["state"] in {"checked", "stopped", "settled", "written_off"} and (r["over_yuan"] or 0) > 0,
        part=lambda r: r["back_yuan"] or 0,
        whole=lambda r: r["over_yuan"],
    ),
    "enforcement_sample_conform": Told(
        "register_enforcement_samples", "sampled_on", lambda r, _: r["state"] == "conform", lambda r, _: r["sampled_on"] is not None
    ),
    "enforcement_form_whole": Told(
        "register_enforcement_samples", "sampled_on", lambda r, _: r["form_whole"], lambda r, _: r["form_whole"] is not None
    ),
    "enforcement_corrected_share": Told("register_enforcement_samples", "sampled_on", is_corrected, is_difference),
    "custody_overdue_share": Told("case_steps", "due_on", is_overdue_stage, is_ended_stage),
    "custody_warned_share": Told("case_custody", "stage__due_on", is_warned, is_to_warn),
    "custody_stage_days": Told(
        "case_custody",
        "answer__on",
        keep=is_answered_stage,
        part=lambda r: (r["answer__on"] - r["stage__from_on"]).days,
        whole=lambda r: 1,
    ),
    "necessity_decided_share": Told(
        "case_steps", "due_on", lambda r, _: r["done_on"] is not None and r["done_on"] <= r["due_on"], is_reviewed
    ),
}
BY_ITSELF_OF_CUSTODY: dict[str, tuple[str, Callable[..., Any]]] = {
    "centre_new_injury_share": ("case_case_centre", newly_injured),
    "interrogation_over_time_count": ("case_case_centre", kept_over),
    "treatment_objection_founded_share": ("case_steps", objections_founded),
}

WORDS_OF_CUSTODY: dict[str, list[Any]] = {
    "warn__outcome": ["warned", "settled", "none", None],
    "bring_in__measure": ["summons", "compelled", "interrogation", "public_order"],
    "approve_24__outcome": ["approved", "refused", None],
    "outcome": ["none", "keep", "objected", "revoked", "held_on", "moot", None],
    "step": ["expire", "warn", "review", "decide", "serve", "pass_application", "objection", "decide_again", "court_again"],
    "procedure": ["custody_necessity", "treatment_decision", "compulsory_treatment"],
}
"""What random rows say where a word decides."""
