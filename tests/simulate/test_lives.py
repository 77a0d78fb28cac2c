"""Lawful lives keep the law by themselves; persons are well-formed and invented."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel
from stdnum.cn import ric

from zhiheng.law import clocks
from zhiheng.simulate import days
from zhiheng.simulate.handwriting import excel_serial
from zhiheng.simulate.persons import check_digit
from zhiheng.simulate.province import parts

from .conftest import AS_OF

SOME_DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.fixture(scope="module")
def ordinary(monkeypatch_module):
    monkeypatch_module.setattr("zhiheng.simulate.province._planted", lambda size: [])
    return next(parts(persons=600, seed=3, as_of=AS_OF))


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@given(SOME_DAYS, st.integers(-2000, 2000))
def test_days_are_added_up_as_the_law_room_does(day, count):
    assert days.plus(day, count) == clocks.add_days(day, count)
    assert days.apart(day, days.plus(day, count)) == count


@given(SOME_DAYS)
def test_excel_numbers_of_days(day):
    assert excel_serial(day) == to_excel(day)


def rows(world, dataset):
    return [record.values for (_, name), records in world.records.items() if name == dataset for record in records]


def test_identity_numbers_are_valid_and_unlike(ordinary):
    residents = [row for row in rows(ordinary, "persons") if row.get("id_type") == "resident"]
    numbers = [row["id_number"] for row in residents]
    assert len(set(numbers)) == len(numbers)
    for row in residents:
        number = row["id_number"]
        assert ric.get_birth_date(number) == row["birth_date"]
        assert ric.calc_check_digit(number) == number[17]
        assert check_digit(number[:17]) == number[17]


def test_ordinary_lives_hold_no_clue(ordinary):
    assert not ordinary.clues


def test_prisoners_are_never_in_two_places(ordinary):
    held = defaultdict(list)
    for row in rows(ordinary, "custody_records"):
        held[row["id_number"]].append((row["admitted_on"], row.get("released_on", date.max)))
    for stays in held.values():
        ordered = sorted(stays)
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(ordered))


def test_terms_end_on_the_lawful_day(ordinary):
    for row in rows(ordinary, "sentences"):
        if row.get("term_end"):
            credit = row["custody_days"] * (2 if row["penalty"] == "control" else 1)
            assert row["term_end"] == clocks.add_days(
                clocks.term_after(row["term_start"], row["term_months"], row["term_days"]), -1 - credit
            )


def test_rulings_keep_the_order_of_the_procedure(ordinary):
    for row in rows(ordinary, "rulings"):
        steps = [row[step] for step in ("proposed_on", "accepted_on", "notice_from", "notice_to", "ruled_on", "copied_on")]
        assert steps == sorted(steps)
        assert row["ruled_on"] <= clocks.months_after(row["accepted_on"], 1)


def test_cases_report_and_are_enrolled_in_time(ordinary):
    for row in rows(ordinary, "corrections_cases"):
        assert row["term_start"] < row["reported_on"] <= clocks.add_days(row["term_start"], 10)
        assert row["reported_on"] <= row["enrolled_on"]
