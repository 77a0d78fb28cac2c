"""Figures of stationed offices and of silent organs: over random rows their SQL and a second telling, day by day, give the same number."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest

from tests.analysis.test_joined_indicators import after
from zhiheng.analysis.indicators import Filters, IndicatorTables, compute
from zhiheng.analysis.periods import parse
from zhiheng.analysis.platform_tables import TABLES
from zhiheng.law.calendar import is_off

AS_OF = date(2026, 6, 30)
PERIOD = parse("2026Q2")
OFFICES = (("东山检察院", "驻东山监狱检察室"), ("西山检察院", "驻西山看守所检察室"))


def days(first, last):
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def logs(chance):
    found = []
    for organ, unit in OFFICES:
        for day in sorted(chance.sample(days(date(2026, 5, 20), AS_OF), 18)):
            empty = chance.random() < 0.3
            found.append({"entry": f"{unit}{day}", "organ": organ, "unit": unit, "day": day, "state": "unmanned" if empty else "written",
                          "on_duty": None if empty else '["甲"]'})  # fmt: skip
    return {"register_duty_log": found}


def staffed(of):
    """Every working day from the first log on whose next working day has come; those with a log also before that."""
    for organ, _unit in OFFICES:
        known = {one["day"]: one["state"] != "unmanned" for one in of["register_duty_log"] if one["organ"] == organ and one["day"] < AS_OF}
        for day in days(min(known), AS_OF - timedelta(1)):
            following = next(one for one in days(day + timedelta(1), day + timedelta(20)) if not is_off(one))
            if not is_off(day) and (day in known or following <= AS_OF):
                yield day, known.get(day, False)


def postings(chance):
    starts = [date(2023, 4, 30), date(2023, 5, 31), date(2023, 6, 29), date(2023, 6, 30), date(2023, 3, 31), date(2024, 2, 29)]
    rows = [
        {"entry": str(n), "organ": "东山检察院", "officer": f"员{n}", "posted_on": (day := chance.choice(starts)),
         "moved_on": chance.choice([None, after(day, 36), after(day, 36) + timedelta(1), after(day, 35)])}
        for n in range(60)
    ]  # fmt: skip
    return {"register_postings": rows}


def rotated(of):
    for one in of["register_postings"]:
        due = after(one["posted_on"], 36)
        if due < AS_OF:
            yield due, one["moved_on"] is not None and one["moved_on"] <= due


def deaths(chance):
    rows = []
    for n in range(60):
        found_at = datetime(2026, 6, chance.choice([1, 28, 29, 30]), chance.choice([0, 4, 10]), tzinfo=UTC)
        examined = chance.choice([None, 1440, 1441, 30])
        rows.append({"entry": str(n), "organ": "东山检察院", "unnatural": chance.choice([True, True, False, None]), "found_at": found_at,
                     "examined_at": None if examined is None else found_at + timedelta(minutes=examined)})  # fmt: skip
    return {"register_deaths": rows}


def examined(of):
    for one in of["register_deaths"]:
        found, seen = one["found_at"], one["examined_at"]
        day = (found + timedelta(hours=8)).date()
        if one["unnatural"] and (seen is not None or day + timedelta(1) < AS_OF):
            yield day, seen is not None and (seen - found) <= timedelta(days=1)


def custody(chance):
    rows = [
        {"entry": str(n), "organ": "东山检察院", "ends_on": (day := chance.choice(days(date(2026, 6, 20), date(2026, 7, 3)))),
         "notified_on": chance.choice([None, day, day - timedelta(1), day - timedelta(7)]),
         "left_on": chance.choice([None, None, day, day - timedelta(2)])}
        for n in range(60)
    ]  # fmt: skip
    return {"register_custody_periods": rows}


def warned(of):
    for one in of["register_custody_periods"]:
        if one["ends_on"] <= AS_OF:
            yield one["ends_on"], any(day is not None and day < one["ends_on"] for day in (one["notified_on"], one["left_on"]))


def entries(chance):
    names = [f"机关{n}" for n in range(20)]
    rows = [
        {"case_no": str(n), "party": "甲", "field": "tobacco", "filed_on": date(2026, 1, 5), "_organ": chance.choice(names[:15]),
         "entered_on": chance.choice([AS_OF - timedelta(90), AS_OF - timedelta(91), AS_OF - timedelta(3), AS_OF - timedelta(200)])}
        for n in range(24)
    ]  # fmt: skip
    kinds = [{"name": name, "kind": chance.choice(["administration", "administration", "police"]), "division": "510107"} for name in names]
    return {"admin_cases": rows, "organs": kinds}


def silent(of):
    for one in of["organs"]:
        if one["kind"] == "administration":
            last = max((row["entered_on"] for row in of["admin_cases"] if row["_organ"] == one["name"]), default=None)
            yield AS_OF, last is None or (AS_OF - last).days > 90


INDICATORS = {
    "station_staffed": (logs, staffed), "station_rotated": (postings, rotated), "station_deaths_examined": (deaths, examined),
    "station_period_warned": (custody, warned), "organs_silent_share": (entries, silent),
}  # fmt: skip


@pytest.mark.parametrize("name", INDICATORS)
def test_sql_and_second_telling_agree(name, catalog, room):
    made, told = INDICATORS[name]
    hits = misses = 0
    for seed in range(4):
        tables = made(random.Random(f"{name}-{seed}"))  # noqa: S311 - repeatable on purpose
        kept = {key: rows for key, rows in tables.items() if key not in TABLES}
        room.library({key: [{col: value for col, value in row.items() if value is not None} for row in rows] for key, rows in kept.items()})
        platform = {key: pa.Table.from_pylist(tables[key], schema=TABLES[key]) for key in tables if key in TABLES}
        ground = IndicatorTables(room.connection, platform)
        found = compute(catalog.indicators[name], ground, filters=Filters(PERIOD, None, None), as_of=AS_OF)
        rows = [hit for day, hit in told(tables) if PERIOD.first_on <= day <= PERIOD.last_on]
        assert (found.numerator, found.denominator) == (sum(map(bool, rows)), len(rows)), f"{name} {seed}"
        hits, misses = hits + found.numerator, misses + len(rows) - found.numerator
    assert hits and misses, f"the random rows of {name} never told a hit from a miss"
