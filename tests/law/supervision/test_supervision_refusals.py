"""Facts nobody can answer: two hundred malformed sets and more, each refused with a code, a remedy and the name of its field."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.supervision.test_supervision_cases import SUPERVISION
from zhiheng.law.check import answer, check_case
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Amount, Code, Day, Flag, Items, Record, Time, WholeNumber
from zhiheng.law.prison.conduct import Points
from zhiheng.law.prison.labour import Hours
from zhiheng.law.rule import in_force

AS_OF = "2026-06-11"
#: Facts each rule answers, to be spoilt one field at a time.
SOUND: dict[str, dict[str, Any]] = {
    "period.due": {"start": "2024-06-03", "amount": 5, "unit": "day"},
    "custody.limit": {"limit": "investigation", "start": "2024-06-03"},
    "interrogation.limit": {"limit": "summons", "organ": "police", "start": "2024-06-03T08:00"},
    "delivery.limit": {"limit": "sentence_documents", "start": "2024-06-03"},
    "delivery.place": {"penalty": "fixed", "remaining_months": 4},
    "corrections.limit": {"limit": "recall_decision", "start": "2024-06-03"},
    "corrections.leave": {"crosses_boundary": True, "days": 3},
    "corrections.monitoring": {"grounds": ["absence"], "approver": "county_head"},
    "corrections.report": {"category": "probation"},
    "corrections.discipline": {"absent_days": 3},
    "corrections.revocation": {"category": "probation"},
    "supervision.reply": {"limit": "proposal", "start": "2024-06-03"},
    "delivery.admission": {"documents": []},
    "corrections.off_control": {"kind": "lost", "start": "2026-06-03T08:00"},
    "custody.chain": {"stage": "investigation", "start": "2024-06-03", "events": []},
    "prison.confinement": {"start": "2024-06-03", "end": "2024-06-09", "ground": "riot"},
    "prison.home_leave": {"penalty": "fixed", "term_months": 60, "served_months": 30},
    "public_order.summons": {"start": "2024-06-03T08:00", "end": "2024-06-03T09:00"},
    "record.sealing": {"age_at_offence": 16, "outcome": "sentenced", "months": 60},
    "procedure.deadline": {"limit": "commutation_ruling", "start": "2024-06-03"},
    "referral.limit": {"limit": "police_review", "start": "2024-06-03"},
    "referral.file": {"documents": []},
    "privacy.use": {"data": "general", "purpose": "other"},
    "labour.hours": {"day_hours": 7},
    "conduct.item": {"kind": "bonus", "tenths": 20},
    "conduct.award": {"grade": "qualified"},
    "trial.label": {"origin": "indicted", "people": 2},
}
#: For each kind of fact, values of another type or out of its range.
WRONG = {
    Flag: st.sampled_from([0, 1, "是", None, [], {}]),
    Amount: st.sampled_from([-0.5, 10**16, "3", True, None, [], {}, float("inf"), float("nan")]),
    WholeNumber: st.sampled_from([-1, 10**9, 2.5, "3", True, None, [], {}]),
    Code: st.sampled_from(["", "nobody", "在押", 3, None, ["police"], {}]),
    Day: st.sampled_from(
        ["", "2024-13-01", "2024-02-30", "2024/06/03", "20240603", "1492-10-12", "2024-06-03T09:00", 20240603, None, [], {}]
    ),
    Time: st.sampled_from(["", "2024-06-03T25:00", "2024-06-03 09:00", "2024-06-31T09:00", "9999-01-01T00:00", 0, None, [], {}, "noon"]),
    Items: st.sampled_from(["absence", 3, None, {}, ["nothing"], [3], [None]]),
    Hours: st.sampled_from([-0.5, 1000, "8", True, None, [], float("inf"), float("nan")]),
    Points: st.sampled_from([None, True, 1.5, "2", 10_001, -10_001]),
}


def refusal(rule: str, facts: Any) -> dict[str, str]:
    return check_case({"rule": rule, "as_of": AS_OF, "facts": facts})["refused"]


def test_sound_facts_are_answered():
    assert set(SOUND) == set(SUPERVISION)
    assert [rule for rule, facts in SOUND.items() if "refused" in check_case({"rule": rule, "as_of": AS_OF, "facts": facts})] == []


@pytest.mark.parametrize("rule", SUPERVISION)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_wrong_value_is_refused_by_its_field(rule, data):
    fields = in_force(rule, date.fromisoformat(AS_OF)).facts.fields
    name = data.draw(st.sampled_from(sorted(fields)))
    said = refusal(rule, {**SOUND[rule], name: data.draw(WRONG[type(fields[name])])})
    assert said["code"] in {"WRONG_TYPE", "UNKNOWN_CODE", "OUT_OF_RANGE"}
    assert f"facts.{name}" in said["message"]
    assert said["remedy"]


@pytest.mark.parametrize("rule", SUPERVISION)
@settings(max_examples=15, deadline=None)
@given(name=st.text(min_size=1, max_size=12), value=st.one_of(st.none(), st.integers(), st.text(max_size=5)))
def test_an_unknown_field_is_refused_by_its_name(rule, name, value):
    if name in in_force(rule, date.fromisoformat(AS_OF)).facts.fields:
        return
    said = refusal(rule, {**SOUND[rule], name: value})
    assert said["code"] == "UNKNOWN_FIELD"
    assert " ".join(name.split()) in said["message"]


@pytest.mark.parametrize("rule", SUPERVISION)
def test_a_missing_field_is_refused_by_its_name(rule):
    for name in in_force(rule, date.fromisoformat(AS_OF)).facts.required:
        facts = {field: value for field, value in SOUND[rule].items() if field != name}
        found = check_case({"rule": rule, "as_of": AS_OF, "facts": facts})
        if "result" in found:
            assert "NOT_NEEDED" in {each["id"] for each in found["conditions"]}
        else:
            said = found["refused"]
            assert (said["code"], f"facts.{name}" in said["message"], "它决定：" in said["message"]) == ("MISSING_FACT", True, True)


@pytest.mark.parametrize("rule", SUPERVISION)
@settings(max_examples=25, deadline=None)
@given(facts=st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)))
def test_facts_that_are_no_object_are_refused(rule, facts):
    assert refusal(rule, facts)["code"] == "WRONG_TYPE"


PLAUSIBLE = {
    Flag: st.booleans(),
    Amount: st.floats(0, 10**7),
    WholeNumber: st.integers(0, 40),
    Day: st.dates(date(2023, 1, 1), date(2026, 12, 31)).map(str),
    Time: st.datetimes().map(
        lambda moment: f"{moment.replace(year=2024):%Y-%m-%dT%H:%M}" if (moment.month, moment.day) != (2, 29) else "2024-03-01"
    ),
    Hours: st.floats(0, 24),
    Points: st.integers(-100, 1000),
}


@pytest.mark.parametrize("rule", SUPERVISION)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_well_formed_facts_are_answered_or_refused_and_the_answer_is_plain(rule, data):
    """Nothing but an answer or a refusal comes out, whatever facts of the right kinds come in."""
    version = in_force(rule, date.fromisoformat(AS_OF))
    facts = {}
    for name, kind in version.facts.fields.items():
        if name in version.facts.required or data.draw(st.booleans()):
            facts[name] = data.draw(value_of(kind))
    try:
        found = answer(rule, AS_OF, facts)
    except Refused as refused:
        assert refused.code
        assert refused.remedy
        return
    assert set(found["result"]) == set(version.outputs)
    assert json.loads(json.dumps(found)) == found
    assert all(each["detail"] for each in found["conditions"])


def value_of(kind: Any) -> st.SearchStrategy[Any]:
    if isinstance(kind, Code):
        return st.sampled_from(sorted(kind.codes))
    if isinstance(kind, Items):
        return st.lists(value_of(kind.kind), max_size=3)
    if isinstance(kind, Record):
        return st.fixed_dictionaries(
            {name: value_of(kind.fields[name]) for name in kind.required},
            optional={name: value_of(each) for name, each in kind.fields.items() if name not in kind.required},
        )
    return PLAUSIBLE[type(kind)]
