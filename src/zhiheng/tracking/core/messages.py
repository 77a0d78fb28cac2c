"""Positions as gateways and devices write them: this platform's own form, what Traccar forwards, and what its client sends (OsmAnd)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from zhiheng.tracking.core.admission import SOURCES, STRAPS, Fix, datum_named, instant_of

KNOT_MPS = 0.514444
ALARMS: Mapping[str, str] = {
    "lowBattery": "low_battery", "lowPower": "low_battery", "powerOff": "power_off", "powerCut": "power_off", "tampering": "strap_cut",
    "removing": "strap_off", "sos": "sos", "fault": "device_fault", "gpsAntennaCut": "device_fault", "jamming": "no_signal",
}  # fmt: skip
"""Alarms of Traccar by the names of this platform."""
OWN_ALARMS = frozenset(ALARMS.values())
MOST_ALARMS = 10


def digest_of(message: object) -> str:
    """SHA-256 of a message, the same for the same content."""
    return sha256(json.dumps(message, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def own_fix(message: Mapping[str, Any]) -> Fix:
    """A position in this platform's own form; ValueError where a needed part is missing or no value."""
    alarms = tuple(name for name in list(message.get("alarms") or ())[:MOST_ALARMS] if name in OWN_ALARMS)
    return Fix(
        _device(message.get("device_no")), instant_of(message["at"]), _number(message["lon"]), _number(message["lat"]),
        accuracy_m=_accuracy(message.get("accuracy_m")), battery=_battery(message.get("battery")),
        strap=_choice(message.get("strap"), STRAPS, "unknown"), source=_choice(message.get("source"), SOURCES, ""),
        speed_mps=_maybe(message.get("speed_mps")), valid=message.get("valid", True) is not False,
        archived=message.get("archived") is True, alarms=alarms, datum=datum_named(str(message.get("datum") or "")),
        digest=digest_of(message),
    )  # fmt: skip


def traccar_fix(message: Mapping[str, Any]) -> Fix:
    """What Traccar posts for one position: `{position, device}`; its speed is in knots."""
    position, device = message["position"], message["device"]
    told = position.get("attributes") or {}
    alarms = alarms_of(str(told.get("alarm") or ""))
    knots = _maybe(position.get("speed"))
    source = "cell" if told.get("approximate") is True else "gnss"
    return Fix(
        _device(device.get("uniqueId")), instant_of(position["fixTime"]), _number(position["longitude"]), _number(position["latitude"]),
        accuracy_m=_accuracy(position.get("accuracy")), battery=_battery(told.get("batteryLevel")),
        strap="cut" if "strap_cut" in alarms else "off" if "strap_off" in alarms else "unknown", source=source,
        speed_mps=None if knots is None else knots * KNOT_MPS, valid=position.get("valid", True) is not False,
        archived=told.get("archive") is True, alarms=alarms, datum=datum_named(str(told.get("datum") or "")), digest=digest_of(message),
    )  # fmt: skip


def alarms_of(text: str) -> tuple[str, ...]:
    """Alarms of Traccar, several separated by commas, by the names of this platform; others are not ours to judge."""
    return tuple(dict.fromkeys(ALARMS[name.strip()] for name in text.split(",")[:MOST_ALARMS] if name.strip() in ALARMS))


def osmand_fix(given: Mapping[str, Any]) -> Fix:
    """What the client of Traccar sends as parameters (`id lat lon timestamp …`), or as `{location, device_id}`."""
    if isinstance(given.get("location"), Mapping):
        return _client_json(given)
    lat, lon = (str(given["location"]).split(",") if "location" in given else (given["lat"], given["lon"]))[:2]
    knots = _maybe(given.get("speed"))
    return Fix(
        _device(given.get("id") or given.get("deviceid")), instant_of(given["timestamp"]), _number(lon), _number(lat),
        accuracy_m=_accuracy(given.get("accuracy")), battery=_battery(given.get("batt")), source="gnss",
        speed_mps=None if knots is None else knots * KNOT_MPS, valid=str(given.get("valid", "true")).lower() in {"true", "1"},
        alarms=alarms_of(str(given.get("alarm") or "")), archived=str(given.get("archive", "")).lower() == "true",
        datum=datum_named(str(given.get("datum") or "")), digest=digest_of(dict(given)),
    )  # fmt: skip


def _client_json(given: Mapping[str, Any]) -> Fix:
    location = given["location"]
    coords, battery = location["coords"], (location.get("battery") or {}).get("level")
    level = _maybe(battery)
    return Fix(
        _device(given.get("device_id")), instant_of(location["timestamp"]), _number(coords["longitude"]), _number(coords["latitude"]),
        accuracy_m=_accuracy(coords.get("accuracy")), battery=None if level is None or level < 0 else _battery(level * 100),
        source="gnss", speed_mps=_maybe(coords.get("speed")), valid=location.get("mock") is not True, digest=digest_of(given),
    )  # fmt: skip


FORMS = {"own": own_fix, "traccar": traccar_fix, "osmand": osmand_fix}


def read_all(messages: Sequence[Any], form: str) -> tuple[list[Fix], int]:
    """The positions that can be read, and how many cannot."""
    fixes, unread = [], 0
    for message in messages:
        try:
            fixes.append(FORMS[form](message))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            unread += 1
    return fixes, unread


def _device(value: Any) -> str:
    text = str(value or "").strip()
    if not text or len(text) > 60 or not text.isprintable():
        raise ValueError("device_no")
    return text


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise ValueError("number")
    return float(value)


def _maybe(value: Any) -> float | None:
    """A finite number not below zero; None where there is none."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    number = float(value)
    return number if math.isfinite(number) and number >= 0 else None


def _accuracy(value: Any) -> float | None:
    """Metres; nothing and zero both say that it is not known."""
    return _maybe(value) or None


def _battery(value: Any) -> int | None:
    number = _maybe(value)
    return None if number is None else min(round(number), 100)


def _choice(value: Any, known: Sequence[str], otherwise: str) -> str:
    return value if value in known else otherwise
