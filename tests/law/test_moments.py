"""China's time zone and the day as documents write it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from zhiheng.law.moments import SHANGHAI, chinese_date


def test_a_day_is_written_without_zeros():
    assert chinese_date(date(2026, 7, 1)) == "2026年7月1日"


def test_the_day_of_an_instant_is_that_of_shanghai():
    late = datetime(2026, 6, 30, 17, 0, tzinfo=UTC)
    assert chinese_date(late.astimezone(SHANGHAI)) == "2026年7月1日"
