"""Every row of every field of work: its end counted literally, both sides of its last day, and what it says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.law.supervision import supervision_literal as literal
from tests.law.supervision.test_supervision_cases import FOLDER, TextDates
from zhiheng.law.check import answer, check_case
from zhiheng.law.limit_rules.families import FIELDS, facts_asked
from zhiheng.law.limits import Row, due_for, families
from zhiheng.law.rule import in_force

NINE = datetime(2026, 3, 5, 9, 10)
ROWS = [
    pytest.param(family, row, id=f"{family}-{row.limit}-{number}")
    for family, limits in families().items()
    for limit in limits.values()
    if limit.same_as is None
    for number, row in enumerate(limit.rows)
    if row.amount is not None
    and not (row.when and set(row.when) - set(facts_asked(family) if family in {each.family for each in FIELDS} else {}))
]
FIELD_ROWS = [each for each in ROWS if each.values[0] in {field.family for field in FIELDS}]


def facts_for(row: Row) -> dict:
    """Facts that ask for this very row."""
    return {name: wanted["at_least"] if isinstance(wanted, dict) else wanted for name, wanted in row.when.items()}


def day_in_force(row: Row, day: date) -> date:
    return min(max(day, row.since), row.until or date.max)


def counted_back(row: Row, event: date) -> date:
    """Literally: one day, one working day after the other; months by the calendar, to the last day where there is no such day."""
    if row.unit == "month":
        month = event.year * 12 + event.month - 1 + row.amount
        last = 31 if month % 12 == 11 else (date(month // 12, month % 12 + 2, 1) - timedelta(days=1)).day
        ends = (event + timedelta(days=1)).day == 1
        return date(month // 12, month % 12 + 1, last if ends else min(event.day, last))
    left, day = -row.amount, event
    while left:
        day -= timedelta(days=1)
        left -= row.unit == "day" or literal.roll(day) == day
    return day


def counted(row: Row, start: date) -> date:
    if row.amount < 0:
        return counted_back(row, start)
    if row.unit == "workday":
        return literal.count_workdays(start, row.amount)
    nominal = literal.count_days(start, row.amount) if row.unit == "day" else literal.count_months(start, row.amount)
    return literal.roll(nominal) if row.custody == "asked" else nominal


@pytest.mark.parametrize(("family", "row"), [each for each in ROWS if each.values[1].unit != "hour"])
@settings(max_examples=8, deadline=None)
@given(day=st.dates(date(2021, 3, 1), date(2026, 11, 20)))
@example(day=date(2024, 1, 31))
@example(day=date(2024, 9, 30))
@example(day=date(2026, 10, 31))
@example(day=date(2026, 11, 1))
def test_days_and_months_end_where_a_literal_count_ends(family, row, day):
    start = day_in_force(row, day)
    due = due_for(f"{family}/{row.limit}", start, **facts_for(row))
    expected = counted(row, start)
    if row.or_month:
        expected = min(expected, literal.roll(literal.count_months(start, row.or_month)))
    assert due.due == expected


@pytest.mark.parametrize(("family", "row"), [each for each in ROWS if each.values[1].unit == "hour"])
def test_hours_end_to_the_minute(family, row):
    start = datetime.combine(day_in_force(row, NINE.date()), NINE.time())
    assert due_for(f"{family}/{row.limit}", start, **facts_for(row)).due == start + timedelta(hours=row.amount)


def asked(family: str, row: Row, **more) -> dict:
    facts = {"limit": row.limit, **facts_for(row), **more}
    return answer(family, str(max(str(facts.get("done", "")), str(facts["start"])))[:10], facts)


def moments(row: Row) -> tuple:
    """A start, the due end and the smallest step after it, as facts write them."""
    day = day_in_force(row, NINE.date())
    if row.unit == "hour":
        start = datetime.combine(day, NINE.time())
        end = start + timedelta(hours=row.amount)
        return f"{start:%Y-%m-%dT%H:%M}", f"{end:%Y-%m-%dT%H:%M}", f"{end + timedelta(minutes=1):%Y-%m-%dT%H:%M}"
    end = counted(row, day)
    return str(day), str(end), str(literal.count_days(end, 1))


@pytest.mark.parametrize(
    ("family", "row"), [each for each in FIELD_ROWS if each.values[1].amount > 0 and not each.values[1].more.get("least")]
)
def test_done_on_the_last_day_is_in_time_and_after_it_too_late(family, row):
    start, last, after = moments(row)
    in_time, late = asked(family, row, start=start, done=last), asked(family, row, start=start, done=after)
    assert (in_time["result"]["due"], in_time["result"]["overdue"], late["result"]["overdue"]) == (last, False, True)
    assert in_time["result"]["ended_early"] is None
    assert row.zh in in_time["conditions"][0]["detail"]
    assert set(in_time["cites"]) & set(row.cites_on(date.fromisoformat(start[:10])))
    assert in_time["mark"] == row.mark == "T"


@pytest.mark.parametrize(("family", "row"), [each for each in FIELD_ROWS if each.values[1].more.get("least")])
def test_a_shortest_time_may_not_end_before_its_last_day(family, row):
    start, last, _ = moments(row)
    before = start if row.unit == "hour" else str(date.fromisoformat(last) - timedelta(days=1))
    kept, cut = asked(family, row, start=start, done=last), asked(family, row, start=start, done=before)
    assert (kept["result"]["ended_early"], cut["result"]["ended_early"]) == (False, True)
    assert (kept["result"]["overdue"], cut["result"]["overdue"]) == (False, False)
    assert asked(family, row, start=start)["result"]["ended_early"] is None


@pytest.mark.parametrize(("family", "row"), [each for each in FIELD_ROWS if each.values[1].amount < 0])
def test_what_is_counted_back_is_asked_before_its_event(family, row):
    event = literal.count_days(day_in_force(row, NINE.date()), 60)
    last = counted(row, event)
    day_before = str(last - timedelta(days=1))
    facts = {"limit": row.limit, "start": str(event)}
    assert answer(family, day_before, facts)["result"]["due"] == str(last)
    assert answer(family, day_before, facts)["result"]["overdue"] is False
    late = answer(family, str(event), {**facts, "done": str(literal.count_days(last, 1))})
    assert late["result"]["overdue"] is True


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.family)
def test_every_field_of_work_is_a_rule_with_its_limits_in_the_calculator(field):
    version = in_force(field.family, date(2026, 11, 28))
    assert set(version.facts.fields["limit"].codes) == set(families()[field.family])
    assert len(version.parameters) == sum(len(limit.rows) for limit in families()[field.family].values())
    assert all(row.trigger and row.cites and row.mark == "T" for limit in families()[field.family].values() for row in limit.rows)


def written_cases():
    """The cases of the fields of work, grouped by article: the last day and the day after it, the shortest time kept and cut."""
    for path in sorted((FOLDER / "fields").glob("*.yaml")):
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=TextDates)  # noqa: S506 - a SafeLoader
        for cases in document["articles"].values():
            for case in cases:
                yield pytest.param({"rule": document["rule"], **case}, id=f"{path.stem}-{case['say']}")


@pytest.mark.parametrize("case", list(written_cases()))
def test_written_case(case):
    answered = check_case({name: case[name] for name in ("rule", "as_of", "facts", "expect")})
    assert "refused" not in answered, answered
    assert answered["mismatches"] == []


def test_every_field_has_written_cases_of_every_row():
    written = {case["rule"]: set() for case in (each.values[0] for each in written_cases())}
    for case in (each.values[0] for each in written_cases()):
        written[case["rule"]].add(case["facts"]["limit"])
    assert {family: written[family] for family in (each.family for each in FIELDS)} == {
        each.family: set(families()[each.family]) for each in FIELDS
    }
