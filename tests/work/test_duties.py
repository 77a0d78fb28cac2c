"""Duties are owed once a period whatever the number of workers, proven by ledgers or a zero report, told upwards if undone."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.selectors import verify
from zhiheng.register import services as register
from zhiheng.register.services import RegisterAct
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.registry.services import relate
from zhiheng.work import selectors, services
from zhiheng.work.core.errors import WorkRefused
from zhiheng.work.models import Escalated, Owed, Proof

WORKER = Actor("system:worker", "定时任务", "", "worker")


@pytest.fixture()
def run(trial, people):
    def at(now, *names):
        return services.run_duties(actor=WORKER, now=now, catalog=trial, duties=names or ["log_daily"])

    return at


@pytest.fixture()
def log(people, trial, moment):
    def write(day, items=()):
        values = {"day": day, "before": 10, "came": 0, "went": 0, "today": 10, "items": list(items)}
        return register.enter(
            actor=people["procurator"], now=moment(f"{day}T17:00"), catalog=trial, register="daily", wanted=RegisterAct("write", values),
            unit=people["unit"],
        )  # fmt: skip

    return write


def close(people, trial, period, now, **more):
    return register.close_period(
        actor=people["chief"], now=now, catalog=trial, register="daily", period=period, unit=people["unit"], **more
    )  # fmt: skip


def test_what_is_owed_is_noted_once(run, moment):
    assert run(moment("2026-06-26T08:00")).owed == 2
    assert run(moment("2026-06-26T09:00")).owed == 0
    assert run(moment("2026-06-30T09:00")).owed == 2
    assert list(Owed.objects.values_list("period", flat=True)) == ["2026-06-25", "2026-06-26", "2026-06-29", "2026-06-30"]
    assert Owed.objects.first().due_at == moment("2026-06-26T12:00")


def test_a_closing_proves_the_day_and_who_did_not_report_is_named(run, people, trial, moment, log):
    log("2026-06-25")
    close(people, trial, "2026-06-25", moment("2026-06-26T13:00"))
    close(people, trial, "2026-06-26", moment("2026-06-29T11:00"), reason="无事项")
    now = moment("2026-06-30T13:00")
    assert (run(now).fulfilled, run(now).fulfilled) == (2, 0)
    done = {one.period: (one.done_at is not None, one.late) for one in Owed.objects.all()}
    assert done == {"2026-06-25": (True, True), "2026-06-26": (True, False), "2026-06-29": (False, False), "2026-06-30": (False, False)}
    late = selectors.not_reported(people["officer"]("upper"), "log_daily", "2026-06-29", now)
    assert [(one.organ.name, one.unit.name) for one in late] == [("金堂县人民检察院", "派驻金堂县看守所检察室")]
    assert selectors.not_reported(people["officer"]("stranger"), "log_daily", "2026-06-29", now) == []
    figures = selectors.figures_of(COMMAND_LINE, now, duty="log_daily")
    assert [(one.period, one.owed, one.fulfilled, one.late, one.overdue) for one in figures][-2:] == [
        ("2026-06-26", 1, 1, 0, 0), ("2026-06-25", 1, 1, 1, 0),
    ]  # fmt: skip
    assert Proof.objects.get(owed__period="2026-06-26").reason == "无事项"


def test_a_zero_report_is_proof_by_the_organ_that_owes(run, people, trial, moment):
    now = moment("2026-06-26T08:00")
    run(now)
    owed = Owed.objects.get(period="2026-06-25")

    def report(by, reason="当日封闭管理"):
        return services.report_nothing(actor=people[by], now=now, catalog=trial, owed_id=owed.pk, reason=reason)

    with pytest.raises(PermissionDenied):
        report("upper")
    with pytest.raises(WorkRefused):
        report("procurator", " ")
    assert report("procurator").done_at == now
    with pytest.raises(WorkRefused):
        report("procurator")
    assert Proof.objects.get(owed=owed).kind == "zero"


def test_what_stays_undone_is_told_upwards_once(run, people, moment):
    run(moment("2026-06-26T08:00"))
    assert run(moment("2026-06-30T09:00")).notified == 0
    assert run(moment("2026-07-02T09:00")).notified == 1
    assert run(moment("2026-07-02T10:00")).notified == 0
    assert [one.owed.period for one in selectors.escalated_to(people["officer"]("upper"))] == ["2026-06-25"]
    assert Escalated.objects.count() == 1


def test_entries_prove_by_the_day_they_speak_of(run, log, moment):
    log("2026-06-29")
    assert run(moment("2026-07-01T09:00"), "talk_weekly").fulfilled == 0
    log("2026-06-30")
    assert run(moment("2026-07-01T09:30"), "talk_weekly").fulfilled == 1


def test_another_act_may_prove_it_as_well(run, log, moment):
    assert run(moment("2026-07-01T09:00"), "noted_weekly").fulfilled == 0
    log("2026-06-30")
    assert run(moment("2026-07-01T09:30"), "noted_weekly").fulfilled == 1


def test_a_duty_by_data_names_subject_day_and_records(run, people, trial, moment):
    now = moment("2026-06-30T09:00")
    wanted = RegisterAct("seize", {"tag": "T1", "name": "手机", "case_no": "C1", "seized_on": "2026-06-29"})
    entry = register.enter(actor=people["seizer"], now=now, catalog=trial, register="goods", wanted=wanted)
    register.feed_all(actor=WORKER, now=now, catalog=trial)
    assert run(now, "stored_in_time").owed == 1
    assert run(now, "stored_in_time").owed == 0
    owed = Owed.objects.get()
    assert (owed.subject, owed.period, owed.organ.name) == (entry.number, "2026-06-30", "金堂县公安局")
    assert [one["dataset"] for one in owed.evidence] == ["seized_items"]


def test_what_data_no_longer_say_is_taken_back_before_its_last_day_and_never_after(run, people, trial, moment, seize):
    """Two things are owed by 06-30 and 07-01; both are stored on 07-01: what ran out yesterday stays, what still ran is owed no longer."""
    entries = []
    for tag, day in (("T1", "2026-06-29"), ("T2", "2026-06-30")):
        entries.append(seize(tag, "手机", f"{day}T09:00"))
        assert run(moment(f"{day}T10:00"), "stored_in_time").owed == 1
    wanted = RegisterAct("store", {"place": "A1", "stored_on": "2026-07-01"})
    for entry in entries:
        register.act(actor=people["keeper"], now=moment("2026-07-01T09:00"), catalog=trial, entry_id=entry.pk, wanted=wanted)
    register.feed_all(actor=WORKER, now=moment("2026-07-01T09:30"), catalog=trial)
    ran = run(moment("2026-07-01T10:00"), "stored_in_time")
    assert (ran.owed, ran.lapsed) == (0, 1)
    assert [one.period for one in Owed.objects.filter(duty="stored_in_time")] == ["2026-06-30"]
    assert run(moment("2026-07-01T11:00"), "stored_in_time").lapsed == 0
    assert verify().ok


@pytest.fixture()
def seize(people, trial, moment):
    """Seize a thing of this name at an instant, and send the ledger to the theme library."""

    def enter(tag, name, at):
        now = moment(at)
        wanted = RegisterAct("seize", {"tag": tag, "name": name, "case_no": "C1", "seized_on": at[:10]})
        entry = register.enter(actor=people["seizer"], now=now, catalog=trial, register="goods", wanted=wanted)
        register.feed_all(actor=WORKER, now=now, catalog=trial)
        return entry

    return enter


def states(subject):
    return {one.period: (one.done_at is not None, one.late) for one in Owed.objects.filter(duty="like_weekly", subject=subject)}


def test_two_acts_of_one_period_do_not_prove_the_next(run, seize, moment):
    seize("T1", "手机", "2026-06-30T09:00")
    seize("T2", "手机", "2026-07-01T09:00")
    assert run(moment("2026-07-02T09:00"), "like_weekly").fulfilled == 1
    again = run(moment("2026-07-06T09:00"), "like_weekly")
    assert (again.owed, again.fulfilled) == (1, 0)
    assert states("手机") == {"2026-07-05": (True, False), "2026-07-12": (False, False)}
    seize("T3", "手机", "2026-07-14T09:00")
    assert run(moment("2026-07-14T10:00"), "like_weekly").fulfilled == 1
    assert states("手机") == {"2026-07-05": (True, False), "2026-07-12": (True, True), "2026-07-19": (False, False)}


def test_only_what_happened_since_is_looked_at_and_nothing_is_missed(run, seize, people, moment, django_assert_max_num_queries):
    organs, begun = people["organs"], moment("2026-06-01T09:00")
    relate(actor=COMMAND_LINE, now=begun, organ=organs["city"], kind="upper", other=organs["police"], since_on=begun.date())
    for number in range(30):
        seize(f"T{number}", f"物{number}", "2026-06-30T09:00")
    assert run(moment("2026-07-02T09:00"), "like_weekly").fulfilled == 30
    assert run(moment("2026-07-06T09:00"), "like_weekly").owed == 30
    seize("N1", "物7", "2026-07-07T09:00")
    with django_assert_max_num_queries(60):
        assert run(moment("2026-07-07T10:00"), "like_weekly").fulfilled == 1
    assert run(moment("2026-07-07T11:00"), "like_weekly").fulfilled == 0
    undone = run(moment("2026-07-15T09:00"), "like_weekly")
    assert (undone.owed, undone.notified) == (30, 29)
    assert run(moment("2026-07-15T10:00"), "like_weekly").notified == 0
    assert verify().ok


def test_many_workers_note_a_period_once(apart, trial_root, people, moment):
    code = f"""
    from pathlib import Path
    from zhiheng.catalog import packs
    from zhiheng.registry import services as registry
    from zhiheng.registry.models import Organ
    from zhiheng.work import services
    catalog = packs.load(Path({str(trial_root)!r}))
    organ = registry.ensure_organ(actor=actor, name="金堂县人民检察院", now=now)
    try:
        registry.open_unit(actor=actor, now=now, organ=organ, name="派驻金堂县看守所检察室")
    except Exception:
        pass
    worker = Actor("system:worker", "定时任务", "", "worker")
    for _ in range(3):
        print(services.run_duties(actor=worker, now=now, catalog=catalog, duties=["log_daily"]).owed)
    """
    assert sum(map(int, apart(code, writers=3))) == 4
