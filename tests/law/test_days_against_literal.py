"""The days officers reckon daily, as the rules answer them and as the literal second count does, on random facts with month ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.law import days_literal as literal
from tests.law.test_sentence_against_literal import DAYS, SELDOM
from zhiheng.law.check import answer

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LENGTH = st.integers(1, 60)


def told(rule: str, as_of: date, facts: dict[str, Any], *names: str) -> dict[str, Any]:
    result = answer(rule, as_of, facts)["result"]
    return {name: result[name] for name in names} if names else result


def plain(expected: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in expected.items()}


def agrees(rule: str, as_of: date, facts: dict[str, Any], expected: dict[str, Any]) -> None:
    assert told(rule, as_of, facts, *expected) == plain(expected)


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)


@MANY
@given(
    st.lists(DAYS, min_size=1, max_size=3),
    st.sampled_from(["judgment", "ruling"]),
    st.sampled_from(["none", "withdrawn_in_time", "pending"]),
)
def test_effect_of_a_first_judgment(received, document, appeal):
    facts = {"document": document, "received_on": received, "appeal": appeal}
    agrees("judgment.effective", max(received), facts, literal.effective(facts)) if max(received) >= date(2018, 10, 26) else None
    agrees("judgment.effective", date(2026, 1, 1), facts, literal.effective(facts))


@MANY
@given(DAYS, st.integers(1, 40), st.sampled_from(["judgment", "ruling"]))
def test_effect_after_a_late_withdrawal(received, days, document):
    facts = {"document": document, "received_on": [received], "appeal": "withdrawn_late"}
    facts["withdrawal_served_on"] = later(literal.effective(facts)["appeal_ends_on"], days)
    agrees("judgment.effective", date(2026, 1, 1), facts, literal.effective(facts))


@st.composite
def timed(draw):
    kind = draw(st.sampled_from(["fixed", "fixed", "detention", "control"]))
    months = draw(st.integers(*{"fixed": (6, 180), "detention": (1, 11), "control": (3, 24)}[kind]))
    starts_on = draw(DAYS.filter(lambda day: day <= date(2021, 12, 31)))
    sentence = {"kind": kind, "months": months, "days": draw(st.sampled_from([0, 0, 7, 15, 29])), "starts_on": starts_on}
    custody, until = [], later(starts_on, -draw(st.sampled_from([1, 1, 1, 2, 30])))
    for _ in range(draw(st.integers(0, 2))):
        first = later(until, -draw(st.integers(0, 25)))
        kinds = ["criminal_detention", "designated_residence", "liuzhi"]
        custody.append({"kind": draw(st.sampled_from(kinds)), "from": first, "to": until})
        until = later(first, -draw(st.sampled_from([1, 1, 9])))
    if custody:
        sentence["custody"] = custody
    if draw(SELDOM):
        lost_from = later(starts_on, draw(st.integers(0, 20)))
        sentence["not_counted"] = [{"from": lost_from, "to": later(lost_from, draw(st.integers(0, 10))), "ground": "escape"}]
    return sentence


@MANY
@given(timed(), st.integers(-40, 2500), st.integers(0, 3))
def test_served_and_remaining(sentence, days, cut):
    cut = cut if sentence["months"] > cut else 0
    as_of = max(later(sentence["starts_on"], days), date(2021, 3, 1))
    facts = {"sentence": sentence}
    if cut:
        facts["reductions"] = [{"type": "cut", "months": cut}]
    found = told("term.served", as_of, facts)
    expected = plain(literal.served(sentence, cut, as_of))
    if sentence.get("not_counted") and min(as_of, later(literal.term_outside(sentence, cut), -1)) < sentence["not_counted"][0]["to"]:
        expected.pop("served_days", None)
    assert {name: found[name] for name in expected} == expected


@MANY
@given(timed())
def test_custody_entered_as_credit_or_as_start_gives_one_end(sentence):
    first, broken = literal.begun(sentence)
    moved = {**sentence, "starts_on": first, "custody": broken}
    if not broken:
        moved.pop("custody")
    if literal.term_outside(sentence) <= sentence["starts_on"]:
        return
    ask = date(2026, 1, 1)
    assert told("term.end", ask, {"sentence": sentence}, "end_date") == told("term.end", ask, {"sentence": moved}, "end_date")
    assert told("term.end", ask, {"sentence": sentence}, "end_date") == plain({"end_date": literal.term_outside(sentence) - literal.DAY})


@MANY
@given(timed(), st.booleans())
def test_start_of_a_term(sentence, length_told):
    facts = {"kind": sentence["kind"], "executed_on": sentence["starts_on"], "custody": sentence.get("custody", [])}
    if length_told:
        facts |= {"months": sentence["months"], "days": sentence["days"]}
    agrees("term.start", date(2026, 1, 1), facts, literal.start(facts))


@MANY
@given(DAYS, st.integers(0, 900), st.integers(0, 400), st.integers(0, 20))
def test_start_after_a_revoked_parole(paroled_on, left, out, held):
    executed_on = later(paroled_on, out)
    facts = {
        "case": "parole_revoked",
        "kind": "fixed",
        "executed_on": executed_on,
        "paroled_on": paroled_on,
        "original_end": later(paroled_on, left),
    }
    if held and out > held:
        facts["custody"] = [{"kind": "criminal_detention", "from": later(executed_on, -held), "to": later(executed_on, -1)}]
    agrees("term.start", date(2026, 1, 1), facts, literal.start(facts))


@MANY
@given(
    DAYS,
    st.sampled_from(["fixed", "detention", "control", "alone", "reduced"]),
    LENGTH,
    st.lists(st.integers(1, 120), max_size=4),
    st.integers(-50, 2200),
)
def test_deprivation_of_political_rights(first, attached, months, gaps, days):
    name = {"control": "principal_starts_on", "alone": "executed_on"}.get(attached, "principal_ended_on")
    facts = {"attached": attached, "months": months, name: first}
    day, stops = first, []
    for gap, length in zip(gaps[::2], gaps[1::2], strict=False):
        begins = later(day, gap)
        stops.append({"from": begins, "to": later(begins, length)})
        day = later(begins, length + 1)
    if stops:
        facts["interrupted"] = stops
    as_of = max(later(first, days), date(2021, 3, 1))
    agrees("rights.term", as_of, facts, literal.rights(facts, as_of))


@MANY
@given(DAYS, st.sampled_from(["ordinary", "restarted", "missed_crime", "missed_reprieve"]), st.integers(0, 700))
def test_expiry_of_a_reprieve(served_on, case, days):
    facts = {"served_on": served_on, "case": case, "new_judgment_on": later(served_on, days)}
    agrees("reprieve.expiry", date(2026, 1, 1), facts, literal.expiry(facts))


@MANY
@given(
    DAYS,
    st.integers(0, 5),
    st.integers(0, 40),
    st.lists(st.tuples(st.integers(1, 200), st.integers(1, 900)), max_size=3),
    st.integers(0, 250),
    st.booleans(),
)
def test_fines_are_due(effective_on, months, days, payments, passed, remitted):
    days = days or int(not months)
    as_of = max(later(effective_on, passed), date(2018, 10, 26))
    facts = {"effective_on": effective_on, "amount": 1000, "period_months": months, "period_days": days, "remitted": remitted}
    facts["payments"] = [{"paid_on": later(effective_on, when), "amount": amount} for when, amount in payments]
    agrees("fine.due", as_of, facts, literal.fine(facts, as_of))


@MANY
@given(DAYS, st.lists(st.integers(1, 60), min_size=1, max_size=4), st.integers(0, 250), st.integers(0, 300))
def test_instalments_are_due(effective_on, gaps, passed, administrative):
    as_of = max(later(effective_on, passed), date(2018, 10, 26))
    facts = {"effective_on": effective_on, "amount": 100 * len(gaps) + administrative, "administrative_fine": administrative}
    day, plan = effective_on, []
    for gap in gaps:
        day = later(day, gap)
        plan.append({"due_on": day, "amount": 100})
    facts |= {"instalments": plan, "payments": [{"paid_on": later(effective_on, 5), "amount": 150}]}
    agrees("fine.due", as_of, facts, literal.fine(facts, as_of))


@MANY
@given(
    DAYS,
    st.integers(0, 3000),
    st.integers(6, 240),
    st.sampled_from(["fixed", "reprieve", "after_reprieve", "life_reduced"]),
    st.sampled_from(["fixed", "detention", "death_reprieve"]),
)
def test_crimes_missed(first, days, months, stage, kind):
    days = days % 700 if stage == "reprieve" else days
    kind = "fixed" if kind == "death_reprieve" and stage != "reprieve" else kind
    new = later(first, days)
    facts = {"found_in": stage, "missed_kind": kind, "missed_months": months, "new_effective_on": new, "disclosed_by": "others"}
    facts["result"] = {"fixed": "fixed", "life_reduced": "life"}.get(stage, "death_reprieve")
    facts |= {"starts_on": first, "months": months} if stage == "fixed" else {"former_effective_on": first, "to_life_on": first}
    agrees("term.missed", date(2026, 1, 1), facts, literal.missed(facts))


@MANY
@given(DAYS, st.integers(1, 80), st.integers(-400, 2000), SELDOM)
def test_bans_of_a_profession(first, months, days, paroled):
    facts = {"months": months, "paroled_on" if paroled else "principal_ended_on": first}
    as_of = max(later(first, days), date(2015, 11, 1))
    agrees("ban.profession", as_of, facts, literal.ban(facts, as_of))


@MANY
@given(timed().filter(lambda each: each["kind"] == "fixed"), st.integers(0, 3000))
def test_a_third_served_before_serving_outside(sentence, days):
    sentence = {**sentence, "days": 0, "months": max(sentence["months"], 120), "offences": [{"category": "violent"}]}
    sentence.pop("not_counted", None)
    as_of = max(later(sentence["starts_on"], days), date(2023, 7, 1))
    medical = {"ground": "serious_illness", "provincial_certificate": True, "held_in": "prison", "danger_shortly": False}
    found = told("medical_release.assess", as_of, {"sentence": sentence, "medical": medical})
    due = literal.third_served(sentence)
    assert found["earliest_date"] == due.isoformat()
    assert found["reasons"] == ([] if as_of >= due else ["SERVED_TOO_SHORT"])


@pytest.mark.parametrize(("months", "days", "half"), [(5, 7, (2, 19)), (6, 0, (3, 0)), (7, 1, (3, 16)), (12, 30, (6, 15))])
def test_half_of_a_term_with_days_is_rounded_up(months, days, half):
    facts = {"sentence": {"kind": "fixed" if months >= 6 else "detention", "months": months, "days": days}}
    found = told("term.floor", date(2026, 1, 1), facts)
    assert (found["min_served_months"], found["min_served_days"]) == half
