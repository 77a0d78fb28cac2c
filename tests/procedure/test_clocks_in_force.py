"""A clock whose limit is not in force gives way to the next; a warning day is never overdue; an outcome may set what the law answered."""

from __future__ import annotations

from datetime import date

import pytest

from tests.procedure.conftest import read
from zhiheng.catalog.errors import Faults
from zhiheng.procedure.core import acts
from zhiheng.procedure.core.clocks import clock_of, clocks_of
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import Event

RECHECK = """
procedure: trial
title: 试用
source: [监狱法 第四十六条]
roles: {office: {title: 办案机关}}
start: object
steps:
  - {id: object, title: 提出意见, by: office, outcomes: {done: {to: recheck, title: 提出}}}
  - id: recheck
    title: 重新核查
    by: office
    within:
      - {limit: release.limit/recheck_decided, from: object.done}
      - {limit: release.limit/recheck, from: object.done}
      - {limit: release.limit/recheck, from: object.done, also: true, warns: true}
    assess: {rule: medical_release.recall, with: {ground: "=bribery", periods: object.periods}}
    outcomes: {recalled: {to: end, title: 收监, sets: {not_counted_days: law.not_counted_days}}}
"""


def begun(on: date, **values: object):
    faults = Faults()
    spec = read(RECHECK, faults)
    faults.raise_any()
    opened = Event("opened", on, organ="甲", values={"organs": {"office": "甲"}, "values": {}, "subject": {}})
    events = [opened, Event("done", on, "object", "done", "甲", "甲/1", values=values)]
    return spec, events, fold(spec, events)


@pytest.mark.parametrize(
    ("on", "judged", "last", "colour"),
    [
        (date(2026, 11, 18), date(2026, 12, 10), date(2026, 12, 18), "normal"),
        (date(2026, 10, 20), date(2026, 11, 10), date(2026, 11, 4), "overdue"),
    ],
)
def test_the_law_in_force_on_the_day_governs(on, judged, last, colour):
    spec, _, state = begun(on)
    clock = clock_of(spec, state, state.open[0], judged)
    assert (clock.due_on, clock.colour, clock.warns) == (last, colour, False)


def test_a_warning_day_stands_beside_and_is_never_overdue():
    spec, _, state = begun(date(2026, 11, 18))
    first, warning = clocks_of(spec, state, state.open[0], date(2026, 12, 10))
    assert first.due_on == date(2026, 12, 18)
    assert (warning.due_on, warning.colour, warning.warns) == (date(2026, 12, 3), "near", True)


def test_an_outcome_sets_what_the_law_answered():
    spec, events, state = begun(date(2026, 11, 18), periods=[{"from": "2024-02-07", "to": "2024-12-06"}])
    event = Event("done", date(2026, 12, 1), "recheck", "recalled", "甲", "甲/1")
    _, admitted = acts.admit(spec, state, event, date(2026, 12, 1))
    assert fold(spec, [*events, admitted]).values["not_counted_days"] == 304
