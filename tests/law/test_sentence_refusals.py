"""Facts nobody can answer: malformed in every place a fact can stand, each refused with a code, a remedy and the name of its field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.law.check import answer, check_case, load_rules
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Amount, Code, Day, Flag, Items, Record, WholeNumber
from zhiheng.law.rule import in_force, versions

AS_OF = "2024-06-11"
FIXED = {"kind": "fixed", "months": 84, "starts_on": "2020-01-10", "effective_on": "2020-06-20", "admitted_on": "2020-07-10"}
FULL_SENTENCE = FIXED | {
    "custody": [{"kind": "criminal_detention", "from": "2019-01-01", "to": "2019-01-10"}],
    "not_counted": [{"from": "2021-01-01", "to": "2021-01-10", "ground": "escape"}],
    "offences": [{"category": "other", "kind": "fixed", "months": 84}],
    "restricted": False,
    "no_commutation": False,
}
OFFENDER = {"repentant": True, "recidivist": False, "birth_date": "1980-01-01", "serious_illness": False}
REDUCTIONS = [{"type": "cut", "months": 6, "delivered_on": "2022-08-01"}]
PROPERTY = {
    "items": [{"kind": "fine", "amount": 100, "paid": 20, "status": "instalment_current"}],
    "conduct": [],
    "able": False,
    "no_assets_found": False,
    "active_restitution": True,
}
#: Facts each rule answers, to be spoilt one place at a time.
SOUND: dict[str, dict[str, Any]] = {
    "term.end": {"sentence": FULL_SENTENCE, "reductions": REDUCTIONS},
    "term.floor": {"sentence": FULL_SENTENCE, "reductions": REDUCTIONS},
    "term.merge": {"terms": [{"kind": "fixed", "months": 12}], "mode": "missed"},
    "term.suspension": {"sentence": {"kind": "fixed", "months": 24, "suspension_months": 36}, "offender": OFFENDER},
    "term.political_rights": {"sentence": FULL_SENTENCE, "reductions": REDUCTIONS},
    "reprieve.outcome": {"intentional_crime": "none", "major_merit": False},
    "commutation.assess": {
        "sentence": FULL_SENTENCE,
        "offender": OFFENDER,
        "reductions": REDUCTIONS,
        "merits": [{"level": "ordinary"}],
        "new_crimes": [{"kind": "fixed", "judged_on": "2023-01-01"}],
        "property": PROPERTY,
        "relax": "none",
    },
    "commutation.effect": {"event": "missed_crime", "disclosed_by": "others", "reductions": REDUCTIONS},
    "parole.assess": {
        "sentence": FULL_SENTENCE,
        "offender": OFFENDER,
        "reductions": REDUCTIONS,
        "property": PROPERTY,
        "prior_parole": {"ground": "violation"},
        "special_approval": False,
    },
    "parole.term": {"sentence": FULL_SENTENCE, "reductions": REDUCTIONS, "paroled_on": "2024-01-01"},
    "parole.revoke": {"ground": "missed_crime", "confessed_or_surrendered": True, "recommitted_on": "2024-01-01"},
    "medical_release.assess": {
        "sentence": FULL_SENTENCE,
        "offender": OFFENDER,
        "medical": {"ground": "pregnant", "provincial_certificate": False, "held_in": "prison"},
    },
    "medical_release.recall": {"ground": "escape", "term_expired": False, "periods": [{"from": "2024-01-01", "to": "2024-01-02"}]},
    "property.assess": {"property": PROPERTY, "sentence": {"offences": [{"category": "duty"}]}},
    "procedure.hearing": {"kind": "commutation", "sentence": FULL_SENTENCE, "merits": [{"level": "major"}], "irregular": False},
    "procedure.competence": {"sentence": FULL_SENTENCE, "reductions": REDUCTIONS},
    "judgment.effective": {
        "document": "judgment",
        "received_on": ["2024-03-04"],
        "appeal": "withdrawn_late",
        "withdrawal_served_on": "2024-04-01",
    },
    "term.served": {"sentence": FULL_SENTENCE, "reductions": REDUCTIONS},
    "term.start": {
        "case": "parole_revoked",
        "kind": "fixed",
        "executed_on": "2023-05-20",
        "paroled_on": "2022-05-20",
        "original_end": "2024-05-19",
        "custody": [{"kind": "criminal_detention", "from": "2023-05-01", "to": "2023-05-10"}],
    },
    "rights.term": {
        "attached": "fixed",
        "months": 24,
        "principal_ended_on": "2023-05-10",
        "interrupted": [{"from": "2023-08-01", "to": "2023-08-31"}],
    },
    "reprieve.expiry": {"served_on": "2022-03-11", "case": "missed_crime", "new_judgment_on": "2022-09-30"},
    "fine.due": {
        "effective_on": "2024-03-04",
        "amount": 10000,
        "period_months": 1,
        "payments": [{"paid_on": "2024-03-20", "amount": 5000}],
    },
    "term.missed": {
        "found_in": "life_reduced",
        "result": "life",
        "missed_kind": "fixed",
        "missed_months": 36,
        "former_effective_on": "2012-05-18",
        "new_effective_on": "2021-08-31",
        "disclosed_by": "others",
    },
    "injunction.term": {"with": "control", "months": 6, "starts_on": "2024-03-15", "principal_end": "2025-03-14"},
    "release.corrections": {"category": "medical_release", "term_end": "2026-03-31", "decided_by": "prison"},
    "ban.profession": {"months": 36, "principal_ended_on": "2022-05-10"},
}
RULES = sorted(SOUND)
#: For each kind of fact, values of another type or out of its range.
WRONG = {
    Flag: st.sampled_from([0, 1, "是", "true", None, [], {}]),
    WholeNumber: st.sampled_from([-1, 10**9, 2.5, "3", "三年", True, None, [], {}]),
    Amount: st.sampled_from([-1, 10**16, "3", "一万元", True, None, [], {}, float("nan"), float("inf")]),
    Code: st.sampled_from(["", "nobody", "有期徒刑", 3, None, ["fixed"], {}]),
    Day: st.sampled_from(
        ["", "2024-13-01", "2024-02-30", "2024/06/03", "20240603", "1492-10-12", "2024-06-03T09:00", "２０２４-06-03", 20240603, None, {}]
    ),
    Items: st.sampled_from(["cut", 3, None, {}, [3], [None], ["nothing"]]),
    Record: st.sampled_from(["fixed", 3, None, [], [{}], True]),
}


def places(kind, value, path=()):
    """Every place of a fact inside sound facts, with its kind."""
    yield path, kind
    if isinstance(kind, Record):
        for name, each in value.items():
            yield from places(kind.fields[name], each, (*path, name))
    elif isinstance(kind, Items):
        for number, each in enumerate(value):
            yield from places(kind.kind, each, (*path, number))


def put(facts, path, value):
    if not path:
        return value
    if isinstance(facts, list):
        return [put(each, path[1:], value) if place == path[0] else each for place, each in enumerate(facts)]
    return {**facts, path[0]: put(facts[path[0]], path[1:], value)}


def named(path):
    return "facts" + "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)


def refusal(rule, facts):
    return check_case({"rule": rule, "as_of": AS_OF, "facts": facts})["refused"]


def test_sound_facts_are_answered():
    assert {each for each in load_rules() if in_force_module(each)} == set(SOUND)
    assert {rule: found for rule in RULES if "refused" in (found := check_case({"rule": rule, "as_of": AS_OF, "facts": SOUND[rule]}))} == {}


def in_force_module(rule):
    return versions(rule)[-1].decide.__module__.startswith("zhiheng.law.sentence.")


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_wrong_value_is_refused_by_its_field(rule, data):
    shape = in_force(rule, date.fromisoformat(AS_OF)).facts
    path, kind = data.draw(st.sampled_from([each for each in places(shape, SOUND[rule]) if each[0]]))
    said = refusal(rule, put(SOUND[rule], path, data.draw(WRONG[type(kind)])))
    assert said["code"] in {"WRONG_TYPE", "UNKNOWN_CODE", "OUT_OF_RANGE", "MISSING_FACT"}
    assert named(path) in said["message"]
    assert said["remedy"]


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=15, deadline=None)
@given(data=st.data(), name=st.text(min_size=1, max_size=12))
def test_an_unknown_field_is_refused_by_its_name(rule, data, name):
    shape = in_force(rule, date.fromisoformat(AS_OF)).facts
    records = [each for each in places(shape, SOUND[rule]) if isinstance(each[1], Record)]
    path, kind = data.draw(st.sampled_from(records))
    if name in kind.fields:
        return
    held = SOUND[rule]
    for part in path:
        held = held[part]
    said = refusal(rule, put(SOUND[rule], path, {**held, name: 1}))
    assert said["code"] == "UNKNOWN_FIELD"
    assert said["message"].startswith(named(path))


@pytest.mark.parametrize("rule", RULES)
def test_a_fact_the_rule_cannot_do_without_is_named(rule):
    shape = in_force(rule, date.fromisoformat(AS_OF)).facts
    for name in shape.required:
        facts = {field: value for field, value in SOUND[rule].items() if field != name}
        found = check_case({"rule": rule, "as_of": AS_OF, "facts": facts})
        if "result" in found:
            assert "NOT_NEEDED" in {each["id"] for each in found["conditions"]}
        else:
            assert found["refused"]["code"] == "MISSING_FACT"
            assert f"facts.{name}" in found["refused"]["message"]
            assert "它决定：" in found["refused"]["message"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["sentence", "kind", "months", "offender", "items", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(rule=st.sampled_from(RULES), facts=JSON)
def test_whatever_stands_for_facts_there_is_an_answer_or_a_refusal(rule, facts):
    found = check_case({"rule": rule, "as_of": AS_OF, "facts": facts})
    assert ("refused" in found) != ("result" in found)
    if "refused" in found:
        assert "facts" in found["refused"]["message"] or found["refused"]["code"] in {"KIND", "NO_RULE"}


@pytest.mark.parametrize(
    ("rule", "as_of", "code"),
    [("no.rule", AS_OF, "UNKNOWN_RULE"), ("commutation.assess", "2012-06-30", "NOT_IN_FORCE"), ("term.end", "昨天", "WRONG_TYPE")],
)
def test_what_is_no_question_is_refused(rule, as_of, code):
    with pytest.raises(Refused) as said:
        answer(rule, as_of, SOUND["commutation.assess"])
    assert said.value.code == code
    assert said.value.code in str(said.value)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sentence": {"starts_on": "1979-12-31", "custody": []}}, "starts_on"),
        ({"sentence": {"admitted_on": "1979-12-31"}}, "admitted_on"),
        ({"offender": {"birth_date": "2024-06-12"}}, "starts_on"),
        ({"reductions": [{"type": "cut", "months": 6, "delivered_on": "2020-01-01"}]}, "delivered_on"),
        ({"reductions": [{"type": "cut", "months": 84, "delivered_on": "2022-01-01"}]}, "reductions"),
        ({"property": {"completed_on": "2024-06-12", "items": []}}, "completed_on"),
        ({"property": {"conduct_ended_on": "2024-06-12"}}, "conduct_ended_on"),
        ({"sentence": {"months": 30, "suspension_months": 12, "kind": "control"}}, "suspension_months"),
    ],
)
def test_facts_that_cannot_be_true_together_are_refused(change, field):
    facts = {
        name: ({**value, **change[name]} if name in change and isinstance(value, dict) else change.get(name, value))
        for name, value in SOUND["commutation.assess"].items()
    }
    with pytest.raises(Refused) as said:
        answer("commutation.assess", AS_OF, facts)
    assert said.value.code == "CONTRADICTION"
    assert field in said.value.message
