"""Kinds of alarms, and how one may be closed: data. Clocks and grace are defaults of practice (政策默认), not of the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class AlarmKind:
    """title; level red, orange or yellow; seconds of grace; minutes in which it must be seen, and closed (None: no clock)."""

    title: str
    level: str
    grace_seconds: float = 0
    seen_minutes: int = 1440
    close_minutes: int | None = 1440


KINDS: Mapping[str, AlarmKind] = {
    "out_of_area": AlarmKind("越界", "red", 180, 30),
    "in_banned_area": AlarmKind("进入禁止区域", "red", 120, 15, 720),
    "strap_off": AlarmKind("脱腕", "red", 300, 15, 720),
    "strap_cut": AlarmKind("断带", "red", 0, 15, 720),
    "power_off": AlarmKind("关机", "orange", 600, 30),
    "low_battery": AlarmKind("低电量", "yellow", 0, 240, 720),
    "sos": AlarmKind("求助", "red", 0, 5, 120),
    "device_fault": AlarmKind("设备故障", "yellow", 0, 1440, 2880),
    "no_signal": AlarmKind("离线", "orange", 7200, 60),
    "absent": AlarmKind("从未上报", "orange", 7200, 60),
    "impossible_speed": AlarmKind("轨迹异常", "yellow", 0, 1440, None),
    "order_ending": AlarmKind("期限将届", "yellow", 0, 1440, None),
    "checkin_missed": AlarmKind("未签到", "orange", 0, 120),
}
LEVELS = {"red": "红色", "orange": "橙色", "yellow": "黄色"}
CAUSES = {
    "leave": "请假覆盖", "permit": "经常性活动许可", "device": "设备故障", "drift": "漂移", "charging": "充电", "hospital": "就医检查",
    "explained": "已说明属实", "held": "被羁押", "merged": "并入他案", "breach": "违规成案", "search": "转入查找",
}  # fmt: skip
STATES = {"raised": "待查看", "seen": "处置中", "closed": "已办结"}
MERGE_SECONDS = 1800
"""An alarm of the same kind and place within half an hour joins the one before."""
LOW_BATTERY = 15
ENDING_DAYS = 10
CHAIN_DAYS = 7
"""So far back check-ins missed one after the other are counted."""
LATE_SECONDS = 300
"""A position that comes later than this after its own instant came late (补传)."""
