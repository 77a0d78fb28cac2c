"""Pages of orders and alarms: no position before a purpose stands in the trace, and acts for those who handle the order."""

from __future__ import annotations

import pytest

from tests.tracking.conftest import PERSON, fix, moment, north
from zhiheng.ledger.models import Entry
from zhiheng.tracking.models import Alarm, Device, Order, OrderFence

pytestmark = pytest.mark.django_db
PLACE = "30.66"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: moment("2026-06-30T09:30"))


@pytest.fixture()
def signed_in(client, officer):
    from zhiheng.registry.selectors import officer_named

    client.force_login(officer_named(officer.id), "django.contrib.auth.backends.ModelBackend")
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_positions_are_shown_only_with_a_purpose_that_stands_in_the_trace(signed_in, send, order):
    send(("2026-06-30T09:05",), at="2026-06-30T09:06")
    listed = text(signed_in.get("/tracking/"))
    assert "周甲" in listed and PERSON not in listed
    address = f"/tracking/{order.pk}/"
    page = text(signed_in.get(address))
    assert "武司定1号" in page and "<svg" in page and PLACE + "0000" not in page
    days = {"since": "2026-06-30", "until": "2026-06-30"}
    assert signed_in.post(address, {"purpose": "", **days}).status_code == 422
    assert signed_in.post(address, {"purpose": "武司定1号 核实越界情况", "since": "2026-06-20", "until": "2026-06-30"}).status_code == 422
    assert not Entry.objects.filter(act="record.read").exists()
    shown = text(signed_in.post(address, {"purpose": "武司定1号 核实越界情况", **days}))
    assert PLACE + "0000" in shown and "polyline" in shown
    assert Entry.objects.get(act="record.read").thing == f"order:{order.pk}"


def test_a_stranger_finds_no_order_and_no_alarm(client, order, actor, now):
    from zhiheng.registry.services import appoint, enlist, ensure_organ

    other = ensure_organ(actor=actor, name="金堂县司法局", now=now, kind="justice")
    who = enlist(actor=actor, now=now, username="other", name="乙", organ=other, password="Long-enough-2026")
    appoint(actor=actor, now=now, officer=who, role="organ_handler", from_on=now.date())
    who.must_change_password = False
    who.save()
    client.force_login(who, "django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/tracking/{order.pk}/").status_code == 404
    assert client.post(f"/tracking/{order.pk}/device/", {"number": "D2"}).status_code == 404
    assert "周甲" not in text(client.get("/tracking/"))


def test_devices_and_fences_are_given_and_ended_on_the_page(signed_in, order):
    answer = signed_in.post(f"/tracking/{order.pk}/device/", {"number": "D7"}, follow=True)
    assert "只显示这一次" in text(answer)
    fence = {
        "title": "学校",
        "kind": "forbidden",
        "lon": "104.06",
        "lat": "30.67",
        "radius_m": "200",
        "reason": "禁止令",
        "first": "",
        "last": "",
    }
    signed_in.post(f"/tracking/{order.pk}/fence/", fence)
    drawn = OrderFence.objects.get()
    assert "学校" in text(signed_in.get(f"/tracking/{order.pk}/"))
    signed_in.post(f"/tracking/{order.pk}/end-fence/", {"row": drawn.pk, "reason": "禁止令期满"})
    signed_in.post(f"/tracking/{order.pk}/take-back/", {"row": Device.objects.get().pk, "reason": "更换"})
    assert OrderFence.objects.get().until_at and Device.objects.get().until_at
    assert "WGS-84" in text(signed_in.post("/tracking/gateways/", {"name": "厂商", "datum": "gcj02"}, follow=True))


def test_a_check_in_duty_is_set_on_the_page(signed_in, officer):
    duty = {
        "name": "周甲", "person": PERSON, "number": "签1号", "basis": "矫正方案", "from_on": "2026-07-01", "to_on": "2026-07-31",
        "first": "09:00", "last": "10:00", "grace": "60",
    }  # fmt: skip
    signed_in.post("/tracking/duties/", duty)
    order = Order.objects.get(kind="checkin")
    assert order.windows == [[540, 600, 60]] and "09:00 至 10:00" in text(signed_in.get(f"/tracking/{order.pk}/"))


def test_an_alarm_is_looked_into_and_closed_with_a_reason(signed_in, send):
    send(fix("2026-06-30T09:05", north(3000)), fix("2026-06-30T09:09", north(3000)), at="2026-06-30T09:09")
    alarm = Alarm.objects.get(kind="out_of_area")
    address = f"/tracking/alarms/{alarm.pk}/"
    page = text(signed_in.get(address))
    assert "执行地（武侯区）" in page and "没有请假" in page and "104.06" not in page
    assert "104.06" in text(signed_in.post(address, {"purpose": "武司定1号 核实越界情况"}))
    signed_in.post(f"{address}close/", {"cause": "explained", "reason": "已核实"})
    assert Alarm.objects.get(pk=alarm.pk).state == "raised"
    for kind, given in (("see", {}), ("note", {"note": "电话联系"}), ("close", {"cause": "explained", "reason": "已核实"})):
        signed_in.post(f"{address}{kind}/", given)
    assert Alarm.objects.get(pk=alarm.pk).state == "closed"
    assert "已说明属实" in text(signed_in.get("/tracking/alarms/?state=closed"))


def test_a_case_that_a_pack_offers_is_opened_on_an_alarm_and_the_alarm_names_it(signed_in, send):
    from zhiheng.models.in_force import catalog

    offered = [spec for spec in catalog().procedures.values() if "alarm" in spec.opens.places]
    assert offered
    send(fix("2026-06-30T09:05", battery=3), at="2026-06-30T09:06")
    alarm = Alarm.objects.get()
    for spec in offered:
        page = signed_in.get(f"/cases/open/{spec.id}/?alarm={alarm.pk}")
        assert page.status_code == 200 and "低电量" in text(page) and "周甲" in text(page)
