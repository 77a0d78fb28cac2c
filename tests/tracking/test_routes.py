"""Positions over the interface: tokens, batches, what Traccar forwards, replays and refusals."""

from __future__ import annotations

import copy

import pytest

from tests.tracking.conftest import moment
from tests.tracking.test_messages import FORWARDED
from zhiheng.tracking.models import Position
from zhiheng.tracking.services import give_device, register_gateway

pytestmark = pytest.mark.django_db
PLACE = "/api/v1/tracking/"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: moment("2026-06-30T09:00:30"))


@pytest.fixture()
def gateway(device, officer, now):
    return register_gateway(actor=officer, now=now, name="厂商平台", datum="wgs84")[1]


def post(client, path, body, token=""):
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    return client.post(PLACE + path, body, content_type="application/json", **headers)


def position(**more):
    return {"device_no": "D1", "at": "2026-06-30T09:00:00+08:00", "lon": 104.06, "lat": 30.66, "accuracy_m": 12, **more}


def test_a_batch_is_stored_once_and_says_what_was_refused(client, gateway):
    body = {"positions": [position(), position(at="2026-06-30T09:00:20+08:00"), position(device_no="D404"), {"device_no": "D1"}]}
    answer = post(client, "positions", body, gateway)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["taken"], told["doubled"], {one["code"]: one["count"] for one in told["refused"]}) == (
        2,
        0,
        {"unknown_device": 1, "unreadable": 1},
    )
    again = post(client, "positions", body, gateway).json()
    assert (again["taken"], again["doubled"], Position.objects.count()) == (0, 2, 2)


def test_a_batch_in_another_datum_is_told_not_moved(client, gateway):
    told = post(client, "positions", {"datum": "GCJ-02", "positions": [position()]}, gateway).json()
    assert (told["taken"], [one["code"] for one in told["refused"]]) == (0, ["datum"])


@pytest.mark.parametrize("path", ["positions", "traccar", "osmand"])
def test_without_a_known_token_nothing_is_taken_in(client, device, path):
    for token in ("", "forged"):
        assert post(client, path, {"positions": [position()], "id": "D1"}, token).status_code == 401
    assert not Position.objects.exists()


def test_what_traccar_forwards_is_stored_and_a_replay_is_well(client, gateway, order, officer, now):
    give_device(actor=officer, now=moment("2026-06-30T08:00"), order_id=order.pk, number="861001000719969")
    assert post(client, "traccar", FORWARDED, gateway).json()["taken"] == 1
    replayed = post(client, "traccar", FORWARDED, gateway)
    assert (replayed.status_code, replayed.json()["doubled"]) == (200, 1)
    swapped = copy.deepcopy(FORWARDED)
    swapped["position"] |= {"latitude": 104.06, "longitude": 30.66, "fixTime": "2026-06-30T01:00:10.000+00:00"}
    answer = post(client, "traccar", swapped, gateway)
    assert (answer.status_code, "颠倒" in answer.json()["reason"]) == (422, True)
    assert post(client, "traccar", "no json", gateway).status_code == 422


def test_a_device_sends_for_itself_with_its_own_token_only(client, device):
    token = device[1]
    query = {"id": "D1", "lat": "30.66", "lon": "104.06", "timestamp": "1782781210", "batt": "80", "token": token}
    assert client.get(PLACE + "osmand", query).json()["taken"] == 1
    assert client.get(PLACE + "osmand", {**query, "id": "D2"}).status_code == 401
    form = client.post(
        PLACE + "osmand", "id=D1&lat=30.66&lon=104.06&timestamp=1782781220&token=" + token, "application/x-www-form-urlencoded"
    )
    assert form.json()["taken"] == 1
    assert Position.objects.get(battery=80).device_no == "D1"


def test_alarms_are_for_those_who_see_the_order(client, send, officer):
    from zhiheng.registry.selectors import officer_named
    from zhiheng.tracking.core.admission import Fix

    send(Fix("D1", moment("2026-06-30T09:00").timestamp(), 104.06, 30.66, battery=5), at="2026-06-30T09:00")
    assert client.get(PLACE + "alarms").status_code == 401
    client.force_login(officer_named(officer.id), "django.contrib.auth.backends.ModelBackend")
    (one,) = client.get(PLACE + "alarms?state=raised").json()["items"]
    assert (one["kind"], one["order"]) == ("low_battery", "武司定1号") and "evidence" not in one
