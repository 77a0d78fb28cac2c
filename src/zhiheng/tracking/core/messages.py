"""Positions as gateways and devices write them: this platform's own form, what Traccar forwards, and what its client sends (OsmAnd)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from zhiheng.tracking.core.admission import SOURCES, STRAPS, Fix, datum_named, instant_of, number_of

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
    alarms = tuple(name for name in _several(message.get("alarms"))[:MOST_ALARMS] if name in OWN_ALARMS)
    return Fix(
        _device(message.get("device_no")), instant_of(message["at"]), number_of(message["lon"]), number_of(message["lat"]),
        accuracy_m=_accuracy(message.get("accuracy_m")), battery=_battery(message.get("battery")),
        strap=_strap(message.get("strap")), source=_choice(message.get("source"), SOURCES, ""),
        speed_mps=_maybe(message.get("speed_mps")), valid=_flag(message.get("valid"), otherwise=True),
        archived=_flag(message.get("archived"), otherwise=False), alarms=alarms, datum=datum_named(str(message.get("datum") or "")),
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
        _device(device.get("uniqueId")), instant_of(position["fixTime"]), number_of(position["longitude"]), number_of(position["latitude"]),
        accuracy_m=_accuracy(position.get("accuracy")), battery=_battery(told.get("batteryLevel")),
        strap="cut" if "strap_cut" in alarms else "off" if "strap_off" in alarms else "unknown", source=source,
        speed_mps=None if knots is None else knots * KNOT_MPS, valid=_flag(position.get("valid"), otherwise=True),
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
        _device(given.get("id") or given.get("deviceid")), instant_of(given["timestamp"], zoned=False), number_of(lon), number_of(lat),
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
        _device(given.get("device_id")), instant_of(location["timestamp"]), number_of(coords["longitude"]), number_of(coords["latitude"]),
        accuracy_m=_accuracy(coords.get("accuracy")), battery=None if level is None or level < 0 else _battery(level * 100),
        source="gnss", speed_mps=_maybe(coords.get("speed")),
        valid=location.get("mock") is not True, datum=datum_named(str(given.get("datum") or "")), digest=digest_of(given),
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


def _flag(value: Any, *, otherwise: bool) -> bool:
    """Yes or no as such: a word that may mean either is no value."""
    if value is None:
        return otherwise
    if not isinstance(value, bool):
        raise ValueError("flag")
    return value


def _several(value: Any) -> list[Any]:
    if value is not None and not isinstance(value, (list, tuple)):
        raise ValueError("alarms")
    return list(value or ())


def _strap(value: Any) -> str:
    """How the strap is; a word that is not known may be one that was cut, so it is no value."""
    if value is not None and value not in STRAPS:
        raise ValueError("strap")
    return str(value or "unknown")


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
