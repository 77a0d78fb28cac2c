"""Indicators that join tables: over random rows their SQL and a second telling in plain Python give the same number."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pyarrow as pa
import pytest

from zhiheng.analysis.indicators import Filters, IndicatorTables, compute
from zhiheng.analysis.periods import parse
from zhiheng.analysis.platform_tables import TABLES
from zhiheng.law.clocks import add_working_days

AS_OF = date(2026, 6, 30)
PERIODS = ("2026", "2026Q2", "2026-05")
DAYS = [
    date(2026, 6, 30),
    date(2026, 5, 31),
    date(2026, 5, 30),
    date(2026, 4, 2),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2025, 5, 30),
    date(2024, 6, 30),
]
MANY = 60


def after(day, months):
    """The same day so many months later, the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def discriminated(of, _):
    for ruling in of["rulings"]:
        rated = [
            one
            for one in of["register_parole_ratings"]
            if (one["judgment_no"], one["person_name"]) == (ruling["judgment_no"], ruling["name"]) and one["level"]
            and one["rated_on"] and one["rated_on"] <= ruling["ruled_on"]
        ]  # fmt: skip
        if ruling["kind"] == "parole" and rated:
            revoked = any(
                one["kind"] == "revoke_parole" and one["id_number"] == ruling["id_number"] and one["ruled_on"] >= ruling["ruled_on"]
                for one in of["rulings"]
            )
            yield ruling["ruled_on"], revoked or convicted(of, ruling, lambda _: True)


def convicted(of, ruling, counts):
    return any(
        one["id_number"] == ruling["id_number"]
        and one["crime_committed_on"]
        and one["crime_committed_on"] > ruling["ruled_on"]
        and counts(one)
        for one in of["sentences"]
    )


def reoffended(of, _):
    for ruling in of["rulings"]:
        if ruling["kind"] == "parole":
            ended = [
                one["term_end"]
                for one in of["corrections_cases"]
                if one["id_number"] == ruling["id_number"] and one["category"] == "parole" and one["term_start"] >= ruling["ruled_on"]
                and one["term_end"]
            ]  # fmt: skip
            yield (
                ruling["ruled_on"],
                convicted(
                    of,
                    ruling,
                    lambda one, ended=ended: one["intentional"] is not False and not any(day < one["crime_committed_on"] for day in ended),
                ),
            )


def serving(of, number, on, since=None):
    return any(
        one["id_number"] == number and one["stage"] == "serving" and one["admitted_on"] <= on
        and (one["released_on"] is None or one["released_on"] > on) and (since is None or one["admitted_on"] >= since)
        for one in of["custody_records"]
    )  # fmt: skip


def reduced(of, on):
    for one in of["sentences"]:
        if not one["probation_months"] and serving(of, one["id_number"], on, one["effective_on"]):
            yield (
                on,
                any(
                    (ruling["id_number"], ruling["judgment_no"], ruling["kind"]) == (one["id_number"], one["judgment_no"], "commutation")
                    and after(on, -12) < ruling["ruled_on"] <= on
                    for ruling in of["rulings"]
                ),
            )


def unreduced(of, on):
    """规定第六条: a year, a year and a half, two years served of less than five, five to ten, ten years and more."""
    for one in of["sentences"]:
        admitted = [
            each["admitted_on"] for each in of["custody_records"] if each["id_number"] == one["id_number"] and each["stage"] == "serving"
            and each["admitted_on"] >= one["effective_on"]
        ]  # fmt: skip
        touched = any(
            (ruling["id_number"], ruling["judgment_no"], ruling["kind"]) == (one["id_number"], one["judgment_no"], "commutation")
            for ruling in of["rulings"]
        ) or any(each["subject"] == one["id_number"] and each["procedure"] in {"commutation", "parole"} for each in of["cases"])
        if one["penalty"] != "fixed" or one["probation_months"] or touched or not admitted or not serving(of, one["id_number"], on):
            continue
        least = 12 if one["term_months"] < 60 else 18 if one["term_months"] < 120 else 24
        if min(admitted) <= after(on, -24):
            yield on, after(min(admitted), least) <= after(on, -24)


