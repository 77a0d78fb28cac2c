"""Random checks by a lot that can be repeated, check-ins missed in a row, providers that never decide, the replay of a track."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests.tracking.conftest import PERSON, fix, moment
from zhiheng.ledger.models import Entry
from zhiheng.tracking.core.calls import drawn, frame_digest
from zhiheng.tracking.core.errors import TrackingRefused
from zhiheng.tracking.core.verifying import Sample, Verdict
from zhiheng.tracking.models import Alarm, CheckIn, Order, RandomCall
from zhiheng.tracking.services import CheckinDuty, CheckInGiven, call_at_random, check_in, compare_checkin, set_checkin_duty, watch_orders

pytestmark = pytest.mark.django_db
OTHERS = ("51010719880315123X", "510107199105206781", "510107199206117892")
PICTURE = ("我.jpg", b"\xff\xd8\xff\xe0" + b"1" * 64)


@pytest.fixture()
def duty(officer):
    def made(person=PERSON, name="周甲", number="签1", windows=((510, 570, 0),)):
        wanted = CheckinDuty(person, name, number, "矫正方案", date(2026, 6, 30), date(2026, 7, 31), windows)
        return set_checkin_duty(actor=officer, now=moment("2026-06-30T08:00"), duty=wanted)

    return made


def go(order, at, actor, given=CheckInGiven()):  # noqa: B008 - a frozen value
    return check_in(actor=actor, now=moment(at), order_id=order.pk, person=order.person, given=given)


def test_who_is_called_can_be_drawn_anew_from_the_trace(duty, officer):
    orders = [duty(person, name, f"签{place}") for place, (person, name) in enumerate(zip((PERSON, *OTHERS), "甲乙丙丁", strict=True))]
    made = call_at_random(actor=officer, now=moment("2026-06-30T14:00"), percent=50)
    told = json.loads(Entry.objects.get(act="checkin.drawn").details)
    keys = [str(one.pk) for one in orders]
    assert [str(one.order_id) for one in made] == drawn(keys, told["seed"], 50) and len(made) == 2
    assert (told["candidates"], told["frame"]) == (4, frame_digest(keys))


def test_who_is_called_checks_in_at_once_or_has_missed_it(duty, officer):
    order = duty()
    call_at_random(actor=officer, now=moment("2026-06-30T14:00"), percent=100, minutes=20, seed="抽1")
    with pytest.raises(TrackingRefused, match="没有可以抽查"):
        call_at_random(actor=officer, now=moment("2026-06-30T14:05"), percent=100)
    go(order, "2026-06-30T14:10", officer)
    call_at_random(actor=officer, now=moment("2026-06-30T16:00"), percent=100, minutes=20)
    watch_orders(actor=officer, now=moment("2026-06-30T16:30"))
    assert [one.title for one in Alarm.objects.order_by("began_at")] == [
        "周甲 未签到：2026-06-30 08:30 的时段", "周甲 未签到：2026-06-30 16:00 的抽查",
    ]  # fmt: skip


def test_nobody_is_called_over_midnight_or_outside_the_duty(duty, officer):
    duty()
    for at in ("2026-06-30T23:50", "2026-06-30T09:00", "2026-08-02T10:00"):
        with pytest.raises(TrackingRefused):
            call_at_random(actor=officer, now=moment(at), percent=100)
    assert not RandomCall.objects.exists()


def test_windows_missed_one_after_the_other_are_counted(duty, officer):
    order = duty()
    for day in ("2026-07-01", "2026-07-02"):
        watch_orders(actor=officer, now=moment(f"{day}T12:00"))
    go(order, "2026-07-03T09:00", officer)
    watch_orders(actor=officer, now=moment("2026-07-04T12:00"))
    assert [one.title.partition("：")[2] for one in Alarm.objects.order_by("began_at")] == [
        "2026-06-30 08:30 的时段",
        "2026-07-01 08:30 的时段，连续第 2 次",
        "2026-07-02 08:30 的时段，连续第 3 次",
        "2026-07-04 08:30 的时段",
    ]  # fmt: skip


class Sure:
    """A provider that is always sure."""

    def verify(self, person_ref: str, sample: Sample) -> Verdict:
        assert PERSON not in person_ref
        return Verdict(0.99, live=True, provider="试用", version="2")


class Broken:
    def verify(self, person_ref: str, sample: Sample) -> Verdict:
        raise OSError("down")


@pytest.mark.parametrize(("provider", "match"), [("Sure", 0.99), ("Broken", None), ("", None)])
def test_a_match_never_decides_alone(duty, officer, settings, provider, match):
    settings.TRACKING_VERIFIER = f"tests.tracking.test_calls.{provider}" if provider else ""
    made = go(duty(), "2026-06-30T09:00", officer, CheckInGiven(picture=PICTURE))
    assert (made.state, made.machine["match"]) == ("waiting", match) and len(made.machine["sample"]) == 64
    compare_checkin(actor=officer, now=moment("2026-06-30T10:00"), checkin_id=made.pk, outcome="different", note="不是本人")
    assert CheckIn.objects.get().state == "different"


def test_check_ins_of_the_phone_are_records_that_screening_reads(duty, officer):
    from zhiheng.work.services.earlier import records_of

    order = duty(windows=((510, 570, 0), (600, 660, 0)))
    go(order, "2026-06-30T09:00", officer)
    made = go(order, "2026-06-30T10:10", officer, CheckInGiven(picture=PICTURE))
    assert len(records_of(["checkins"], PERSON)["checkins"]) == 1
    compare_checkin(actor=officer, now=moment("2026-06-30T11:00"), checkin_id=made.pk, outcome="different", note="不是本人")
    assert [(one["kind"], one["passed"]) for one in records_of(["checkins"], PERSON)["checkins"]] == [(None, True), ("face", False)]


def test_a_track_is_replayed_along_time():
    from zhiheng.web.tracking.drawing import replay_of

    start = moment("2026-06-30T09:00")
    found = replay_of([(0, 0), (10, 0), (10, 0), (10, 30)], [start + timedelta(hours=one) for one in (0, 5, 15, 20)])
    assert (found.times, found.shares, found.seconds) == ("0.0000;0.2500;0.7500;1.0000", "0.0000;0.2500;0.2500;1.0000", 20)
    assert [one["said"] for one in found.clock] == ["06-30 09:00", "06-30 14:00", "07-01 00:00", "07-01 05:00"]
    assert replay_of([(0, 0), (0, 0)], [start, start + timedelta(hours=1)]) is None and replay_of([], []) is None


def test_the_page_offers_the_replay(client, officer, send, order, monkeypatch):
    from django.utils import timezone

    from zhiheng.registry.selectors import officer_named

    monkeypatch.setattr(timezone, "now", lambda: moment("2026-06-30T09:30"))
    send(("2026-06-30T09:05",), fix("2026-06-30T09:15", (104.065, 30.66)), at="2026-06-30T09:16")
    client.force_login(officer_named(officer.id), "django.contrib.auth.backends.ModelBackend")
    page = client.post(f"/tracking/{order.pk}/", {"purpose": "武司定1号 核实越界情况", "since": "2026-06-30", "until": "2026-06-30"})
    assert "animateMotion" in page.content.decode() and "按时间回放" in page.content.decode()
    assert "animateMotion" not in client.get(f"/tracking/{order.pk}/").content.decode()


def test_an_officer_draws_on_the_page(client, duty, officer, monkeypatch):
    from django.utils import timezone

    from zhiheng.registry.selectors import officer_named

    duty()
    monkeypatch.setattr(timezone, "now", lambda: moment("2026-06-30T14:00"))
    client.force_login(officer_named(officer.id), "django.contrib.auth.backends.ModelBackend")
    said = client.post("/tracking/random-checks/", {"percent": "100", "minutes": "30", "seed": "二〇二六"}, follow=True).content.decode()
    assert "抽中 1 人：周甲。种子 二〇二六" in said and Order.objects.get().calls.count() == 1


class Listener(Sure):
    """A provider that is told what it compares."""

    asked: list[tuple[str, bytes | None]] = []

    def verify(self, person_ref: str, sample: Sample) -> Verdict:
        self.asked.append((sample.kind, sample.known))
        return super().verify(person_ref, sample)


VOICE = ("我.m4a", b"\x00\x00\x00\x20ftypM4A " + b"2" * 64)


def test_a_recording_is_compared_with_a_recording_and_an_officer_decides(duty, officer, settings):
    from zhiheng.work.services.earlier import records_of

    settings.TRACKING_VERIFIER = "tests.tracking.test_calls.Listener"
    order = duty(windows=((510, 570, 0), (600, 660, 0), (700, 760, 0), (800, 860, 0)))
    go(order, "2026-06-30T09:00", officer, CheckInGiven(picture=PICTURE))
    first = go(order, "2026-06-30T10:10", officer, CheckInGiven(voice=VOICE))
    go(order, "2026-06-30T11:50", officer, CheckInGiven(voice=("二.m4a", VOICE[1] + b"3")))
    assert Listener.asked == [("face", None), ("voice", None), ("voice", VOICE[1])]
    assert (first.state, first.machine["kind"], first.machine["match"]) == ("waiting", "voice", 0.99)
    compare_checkin(actor=officer, now=moment("2026-06-30T12:50"), checkin_id=first.pk, outcome="same")
    assert [(one["kind"], one["passed"]) for one in records_of(["checkins"], PERSON)["checkins"]] == [("voice", True)]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (CheckInGiven(voice=("我.jpg", PICTURE[1])), "不是 MP3"),
        (CheckInGiven(picture=VOICE), "不是 JPG"),
        (CheckInGiven(voice=("我.m4a", b"1" * (5 * 1024 * 1024 + 1))), "录音超过 5 MB"),
        (CheckInGiven(picture=PICTURE, voice=VOICE), "都带了"),
    ],
)
def test_what_is_no_sample_of_its_kind_is_refused(duty, officer, given, says):
    with pytest.raises(TrackingRefused, match=says):
        go(duty(), "2026-06-30T09:00", officer, given)
    assert not CheckIn.objects.exists()
