"""The peer: the same five models in pandas, written as one would, reading only the columns each needs.

A model gives rows of subject, occurrence and the records they rest on (dataset, `_ref`); `clues` names those records by their keys.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

AS_OF = pd.Timestamp("2026-06-30")
Clue = tuple[str, str, list[tuple[str, str]]]


def read(folder: Path, dataset: str, columns: list[str]) -> pd.DataFrame:
    return pd.read_parquet(folder / f"{dataset}.parquet", columns=columns)


def clues(model: str, folder: Path) -> list[Clue]:
    """Subject, occurrence and (dataset, key) of every record of each clue of a model."""
    rows = MODELS[model](folder)
    keys = [named(folder, dataset, refs) for dataset, refs in rows.groupby("dataset")["_ref"]]
    rows = rows.merge(pd.concat(keys), on=["dataset", "_ref"]).drop_duplicates(["subject", "occurrence", "dataset", "_key"])
    rows["record"] = list(zip(rows["dataset"], rows["_key"], strict=True))
    together = rows.groupby(["subject", "occurrence"], sort=False)["record"].agg(sorted)
    return [(subject, occurrence, records) for (subject, occurrence), records in together.items()]


def named(folder: Path, dataset: str, refs: pd.Series) -> pd.DataFrame:
    """Keys of the records."""
    found = pd.read_parquet(folder / f"{dataset}.parquet", columns=["_ref", "_key"], filters=[("_ref", "in", set(refs))])
    return found.assign(dataset=dataset)


def evidence(*parts: tuple[str, pd.DataFrame, str]) -> pd.DataFrame:
    """Rows of a model's answer; parts: dataset, frame with subject and occurrence, its column of `_ref`."""
    frames = [frame[["subject", "occurrence", ref]].rename(columns={ref: "_ref"}).assign(dataset=dataset) for dataset, frame, ref in parts]
    return pd.concat(frames, ignore_index=True)


def days(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column)


def local_days(column: pd.Series) -> pd.Series:
    return column.dt.tz_convert("Asia/Shanghai").dt.tz_localize(None).dt.normalize()


def area_of(codes: pd.Series) -> pd.Series:
    """City districts together, every county by itself; computed once for each code that occurs."""
    return codes.map({code: _area(code) for code in codes.dropna().unique()})


def _area(code: str) -> str:
    municipality, middle, last = code[:2] in {"11", "12", "31", "50"}, code[2:4], code[4:]
    if municipality and middle == "01":
        return code[:4]
    prefecture = "21" <= middle <= "50" or middle >= "71" or middle == "00" or (municipality and middle == "02")
    return code if prefecture or last > "20" else code[:4]


def absent_without_leave(folder: Path) -> pd.DataFrame:
    stays = read(folder, "hotel_stays", ["_ref", "id_number", "stay_no", "division", "checkin_at"])
    stays = stays.rename(columns={"stay_no": "no", "checkin_at": "at"})
    journeys = read(folder, "journeys", ["_ref", "id_number", "ticket_no", "from_division", "to_division", "depart_at", "refunded"])
    journeys = journeys[~journeys["refunded"].eq(other=True)].rename(columns={"ticket_no": "no", "depart_at": "at"})
    ends = [
        journeys.rename(columns={end: "division"})[["_ref", "id_number", "no", "division", "at"]]
        for end in ("from_division", "to_division")
    ]
    cases = read(folder, "corrections_cases", ["_ref", "id_number", "division", "term_start", "term_end", "released_on"])
    ends = [end.assign(dataset="journeys") for end in ends]
    visits = pd.concat([stays.assign(dataset="hotel_stays"), *ends], ignore_index=True)
    visits = visits[visits["id_number"].isin(cases["id_number"])].reset_index(drop=True)
    visits["day"], visits["area"], visits["visit"] = local_days(visits["at"]), area_of(visits["division"]), visits.index
    cases["until"] = days(cases["released_on"]).fillna(days(cases["term_end"])).fillna(AS_OF)
    cases["home"], cases["term_start"] = area_of(cases["division"]), days(cases["term_start"])
    cases = cases.rename(columns={"_ref": "case_ref", "division": "executed_in"})
    within = visits.merge(cases[["case_ref", "id_number", "executed_in", "home", "term_start", "until"]], on="id_number")
    within = within[(within["day"] >= within["term_start"]) & (within["day"] <= within["until"])]
    at_home = within.loc[within["area"] == within["home"], "visit"].unique()
    away = within[~within["visit"].isin(at_home)]
    leaves = read(folder, "leaves", ["id_number", "destination", "from_date", "to_date", "approver"])
    leaves = leaves[leaves["approver"] != "refused"]
    leaves["area"] = area_of(leaves["destination"])
    covered = away.merge(leaves, on=["id_number", "area"])
    covered = covered[(covered["day"] >= days(covered["from_date"])) & (covered["day"] <= days(covered["to_date"]))]
    found = away[~away["visit"].isin(covered["visit"])].rename(columns={"id_number": "subject", "no": "occurrence"})
    visited = [(dataset, rows, "_ref") for dataset, rows in found.groupby("dataset")]
    return evidence(*visited, ("corrections_cases", found, "case_ref"))


