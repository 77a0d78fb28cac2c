"""A second telling, in plain Python, of the indicators of custody, conduct and seized property that came with their walks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from .indicators_told import Row, Told

ENDED_SHORT = {"expire", "warn"}
OF_ARRIVAL = {"summons", "compelled"}


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
    return row["step"] == "decide" or (row["step"], row["outcome"]) == ("review", "keep")


def is_kept_over(row: Row, _: date) -> bool:
    begun, ended = row["bring_in__arrived_at"], row["check_out__out_at"]
    if row["bring_in__measure"] not in OF_ARRIVAL or None in (row["check_out__on"], begun, ended):
        return False
    hours = 24 if row["bring_in__grave"] and row["approve_24__outcome"] == "approved" else 12
    return ended - begun > timedelta(hours=hours)


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


TOLD_OF_CUSTODY: dict[str, Told] = {
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
    "interrogation_over_time_count": Told("case_case_centre", "check_out__on", keep=is_kept_over),
}

WORDS_OF_CUSTODY: dict[str, list[Any]] = {
    "warn__outcome": ["warned", "settled", "none", None],
    "bring_in__measure": ["summons", "compelled", "interrogation"],
    "approve_24__outcome": ["approved", "refused", None],
    "outcome": ["none", "keep"],
    "step": ["expire", "warn", "review", "decide"],
    "procedure": ["custody_necessity"],
}
"""What random rows say where a word decides."""
