"""A step that was done keeps the clock it was done on, though what the clock runs from happens again or is said anew."""

from __future__ import annotations

from datetime import date

import pytest

from tests.procedure.conftest import done, opened, read
from zhiheng.procedure.core.clocks import clock_of
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import Event

ROUNDS = """
procedure: rounds
title: 羁押期限
source: [试用]
roles: {handler: {title: 承办机关, right: document.draft}}
start: stage
steps:
  - id: stage
    title: 起算
    by: handler
    outcomes: {running: {to: [warn, answer], title: 计时}}
  - id: warn
    title: 预警
    by: handler
    within:
      - {days: 5, when: {kind: short}, from: stage.running, roll: false, source: 试用 第一条}
      - {days: 30, from: stage.running, roll: false, source: 试用 第一条}
    outcomes: {warned: {to: end, title: 已预警}}
  - id: answer
    title: 处理
    by: handler
    within: {due: due_on, source: 试用 第二条}
    outcomes: {extended: {to: stage, title: 延长}, released: {to: end, title: 释放}}
"""
FIRST = [
    opened({"handler": "甲机关"}),
    done("stage", "running", date(2026, 1, 5), values={"due_on": "2026-02-05", "kind": "short"}),
    done("warn", "warned", date(2026, 1, 20)),
    done("answer", "extended", date(2026, 2, 9)),
]
AGAIN = done("stage", "running", date(2026, 2, 9), values={"due_on": "2026-05-05", "kind": "long"})


@pytest.fixture(scope="module")
def rounds():
    return read(ROUNDS)


def clocks_done(spec, events):
    """Step → last day and colour of the first time it was done."""
    state = fold(spec, events)
    found = {}
    for item in state.completed:
        clock = clock_of(spec, state, item, date(2027, 1, 1))
        found.setdefault(item.step, (clock.due_on, clock.colour) if clock else None)
    return found


def test_what_was_late_stays_late_when_a_prolongation_begins_anew(rounds):
    before = clocks_done(rounds, FIRST)
    assert (before["warn"], before["answer"]) == ((date(2026, 1, 10), "overdue"), (date(2026, 2, 5), "overdue"))
    assert clocks_done(rounds, [*FIRST, AGAIN]) == before


def test_what_was_in_time_stays_in_time(rounds):
    again = done("stage", "running", date(2026, 2, 1), values={"due_on": "2026-01-20"})
    assert clocks_done(rounds, [*FIRST[:-1], done("answer", "extended", date(2026, 2, 1)), again])["answer"] == (date(2026, 2, 5), "near")


def test_a_corrected_day_still_moves_the_clock_of_what_was_done(rounds):
    right = Event("corrected", date(2026, 2, 1), values={"event": "stage.running", "on": "2026-01-18"}, reason="笔误")
    assert clocks_done(rounds, [*FIRST[:3], right])["warn"][0] == date(2026, 1, 23)
    assert clocks_done(rounds, [*FIRST, AGAIN, right])["warn"][0] == date(2026, 1, 10)


def test_a_last_day_of_the_next_round_is_not_that_of_the_one_before(rounds):
    unsaid = [FIRST[0], done("stage", "running", date(2026, 1, 5)), FIRST[2], done("answer", "extended", date(2026, 2, 9))]
    assert clocks_done(rounds, [*unsaid, AGAIN])["answer"] == clocks_done(rounds, unsaid)["answer"] == (None, "normal")