def report_missed(folder: Path) -> pd.DataFrame:
    cases = read(folder, "corrections_cases", ["_ref", "id_number", "person_no", "term_start", "term_end", "enrolled_on", "released_on"])
    for column in ("term_start", "term_end", "enrolled_on", "released_on"):
        cases[column] = days(cases[column])
    cases = cases[(cases["enrolled_on"] <= AS_OF) & (cases["term_start"] <= AS_OF)]
    cases = cases[
        (cases["term_end"].isna() | (cases["term_end"] >= AS_OF)) & (cases["released_on"].isna() | (cases["released_on"] > AS_OF))
    ]
    checkins = read(folder, "checkins", ["_ref", "id_number", "at", "passed"])
    checkins = checkins[~checkins["passed"].eq(other=False)]
    checkins["day"] = local_days(checkins["at"])
    checkins = checkins[checkins["day"] <= AS_OF]
    last = checkins.groupby("id_number")["day"].max()
    cases["last"] = cases["id_number"].map(last)
    cases["since"] = cases[["last", "enrolled_on"]].max(axis=1)
    silent = cases[(AS_OF - cases["since"]).dt.days > 30]
    held = read(folder, "custody_records", ["id_number", "admitted_on", "released_on"])
    held = silent.merge(held, on="id_number")
    released = days(held["released_on_y"])
    held = held[(days(held["admitted_on"]) <= AS_OF) & (released.isna() | (released > held["since"]))]
    measures = read(folder, "compulsory_measures", ["id_number", "kind", "from_date", "to_date"])
    taken = silent.merge(measures[measures["kind"].isin(["detention", "arrest"])], on="id_number")
    until = days(taken["to_date"])
    open_ended = until.isna() & (days(taken["from_date"]) >= taken["term_start"])
    taken = taken[(days(taken["from_date"]) <= AS_OF) & (open_ended | (until > taken["since"]))]
    silent = silent[~silent["person_no"].isin(held["person_no"]) & ~silent["person_no"].isin(taken["person_no"])]
    silent = silent.assign(subject=silent["id_number"], occurrence=silent["person_no"] + "|" + silent["since"].dt.strftime("%Y-%m-%d"))
    reported = silent.drop(columns="_ref").merge(checkins, left_on=["id_number", "last"], right_on=["id_number", "day"])
    return evidence(("corrections_cases", silent, "_ref"), ("checkins", reported, "_ref"))


