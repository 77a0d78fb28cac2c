"""A limit that the law did not yet know on the day it would begin has no last day, and breaks nothing."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.catalog.procedure_times import Within
from zhiheng.catalog.step_guards import Block
from zhiheng.procedure.core.blocks import _ill_timed
from zhiheng.procedure.core.clocks import due
from zhiheng.procedure.core.state import State


@pytest.mark.parametrize(("began", "ends"), [(date(2026, 2, 9), None), (date(2026, 3, 2), date(2026, 3, 5))])
def test_a_limit_counts_from_its_first_day_on(began, ends):
    assert due(Within(limit="corrections.limit/assessment_supplement_notice"), began, State()).due == ends


def block(limit, **more):
    return Block(**{"says": "不足", "from": "a", "to": "b", "limit": limit, **more})


@pytest.mark.parametrize(("began", "held"), [(date(2026, 1, 27), False), (date(2026, 3, 16), True)])
def test_a_block_of_a_limit_that_was_not_in_force_forbids_nothing(began, held):
    assert _ill_timed(block("corrections.limit/assessment_repeat"), began, date(2026, 4, 1), 0) is held


@pytest.mark.parametrize(("roll", "late"), [(True, False), (False, True)])
def test_a_block_moves_past_days_off_only_where_it_says_so(roll, late):
    assert _ill_timed(block("delivery.limit/corrections_arrival", longer=True, roll=roll), date(2026, 9, 21), date(2026, 10, 8), 0) is late
