"""Too much at once: a million positions of one person are judged as in parts, a batch of more than ten thousand is refused whole."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.tracking.conftest import HOME
from tests.tracking.test_routes import gateway, position
from zhiheng.tracking.core.areas import METRES_A_DEGREE, Circle
from zhiheng.tracking.core.fences import REQUIRED, Fence, FenceSet
from zhiheng.tracking.core.watching import Carried, Points, advance
from zhiheng.tracking.models import Position

__all__ = ["gateway"]
MILLION, PARTS = 1_000_000, 4


def test_a_million_positions_of_one_person_are_judged_as_in_parts():
    """A day out and in again a hundred times: two hundred turns, and nothing is carried at the end."""
    at = np.arange(MILLION, dtype=float) * 10
    away = np.where(np.arange(MILLION) // 5_000 % 2 == 1, 3000.0, 0.0) / METRES_A_DEGREE
    bearer, radius = np.zeros(MILLION, np.int64), np.full(MILLION, 20.0)
    fences = FenceSet((Fence("home", "执行地", REQUIRED, Circle(*HOME, 1000)),), (0,))

    def walked(cuts):
        carried, found = Carried(), []
        for part in np.array_split(np.arange(MILLION), cuts):
            lat = np.full(len(part), HOME[1]) + away[part]
            carried, turns = advance(fences, Points(bearer[part], at[part], np.full(len(part), HOME[0]), lat, radius[part]), carried)
            found += [(turn.began, turn.since) for turn in turns]
        return found, len(carried)

    whole, carried = walked(1)
    assert whole == walked(PARTS)[0] and len(whole) == 199 and carried <= 1


@pytest.mark.django_db()
def test_a_batch_of_more_than_ten_thousand_is_refused_whole(client, gateway, monkeypatch):
    body = json.dumps({"positions": [position()] * 10_001})
    answer = client.post("/api/v1/tracking/positions", body, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {gateway}")
    assert 400 <= answer.status_code < 500 and not Position.objects.exists()


def tell(client, token, **more):
    """What became of a batch of positions: how many were taken, how many were there, and why others were refused."""
    answer = client.post(
        "/api/v1/tracking/positions", json.dumps(more), content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
    )
    assert answer.status_code == 200, answer.content
    found = answer.json()
    return found["taken"], found["doubled"], {one["code"]: one["count"] for one in found["refused"]}


@pytest.fixture()
def half_past(monkeypatch):
    from django.utils import timezone

    from tests.tracking.conftest import moment

    monkeypatch.setattr(timezone, "now", lambda: moment("2026-06-30T09:00:30"))


@pytest.mark.django_db()
def test_a_replay_with_another_place_is_told_and_the_first_stands(client, gateway, half_past):
    assert tell(client, gateway, positions=[position()]) == (1, 0, {})
    forged = position(lon=104.07)
    assert tell(client, gateway, positions=[position(), forged]) == (0, 1, {"differs": 1})
    later = position(at="2026-06-30T09:00:10+08:00")
    assert tell(client, gateway, positions=[later, {**later, "lat": 30.67}]) == (1, 0, {"differs": 1})
    assert [round(one.lon, 2) for one in Position.objects.order_by("at")] == [104.06, 104.06]


@pytest.mark.django_db()
@pytest.mark.parametrize(
    ("batch", "own", "told"),
    [
        ("wgs84", "gcj02", {"datum": 1}), ("GCJ-02", "wgs84", {"datum": 1}), ("gcj02", None, {"datum": 1}), ("WGS-84", None, {}),
        ("wgs84", "北京54", {"datum": 1}), ("", "", {}),
    ],
)  # fmt: skip
def test_a_datum_named_in_either_place_is_told(client, gateway, half_past, batch, own, told):
    given = position() if own is None else position(datum=own)
    assert tell(client, gateway, datum=batch, positions=[given])[2] == told


@pytest.mark.django_db()
@pytest.mark.parametrize(
    "more",
    [
        {"at": "2026-06-30T09:00:00"}, {"at": "2026-06-30 01:00:00"}, {"at": True}, {"at": "1_782_781_200"}, {"lon": True},
        {"lat": "30_66"}, {"valid": "false"}, {"archived": "true"}, {"strap": "CUT"}, {"strap": "断带"}, {"alarms": "sos"},
        {"lat": None}, {"lon": [104]}, {"device_no": "D1\n"}, {"at": "昨日"},
    ],
)  # fmt: skip
def test_what_may_mean_two_things_is_no_value(client, gateway, half_past, more):
    """An instant without its zone, a strap of an unknown word, a flag that is a word: told as not readable, nothing is kept."""
    if more == {"device_no": "D1\n"}:
        assert tell(client, gateway, positions=[position(**more)])[0] == 1  # a line end around the number is no part of it
        return
    assert tell(client, gateway, positions=[position(**more)]) == (0, 0, {"unreadable": 1})
    assert not Position.objects.exists()


@pytest.mark.django_db()
@pytest.mark.parametrize(
    ("at", "told"),
    [
        (1e300, "clock_ahead"), (-1e300, "clock_behind"), ("9999-12-31T23:59:59+00:00", "clock_ahead"),
        ("0001-01-01T00:00:00+08:00", "clock_behind"), (1782694830, "no_order"), (1782867630, "clock_ahead"),
    ],
)  # fmt: skip
def test_clocks_wrong_by_a_day_or_without_sense_are_told(client, gateway, half_past, at, told):
    taken, doubled, refused = tell(client, gateway, positions=[position(at=at)])
    assert (taken, doubled) == (0, 0) and len(refused) == 1
    assert list(refused) == [told]
    assert not Position.objects.exists()


@pytest.mark.django_db()
@pytest.mark.parametrize("body", ["[1]", "5", '"text"', "null", '[["id", "D1"]]'])
def test_a_body_that_is_no_position_is_told(client, device, body):
    for path in ("osmand", "traccar"):
        answer = client.post(f"/api/v1/tracking/{path}", body, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {device[1]}")
        assert answer.status_code in {401, 422}, (path, body, answer.status_code)
    assert not Position.objects.exists()