def labour_overtime(folder: Path) -> pd.DataFrame:
    rows = read(folder, "labour_days", ["_ref", "id_number", "prison", "day", "labour_minutes", "kind"])
    rows["day"] = days(rows["day"])
    rows["week"] = rows["day"] - pd.to_timedelta(rows["day"].dt.weekday, unit="D")
    rows["labours"] = (rows["kind"] == "labour") | (rows["labour_minutes"] > 0)
    rows["rests"] = (rows["kind"] == "rest") & (rows["labour_minutes"] == 0)
    keys = ["id_number", "prison", "week"]
    daily = rows.groupby([*keys, "day"], sort=False).agg(
        minutes=("labour_minutes", "max"), labours=("labours", "max"), rests=("rests", "min")
    )
    weekly = daily.groupby(keys, sort=False).agg(
        recorded=("minutes", "size"), longest=("minutes", "max"), labours=("labours", "sum"), rests=("rests", "sum")
    )
    over = (weekly["labours"] > 5) | (weekly["longest"] > 480) | ((weekly["recorded"] == 7) & (weekly["rests"] == 0))
    found = weekly[over].reset_index()[keys].merge(rows, on=keys).rename(columns={"id_number": "subject"})
    found["occurrence"] = found["prison"] + "|" + found["week"].dt.strftime("%Y-%m-%d")
    return evidence(("labour_days", found, "_ref"))


def score_irregular(folder: Path) -> pd.DataFrame:
    rows = read(folder, "conduct_scores", ["_ref", "id_number", "prison", "scored_on", "item", "kind", "points", "reviews"])
    rows["month"], rows["points"] = days(rows["scored_on"]).dt.strftime("%Y-%m"), rows["points"].astype(float)
    keys = ["id_number", "prison", "month"]
    bonus = rows[rows["kind"] == "bonus"]
    levels = [{"subward", "ward", "prison"} if points >= 5 else {"ward"} for points in bonus["points"]]
    incomplete = bonus[[reviews is None or not asked <= set(reviews) for asked, reviews in zip(levels, bonus["reviews"], strict=True)]]
    base = rows[rows["kind"] == "base"]
    over = {"base_over": (base, 100), "bonus_over": (bonus, 50)}
    parts = [
        scored[scored.groupby(keys)["points"].transform("sum") > most].assign(reason=reason) for reason, (scored, most) in over.items()
    ]
    found = pd.concat([*parts, incomplete.assign(reason="review_missing")]).rename(columns={"id_number": "subject"})
    found["occurrence"] = found["prison"] + "|" + found["month"] + "|" + found["reason"]
    return evidence(("conduct_scores", found, "_ref"))


def benefit_while_serving(folder: Path) -> pd.DataFrame:
    held = read(folder, "custody_records", ["_ref", "id_number", "stage", "facility_kind", "admitted_on", "released_on"])
    held = held[(held["stage"] == "serving") & held["facility_kind"].isin(["prison", "juvenile"])]
    held["admitted_on"] = days(held["admitted_on"])
    held["left_on"] = days(held["released_on"]).fillna(AS_OF + pd.Timedelta(days=1))
    held = held[held["admitted_on"] <= AS_OF].sort_values(["id_number", "admitted_on", "left_on"])
    before = held.groupby("id_number")["left_on"].transform(lambda column: column.cummax().shift())
    held["stretch"] = (before.isna() | (held["admitted_on"] > before)).cumsum()
    stretches = held.groupby(["id_number", "stretch"], as_index=False).agg(held_from=("admitted_on", "min"), left_on=("left_on", "max"))
    paid = read(folder, "benefit_payments", ["_ref", "id_number", "benefit", "month"])
    paid = paid[paid["benefit"].isin(["pension", "unemployment"])]
    paid["first"] = days(paid["month"]).dt.to_period("M").dt.to_timestamp()
    joined = paid.merge(stretches, on="id_number")
    joined = joined[(joined["held_from"] <= joined["first"]) & (joined["left_on"] >= joined["first"] + pd.offsets.MonthBegin(1))]
    joined["occurrence"] = joined["benefit"] + "|" + joined["first"].dt.strftime("%Y-%m")
    joined = joined.rename(columns={"id_number": "subject"})
    custody = joined.drop(columns="_ref").merge(held, left_on=["subject", "stretch"], right_on=["id_number", "stretch"])
    return evidence(("benefit_payments", joined, "_ref"), ("custody_records", custody, "_ref"))


MODELS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "absent_without_leave": absent_without_leave,
    "report_missed": report_missed,
    "labour_overtime": labour_overtime,
    "score_irregular": score_irregular,
    "benefit_while_serving": benefit_while_serving,
}
