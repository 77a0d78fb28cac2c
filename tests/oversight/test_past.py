"""Whether a clue waited at a moment gone by, as its history until then says."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.oversight.models import ClueEvent
from zhiheng.oversight.selectors.past import is_waiting


@pytest.mark.parametrize(
    ("kinds", "waits"),
    [
        ("found", True),
        ("found assigned", True),
        ("found verified", False),
        ("found refuted", False),
        ("found refuted reopened", True),
        ("found refuted evidence_changed", True),
        ("found verified documented", False),
        ("found verified documented returned", False),
        ("found resolved_by_data", False),
        ("found resolved_by_data found_again", True),
        ("found continued", False),
        ("found snoozed", False),
        ("found snoozed assigned", True),
    ],
)
def test_a_clue_waits_until_it_is_looked_into_or_gone(kinds, waits):
    events = [ClueEvent(kind=kind, details={"until": "2026-07-01"} if kind == "snoozed" else {}) for kind in kinds.split()]
    assert is_waiting(events, date(2026, 6, 30)) is waits


def test_a_snoozed_clue_waits_again_on_its_day():
    assert is_waiting([ClueEvent(kind="snoozed", details={"until": "2026-07-01"})], date(2026, 7, 1))
