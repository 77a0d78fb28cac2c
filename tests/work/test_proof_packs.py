"""The packs of the project in the database: a thing taken in, lent, counted, handed over; a month of duty log and the grade."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from zhiheng.catalog import packs
from zhiheng.dossier.selectors import documents_in
from zhiheng.ledger.core.actor import Actor
from zhiheng.records import selectors as records
from zhiheng.records.core.library import open_library
from zhiheng.register import selectors, services
from zhiheng.register.services import RegisterAct
from zhiheng.work import services as work
from zhiheng.work.core.errors import WorkRefused
from zhiheng.work.models import Owed
from zhiheng.work.services.rating import Rated

CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")
WORKER = Actor("system:worker", "定时任务", "", "worker")


def test_a_thing_is_taken_in_lent_counted_and_handed_over(people, moment, settings):
    def act(entry, name, by, at, values=None, **more):
        return services.act(
            actor=people[by], now=moment(at), catalog=CATALOG, entry_id=entry.pk, wanted=RegisterAct(name, values or {}, **more)
        )  # fmt: skip

    seized = {
        "case_no": "C1", "name": "黑色手机", "kind": "phone", "list_no": "扣1", "seized_on": "2026-11-04",
        "seized_at": "2026-11-04T10:00",
    }  # fmt: skip
    entry = services.enter(
        actor=people["seizer"],
        now=moment("2026-11-04T10:30"),
        catalog=CATALOG,
        register="seized_items",
        wanted=RegisterAct("seize", seized),
    )
    taken = {"seal_no": "F1", "place": "A-1", "matches": True, "received_at": "2026-11-04T15:00", "stored_on": "2026-11-04"}
    act(entry, "take_in", "keeper", "2026-11-04T15:10", taken)
    (paper,) = documents_in(entry.dossier_key)
    assert (paper.title, paper.number) == ("涉案财物入库单", "金堂公涉物入〔2026〕1号")
    act(entry, "lend", "head", "2026-11-10T09:00", {"lent_to": "鉴定中心", "lent_until": "2026-11-13"}, reason="鉴定")
    late = selectors.EntryFilter(due="overdue")
    seen = selectors.entries_seen_by(people["officer"]("keeper"), CATALOG.registers["seized_items"], late, now=moment("2026-11-14T09:00"))
    assert [one.pk for one in seen] == [entry.pk]
    act(entry, "back", "keeper", "2026-11-16T09:00", {"checked": "封签完好", "back_on": "2026-11-16"})
    count = services.begin_count(
        actor=people["seizer"], now=moment("2026-11-30T09:00"), catalog=CATALOG, register="seized_items", whole=True
    )
    found = {"quantity": 1, "place": "A-1", "seal_no": "F1"}
    services.record_found(
        actor=people["seizer"], now=moment("2026-11-30T09:10"), catalog=CATALOG, count_id=count.pk, entry_id=entry.pk, found=found
    )
    assert services.end_count(actor=people["seizer"], now=moment("2026-11-30T10:00"), catalog=CATALOG, count_id=count.pk).differences == []
    act(entry, "hand_over", "keeper", "2026-12-01T09:00", {"holder": "金堂县人民法院"})
    done = act(entry, "confirm", "judge", "2026-12-02T09:00")
    assert (done.state, done.values["holder"], done.values["place"]) == ("held", "金堂县人民法院", "A-1")
    services.feed_all(actor=WORKER, now=moment("2026-12-02T10:00"), catalog=CATALOG)
    with open_library(records.snapshot_now(["seized_items"]), Path(settings.LIBRARY), datasets=["seized_items"]) as library:
        rows = library.connection.sql("select item_no, case_no, location, disposal, stored_on from seized_items").fetchall()
    assert rows == [(entry.number, "C1", "A-1", "held", date(2026, 11, 4))]


@pytest.mark.parametrize("skipped", ["2026-06-16"])
def test_a_month_of_duty_log_and_the_grade(people, moment, skipped, actor):
    from zhiheng.analysis.recurring import periods_between
    from zhiheng.registry import services as registry

    days = [one.name for one in periods_between("workday", date(2026, 6, 1), date(2026, 6, 30))]
    assert len(days) == 21
    for day in days:
        if day == skipped:
            continue
        items = [
            {"kind": kind, "content": "x", "duty": duty} for kind, duty in (("video", ["D13"]), ("talk", ["D08"]), ("mailbox", ["D07"]))
        ]
        values = {
            "day": day, "on_duty": ["甲", "乙"], "yesterday": 10, "admitted": 1, "released": 1, "moved_out": 0, "today": 10,
            "items": items,
        }  # fmt: skip
        services.enter(
            actor=people["procurator"], now=moment(f"{day}T17:00"), catalog=CATALOG, register="duty_log",
            wanted=RegisterAct("write", values),
            unit=people["unit"],
        )  # fmt: skip
        services.close_period(
            actor=people["chief"], now=moment(f"{day}T18:00"), catalog=CATALOG, register="duty_log", period=day, unit=people["unit"]
        )
    work.run_duties(actor=WORKER, now=moment("2026-06-01T08:00"), catalog=CATALOG)
    work.run_duties(actor=WORKER, now=moment("2026-07-02T09:00"), catalog=CATALOG)
    daily = Owed.objects.filter(duty="log_daily", period__startswith="2026-06")
    assert (daily.count(), daily.exclude(done_at=None).count()) == (21, 20)
    assert [one.period for one in daily.filter(done_at=None)] == [skipped]
    assert Owed.objects.get(duty="video_daily", period="2026-06-01").done_at is not None
    assert Owed.objects.get(duty="site_weekly", period="2026-W23").done_at is None
    officer = registry.enlist(actor=actor, now=moment("2026-07-02T09:00"), username="second", name="二", organ=people["organs"]["city"])
    registry.appoint(actor=actor, now=moment("2026-07-02T09:00"), officer=officer, role="prosecutor", from_on=date(2020, 1, 1))
    outside = Rated(people["organs"]["house"], "2026", people["unit"], stage="final")
    given = {"training": {"points": 4}}
    with pytest.raises(WorkRefused, match="案件内进行"):
        work.rate(actor=people["upper"], now=moment("2026-07-02T09:00"), catalog=CATALOG, sheet="station_grade", rated=outside, given=given)
    rated = replace(outside, case="case")
    rating = work.rate(
        actor=people["upper"], now=moment("2026-07-02T09:00"), catalog=CATALOG, sheet="station_grade", rated=rated,
        given=given,
    )  # fmt: skip
    lines = {one["id"]: one for one in rating.result["lines"]}
    assert (lines["duties"]["how"].split("，")[0], lines["duties"]["points"]) == ("3/26", "1.15")
    assert (lines["log"]["points"], lines["training"]["points"]) == ("10", "4")
    assert lines["clues"]["missing"] == "没有可以计算的数据"
    assert (rating.points, rating.grade) == (None, "")
