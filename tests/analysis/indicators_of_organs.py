"""A second telling, in plain Python, of the indicators by which organs watch over themselves and each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from zhiheng.law.vectors import is_off

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

TOLD_OF_STEPS = {name: steps_in_time(**watched) for name, watched in WATCHED.items()}
WORDS_OF_STEPS: dict[str, list[Any]] = {
    "procedure": sorted({procedure for watched in WATCHED.values() for procedure in watched}),
    "step": sorted({step for watched in WATCHED.values() for steps in watched.values() for step in steps.split()}),
}

TOLD_OF_ORGANS: dict[str, Told] = TOLD_OF_STEPS | {
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
        "register_interventions", "entered_on", lambda r, _: r["recorder_leads"], lambda r, _: r["recorder_leads"] is not None
    ),
    "review_objection_upheld": Told("register_review_results", "decided_on", lambda r, _: r["changed"], lambda r, _: r["objected"]),
    "review_repaired": Told("register_review_results", "decided_on", lambda r, _: r["state"] == "repaired", is_repaired),
    "meeting_decisions_done": Told(
        "register_meeting_decisions",
        "done_on|due",
        lambda r, _: r["state"] == "done" and None not in (r["done_on"], r["due"]) and r["done_on"] <= r["due"],
        is_decision_due,
    ),
    "quality_fail_rate": Told("register_quality_checks", "checked_on", lambda r, _: r["grade"] == "fail"),
    "service_rating_rate": Told("register_service_cases", "closed_on", lambda r, _: r["grade"] is not None),
    "service_satisfaction_strict": Told(
        "register_service_cases", "closed_on", lambda r, _: r["grade"] in {"4", "5"}, lambda r, _: r["grade"] is not None
    ),
    "correction_rate_all": Told("register_reconsideration_results", "decided_on", lambda r, _: r["result"] in CHANGED | {"mediated"}),
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
    "oversight_corrected": Told(
        "register_oversight_hits", "found_on", lambda r, _: r["state"] == "corrected", lambda r, _: r["state"] in {"corrected", "refused"}
    ),
}


def late_records(rows: Rows, first: date, last: date, _as_of: date) -> Number:
    """Records by the day on which somebody was approached."""
    own = [(row["happened_at"].date(), row["entered_on"]) for row in rows if row["happened_at"] is not None]
    own = [one for one in own if first <= one[0] <= last]
    return sum(entered is not None and entered > working_days_after(day, 5) for day, entered in own), len(own)


def explained(tables: Mapping[str, Rows], first: date, last: date, _as_of: date) -> Number:
    """Searches with a red warning, by the first day of one, that were explained or changed."""
    red: dict[Any, date] = {}
    told = set()
    for row in tables["case_steps"]:
        if row["procedure"] != "similar_search" or row["done_on"] is None:
            continue
        if (row["step"], row["outcome"]) == ("deviation", "red"):
            red[row["case"]] = min(red.get(row["case"], row["done_on"]), row["done_on"])
        elif row["step"] == "explain":
            told.add(row["case"])
    known = {row["case"] for row in tables["case_similar_search"]}
    own = [case for case, day in red.items() if case in known and first <= day <= last]
    return sum(case in told for case in own), len(own)


def items_of_prisons(tables: Mapping[str, Rows]) -> list[tuple[Row, str]]:
    items = [row for row in tables["items"] if row["catalogue"] == "enforcement_items"]
    return [(item, organ["name"]) for item in items for organ in tables["organs"] if organ["kind"] == "prison"]


def on_the_day(count: Callable[[Mapping[str, Rows], date], Number]) -> Callable[[Mapping[str, Rows], date, date, date], Number]:
    """A figure of the day asked about, which counts where the period holds that day."""
    return lambda tables, first, last, as_of: count(tables, as_of) if first <= as_of <= last else (0, 0)


def covered(tables: Mapping[str, Rows], _: date) -> Number:
    pairs = items_of_prisons(tables)
    return sum(bool(item["covered"]) for item, _ in pairs), len(pairs)


def applied(tables: Mapping[str, Rows], on: date) -> Number:
    """Items with steps, of which a prison did one within the year before."""
    done: dict[str, set[str]] = {}
    for row in tables["case_steps"]:
        if row["done_on"] is not None and row["done_on"] <= on <= row["done_on"] + timedelta(days=365):
            done.setdefault(row["organ"], set()).add(f"{row['procedure']}.{row['step']}")
    pairs = [(set(item["steps"].split()), organ) for item, organ in items_of_prisons(tables) if item["steps"] and item["steps"].strip()]
    return sum(bool(steps & done.get(organ, set())) for steps, organ in pairs), len(pairs)


def items_in_time(tables: Mapping[str, Rows], first: date, last: date, as_of: date) -> Number:
    named = {step for row in tables["items"] if row["catalogue"] == "enforcement_items" for step in (row["steps"] or "").split()}
    own = [
        row
        for row in tables["case_steps"]
        if f"{row['procedure']}.{row['step']}" in named
        and row["due_on"] is not None
        and first <= row["due_on"] <= last
        and not row["suspended"]
        and (row["done_on"] is not None or row["due_on"] < as_of)
    ]
    return sum(row["done_on"] is not None and row["done_on"] <= row["due_on"] and not row["late"] for row in own), len(own)


BY_ITSELF_OF_ORGANS: dict[str, tuple[Any, Callable[..., Number]]] = {
    "intervention_late_share": ("register_interventions", late_records),
    "deviation_explained": (("case_steps", "case_similar_search"), explained),
    "enforcement_coverage": (("items", "organs"), on_the_day(covered)),
    "enforcement_applied": (("items", "organs", "case_steps"), on_the_day(applied)),
    "enforcement_in_time": (("items", "case_steps"), items_in_time),
}

WORDS_OF_TABLES: dict[str, dict[str, list[Any]]] = {
    "items": {
        "catalogue": ["enforcement_items", "contact_bans"],
        "steps": [" commutation.filing ", " parole.ruling custody.stage ", " patrol.answer ", " ", None],
    },
    "case_incident": {"value__outcome": ["O1", "O2", "O12", None]},
}
"""What random rows of these tables say where a word decides, besides those of other rooms."""

WORDS_OF_SEARCHES: dict[str, list[Any]] = {
    "procedure": ["similar_search", "similar_search", "parole"],
    "step": ["deviation", "explain"],
    "outcome": ["red", "red", "explained", None],
}
