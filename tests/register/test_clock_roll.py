"""A clock of a ledger: a length of its own moves past days off unless it says `roll: false`."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.catalog.register_parts import Within
from zhiheng.register.core.clocks import _length_end

SUNDAY_DUE = {"triggered_on": "2026-11-06"}


@pytest.mark.parametrize(
    ("said", "due"), [({}, date(2026, 12, 7)), ({"roll": True}, date(2026, 12, 7)), ({"roll": False}, date(2026, 12, 6))]
)
def test_thirty_days_that_end_on_a_sunday(said, due):
    """Thirty days from 6 November end on Sunday 6 December: rolled to Monday, or the nominal day."""
    clock = Within.model_validate({"days": 30, "from": "triggered_on", **said})
    assert _length_end(clock, None, SUNDAY_DUE) == (due, "")
