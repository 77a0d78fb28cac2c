"""Zero reports of sensitive days: a period set for a unit is owed every day of it by that unit, until the hour of its level."""

from datetime import date
from pathlib import Path

import pytest

from zhiheng.catalog import packs
from zhiheng.ledger.core.actor import Actor
from zhiheng.register import services as register
from zhiheng.register.services import RegisterAct
from zhiheng.registry import services as registry
from zhiheng.work import services
from zhiheng.work.models import Owed

CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")
WORKER = Actor("system:worker", "定时任务", "", "worker")
PERIOD = {"name": "国庆节", "kind": "holiday", "from_on": "2026-10-01", "to_on": "2026-10-07", "tier": "county"}
REPORT = {
    "period_name": "国庆节", "report_state": "normal", "persons": 10, "in_place": 10, "on_leave": 0, "out_of_area": 0, "off_control": 0,
    "held": 0, "key_persons": 1, "key_checked_how": "视频", "dangers": ["已排查"],
}  # fmt: skip


@pytest.fixture()
def agencies(db, home, actor, now):
    found = {}
    for key, name in {"city": "成都市社区矫正管理局", "county": "武侯区社区矫正管理局"}.items():
        organ = registry.ensure_organ(actor=actor, name=name, now=now)
        officer = registry.enlist(actor=actor, now=now, username=key, name=key, organ=organ, password="Abcdef-123456")
        registry.appoint(actor=actor, now=now, officer=officer, role="organ_handler", from_on=date(2020, 1, 1))
        found[key] = Actor(key, key, name, "test")
    return found


def test_a_report_is_owed_each_day_and_late_after_its_hour(agencies, moment):
    """Half past four for a county: what comes at 16:55 is late, the days ahead are not owed yet."""
    values = {**PERIOD, "unit": agencies["county"].organ}
    register.enter(
        actor=agencies["city"],
        now=moment("2026-09-28T09:00"),
        catalog=CATALOG,
        register="sensitive_periods",
        wanted=RegisterAct("set", values),
    )
    run = {"actor": WORKER, "catalog": CATALOG, "duties": ["zero_report_county", "zero_report_office"]}
    assert services.run_duties(now=moment("2026-10-02T08:00"), **run).owed == 2
    assert [(one.subject, one.organ.name) for one in Owed.objects.order_by("subject")] == [
        ("2026-10-01", "武侯区社区矫正管理局"),
        ("2026-10-02", "武侯区社区矫正管理局"),
    ]
    for day, at in (("2026-10-01", "16:55"), ("2026-10-02", "16:10")):
        wanted = RegisterAct("send", {**REPORT, "day": day})
        register.enter(actor=agencies["county"], now=moment(f"{day}T{at}"), catalog=CATALOG, register="zero_reports", wanted=wanted)
    assert services.run_duties(now=moment("2026-10-02T18:00"), **run).fulfilled == 2
    assert list(Owed.objects.order_by("subject").values_list("late", flat=True)) == [True, False]