def lawful(of, _):
    for ruling in of["rulings"]:
        if ruling["kind"] == "commutation" and ruling["proposed_on"]:
            yield (
                ruling["proposed_on"],
                not any(
                    (one["model"], one["subject"], one["occurrence"]) == ("unlawful_commutation", ruling["id_number"], ruling["ruling_no"])
                    and one["state"] != "refuted" and one["resolved_on"] is None
                    for one in of["clues"]
                ),
            )  # fmt: skip


def topped(of, _):
    fitting = [
        (one["organ__prison"] or one["organ"], one["examine__first_doctor"], one["examine__on"])
        for table in ("case_medical_release", "case_medical_release_detention")
        for one in of[table]
        if one["examine__outcome"] == "fits" and one["examine__first_doctor"] and one["examine__on"]
    ]
    count = Counter((place, day.year, doctor) for place, doctor, day in fitting)
    for place, doctor, day in fitting:
        rivals = [(-many, name) for (where, year, name), many in count.items() if (where, year) == (place, day.year)]
        yield day, min(rivals)[1] == doctor


TRACKS = ("case_medical_release", "case_medical_release_detention", "case_medical_release_court")


def published(of, on):
    for one in (one for table in TRACKS for one in of[table]):
        due, done = one["publish__due_on"], one["publish__published_on"] or one["publish__on"]
        done = done if one["publish__outcome"] == "done" else None
        if due and one["publish__outcome"] != "not_public" and (done or due < on):
            yield due, bool(done and done <= due)


def taken_in(of, on):
    for one in (one for table in TRACKS for one in of[table]):
        due, done = one["take_in__due_on"], one["take_in__on"]
        if due and (done or due < on):
            came = one["take_in__taken_on"] or done
            yield due, bool(came and came <= due)


def told_before(of, _):
    for one in (one for table in TRACKS[:2] for one in of[table]):
        told, on = one["tell_procuratorate__told_on"], one["approve_exam__exam_on"]
        if told and on and not one["apply__urgent"]:
            yield on, add_working_days(told, 1) <= on


def urgent(of, _):
    for one in (one for table in TRACKS[:2] for one in of[table]):
        if one["handover__outcome"] in ("received", "received_urgent"):
            yield one["handover__on"], one["handover__outcome"] == "received_urgent"


def kept_out(of, on):
    for table in ("case_medical_release", "case_medical_release_detention", "case_medical_release_court"):
        for one in of[table]:
            gone, decided = one["follow__reviewed_on"], one["recall_decision__on"]
            proposed = "recall" in (one["follow__outcome"], one["supervise__outcome"]) or (decided and gone and decided >= gone)
            if one["follow__condition"] == "gone" and gone and not proposed and one["ended_on"] is None:
                yield gone, gone + timedelta(days=30) < on
    for one in of["medical_releases"]:
        if (
            one["ground"] == "nursing"
            and one["child_birth_date"]
            and one["recalled_on"] is None
            and not (one["to_date"] and one["to_date"] < on)
        ):
            gone = after(one["child_birth_date"], 12)
            yield gone, gone + timedelta(days=30) < on


KIND_OF = {"confiscation_part": "confiscation", "confiscation_all": "confiscation", "compensation": "civil_compensation"}


def missing_items(of, _):
    listed = {(one["judgment_no"], one["id_number"], KIND_OF.get(one["kind"], one["kind"])) for one in of["register_property_ledger"]}
    for one in of["property_items"]:
        for each in of["sentences"]:
            if (each["judgment_no"], each["id_number"]) == (one["judgment_no"], one["id_number"]):
                yield each["effective_on"], (one["judgment_no"], one["id_number"], one["item"]) not in listed


