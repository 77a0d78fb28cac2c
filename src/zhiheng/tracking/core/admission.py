"""Whether a position that came may be taken in at all: its clock, its coordinates, its datum. What is wrong is told, never mended.

Instants are seconds of the epoch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

AHEAD_SECONDS = 300
BEHIND_SECONDS = 86_400
STORED_SECONDS = 7 * 86_400
"""A position that says it was stored in the device may be this old."""
CHINA = (73.0, 3.0, 136.0, 54.0)
DATUMS = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09"}
SOURCES = ("gnss", "cell", "wifi", "self")
STRAPS = ("worn", "off", "cut", "unknown")
REFUSALS: Mapping[str, tuple[str, str]] = {
    "no_order": ("该人员此时没有生效的定位决定或者签到义务", "有新的决定后再登记设备；没有决定不得采集位置"),
    "order_ended": ("定位决定或者签到义务已经终止", "请停止设备上报并收回设备"),
    "unlawful_order": ("定位决定不合法定条件，不得据此采集位置", "请由批准机关纠正或者撤销决定"),
    "outside_window": ("不在签到时段内，或者本时段已经签到", "请在签到时段内上报，每次签到只收一个位置"),
    "unknown_device": ("设备没有登记给任何人员", "请先在定位监管页面登记设备"),
    "foreign_device": ("令牌不能代该设备上报", "请核对设备号和令牌"),
    "clock_ahead": ("设备时间晚于接收时间五分钟以上", "请校准设备时钟"),
    "clock_behind": ("设备时间早于接收时间一日以上，且没有注明是补传", "请校准设备时钟；补传的请注明 archived"),
    "too_old": ("补传的位置早于接收时间七日以上", "请另行以材料形式附卷"),
    "no_coordinates": ("没有可用的经纬度", "请核对设备是否定位成功"),
    "swapped": ("经纬度疑似颠倒", "请网关改正后重新报送；系统不代为调换"),
    "out_of_range": ("经纬度超出范围", "请核对坐标"),
    "datum": ("坐标不是 WGS-84", "请网关换算为 WGS-84 后报送；系统不代为换算"),
    "differs": ("同一设备同一时刻已经收到另一个位置", "请核对设备和网关；先收到的不改动，一个时刻只有一个位置"),
    "unreadable": ("报文缺少设备号或者时间，或者数值不可读", "请按接口说明改正"),
}
"""Why a position is not taken in: the reason and the remedy."""


@dataclass(frozen=True)
class Fix:
    """One position as a device says it.

    at        seconds of the epoch, by the device's clock
    accuracy_m  None where it is not said; battery in percent
    archived  sent late out of the device's own store
    alarms    as this platform calls them (strap_off, low_battery …)
    digest    SHA-256 of the message as it was received
    """

    device_no: str
    at: float
    lon: float
    lat: float
    accuracy_m: float | None = None
    battery: int | None = None
    strap: str = "unknown"
    source: str = ""
    speed_mps: float | None = None
    valid: bool = True
    archived: bool = False
    alarms: tuple[str, ...] = ()
    datum: str = "wgs84"
    digest: str = ""


def refusal_of(fix: Fix, received_at: float) -> str:
    """The code of `REFUSALS` for which a position is not taken in, whoever sent it; empty where it is sound."""
    return _clock(fix, received_at) or ("datum" if fix.datum != "wgs84" else "") or coordinates(fix.lon, fix.lat)


def _clock(fix: Fix, received_at: float) -> str:
    age = received_at - fix.at
    if age < -AHEAD_SECONDS:
        return "clock_ahead"
    if fix.archived:
        return "too_old" if age > STORED_SECONDS else ""
    return "clock_behind" if age > BEHIND_SECONDS else ""


def coordinates(lon: float, lat: float) -> str:
    """What is wrong with a pair of coordinates; a pair that makes sense only the other way round is told as such."""
    if not (math.isfinite(lon) and math.isfinite(lat)) or (lon == 0 and lat == 0):
        return "no_coordinates"
    if not in_china(lon, lat) and in_china(lat, lon):
        return "swapped"
    return "" if abs(lon) <= 180 and abs(lat) <= 90 else "out_of_range"


def in_china(lon: float, lat: float) -> bool:
    """Whether a place lies in the box around China."""
    return CHINA[0] <= lon <= CHINA[2] and CHINA[1] <= lat <= CHINA[3]


def datum_named(text: str) -> str:
    """A datum as a sender writes it, by its code; an unknown one stays as it is, and is refused."""
    plain = "".join(character for character in text.lower() if character.isalnum())
    return plain or "wgs84"


def instant_of(value: Any, *, zoned: bool = True) -> float:
    """Seconds of the epoch of a number (seconds or milliseconds) or an ISO text with its zone; ValueError where it is neither.

    zoned   False: a text without a zone is of UTC, as the protocol of the sender says; else it is not known what instant it means
    """
    text = str(value).strip()
    try:
        number = number_of(text)
    except ValueError:
        return _iso(text, zoned=zoned)
    if not math.isfinite(number):
        raise ValueError(text)
    return number / 1000 if abs(number) >= 1e11 else number


def number_of(value: Any) -> float:
    """A number as senders write it; ValueError for what is only a number to a program (true, 1_0)."""
    if isinstance(value, bool) or "_" in str(value):
        raise ValueError("number")
    return float(value)


def _iso(text: str, *, zoned: bool) -> float:
    read = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if read.tzinfo is None:
        if zoned:
            raise ValueError(text)
        read = read.replace(tzinfo=UTC)
    return read.timestamp()
