"""The demonstration's part: invented boundaries, devices under orders in force, positions, one alarm; done again it does nothing."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace

import pytest

from tests.tracking.conftest import moment
from zhiheng.cli.demo_tracking import track
from zhiheng.registry.selectors import officer_named
from zhiheng.simulate.boundaries import drawn
from zhiheng.tracking.core.boundaries import divisions_in, place_of_execution
from zhiheng.tracking.models import Alarm, Position


def test_every_district_of_the_synthetic_province_has_an_area_of_its_own(tmp_path):
    place = tmp_path / "boundaries.geojson"
    place.write_text(json.dumps(drawn()), encoding="utf-8")
    known = divisions_in(place)
    assert len(known) == 12 and [one.code for one in place_of_execution(known, "510121")] == ["510121"]
    assert {one.code for one in place_of_execution(known, "510104")} == {"510104", "510107"}


@pytest.mark.django_db
def test_devices_send_under_orders_in_force_one_person_leaves_and_one_misses_a_check_in(order, officer, home, bureau, record, monkeypatch):
    from django.utils import timezone

    record(
        "corrections_cases", person_no="武矫1号", id_number="510104198001011236", name="吴乙", category="probation", division="510107",
        term_start="2026-01-01", term_end="2027-01-01",
    )  # fmt: skip
    monkeypatch.setattr(timezone, "now", lambda: moment("2026-08-01T09:00"))
    (home / "boundaries.geojson").unlink()
    accounts = [SimpleNamespace(username="organ-01", organ=bureau.name)]
    handler = officer_named(officer.id)
    monkeypatch.setattr("zhiheng.cli.demo_tracking.officer_named", lambda _name: handler)
    for _ in range(2):
        track(home, drawn(), accounts, date(2026, 6, 30))
    assert Position.objects.count() == 41
    assert sorted(Alarm.objects.values_list("kind", flat=True)) == ["checkin_missed", "no_signal", "out_of_area"]