PEOPLE, CASES, NAMES = [f"人{number}" for number in range(8)], ["案一", "案二"], ["张三", "李四"]
SINCE = [
    date(2020, 1, 1),
    date(2022, 6, 30),
    date(2022, 12, 30),
    date(2022, 12, 31),
    date(2023, 6, 30),
    date(2024, 6, 30),
    date(2025, 1, 1),
]
RULING = {"ruling_no": None, "judgment_no": CASES, "id_number": PEOPLE, "name": NAMES, "ruled_on": DAYS}
SENTENCE = {
    "judgment_no": CASES,
    "id_number": PEOPLE,
    "court": ["甲院"],
    "judged_on": [date(2019, 12, 1)],
    "effective_on": [date(2019, 12, 20)],
}
FIXED = {
    "term_months": [59, 60, 119, 120],
    "penalty": ["fixed"],
    "probation_months": [None, None, 0, 12],
    "crimes": [["盗窃罪"]],
    "name": NAMES,
}
HELD = {
    "id_number": PEOPLE, "name": NAMES, "facility": ["东山监狱"], "facility_kind": ["prison"],
    "stage": ["serving", "serving", "trial_first"],
    "admitted_on": SINCE, "released_on": [None, None, AS_OF, date(2026, 7, 1)],
}  # fmt: skip
MEDICAL = {
    "case": None, "number": None, "organ": ["甲"], "organ__prison": ["甲", "乙", None], "examine__first_doctor": [*NAMES, None],
    "examine__outcome": ["fits", "fits", "not_fits"], "examine__on": [*DAYS, None], "follow__condition": ["gone", "gone", "remains", None],
    "follow__reviewed_on": [*DAYS, None], "follow__outcome": ["continue", "recall", None],
    "supervise__outcome": ["warned", "recall", None, None],
    "recall_decision__on": [None, None, date(2026, 5, 31), date(2025, 1, 1)], "ended_on": [None, None, AS_OF],
}  # fmt: skip
RELEASED = {
    "case": None, "number": None, "organ": ["甲"], "publish__due_on": [*DAYS, None],
    "publish__outcome": ["done", "done", "not_public", None], "publish__published_on": [*DAYS, None], "publish__on": DAYS,
    "take_in__due_on": [*DAYS, None], "take_in__on": [*DAYS, None],
    "take_in__taken_on": [*DAYS, None],
}  # fmt: skip
EXAMINED = {
    **RELEASED, "tell_procuratorate__told_on": [*DAYS, None], "approve_exam__exam_on": [*DAYS, None], "apply__urgent": [True, False, None],
    "handover__outcome": ["received", "received_urgent", None], "handover__on": DAYS,
}  # fmt: skip
COURT = {name: words for name, words in MEDICAL.items() if not name.startswith(("organ__", "examine"))}
CRIMES = {"crime_committed_on": [*DAYS, None], "intentional": [True, False, None]}
INDICATORS = {
    "rating_discrimination": (discriminated, {
        "register_parole_ratings": {"entry": None, "judgment_no": CASES, "person_name": NAMES, "rated_on": [*DAYS, None],
                                    "level": ["low", "high", None]},
        "rulings": {**RULING, "kind": ["parole", "parole", "revoke_parole"]}, "sentences": {**SENTENCE, **FIXED, **CRIMES}}),
    "parole_reoffend_share": (reoffended, {
        "rulings": {**RULING, "kind": ["parole", "parole", "revoke_parole"]}, "sentences": {**SENTENCE, **FIXED, **CRIMES},
        "corrections_cases": {"person_no": None, "id_number": PEOPLE, "name": NAMES, "category": ["parole", "probation"],
                              "division": ["510107"], "term_start": DAYS, "term_end": [*DAYS, None]}}),
    "office_crime_reduced_share": (reduced, {
        "sentences": {**SENTENCE, **FIXED, "strict_class": [["duty"], None]}, "custody_records": HELD,
        "rulings": {**RULING, "kind": ["commutation", "parole"]}}),
    "long_unreduced_count": (unreduced, {
        "sentences": {**SENTENCE, **FIXED, "judgment_no": ["案一"]}, "custody_records": HELD,
        "rulings": {**RULING, "kind": ["commutation"], "id_number": [*PEOPLE, *[f"外{number}" for number in range(40)]]},
        "cases": {"case": None, "procedure": ["commutation", "parole", "conduct"], "subject": [f"人{number}" for number in range(200)]}}),
    "proposal_lawful_share": (lawful, {
        "rulings": {**RULING, "kind": ["commutation", "parole"], "ruling_no": ["裁一", "裁二", "裁三"], "proposed_on": [*DAYS, None]},
        "clues": {"id": None, "model": ["unlawful_commutation", "other"], "subject": PEOPLE, "occurrence": ["裁一", "裁二", "裁三"],
                  "state": ["received", "refuted", "verified"], "found_on": [AS_OF], "resolved_on": [None, AS_OF]}}),
    "decision_published_share": (published, dict(zip(TRACKS, (RELEASED,) * 3, strict=True))),
    "recall_in_time_share": (taken_in, dict(zip(TRACKS, (RELEASED,) * 3, strict=True))),
    "diagnosis_told_before_share": (told_before, dict(zip(TRACKS[:2], (EXAMINED,) * 2, strict=True))),
    "urgent_release_share": (urgent, dict(zip(TRACKS[:2], (EXAMINED,) * 2, strict=True))),
    "top_doctor_share": (topped, {"case_medical_release": MEDICAL, "case_medical_release_detention": MEDICAL}),
    "condition_gone_kept_count": (kept_out, {
        "case_medical_release": MEDICAL, "case_medical_release_detention": MEDICAL, "case_medical_release_court": COURT,
        "medical_releases": {"decision_no": None, "id_number": PEOPLE, "name": NAMES, "organ": ["甲"], "decided_on": [date(2024, 1, 1)],
                             "ground": ["nursing", "illness"], "from_date": [date(2024, 1, 1)], "to_date": [None, AS_OF, date(2026, 6, 29)],
                             "recalled_on": [None, None, AS_OF], "child_birth_date": [*DAYS, date(2024, 2, 29), None]}}),
    "judgment_items_missing_share": (missing_items, {
        "property_items": {"judgment_no": CASES, "id_number": PEOPLE, "name": NAMES,
                           "item": ["fine", "confiscation", "recovery", "civil_compensation"]},
        "sentences": {**SENTENCE, **FIXED, "effective_on": DAYS},
        "register_property_ledger": {"entry": None, "judgment_no": CASES, "id_number": PEOPLE,
                                     "kind": ["fine", "confiscation_part", "confiscation_all", "recovery", "compensation"]}}),
}  # fmt: skip
KEYS = {
    "sentences": ("judgment_no", "id_number"), "property_items": ("judgment_no", "id_number", "item"),
    "custody_records": ("id_number", "admitted_on"),
    "rulings": ("ruling_no", "id_number"),
}  # fmt: skip


