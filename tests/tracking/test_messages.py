"""Messages of gateways and devices read; what is no position is counted, never guessed."""

from __future__ import annotations

import json

import pytest

from zhiheng.tracking.core.admission import Fix, coordinates, refusal_of
from zhiheng.tracking.core.messages import KNOT_MPS, osmand_fix, read_all, traccar_fix

FORWARDED = {
    "position": {
        "id": 1, "deviceId": 7, "protocol": "h02", "serverTime": "2026-06-30T01:00:02.000+00:00",
        "deviceTime": "2026-06-30T01:00:00.000+00:00",
        "fixTime": "2026-06-30T01:00:00.000+00:00", "outdated": False, "valid": True, "latitude": 30.66, "longitude": 104.06,
        "altitude": 0.0,
        "speed": 10.0, "course": 0.0, "address": None, "accuracy": 0.0, "network": None,
        "attributes": {"batteryLevel": 12, "alarm": "lowBattery,removing", "archive": True, "motion": False},
    },
    "device": {"id": 7, "name": "手环", "uniqueId": "861001000719969", "status": "online", "disabled": False},
}  # fmt: skip


def test_what_traccar_forwards_with_knots_and_several_alarms():
    fix = traccar_fix(FORWARDED)
    assert (fix.device_no, fix.at, fix.lon, fix.lat) == ("861001000719969", 1782781200.0, 104.06, 30.66)
    assert fix.speed_mps == pytest.approx(10 * KNOT_MPS)
    assert (fix.accuracy_m, fix.battery, fix.strap, fix.archived) == (None, 12, "off", True)
    assert fix.alarms == ("low_battery", "strap_off")
    assert fix.digest == traccar_fix(json.loads(json.dumps(FORWARDED))).digest


# messages of the client's protocol, as its own tests have them
@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"id": "902064", "lat": "42.06288", "lon": "-88.23412", "timestamp": "2016-01-27T18:55:47Z", "hdop": "6.0"}, 1453920947),
        ({"id": "902064", "lat": "42.06288", "lon": "-88.23412", "timestamp": "1442068686579", "speed": "0.0"}, 1442068686.579),
        ({"lat": "49.60688", "lon": "6.15788", "timestamp": "2014-06-04 09:10:11", "id": "353861053849681"}, 1401873011),
        ({"deviceid": "123456", "timestamp": "1377177267", "location": "60.0,30.0"}, 1377177267),
        ({"id": "861001000719969", "lat": "41.666667", "lon": "-0.883333", "batt": "87", "timestamp": "1377177267"}, 1377177267),
    ],
)
def test_what_the_client_of_traccar_sends_as_parameters(given, at):
    fix = osmand_fix(given)
    assert fix.at == pytest.approx(at)
    assert fix.lat == float(given.get("lat", 60.0))


def test_what_the_client_of_traccar_sends_as_json():
    location = {
        "timestamp": "2025-06-15T13:45:12.862Z", "coords": {"latitude": 37.4219983, "longitude": -122.084, "accuracy": 5, "speed": 0},
        "battery": {"level": 1, "is_charging": False}, "is_moving": False,
    }  # fmt: skip
    fix = osmand_fix({"location": location, "device_id": "48241179"})
    assert (fix.device_no, fix.lat, fix.lon, fix.accuracy_m, fix.battery) == ("48241179", 37.4219983, -122.084, 5, 100)
    told = osmand_fix({"location": {**location, "mock": True, "battery": {"level": -1}}, "device_id": "1"})
    assert (told.valid, told.battery) == (False, None)


def test_what_is_no_position_is_counted():
    messages = [
        {"id": "123456", "timestamp": "1377177267"}, {"timestamp": "1377177267", "lat": "60.0", "lon": "30.0"},
        {"id": "1", "lat": "60", "lon": "30"},
        "text", None, {"id": "1", "lat": "x", "lon": "30", "timestamp": "1"}, {"id": "1", "lat": "60", "lon": "30", "timestamp": "nan"},
    ]  # fmt: skip
    assert read_all(messages, "osmand") == ([], 7)
    assert read_all([{"position": {}}, {}, []], "traccar")[1] == 3


@pytest.mark.parametrize(
    ("lon", "lat", "told"),
    [
        (104.06, 30.66, ""), (30.66, 104.06, "swapped"), (0, 0, "no_coordinates"), (float("nan"), 3, "no_coordinates"),
        (181, 4, "out_of_range"),
        (2.35, 48.86, ""),
    ],
)  # fmt: skip
def test_coordinates_that_make_sense_only_the_other_way_round_are_told_as_such(lon, lat, told):
    assert coordinates(lon, lat) == told


@pytest.mark.parametrize(
    ("age", "archived", "told"),
    [
        (0, False, ""), (-301, False, "clock_ahead"), (86_401, False, "clock_behind"), (86_401, True, ""),
        (7 * 86_400 + 1, True, "too_old"),
        (-86_400, True, "clock_ahead"),
    ],
)  # fmt: skip
def test_a_clock_that_is_wrong_is_told(age, archived, told):
    assert refusal_of(Fix("D1", 1_000_000_000 - age, 104.06, 30.66, archived=archived), 1_000_000_000) == told


def test_another_datum_is_told_whoever_says_so():
    assert refusal_of(Fix("D1", 0, 104.06, 30.66, datum="gcj02"), 0) == "datum"
