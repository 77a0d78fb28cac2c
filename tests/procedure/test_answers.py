"""What a rule must answer for an outcome blocks the act when it answers otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.catalog.procedure_parts import Assess
from zhiheng.procedure.core import assessing
from zhiheng.procedure.core.state import Event, State

ASKED = Assess.model_validate(
    {
        "rule": "corrections.leave",
        "with": {"crosses_boundary": True, "days": "days", "office_delegated": True},
        "answers": {"approved": {"approver": "office"}, "passed_up": {"approver": ["county", "city"]}},
    }
)


@pytest.mark.parametrize(
    ("outcome", "days", "blocked"),
    [("approved", 7, []), ("approved", 8, ["approver"]), ("passed_up", 8, []), ("approved", None, ["approver"]), ("refused", 8, [])],
)
def test_an_outcome_needs_its_answer(outcome, days, blocked):
    state = State(values={} if days is None else {"days": days})
    answer = assessing.ask(ASKED, state, Event("done", date(2026, 5, 5), "office", outcome))
    assert [one.id for one in answer.stopped] == blocked
    assert all(one.satisfied is (None if days is None else False) for one in answer.stopped)
