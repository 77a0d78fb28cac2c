"""The vectorised rules against the literal second count, on random facts with month ends and leap days."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.law import sentence_literal as literal
from zhiheng.law.check import answer
from zhiheng.law.clocks import add_days, add_working_days, days_between, months_after, next_working_day, period_due, term_after, term_end
from zhiheng.law.sentence import commutation_core, parole_core
from zhiheng.law.sentence.columns import columns_of

DAYS = st.one_of(
    st.dates(date(2004, 1, 1), date(2026, 12, 31)),
    st.sampled_from(
        [
            date(2020, 2, 29),
            date(2023, 2, 28),
            date(2024, 2, 28),
            date(2024, 2, 29),
            date(2021, 1, 31),
            date(2022, 8, 31),
            date(2022, 12, 31),
        ]
    ),
)


@given(DAYS, st.integers(0, 420), st.integers(0, 40))
def test_term_after_is_the_literal_count(start, months, days):
    expected = literal.after(start, months, days)
    assert term_after(start, months, days) == expected
    assert term_end(start, months, days) == expected - timedelta(days=1)
    assert term_after(np.array([start, start], "datetime64[D]"), np.array([months, months]), days).tolist() == [expected] * 2


@given(DAYS, st.integers(0, 120))
def test_months_after_is_the_literal_count(start, months):
    assert months_after(start, months) == literal.period_month(start, months)


@given(DAYS, st.integers(-4000, 4000))
def test_days_are_added_and_counted(start, count):
    assert add_days(start, count) == start + timedelta(days=count)
    assert days_between(start, start + timedelta(days=count)) == count


def off(day):
    from zhiheng.law.calendar import listed_days

    listed = {each.day: each.off for each in listed_days()}
    return listed.get(day, day.weekday() >= 5)


@given(DAYS, st.integers(0, 30))
@settings(max_examples=60)
def test_working_days_are_counted_one_by_one(start, count):
    day = start
    while off(day):
        day += timedelta(days=1)
    assert next_working_day(start) == day
    day, left = start, count
    while left:
        day += timedelta(days=1)
        left -= not off(day)
    assert add_working_days(start, count) == day


@given(DAYS, st.integers(0, 60), st.sampled_from(["day", "month"]), st.booleans())
def test_periods_end_where_the_literal_count_says(start, amount, unit, in_custody):
    nominal = start + timedelta(days=amount) if unit == "day" else literal.period_month(start, amount)
    due = period_due(start, amount, unit, in_custody=in_custody)
    assert due.nominal_due == nominal
    moved = nominal
    while not in_custody and off(moved):
        moved += timedelta(days=1)
    assert (due.due, due.rolled) == (moved, moved != nominal)


FLAG = st.booleans()
SELDOM = st.sampled_from([False, False, False, True])
CATEGORIES = st.sampled_from(["other", "other", "violent", "duty", "graft", "finance", "mafia", "drug_repeat"])
MERITS = st.lists(st.fixed_dictionaries({"level": st.sampled_from(["ordinary", "major"])}), max_size=2)
ITEM = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["fine", "confiscation", "recovery", "compensation"]),
        "amount": st.just(100),
        "paid": st.sampled_from([0, 50, 100]),
    },
    optional={"status": st.sampled_from(["remitted", "instalment_current", "deposited", "waived"])},
)
CONDUCT = st.lists(st.sampled_from(["hides_assets", "false_declaration", "excess_spending"]), unique=True, max_size=2)


@st.composite
def judged(draw, as_of):
    found = {"items": draw(st.lists(ITEM, max_size=3)), "conduct": draw(CONDUCT), "no_assets_found": draw(SELDOM)}
    for name in ("able", "active_restitution"):
        known = draw(st.sampled_from([None, True, False]))
        if known is not None:
            found[name] = known
    if draw(SELDOM):
        found["conduct_ended_on"] = as_of - timedelta(days=draw(st.integers(0, 250)))
    if draw(SELDOM) and all(item["paid"] == item["amount"] or "status" in item for item in found["items"]):
        found["completed_on"] = as_of - timedelta(days=draw(st.integers(0, 250)))
    return found


@st.composite
def reduced(draw, kind, months, since, as_of):
    """Reductions that fit the kind, delivered between `since` and filing."""
    found, day = [], since
    path = {"life": ["to_fixed"], "death_reprieve": draw(st.sampled_from([["to_life"], ["to_life", "to_fixed"], ["to_fixed"]]))}.get(
        kind, []
    )
    if kind == "life" and draw(FLAG):
        return []
    if kind == "death_reprieve" and draw(SELDOM):
        return []
    cuts = draw(st.integers(0, 2)) if path[-1:] in ([], ["to_fixed"]) else 0
    left = {"life": 264, "death_reprieve": 300}.get(kind, months) - 1
    for step in [*path, *["cut"] * cuts]:
        day += timedelta(days=draw(st.integers(1, 800)))
        if day > as_of:
            break
        if step == "cut":
            cut = draw(st.integers(1, 24))
            if cut > left:
                break
            left -= cut
            found.append({"type": "cut", "months": cut, "delivered_on": day})
        elif step == "to_fixed":
            found.append({"type": "to_fixed", "months": left + 1, "ruled_on": day, "delivered_on": day})
        else:
            found.append({"type": "to_life", "ruled_on": day, "delivered_on": day})
    return found


@st.composite
def cases(draw):
    kind = draw(st.sampled_from(["fixed", "fixed", "fixed", "life", "death_reprieve", "detention", "control"]))
    months = {
        "fixed": draw(st.one_of(st.integers(6, 300), st.sampled_from([59, 60, 119, 120]))),
        "detention": draw(st.integers(1, 12)),
        "control": draw(st.integers(3, 36)),
    }.get(kind)
    starts_on = draw(DAYS.filter(lambda day: date(2012, 1, 1) <= day <= date(2021, 12, 31)))
    effective_on = starts_on + timedelta(days=draw(st.integers(0, 500)))
    sentence = {
        "kind": kind,
        "starts_on": starts_on,
        "effective_on": effective_on,
        "admitted_on": effective_on + timedelta(days=draw(st.integers(0, 60))),
    }
    since = effective_on
    if months:
        sentence["months"] = months
        if draw(SELDOM):
            sentence["custody"] = [
                {
                    "kind": "criminal_detention",
                    "from": starts_on - timedelta(days=40),
                    "to": starts_on - timedelta(days=draw(st.integers(1, 40))),
                }
            ]
        if kind != "control" and months <= 36 and draw(SELDOM):
            sentence["suspension_months"] = 24
    if kind == "death_reprieve":
        since = sentence["reprieve_expires_on"] = effective_on + timedelta(days=730)
        sentence |= {"restricted": draw(SELDOM), "no_commutation": draw(SELDOM)}
    if draw(SELDOM):
        sentence["not_counted"] = [{"from": since, "to": since + timedelta(days=draw(st.integers(0, 30))), "ground": "escape"}]
    counts = draw(st.lists(st.tuples(CATEGORIES, st.integers(6, 300)), max_size=3))
    sentence["offences"] = [
        {"category": category, "kind": kind, **({"months": min(length, months)} if kind == "fixed" else {})} for category, length in counts
    ]
    as_of = max(since, date(2017, 1, 1)) + timedelta(days=draw(st.integers(0, 2500)))
    offender = {
        name: draw(SELDOM)
        for name in ("recidivist", "incapacitated", "serious_illness", "disabled", "disability_self_inflicted", "reoffend_risk")
    } | {"repentant": draw(st.sampled_from([True, True, False]))}
    if draw(FLAG):
        offender["birth_date"] = draw(st.dates(date(1940, 1, 1), date(2003, 12, 31)))
    facts = {
        "sentence": sentence,
        "offender": offender,
        "reductions": draw(reduced(kind, months or 0, since, as_of)),
        "property": draw(judged(as_of)),
    }
    return facts, as_of


@st.composite
def commutation_cases(draw):
    facts, as_of = draw(cases())
    facts |= {"merits": draw(MERITS), "relax": draw(st.sampled_from(["none", "time", "amount"]))}
    crimes = [as_of - timedelta(days=draw(st.integers(0, 2500))) for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2])))]
    facts["new_crimes"] = [{"kind": draw(st.sampled_from(["fixed", "life"])), "judged_on": day} for day in crimes]
    return facts, as_of


LONG = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LONG
@given(commutation_cases())
def test_commutation_is_the_literal_count(case):
    facts, as_of = case
    at = columns_of([case])
    found = commutation_core.assess(at)
    expected = literal.commutation(facts, as_of)
    got = {
        "reasons": commutation_core.codes_in(found.reasons[0]),
        "earliest_date": found.earliest_on[0].item(),
        "max_reduction_months": number(found.most_months),
        "min_term_months": number(found.least_term_months),
        "min_probation_months": number(found.least_probation_months),
    }
    assert not found.unknown[0]
    assert got == expected


@LONG
@given(cases())
def test_parole_is_the_literal_count(case):
    facts, as_of = case
    found = parole_core.assess(columns_of([case]))
    expected = literal.parole(facts, as_of)
    assert {"reasons": parole_core.codes_in(found.reasons[0]), "earliest_date": found.earliest_on[0].item()} == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(commutation_cases(), min_size=2, max_size=6))
def test_many_cases_at_once_are_each_case_alone(several):
    together = commutation_core.assess(columns_of(several))
    for place, case in enumerate(several):
        alone = commutation_core.assess(columns_of([case]))
        for name in commutation_core.Assessment.__dataclass_fields__:
            one, many = getattr(alone, name)[0].item(), getattr(together, name)[place].item()
            assert one == many, name


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(commutation_cases())
def test_every_answer_says_why(case):
    facts, as_of = case
    found = answer("commutation.assess", as_of, facts)
    false = sorted(each["id"] for each in found["conditions"] if each["satisfied"] is False)
    assert set(found["result"]["reasons"]) <= set(false)
    assert all(each["cites"] and each["detail"] for each in found["conditions"])


def number(column):
    return None if column[0] == -1 else int(column[0])
