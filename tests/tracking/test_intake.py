"""Positions are taken in only under an order in force, once, judged, and what is refused is traced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.tracking.conftest import HOME, PERSON, fix, moment, north
from zhiheng.ledger.models import Entry
from zhiheng.tracking.core.errors import TrackingRefused
from zhiheng.tracking.core.senders import Sender
from zhiheng.tracking.models import Alarm, DaySummary, Intake, Order, Position
from zhiheng.tracking.selectors import sender_of
from zhiheng.tracking.services import (
    CheckinDuty,
    NewFence,
    close_alarm,
    draw_fence,
    follow_orders,
    give_device,
    note_contact,
    register_gateway,
    see_alarm,
    set_checkin_duty,
    summarise_positions,
    take_back_device,
    take_in,
    watch_orders,
)

pytestmark = pytest.mark.django_db
OUT = north(3000)


def refused(taken) -> dict[str, int]:
    return {one["code"]: one["count"] for one in taken.reasons}


def kinds() -> list[str]:
    return sorted(Alarm.objects.values_list("kind", flat=True))


def test_an_order_of_the_library_is_followed_until_its_last_day(order):
    assert (order.kind, order.person, order.number, order.violations) == ("tag", PERSON, "武司定1号", [])
    assert (order.from_at, order.until_at) == (moment("2026-06-12T00:00"), moment("2026-09-13T00:00"))
    assert order.in_force_at(moment("2026-09-12T23:59")) and not order.in_force_at(moment("2026-09-13T00:00"))


@pytest.mark.parametrize(
    "amiss", [{"ground": "none"}, {"approver": "other"}, {"to_date": "2026-09-13"}], ids=["no ground", "another approver", "a day too long"]
)
def test_under_an_unlawful_order_no_device_is_given(write_order, officer, actor, now, amiss):
    write_order(**amiss)
    follow_orders(actor=actor, now=now)
    order = Order.objects.get()
    assert order.violations
    with pytest.raises(TrackingRefused, match="不合法定条件"):
        give_device(actor=officer, now=now, order_id=order.pk, number="D1")


def test_an_order_that_becomes_unlawful_by_correction_takes_nothing_in(send, write_order, now):
    write_order(at=now, ground="none")
    assert refused(send(("2026-06-30T09:00",), at="2026-06-30T09:00")) == {"unlawful_order": 1}


def test_a_position_is_stored_and_traced_and_sent_again_is_there_already(send):
    first = send(("2026-06-30T09:00",), ("2026-06-30T09:05",), at="2026-06-30T09:06")
    again = send(("2026-06-30T09:05",), ("2026-06-30T09:00",), ("2026-06-30T09:00",), at="2026-06-30T09:07")
    assert (first.accepted, again.accepted, again.doubled) == (2, 0, 3)
    assert Position.objects.count() == 2
    assert [row.taken for row in Intake.objects.order_by("id")] == [2, 0]
    entry = Entry.objects.filter(act="tracking.taken").order_by("-seq").first()
    assert '"doubled":3' in entry.details.replace(" ", "") and str(HOME[0]) not in entry.details


def test_a_minute_after_the_order_was_lifted_nothing_is_taken_in_and_the_trace_says_so(send, write_order):
    assert send(("2026-06-30T10:00",), at="2026-06-30T10:00").accepted == 1
    write_order(at=moment("2026-06-30T10:30"), removed_on="2026-06-30")
    taken = send(("2026-06-30T10:31",), at="2026-06-30T10:31")
    assert (taken.accepted, refused(taken)) == (0, {"order_ended": 1})
    assert Position.objects.count() == 1
    entry = Entry.objects.get(act="tracking.refused")
    assert "order_ended" in entry.details and "D1" in entry.details


def test_an_order_nobody_lifted_ends_with_the_corrections_of_its_person(send, record):
    person = {"id_number": PERSON, "name": "周甲", "judgment_no": "（2026）川0107刑初8号", "category": "probation", "division": "510107"}
    case = {**person, "person_no": "SQJZ1", "enrolled_on": "2026-03-19", "term_start": "2026-03-10", "term_end": "2026-06-30"}
    earlier = {**person, "person_no": "SQJZ0", "enrolled_on": "2020-03-19", "term_start": "2020-03-10", "released_on": "2021-03-09"}
    record("corrections_cases", at=moment("2026-06-30T08:30"), **earlier)
    assert send(("2026-06-30T09:00",), at="2026-06-30T09:00").accepted == 1
    record("corrections_cases", at=moment("2026-06-30T09:05"), **case)
    assert send(("2026-06-30T09:10",), at="2026-06-30T09:10").accepted == 1
    record("corrections_cases", at=moment("2026-06-30T09:30"), **case, released_on="2026-06-30", end_reason="served")
    taken = send(("2026-06-30T09:31",), at="2026-06-30T09:31")
    assert (taken.accepted, refused(taken)) == (0, {"order_ended": 1})
    record("corrections_cases", at=moment("2026-06-30T10:00"), **case)
    assert send(("2026-06-30T10:01",), at="2026-06-30T10:01").accepted == 1


def test_a_minute_after_the_last_day_nothing_is_taken_in(send):
    assert refused(send(("2026-09-13T00:01",), at="2026-09-13T00:01")) == {"order_ended": 1}


def test_what_is_dated_before_the_device_was_given_is_refused(send):
    assert refused(send(("2026-06-30T07:59",), at="2026-06-30T09:00")) == {"no_order": 1}


def test_faults_of_clocks_and_coordinates_are_told_each_for_itself(send, now):
    day_late = fix("2026-06-30T09:01")
    assert refused(send(day_late, at="2026-07-01T10:00")) == {"clock_behind": 1}
    taken = send(
        fix("2026-07-01T09:00"), fix("2026-06-30T09:00", (30.66, 104.06)), fix("2026-06-30T09:01", (0.0, 0.0)),
        fix("2026-06-30T09:02", (200.0, 30.0)), fix("2026-06-30T09:03", datum="gcj02"), fix("2026-06-30T09:04"), at="2026-06-30T09:05",
    )  # fmt: skip
    assert refused(taken) == {"clock_ahead": 1, "swapped": 1, "no_coordinates": 1, "out_of_range": 1, "datum": 1}
    assert taken.accepted == 1 and all(one["reason"] and one["remedy"] for one in taken.reasons)


def test_a_stranger_device_and_a_forged_sender_are_refused(send):
    assert refused(send(("2026-06-30T09:00",), at="2026-06-30T09:00", sender=Sender("别处", device="D9"))) == {"foreign_device": 1}
    other = fix("2026-06-30T09:00")
    assert refused(send(other.__class__(**{**other.__dict__, "device_no": "D404"}), at="2026-06-30T09:00")) == {"unknown_device": 1}
    assert sender_of("forged") is None and sender_of("") is None


def test_tokens_name_their_device_or_the_organ_of_their_gateway(device, officer, now):
    own, token = device
    assert sender_of(token).may_send_for("D1", own.order.organ_id) and sender_of(token, "D2") is None
    with pytest.raises(TrackingRefused, match="WGS-84"):
        register_gateway(actor=officer, now=now, name="厂商", datum="gcj02")
    _, gateway_token = register_gateway(actor=officer, now=now, name="厂商", datum="wgs84")
    assert sender_of(gateway_token).may_send_for("D1", own.order.organ_id)
    take_back_device(actor=officer, now=now, device_id=own.pk, reason="更换")
    assert sender_of(token) is None


def test_a_device_has_one_bearer_and_only_officers_of_the_bureau_give_it(order, officer, device, actor, now):
    with pytest.raises(TrackingRefused, match="另一人"):
        give_device(actor=officer, now=now, order_id=order.pk, number="D1")
    with pytest.raises(PermissionDenied):
        give_device(actor=actor, now=now, order_id=order.pk, number="D2")


def test_leaving_the_district_raises_an_alarm_with_its_evidence_until_it_is_closed_with_a_reason(send, officer, now):
    send(("2026-06-30T09:00",), ("2026-06-30T09:05", OUT, 30), at="2026-06-30T09:05")
    assert kinds() == []
    taken = send(("2026-06-30T09:09", OUT), at="2026-06-30T09:09")
    (alarm,) = taken.alarms
    assert (alarm.kind, alarm.began_at, alarm.late) == ("out_of_area", moment("2026-06-30T09:05"), False)
    assert alarm.seen_due_at == moment("2026-06-30T09:39")
    evidence = alarm.evidence
    assert [one["radius_m"] for one in evidence["positions"]] == [20, 30, 20]
    assert evidence["fence"]["title"] == "执行地（武侯区）" and evidence["order"]["number"] == "武司定1号" and evidence["leaves"] == []
    with pytest.raises(TrackingRefused, match="还没有查看"):
        close_alarm(actor=officer, now=now, alarm_id=alarm.pk, cause="explained", reason="电话核实")
    see_alarm(actor=officer, now=now, alarm_id=alarm.pk)
    note_contact(actor=officer, now=now, alarm_id=alarm.pk, note="电话联系，称就医")
    with pytest.raises(TrackingRefused, match="没有案件"):
        close_alarm(actor=officer, now=now, alarm_id=alarm.pk, cause="breach", reason="越界属实")
    closed = close_alarm(actor=officer, now=now, alarm_id=alarm.pk, cause="hospital", reason="急诊，有病历")
    assert closed.state == "closed" and [act.act for act in closed.acts.all()] == ["seen", "contacted", "closed"]
    assert Entry.objects.filter(act="alarm.closed").count() == 1


def test_coming_back_ends_what_lasts_and_the_same_within_half_an_hour_joins_it(send):
    send(("2026-06-30T09:05", OUT), ("2026-06-30T09:09", OUT), at="2026-06-30T09:09")
    send(("2026-06-30T09:12",), ("2026-06-30T09:14",), at="2026-06-30T09:14")
    assert Alarm.objects.get().ended_at == moment("2026-06-30T09:14")
    send(("2026-06-30T09:20", OUT), ("2026-06-30T09:24", OUT), at="2026-06-30T09:24")
    assert Alarm.objects.get().again == 1


def test_what_happens_after_an_alarm_was_closed_is_raised_anew(send, officer):
    send(("2026-06-30T09:05", OUT), ("2026-06-30T09:09", OUT), ("2026-06-30T09:12",), ("2026-06-30T09:14",), at="2026-06-30T09:14")
    first = Alarm.objects.get()
    closing = {"actor": officer, "now": moment("2026-06-30T09:15"), "alarm_id": first.pk}
    see_alarm(**closing)
    close_alarm(**closing, cause="drift", reason="视频核实在家")
    send(("2026-06-30T09:20", OUT), ("2026-06-30T09:24", OUT), at="2026-06-30T09:24")
    assert list(Alarm.objects.order_by("began_at").values_list("state", "again")) == [("closed", 0), ("raised", 0)]


def test_a_leave_in_force_raises_nothing_one_refused_does(send, record, now):
    leave = {
        "leave_no": "L1",
        "id_number": PERSON,
        "name": "周甲",
        "destination": "510131",
        "from_date": "2026-06-30",
        "to_date": "2026-07-02",
    }
    record("leaves", at=now, approver="office", **leave)
    send(("2026-06-30T09:05", OUT), ("2026-06-30T09:09", OUT), at="2026-06-30T09:09")
    assert kinds() == []
    record("leaves", at=now, approver="refused", **leave)
    send(("2026-06-30T09:12", OUT), ("2026-06-30T09:16", OUT), at="2026-06-30T09:16")
    assert kinds() == ["out_of_area"]
    assert Alarm.objects.get().evidence["leaves"] == []


def test_stored_positions_that_come_late_re_judge_the_past_and_say_so(send, officer, order, now):
    shape = {"circle": list(north(1500)), "radius_m": 200}
    draw_fence(actor=officer, now=now, order_id=order.pk, fence=NewFence("学校", "forbidden", shape, "禁止令"))
    send(("2026-06-30T13:00",), at="2026-06-30T13:00")
    send(("2026-06-30T14:40",), at="2026-06-30T14:40")
    taken = send(fix("2026-06-30T13:20", north(1500), archived=True), fix("2026-06-30T13:30", archived=True), at="2026-06-30T14:41")
    (alarm,) = taken.alarms
    assert (alarm.kind, alarm.began_at, alarm.late) == ("in_banned_area", moment("2026-06-30T13:20"), True)
    assert "补传" in alarm.title and alarm.evidence["positions"][-1]["digest"]
    again = send(fix("2026-06-30T13:25", archived=True), at="2026-06-30T14:42")
    assert again.alarms == [] and Alarm.objects.count() == 1


def test_a_drift_is_no_breach_but_is_told(send):
    send(("2026-06-30T10:00",), ("2026-06-30T10:05", north(70_000)), ("2026-06-30T10:10",), at="2026-06-30T10:10")
    assert kinds() == ["impossible_speed"]
    assert list(Position.objects.order_by("at").values_list("verdict", flat=True)) == [0, 3, 0]


def test_battery_strap_and_power_are_raised_after_their_grace(send):
    send(fix("2026-06-30T10:00", battery=14), fix("2026-06-30T10:01", strap="off"), at="2026-06-30T10:01")
    assert kinds() == ["low_battery"]
    send(fix("2026-06-30T10:06", strap="off", battery=80), fix("2026-06-30T10:07", strap="cut"), at="2026-06-30T10:07")
    assert kinds() == ["low_battery", "strap_cut", "strap_off"]
    assert Alarm.objects.get(kind="low_battery").ended_at == moment("2026-06-30T10:06")


def test_silence_and_a_device_never_heard_are_raised_once_and_end_with_the_next_position(send, actor):
    assert watch_orders(actor=actor, now=moment("2026-06-30T09:59")) == 0
    assert watch_orders(actor=actor, now=moment("2026-06-30T10:01")) == 1
    send(("2026-06-30T10:30",), at="2026-06-30T10:30")
    assert [watch_orders(actor=actor, now=moment(at)) for at in ("2026-06-30T12:29", "2026-06-30T12:31", "2026-06-30T13:31")] == [0, 1, 0]
    assert kinds() == ["absent", "no_signal"]
    assert Alarm.objects.get(kind="absent").ended_at == moment("2026-06-30T10:30")


def test_the_near_end_of_an_order_is_told_once(send, actor):
    send(("2026-09-04T10:00",), at="2026-09-04T10:00")
    assert [watch_orders(actor=actor, now=moment(f"2026-09-04T10:0{minute}")) for minute in (1, 2)] == [1, 0]
    assert kinds() == ["order_ending"]


def test_a_check_in_duty_takes_one_position_a_window_and_nothing_between(officer, actor, now):
    days = {"from_on": now.date(), "to_on": (now + timedelta(days=30)).date()}
    duty = CheckinDuty(PERSON, "周甲", "武矫签1号", "矫正方案", windows=[[540, 600, 60]], **days)
    order = set_checkin_duty(actor=officer, now=moment("2026-06-30T08:00"), duty=duty)
    give_device(actor=officer, now=moment("2026-06-30T08:00"), order_id=order.pk, number="D1")

    def send(at):
        return take_in(actor=actor, now=moment(at), sender=Sender("手机", device="D1"), fixes=[fix(at)])

    assert refused(send("2026-06-30T08:59")) == {"outside_window": 1}
    assert send("2026-06-30T10:59").accepted == 1
    assert refused(send("2026-06-30T10:59:30")) == {"outside_window": 1}
    assert watch_orders(actor=actor, now=moment("2026-06-30T11:01")) == 0
    assert watch_orders(actor=actor, now=moment("2026-07-01T11:01")) == 1
    assert watch_orders(actor=actor, now=moment("2026-07-01T12:01")) == 0
    with pytest.raises(TrackingRefused, match="时段"):
        set_checkin_duty(
            actor=officer, now=now, duty=CheckinDuty(PERSON, "周甲", "2", "方案", windows=[[540, 600, 60], [620, 630, 0]], **days)
        )


def test_after_three_months_only_a_summary_without_places_stays(send, actor):
    send(("2026-06-30T10:00",), ("2026-06-30T10:05",), ("2026-06-30T10:06", north(70_000)), at="2026-06-30T10:06")
    assert summarise_positions(actor=actor, now=moment("2026-09-30T09:00")) == 0
    assert summarise_positions(actor=actor, now=moment("2026-10-01T09:00")) == 3
    day = DaySummary.objects.get()
    assert (day.positions, day.judged, Position.objects.count()) == (3, 2, 0)
    assert Entry.objects.filter(act="positions.summarised").count() == 1


def test_a_thousand_positions_of_one_person_out_of_order_are_judged_as_in_order(send):
    start = moment("2026-06-30T08:00")
    rows = [((start + timedelta(minutes=step)).isoformat()[:19], OUT if 400 <= step < 500 else HOME) for step in range(1000)]
    taken = send(*reversed(rows), at="2026-07-01T01:00")
    assert taken.accepted == 1000
    (alarm,) = [one for one in taken.alarms if one.kind == "out_of_area"]
    assert alarm.began_at == start + timedelta(minutes=400) and alarm.late
