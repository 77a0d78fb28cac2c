"""What a ruling breached, over whole columns: the same assessment, put as SQL models ask it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given

from tests.law import sentence_literal as literal
from tests.law.test_sentence_against_literal import LONG, commutation_cases
from zhiheng.law.errors import Refused
from zhiheng.law.sentence import commutation_core
from zhiheng.law.sentence.columns import columns_from, columns_of
from zhiheng.law.sentence.vectors import COMMUTATION_ARGUMENTS, FUNCTIONS, NOT_OF_RULING, PAROLE_ARGUMENTS

NO_DAY = "1900-01-01"
PLAIN = {
    "filed_on": "2022-07-10",
    "penalty": "fixed",
    "months": 84,
    "starts_on": "2020-01-10",
    "effective_on": "2020-06-20",
    "admitted_on": "2020-07-10",
    "repentant": True,
    "merit": "none",
    "counts": 1,
    "ruled_months": 9,
}
LIFE = {**PLAIN, "penalty": "life", "months": 0, "ruled_months": 0, "ruled_term_months": 264, "filed_on": "2022-06-20"}
REPRIEVED = {
    **LIFE,
    "penalty": "death_reprieve",
    "reprieve_expires_on": "2022-06-20",
    "reduced_to_life": True,
    "filed_on": "2025-06-20",
    "ruled_term_months": 300,
}
EMPTY = {"date": NO_DAY, "int": 0, "bool": False, "str": ""}
DTYPE = {"date": "datetime64[D]", "int": "int64", "bool": "bool", "str": "object"}


def ask(name, arguments, *cases):
    columns = [np.array([case.get(argument, EMPTY[kind]) for case in cases], dtype=DTYPE[kind]) for argument, kind in arguments.items()]
    return FUNCTIONS[name](*columns).tolist()


def breaches(*cases):
    return ask("commutation_breaches", COMMUTATION_ARGUMENTS, *cases)


def words(case):
    return ask("commutation_breach_words", COMMUTATION_ARGUMENTS, case)[0]


@pytest.mark.parametrize(
    ("case", "codes", "said"),
    [
        (PLAIN, "", ""),
        ({**PLAIN, "filed_on": "2022-01-09"}, "NOT_STARTED", "须执行 18 个月，2022-01-10 起方可报请，实于 2022-01-09 报请"),
        ({**PLAIN, "filed_on": "2022-01-10"}, "", ""),
        ({**PLAIN, "last_ruled_on": "2021-07-11", "last_cut_months": 6, "cut_months": 6}, "INTERVAL", "间隔 12 个月，2022-07-11 起"),
        ({**PLAIN, "last_ruled_on": "2021-07-10", "last_cut_months": 6, "cut_months": 6}, "", ""),
        ({**PLAIN, "ruled_months": 10}, "OVER_MAXIMUM", "一次减刑不超过 9 个月，实减 10 个月"),
        ({**PLAIN, "ruled_months": 12, "merit": "merit"}, "", ""),
        ({**PLAIN, "ruled_months": 24, "merit": "major", "filed_on": "2020-08-01"}, "", ""),
        ({**PLAIN, "months": 24, "ruled_months": 8, "cut_months": 5}, "UNDER_HALF", "原判 24 个月，减刑合计 13 个月，实际执行不足二分之一"),
        ({**PLAIN, "repentant": False}, "NO_GROUND", "没有确有悔改表现"),
        ({**PLAIN, "suspended": True}, "SUSPENDED_SENTENCE", "宣告缓刑"),
        ({**PLAIN, "strict": True, "filed_on": "2022-07-09"}, "NOT_STARTED", "须执行 24 个月"),
        ({**PLAIN, "graft": True}, "OVER_MAXIMUM", "一次减刑不超过 6 个月"),
        ({**PLAIN, "relaxed": True, "filed_on": "2021-07-10"}, "", ""),
        ({**PLAIN, "relaxed": True, "filed_on": "2021-07-09"}, "NOT_STARTED", "2021-07-10 起"),
        ({**PLAIN, "relaxed": True, "ruled_months": 12}, "", ""),
        ({**PLAIN, "relaxed": True, "ruled_months": 13}, "OVER_MAXIMUM", "不超过 9 个月"),
        (LIFE, "", ""),
        ({**LIFE, "filed_on": "2022-06-19"}, "NOT_STARTED", "2022-06-20 起"),
        ({**LIFE, "ruled_term_months": 263}, "UNDER_TERM", "减后刑期不少于 264 个月，实为 263 个月"),
        ({**LIFE, "violent": True}, "NOT_STARTED", "须执行 36 个月"),
        ({**LIFE, "converted": True, "last_ruled_on": "2020-06-21", "ruled_term_months": 0, "ruled_months": 9}, "INTERVAL", "间隔 24 个月"),
        (REPRIEVED, "", ""),
        ({**REPRIEVED, "restricted": True}, "NOT_STARTED", "须执行 60 个月"),
        ({**REPRIEVED, "reduced_to_life": False}, "REPRIEVE_RUNNING", "死刑缓期执行尚未减刑"),
        ({**REPRIEVED, "no_commutation": True}, "LIFE_WITHOUT", "终身监禁"),
    ],
)
def test_each_breach_is_named_with_its_numbers(case, codes, said):
    assert breaches(case) == [codes]
    assert said in words(case)
    assert ("〔" in words(case)) == bool(codes)


def test_cases_are_judged_each_by_itself():
    assert (
        breaches(PLAIN, {**PLAIN, "relaxed": True, "ruled_months": 12}, {**PLAIN, "filed_on": "2021-07-10", "relaxed": True}, LIFE)
        == [""] * 4
    )


def test_a_row_with_a_null_has_no_answer():
    nulled = [
        np.array([case.get(name, EMPTY[kind]) for case in (PLAIN, PLAIN)], dtype=DTYPE[kind])
        for name, kind in COMMUTATION_ARGUMENTS.items()
    ]
    nulled[1][1] = None
    assert FUNCTIONS["commutation_breaches"](*nulled).tolist() == ["", None]


def test_an_unknown_penalty_is_refused():
    with pytest.raises(Refused) as said:
        breaches({**PLAIN, "penalty": "fine_only"})
    assert "fine_only" in said.value.message


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        ({"penalty": "fixed", "months": 96, "starts_on": "2019-04-01", "paroled_on": "2023-04-01"}, ""),
        ({"penalty": "fixed", "months": 96, "starts_on": "2019-04-01", "paroled_on": "2023-03-31"}, "SERVED_TOO_SHORT"),
        ({"penalty": "fixed", "months": 96, "starts_on": "2019-04-01", "credit_days": 1, "paroled_on": "2023-03-31"}, ""),
        ({"penalty": "fixed", "months": 96, "starts_on": "2019-04-01", "paroled_on": "2023-04-01", "recidivist": True}, "RECIDIVIST"),
        ({"penalty": "fixed", "months": 96, "starts_on": "2019-04-01", "paroled_on": "2020-04-01", "violent_heavy": True}, "VIOLENT_10Y"),
        ({"penalty": "life", "effective_on": "2010-05-20", "paroled_on": "2023-05-19"}, "SERVED_TOO_SHORT"),
        ({"penalty": "death_reprieve", "reprieve_expires_on": "2007-05-20", "paroled_on": "2022-05-20"}, ""),
        ({"penalty": "death_reprieve", "reprieve_expires_on": "2007-05-20", "paroled_on": "2022-05-20", "restricted": True}, "VIOLENT_10Y"),
        (
            {"penalty": "death_reprieve", "reprieve_expires_on": "2007-05-20", "paroled_on": "2022-05-20", "no_commutation": True},
            "LIFE_WITHOUT",
        ),
        ({"penalty": "detention", "months": 6, "starts_on": "2022-01-01", "paroled_on": "2022-05-20"}, "KIND"),
    ],
)
def test_each_breach_of_parole_is_named(case, codes):
    assert ask("parole_breaches", PAROLE_ARGUMENTS, case) == [codes]


@LONG
@given(commutation_cases())
def test_columns_asked_by_sql_are_the_literal_count(case):
    """Where nothing but the flat facts of the models bears on a case, its breaches are its reasons."""
    facts, as_of = case
    flat = flat_of(facts, as_of)
    plain = {**facts, "property": {}, "relax": "none", "new_crimes": []}
    plain["sentence"] = {name: value for name, value in facts["sentence"].items() if name not in ("custody", "not_counted")}
    expected = [code for code in literal.commutation(plain, as_of)["reasons"] if code not in NOT_OF_RULING]
    got = [code for code in breaches(flat)[0].split(",") if code not in ("", "UNDER_HALF")]
    assert got == expected


def flat_of(facts, as_of):
    sentence, reductions = facts["sentence"], facts["reductions"]
    offences = sentence["offences"]
    kinds = {each["category"] for each in offences}
    merits = {each["level"] for each in facts["merits"]}
    last = reductions[-1] if reductions else None
    return {
        **{
            name: sentence[name]
            for name in ("starts_on", "effective_on", "admitted_on", "reprieve_expires_on", "restricted", "no_commutation")
            if name in sentence
        },
        "filed_on": as_of,
        "penalty": sentence["kind"],
        "months": sentence.get("months", 0),
        "converted": any(each["type"] == "to_fixed" for each in reductions),
        "reduced_to_life": any(each["type"] == "to_life" for each in reductions),
        "suspended": "suspension_months" in sentence,
        "strict": bool(kinds & literal.STRICT) or facts["offender"]["recidivist"],
        "graft": "graft" in kinds,
        "violent": "violent" in kinds,
        "violent_heavy": literal.violent_ten_years(sentence),
        "counts": len(offences),
        "heavy_counts": sum(literal.heavy(each, sentence) for each in offences),
        "last_ruled_on": last["delivered_on"] if last else NO_DAY,
        "last_cut_months": literal.last_cut(reductions) if last else 0,
        "cut_months": sum(each["months"] for each in reductions if each["type"] == "cut"),
        "repentant": facts["offender"]["repentant"],
        "merit": "major" if "major" in merits else "ordinary" if merits else "none",
        "ruled_months": 0,
    }


def test_runs_longer_than_one_part_are_joined():
    rows = commutation_core.PART_ROWS + 3
    case = (
        {
            "sentence": {
                "kind": "fixed",
                "months": 36,
                "admitted_on": date(2020, 1, 1),
                "starts_on": date(2020, 1, 1),
                "effective_on": date(2020, 1, 1),
            },
            "offender": {"repentant": True},
        },
        date(2020, 6, 1),
    )
    one = columns_of([case])
    many = columns_from({name: np.repeat(getattr(one, name), rows) for name in one.__dataclass_fields__})
    found = commutation_core.assess(many)
    assert len(found.reasons) == rows
    assert not found.eligible.any()
    assert set(found.reasons.tolist()) == {commutation_core.BIT["NOT_STARTED"]}


def test_facts_not_named_are_absent():
    at = columns_from({"as_of": np.array(["2024-01-01"], dtype="datetime64[D]"), "kind": [2], "months": [36]})
    assert np.isnat(at.admitted_on).all()
    assert at.able.tolist() == [-1]
    assert commutation_core.assess(at).unknown.tolist() == [commutation_core.BIT["NOT_STARTED"]]
