"""Commutation as a flat NumPy script: no rooms, no classes of its own, every number of the law in place, whole arrays throughout.

Written from the articles by hand, as somebody would who needs the answer once. Takes and gives a dict of arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.measured import measure

# start, interval, most months at levels 0 to 4, least and most new term at levels 0 to 4, major merit lifts start, lifts interval
_NO = (-1, -1, -1, -1, -1)
HALF_ONLY = (-1, 10_000, 10_000, 10_000, 10_000)
PLAIN, STRICT, GRAFT, LIMITED = (-1, 9, 12, 18, 24), (-1, 9, 12, 12, 12), (-1, 6, 9, 12, 12), (-1, 6, 6, 12, 12)
TABLE = [
    (-1, -1, HALF_ONLY, _NO, _NO, 1, 1),
    (12, 12, PLAIN, _NO, _NO, 1, 1),
    (18, 12, PLAIN, _NO, _NO, 1, 1),
    (24, 18, PLAIN, _NO, _NO, 1, 1),
    (24, 12, STRICT, _NO, _NO, 1, 1),
    (24, 18, STRICT, _NO, _NO, 1, 1),
    (24, 18, GRAFT, _NO, _NO, 1, 1),
    (36, 24, GRAFT, _NO, _NO, 1, 1),
    (24, -1, _NO, (-1, 264, 252, 240, 228), (-1, 264, 264, 252, 240), 1, 1),
    (36, -1, _NO, (-1, 264, 252, 240, 240), _NO, 1, 1),
    (48, -1, _NO, (-1, 276, 264, 252, 252), (-1, 276, 276, 264, 264), 1, 1),
    (36, -1, _NO, (-1, 300, 288, 276, 264), (-1, 300, 300, 288, 276), 0, 1),
    (36, -1, _NO, (-1, 300, 288, 276, 276), (-1, 300, 300, 300, 300), 0, 1),
    (48, -1, _NO, (-1, 300, 294, 288, 288), (-1, 300, 300, 294, 294), 1, 1),
    (60, -1, _NO, (-1, 300, 288, 276, 276), (-1, 300, 300, 300, 300), 0, 1),
    (-1, 24, PLAIN, _NO, _NO, 1, 1),
    (-1, 24, STRICT, _NO, _NO, 1, 1),
    (-1, 24, GRAFT, _NO, _NO, 1, 1),
    (-1, 24, PLAIN, _NO, _NO, 1, 1),
    (-1, 24, STRICT, _NO, _NO, 1, 0),
    (-1, 24, GRAFT, _NO, _NO, 1, 1),
    (-1, 24, LIMITED, _NO, _NO, 1, 1),
]
START, INTERVAL, MOST, LEAST_TERM, MOST_TERM, LIFTS_START, LIFTS_INTERVAL = (np.array(column) for column in zip(*TABLE, strict=True))
# bits of categories: duty 1, graft 2, finance 4, mafia 8, state security 16, terrorism 32, drugs 64 and 128, violent 256, other 512
HALF, INTERVAL_BAR, LIFE_WITHOUT, NEW_CRIME, NOT_STARTED, NO_GROUND, PROPERTY, REPRIEVE, ENDED, EARLY, SUSPENDED = (
    1 << place for place in range(11)
)
NO_DAY = np.datetime64("NaT", "D")
Facts = dict[str, Any]


def after(day: Any, months: Any) -> Any:
    """First day with `months` behind it: month ends stay month ends unless whole years pass; NaT stays NaT."""
    month = day.astype("datetime64[M]")
    place = day - month.astype("datetime64[D]")
    ends = day + 1 == (month + 1).astype("datetime64[D]")
    target = month + months
    first = target.astype("datetime64[D]")
    last = (target + 1).astype("datetime64[D]") - first - 1
    return first + np.where(ends & (months % 12 != 0), last, np.minimum(place, last))


def property_judgments(f: Facts) -> tuple[Any, Any, Any]:
    """Who refuses though able, whose repentance is excluded, from which day six months run."""
    did = f["hides"] | f["overspends"]
    ongoing = did & ~(f["conduct_ended_on"] <= f["as_of"])
    hiding = f["hides"] & ongoing
    refusing = (f["open_other"] & ongoing) | (f["open_confiscation"] & hiding)
    able = f["open_not_excused"] & (f["able"] == 1)
    refuses = f["unpaid"] & (refusing | able)
    since_2024 = f["as_of"] >= np.datetime64("2024-05-01")
    lacks = ((f["categories"] & 0b1111) != 0) & (f["restitution"] == 0)
    excluded = (since_2024 & refuses) | lacks
    return refuses, excluded, np.where(since_2024 & did, np.fmin(f["conduct_ended_on"], f["completed_on"]), NO_DAY)


def class_of(f: Facts, refuses: Any) -> Any:
    """Row of TABLE."""
    kind, form = f["kind"], f["form"]
    strict = ((f["categories"] & 0b11111111) != 0) | f["recidivist"] | refuses
    graft = (f["categories"] & 2 != 0) & (f["as_of"] >= np.datetime64("2019-06-01")) & ~(f["effective_on"] < np.datetime64("2015-11-01"))
    long = f["months"] >= 120
    fixed = 1 + (f["months"] >= 60) + long
    fixed = np.where(strict | (long & (f["violent_heavy"] | (f["heavy_counts"] >= 2))), 4 + long, fixed)
    fixed = np.where(graft, 6 + long, fixed)
    grade = np.where(graft, 2, strict | (f["categories"] & 256 != 0) | (f["counts"] >= 2))
    life = np.where(form == 2, 15, 8) + grade
    reprieved = np.where(form == 2, 18, 11) + np.where(f["restricted"], 3, grade)
    return np.where(kind == 4, reprieved, np.where(kind == 3, life, np.where(kind == 2, fixed, 0)))


def relaxed(f: Facts) -> Any:
    """Young when service began, or past work and old or ill."""
    began = np.where(np.isnat(f["effective_on"]), f["starts_on"], f["effective_on"])
    began = np.where(np.isnat(f["admitted_on"]), began, f["admitted_on"])
    minor = (began <= after(f["birth_date"], 216)) & ~f["recidivist"] & ~f["violent_heavy"]
    return minor | (f["incapacitated"] & ((f["as_of"] > after(f["birth_date"], 780)) | f["infirm"]))


def start_of(f: Facts, code: Any, major: Any, faster: Any) -> tuple[Any, Any, Any]:
    """Months to be served first (-1: none), the day they are, and whether that is not known."""
    kind, timed = f["kind"], f["kind"] <= 2
    start = START[code]
    start = np.where(faster, start * 2 // 3, start)
    dated = ~np.isnat(f["starts_on"]) & ~np.isnat(f["effective_on"])
    outside = after(f["starts_on"], f["months"]) + (f["not_counted_in_term"] - f["credit_days"])
    short = (f["months"] < 24) | ((kind == 2) & (outside < after(f["effective_on"], 24)))
    lifted = (major & (LIFTS_START[code] == 1)) | (start == -1) | (timed & short)
    served_from = np.where(timed, f["admitted_on"], np.where(kind == 3, f["effective_on"], f["reprieve_expires_on"]))
    start_on = np.where(lifted, NO_DAY, after(served_from, start))
    doubtful = np.isnat(served_from) | (timed & ~dated & ~short & (f["as_of"] < start_on))
    return np.where(lifted, -1, start), start_on, ~lifted & ~f["suspended"] & doubtful


def outside_execution(f: Facts, major: Any) -> tuple[Any, Any, Any]:
    """Whether the term was over or not begun on the day of filing, and what ends the question at once."""
    outside = after(f["term_from"], f["term_months"] - f["cut_months"]) + (f["not_counted_in_term"] - f["credit_days"])
    finished = (f["form"] <= 2) & ~f["suspended"] & (f["as_of"] >= outside)
    early = (f["as_of"] < f["effective_on"]) | ((f["kind"] <= 2) & (f["as_of"] < f["starts_on"]))
    ended = np.where(f["suspended"] & ~major, SUSPENDED, 0)
    return finished, early, np.where(f["no_commutation"], LIFE_WITHOUT, np.where(f["form"] == 4, REPRIEVE, ended))


def assess(f: Facts) -> dict[str, Any]:
    """Every reason, day and amount, under the names of the answer."""
    months, kind = f["months"], f["kind"]
    timed = kind <= 2
    refuses, excluded, wait_from = property_judgments(f)
    code = class_of(f, refuses)
    major = (f["merits"] & 2) != 0
    repentant = f["repentant"] & ~excluded
    level = np.where(major, 3 + repentant, repentant.astype(int) + (f["merits"] & 1))

    may = relaxed(f)
    faster, larger = may & (f["relax"] == 1), may & (f["relax"] == 2)
    start_months, start_on, unknown = start_of(f, code, major, faster)

    # interval, new crime, property
    interval = INTERVAL[code]
    runs = f["reduced"] & (interval != -1) & ~(major & (LIFTS_INTERVAL[code] == 1))
    interval = np.maximum(np.where(faster, interval * 2 // 3, interval), f["last_cut_months"])
    interval_on = np.where(runs, after(f["last_delivered_on"], interval), NO_DAY)
    in_reprieve_on = np.where(f["crime_in_reprieve"], after(f["to_life_on"], 60), NO_DAY)
    new_crime_on = np.fmax(np.fmax(after(f["new_fixed_on"], 36), after(f["new_life_on"], 48)), in_reprieve_on)
    property_on = np.where(major, NO_DAY, after(wait_from, 6))

    # amount
    most = MOST[code, level]
    most = np.where(larger & (most != -1), most * 4 // 3, most)
    left = months // 2 - f["cut_months"]
    most = np.where(timed & (most != -1), np.maximum(np.minimum(most, left), 0), most)

    # what stands in the way
    finished, early, ended = outside_execution(f, major)
    over = ended != 0
    reasons = (
        (level == 0) * NO_GROUND
        | ((f["as_of"] < start_on) & ~unknown) * NOT_STARTED
        | (f["as_of"] < interval_on) * INTERVAL_BAR
        | (f["as_of"] < new_crime_on) * NEW_CRIME
        | (f["as_of"] < property_on) * PROPERTY
        | (timed & (left <= 0)) * HALF
        | finished * ENDED
        | early * EARLY
    )
    reasons = np.where(over, ended, reasons)
    unknown = np.where(over | ~unknown, 0, NOT_STARTED)
    return {
        "reasons": reasons,
        "unknown": unknown,
        "eligible": (reasons == 0) & (unknown == 0),
        "class_code": code,
        "level": level,
        "start_months": start_months,
        "start_on": start_on,
        "interval_months": np.where(runs, interval, -1),
        "interval_on": interval_on,
        "new_crime_on": new_crime_on,
        "property_on": property_on,
        "earliest_on": np.where(over | finished, NO_DAY, np.fmax(np.fmax(start_on, interval_on), np.fmax(new_crime_on, property_on))),
        "most_months": np.where(over, -1, most),
        "least_term_months": np.where(over, -1, LEAST_TERM[code, level]),
        "most_term_months": np.where(over, -1, MOST_TERM[code, level]),
        "least_probation_months": np.where(f["suspended"] & ~over, np.where(kind == 1, 2, 12), -1),
    }


if __name__ == "__main__":
    measure(lambda facts: lambda: assess(facts))
