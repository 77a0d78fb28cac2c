"""China's one time zone, and a day as documents write it."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def chinese_date(day: date) -> str:
    """2026年7月1日; of an instant its own day, so give it in Shanghai time."""
    return f"{day.year}年{day.month}月{day.day}日"
