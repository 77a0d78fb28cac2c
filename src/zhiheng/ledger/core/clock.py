"""Whether the clock of this machine can be right: it is behind what the trace has already recorded, or it is not."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from zhiheng.schema.errors import UnusableInputError

TOLERANCE_SECONDS = 300
"""Machines of one province that keep the hour by the network differ by less."""
SHANGHAI = ZoneInfo("Asia/Shanghai")


def doubt(now: datetime, newest: datetime | None) -> UnusableInputError | None:
    """What to tell an administrator where the clock is behind the newest recent entry by more than the tolerance; None where it is not.

    newest  the latest instant among the recent entries, whatever their order
    """
    behind_seconds = int((newest - now).total_seconds()) if newest else 0
    if newest is None or behind_seconds <= TOLERANCE_SECONDS:
        return None
    shown, recorded = (at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") for at in (now, newest))
    reason = f"比最近的留痕（{recorded}）早 {_length(behind_seconds)}：现在的时钟被拨慢了，或者先前曾经走快"
    remedy = "请先校准系统时钟（如启用网络对时）；先后次序以留痕编号为准，不会丢失或者重复，收到时间不早于同一机关同一数据集的上一批"
    return UnusableInputError("系统时钟", shown, reason, remedy)


def _length(seconds: int) -> str:
    """A length of time in the largest whole units that say it."""
    minutes = seconds // 60
    if minutes >= 24 * 60:
        return f"{minutes // (24 * 60)} 天"
    return f"{minutes // 60} 小时 {minutes % 60} 分" if minutes >= 60 else f"{minutes} 分"
