"""Years, quarters and months."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.analysis.periods import parse
from zhiheng.schema.errors import UnusableInputError


@pytest.mark.parametrize(
    ("text", "first_on", "last_on", "zh"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度"),
        ("2026Q2", date(2026, 4, 1), date(2026, 6, 30), "2026年第二季度"),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        ("2026-06", date(2026, 6, 1), date(2026, 6, 30), "2026年6月"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        (" 2026-12 ", date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
    ],
)
def test_a_period_runs_from_its_first_to_its_last_day(text, first_on, last_on, zh):
    period = parse(text)
    assert (period.first_on, period.last_on, period.zh) == (first_on, last_on, zh)


@pytest.mark.parametrize("text", ["", "26", "2026Q0", "2026Q5", "2026-00", "2026-13", "2026-6", "2026q2", "2026年", "0000"])
def test_anything_else_is_refused(text):
    with pytest.raises(UnusableInputError, match="期间"):
        parse(text)
