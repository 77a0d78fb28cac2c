"""Clocks: from the law or the pack, paused, extended, recomputed, and their colours."""

from __future__ import annotations

from datetime import date

import pytest

from tests.procedure.conftest import done, opened
from zhiheng.procedure.core.acts import admit, possible
from zhiheng.procedure.core.clocks import clocks
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import fold
from zhiheng.procedure.core.state import Event

DAY = date(2026, 1, 5)
BASE = [opened(), done("file", "done", DAY)]
PARTS = {"procuratorate": "川检", "supervised": "司法局", "upper": "高检"}


def clock(spec, events, today):
    return next(item for item in clocks(spec, fold(spec, events), today) if item.step in {"look", "reply"})


@pytest.mark.parametrize(
    ("today", "colour", "left"),
    [(date(2026, 1, 6), "normal", 30), (date(2026, 1, 29), "near", 7), (date(2026, 2, 5), "near", 0), (date(2026, 2, 6), "overdue", -1)],
)
def test_colours(joint, today, colour, left):
    found = clock(joint, BASE, today)
    assert (found.due_on, found.colour, found.days_left) == (date(2026, 2, 5), colour, left)


def test_a_pause_moves_the_last_day_by_its_length(joint):
    events = [*BASE, Event("suspended", date(2026, 1, 10), "look", reason="鉴定")]
    assert (clock(joint, events, DAY).due_on, clock(joint, events, DAY).colour) == (None, "suspended")
    events.append(Event("resumed", date(2026, 1, 20), "look"))
    assert clock(joint, events, DAY).due_on == date(2026, 2, 15)


def test_an_extension_runs_from_the_last_day(joint):
    longer = Event("extended", DAY, "look", organ="甲机关", values={"amount": 1, "unit": "month", "article": "试用 第二条"})
    found = clock(joint, [*BASE, longer], DAY)
    assert found.due_on == date(2026, 3, 5)
    assert "经甲机关批准延长（试用 第二条）" in found.how


def test_an_extension_beyond_the_article_is_refused(joint):
    event = Event("extended", DAY, "look", organ="甲机关", reason="复杂", values={"amount": 2, "unit": "month", "article": "试用 第二条"})
    with pytest.raises(ActRefused, match="延长超过条文允许的 1 个月"):
        admit(joint, fold(joint, BASE), event, DAY)


def test_a_corrected_fact_moves_the_clock_and_shows_what_it_was(joint):
    events = [*BASE, Event("corrected", date(2026, 1, 8), values={"event": "file.done", "on": "2026-01-07"}, reason="笔误")]
    found = clock(joint, events, DAY)
    assert (found.due_on, found.earlier) == (date(2026, 2, 9), (date(2026, 2, 5),))


def served(spec, on, **values):
    day = on
    return [
        opened(PARTS, values, day),
        done("draw_up", "submitted", day),
        done("approve", "approved", day),
        done("serve", "served", day),
    ]


def test_a_proposal_is_answered_in_two_months(supervision):
    found = clock(supervision, served(supervision, date(2026, 4, 30), kind="proposal"), date(2026, 5, 1))
    assert (found.due_on, found.mark) == (date(2026, 6, 30), "T")


def test_a_notice_is_answered_in_the_days_it_states(supervision):
    found = clock(supervision, served(supervision, date(2026, 6, 30), kind="correction_notice", reply_days=10), date(2026, 7, 1))
    assert found.due_on == date(2026, 7, 10)
    assert "五百五十三" in found.source


def test_a_notice_that_states_no_days_has_no_last_day(supervision):
    found = clock(supervision, served(supervision, date(2026, 6, 30), kind="correction_notice"), date(2027, 7, 1))
    assert (found.due_on, found.colour) == (None, "normal")
    assert "法律未定固定期限" in found.how


def test_a_done_step_keeps_the_colour_it_was_done_in(supervision):
    from zhiheng.procedure.core.clocks import clock_of

    events = served(supervision, date(2026, 6, 1), kind="correction_notice", reply_days=10)
    late = fold(supervision, [*events, done("reply", "adopted", date(2026, 6, 20))])
    item = next(done_step for done_step in late.completed if done_step.step == "reply")
    assert clock_of(supervision, late, item, date(2027, 1, 1)).colour == "overdue"


def test_overdue_custody_is_reported_up_without_urging(supervision):
    for topic, wanted in (("overtime_custody", True), ("general", False)):
        events = served(supervision, date(2026, 6, 1), kind="correction_notice", reply_days=5, topic=topic)
        acts = possible(supervision, fold(supervision, events), date(2026, 6, 9))
        assert any(act.kind == "reported_up" for act in acts) is wanted