def drawn(chance, table, columns):
    """Random rows; a column without words numbers them, and no key stands twice."""
    found = {}
    for number in range(MANY):
        row = {
            name: (number if name == "id" else str(number)) if words is None else chance.choice(words) for name, words in columns.items()
        }
        found.setdefault(tuple(str(row[name]) for name in KEYS.get(table, ())) or number, row)
    return list(found.values())


@pytest.fixture()
def number(catalog, room):
    def of(name, tables, period):
        kept = {key: rows for key, rows in tables.items() if key not in TABLES}
        room.library({key: [{col: value for col, value in row.items() if value is not None} for row in rows] for key, rows in kept.items()})
        platform = {key: pa.Table.from_pylist(tables[key], schema=TABLES[key]) for key in tables if key in TABLES}
        found = compute(
            catalog.indicators[name], IndicatorTables(room.connection, platform), filters=Filters(period, None, None), as_of=AS_OF
        )
        return found.numerator, found.denominator

    return of


@pytest.mark.parametrize("name", INDICATORS)
def test_sql_and_second_telling_of_joined_tables_agree(name, number):
    told, columns = INDICATORS[name]
    hits = misses = 0
    for seed in range(6):
        chance = random.Random(f"{name}-{seed}")  # noqa: S311 - repeatable on purpose
        tables = {table: drawn(chance, table, words) for table, words in columns.items()}
        for period in map(parse, PERIODS):
            rows = [hit for day, hit in told(tables, AS_OF) if period.first_on <= day <= period.last_on]
            expected = sum(map(bool, rows))
            assert number(name, tables, period) == (expected, len(rows)), f"{name} {seed} {period.name}"
            hits, misses = hits + expected, misses + len(rows) - expected
    assert hits and misses, f"the random rows of {name} never told a hit from a miss"
