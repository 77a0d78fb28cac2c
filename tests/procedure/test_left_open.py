"""A condition in both `stops` and `asks_reason`: not met it stops, left open by the law it asks, for want of a fact it stops."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.catalog.procedure_parts import Assess
from zhiheng.procedure.core import assessing
from zhiheng.procedure.core.state import Event, State

ASKED = Assess(rule="trial.rule", stops=("SERVED", "KIND"), asks_reason=("SERVED",))
EVENT = Event("done", date(2026, 11, 16), "study", "submitted", "甲院", "甲", "", {})


def answered(monkeypatch: pytest.MonkeyPatch, served: bool | None, kind: bool | None, missing: list[str]) -> tuple[list[str], list[str]]:
    """What is stopped and what is asked where the rule answers so."""
    conditions = [
        {"id": "SERVED", "satisfied": served, "detail": "期限", "cites": []},
        {"id": "KIND", "satisfied": kind, "detail": "刑种", "cites": []},
    ]
    monkeypatch.setattr(assessing.check, "answer", lambda *_: {"conditions": conditions, "missing": missing, "result": {}})
    found = assessing.ask(ASKED, State(), EVENT)
    return [one.id for one in found.stopped], [one.id for one in found.asking]


@pytest.mark.parametrize(
    ("served", "kind", "missing", "stopped", "asking"),
    [
        (True, True, [], [], []),
        (False, True, [], ["SERVED"], []),
        (None, True, [], [], ["SERVED"]),
        (None, True, ["facts.sentence.months"], ["SERVED"], []),
        (None, None, [], ["KIND"], ["SERVED"]),
        (None, False, [], ["KIND"], ["SERVED"]),
    ],
)
def test_what_the_law_leaves_open_asks_for_a_reason(monkeypatch, served, kind, missing, stopped, asking):
    """Only a condition of both lists, and only where no fact is missing, goes on with a reason."""
    assert answered(monkeypatch, served, kind, missing) == (stopped, asking)
