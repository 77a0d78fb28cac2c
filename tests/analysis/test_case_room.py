"""Cases that cannot be run say which field or dataset is wrong; a case that comes out otherwise says how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhiheng.analysis.case_check import check_cases
from zhiheng.schema.errors import UnusableInputError


def test_an_unknown_dataset_or_field_says_which_was_meant(room):
    with pytest.raises(UnusableInputError, match="sentences"):
        room.library({"sentence": []})
    with pytest.raises(UnusableInputError, match="judged_on"):
        room.library({"sentences": [{"judge_on": "2026-01-01"}]})


@pytest.mark.parametrize(("field", "value"), [("judged_on", "2026-02-30"), ("term_months", "六"), ("effective_on", "昨日")])
def test_a_value_of_another_kind_names_the_field(room, field, value):
    with pytest.raises(UnusableInputError, match=f"sentences.{field}"):
        room.library({"sentences": [{field: value}]})


def test_every_kind_of_field_is_typed(room):
    room.library(
        {
            "sentences": [{"crimes": "盗窃罪", "judged_on": "2026-01-01", "intentional": False, "term_months": "12"}],
            "checkins": [{"at": "2026-01-01T08:00", "lon": "104.06"}],
        }
    )
    told = room.connection.execute("select crimes, judged_on::varchar, intentional, term_months from sentences").fetchall()
    assert told == [(["盗窃罪"], "2026-01-01", False, 12)]
    assert room.connection.execute('select cast("at" as varchar), cast(lon as varchar), passed from checkins').fetchall() == [
        ("2026-01-01 08:00:00+08", "104.060000", True)
    ]


def test_rows_of_one_case_are_gone_in_the_next(room):
    room.library({"sentences": [{}]})
    room.library({"persons": [{}]})
    assert room.connection.execute("select (select count(*) from sentences), (select count(*) from persons)").fetchall() == [(0, 1)]


def test_what_comes_out_otherwise_is_told(catalog, room):
    model = catalog.models["release_mistimed"]
    case = next(case for case in model.cases.cases if case.expect)
    wrong = [
        replace(case, expect=()),
        replace(case, expect=({"subject": "乙", "occurrence": "J9"},)),
        replace(case, expect=({**case.expect[0], "days_off": 99},)),
    ]
    outcomes = check_cases(replace(model, cases=replace(model.cases, cases=tuple(wrong))), room)
    assert [outcome.passed for outcome in outcomes] == [False, False, False]
    assert "多出" in outcomes[0].difference
    assert "漏掉 乙|J9" in outcomes[1].difference
    assert "days_off" in outcomes[2].difference
