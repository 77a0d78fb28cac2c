"""A limit that the law did not yet know on the day it would begin has no last day, and breaks nothing."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.catalog.procedure_times import Within
from zhiheng.procedure.core.clocks import due
from zhiheng.procedure.core.state import State


@pytest.mark.parametrize(("began", "ends"), [(date(2026, 2, 9), None), (date(2026, 3, 2), date(2026, 3, 5))])
def test_a_limit_counts_from_its_first_day_on(began, ends):
    assert due(Within(limit="corrections.limit/assessment_supplement_notice"), began, State()).due == ends
