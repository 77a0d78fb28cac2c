"""The state of a case depends on its events alone, and every case can end."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedure.conftest import done, opened
from zhiheng.catalog.markings import can_end, enter, explore, ways_of
from zhiheng.procedure.core.acts import possible
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import fold, follow
from zhiheng.procedure.core.state import Event

DAY = date(2026, 1, 5)
TRIED = {"done", "urged", "reported_up", "suspended", "resumed", "withdrawn"}
PARTS = {"procuratorate": "川检", "supervised": "司法局", "upper": "高检"}
VALUES = [{"kind": "proposal"}, {"kind": "correction_notice", "reply_days": 15}]


def walk(spec, organs, values, seed, length):
    """Random events, each one that the acts say is possible."""
    chance = random.Random(seed)  # noqa: S311
    events, on = [opened(organs, values)], DAY
    for _ in range(length):
        state = fold(spec, events)
        acts = [
            act for act in possible(spec, state, on) if act.kind in {"done", "urged", "reported_up", "suspended", "resumed", "withdrawn"}
        ]
        if not acts:
            break
        act = chance.choice(acts)
        on += timedelta(days=chance.randint(0, 40))
        events.append(Event(act.kind, on, act.step, act.outcome, reason="因为"))
    return events


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 25), st.sampled_from(VALUES))
def test_state_depends_on_events_only(supervision, seed, length, values):
    events = walk(supervision, PARTS, values, seed, length)
    assert fold(supervision, events) == fold(supervision, list(events))
    half = len(events) // 2
    resumed = fold(supervision, events[:half])
    for event in events[half:]:
        resumed = follow(supervision, resumed, event)
    assert resumed == fold(supervision, events)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 25), st.sampled_from(VALUES))
def test_every_reached_state_can_end(supervision, seed, length, values):
    state = fold(supervision, walk(supervision, PARTS, values, seed, length))
    assert state.ended_on or _shortest_end(supervision, state)


def _shortest_end(spec, state, limit=400):
    """Whether some way of doing steps ends the case (breadth first over what is open)."""
    seen, line = set(), [state]
    while line and limit:
        limit -= 1
        now = line.pop(0)
        for act in possible(spec, now, date(2030, 1, 1)):
            if act.kind != "done":
                continue
            after = follow(spec, now, Event("done", date(2030, 1, 1), act.step, act.outcome, reason="x"))
            if after.ended_on:
                return True
            marking = (tuple(item.step for item in after.open), tuple(sorted(after.arrived.items(), key=str)))
            if marking not in seen:
                seen.add(marking)
                line.append(after)
    return False


def test_an_open_state_always_offers_an_act(supervision):
    walked = explore(supervision, enter(supervision, (frozenset(), frozenset()), supervision.start, ""))
    assert walked.complete
    ways, complete = ways_of(walked.net)
    assert complete and set(ways) == can_end(ways) and walked.without_end() == []


def test_parallel_steps_and_the_step_that_waits_for_both(joint):
    events = [opened(), done("file", "done", DAY), done("look", "approved", DAY)]
    assert [item.step for item in fold(joint, events).open] == ["ask"]
    events.append(done("ask", "done", DAY))
    assert [item.step for item in fold(joint, events).open] == ["decide"]
    events.append(done("decide", "granted", DAY))
    assert (fold(joint, events).ended_on, fold(joint, events).result) == (DAY, "granted")


def test_returned_to_the_beginning_opens_both_ways_again(joint):
    once = [done("file", "done", DAY), done("look", "approved", DAY), done("ask", "done", DAY)]
    events = [opened(), *once, done("decide", "returned", DAY, reason="材料不全"), done("file", "done", DAY)]
    state = fold(joint, events)
    assert ([item.step for item in state.open], state.arrived) == (["look", "ask"], {})


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (done("look", "approved", DAY), "当前不在办理中"),
        (done("file", "granted", DAY), "没有结果"),
        (Event("resumed", DAY, "file"), "没有中止"),
        (Event("reopened", DAY, "look"), "尚未结束"),
        (Event("dreamt", DAY), "没有这种事件"),
        (opened(), "已经建立"),
    ],
)
def test_impossible_events_are_refused(joint, event, reason):
    with pytest.raises(ActRefused, match=reason):
        fold(joint, [opened(), event])


def test_withdrawn_and_reopened(joint):
    events = [opened(), done("file", "done", DAY), Event("withdrawn", DAY, reason="x")]
    state = fold(joint, events)
    assert (state.open, state.result) == ((), "withdrawn")
    again = fold(joint, [*events, Event("reopened", DAY, "look", reason="y")])
    assert [item.step for item in again.open] == ["look"]
    assert again.ended_on is None


def test_hand_over_changes_who_acts(joint):
    events = [opened(), done("file", "done", DAY), Event("handed_over", DAY, values={"role": "reviewer", "organ": "丙机关"})]
    acts = possible(joint, fold(joint, events), DAY)
    seats = {act.step: fold(joint, events).organs[act.seat] for act in acts if act.kind == "done"}
    assert seats == {"look": "丙机关", "ask": "甲机关"}
