"""Indicators of organs that no single row decides, each counted in a way of its own, in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from .indicators_of_custody import months_after
from .indicators_of_organs import Number, Rows, working_days_after
from .indicators_told import Row


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


def items_used(tables: Mapping[str, Rows], on: date) -> Number:
    found = {
        row["item"]
        for row in tables["register_oversight_hits"]
        if row["found_on"] and row["found_on"] <= on <= row["found_on"] + timedelta(days=365)
    }
    own = [row for row in tables["items"] if row["catalogue"] == "oversight_items"]
    return sum(row["item"] in found for row in own), len(own)


def open_long(rows: Rows, on: date) -> Number:
    own = [row for row in rows if row["state"] in {"open", "asked_up"} and row["since"] is not None and months_after(row["since"], 12) < on]
    return len(own), len(own)


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


def repeated(rows: Rows, first: date, last: date, _: date) -> Number:
    """Results of a handler one of whose items another case of theirs had within twelve months before, over all that name items."""
    known = [row for row in rows if row["items"] and row["handler"] and row["decided_on"]]
    counted = [row for row in known if first <= row["decided_on"] <= last]

    def is_again(row: Row) -> bool:
        day = row["decided_on"]
        return any(
            (one["organ"], one["handler"]) == (row["organ"], row["handler"])
            and one["case_no"] != row["case_no"]
            and months_after(day, -12) <= one["decided_on"] < day
            and set(one["items"]) & set(row["items"])
            for one in known
        )

    return sum(map(is_again, counted)), len(counted)


def hits_of_checks(tables: dict[str, Rows], first: date, last: date, _: date) -> Number:
    """Hits found in the period, over the checks opened in it that came to an end or to verification."""
    checked = [
        row
        for row in tables["case_item_check"]
        if row["opened_on"] and first <= row["opened_on"] <= last
        if row["verify__due_on"] or (row["ended_on"] and row["result"] != "withdrawn")
    ]
    hits = [row for row in tables["register_oversight_hits"] if row["found_on"] and first <= row["found_on"] <= last]
    return len(hits), len(checked)


def pairs_repeated(rows: Rows, first: date, last: date, _: date) -> Number:
    """Hits whose organ and item were hit in another case within twelve months before."""
    known = [row for row in rows if None not in (row["unit"], row["item"], row["case_no"], row["found_on"])]
    counted = [row for row in known if first <= row["found_on"] <= last]

    def is_again(row: Row) -> bool:
        day = row["found_on"]
        return any(
            (one["unit"], one["item"]) == (row["unit"], row["item"])
            and one["case_no"] != row["case_no"]
            and months_after(day, -12) <= one["found_on"] < day
            for one in known
        )

    return sum(map(is_again, counted)), len(counted)


def catalogue_share(rows: Rows, _: date) -> Number:
    """Items of the own catalogue over the 436 that the official one is said to have, today."""
    return sum(row["catalogue"] == "oversight_items" for row in rows), 436


BY_ITSELF_OF_ORGANS: dict[str, tuple[Any, Callable[..., Number]]] = {
    "intervention_late_share": ("register_interventions", late_records),
    "deviation_explained": (("case_steps", "case_similar_search"), explained),
    "items_used_share": (("items", "register_oversight_hits"), on_the_day(items_used)),
    "disagreements_open_long": ("register_disagreements", on_the_day(open_long)),
    "oversight_hit_rate": (("case_item_check", "register_oversight_hits"), hits_of_checks),
    "oversight_pairs_repeated": ("register_oversight_hits", pairs_repeated),
    "catalogue_coverage": ("items", on_the_day(catalogue_share)),
    "review_repeated": ("register_review_results", repeated),
    "enforcement_coverage": (("items", "organs"), on_the_day(covered)),
    "enforcement_applied": (("items", "organs", "case_steps"), on_the_day(applied)),
    "enforcement_in_time": (("items", "case_steps"), items_in_time),
}
