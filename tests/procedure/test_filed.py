"""A step that waits for a paper filed in the dossier: refused without it, late where it was filed after the moment it had to precede."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from zhiheng.catalog import procedures, soundness
from zhiheng.catalog.errors import Faults
from zhiheng.law.moments import SHANGHAI
from zhiheng.procedure.core import acts
from zhiheng.procedure.core.errors import ActRefused, BlockedAct
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.state import Event, State

PROCEDURE = """
procedure: trial
title: 试办
source: 刑法 第七十八条
about: none
start: deliberate
roles: {court: {title: 人民法院, kinds: [court]}}
steps:
  - id: deliberate
    title: 评议
    by: court
    form: meeting
    filed:
      - {papers: [report], when: {forced: true}, before: met_at, says: 没有检索报告, code: NO_REPORT, source: 指导意见 第二条,
         outcomes: [decided]}
      - {papers: [note], when: {forced: false}, reason: true, outcomes: [decided]}
    outcomes: {decided: {to: end, title: 决定}, put_off: {to: deliberate, title: 延期}}
"""
FORM = """
title: 评议
fields:
  - {id: forced, title: 强制, type: flag, required: true}
  - {id: met_at, title: 会议时间, type: time}
"""
NOON = datetime(2026, 6, 18, 12, tzinfo=SHANGHAI)


@pytest.fixture()
def spec(tmp_path):
    for name, text in (("pack.yaml", "pack: trial\ntitle: 试\n"), ("procedures/trial.yaml", PROCEDURE), ("forms/meeting.yaml", FORM)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    faults = Faults()
    found = procedures.read(tmp_path / "procedures" / "trial.yaml", "trial", faults)
    assert found and not faults, faults
    return found


def decided(spec, values, filed=None, outcome="decided", reason=""):
    state = follow(spec, State(), Event("opened", date(2026, 6, 1), values={"organs": {"court": "甲"}, "values": {}}, organ="甲"))
    event = Event("done", NOON.date(), "deliberate", outcome, "甲", "法官", reason, values, at=NOON, more={"filed": filed or {}})
    return acts.admit(spec, state, event, NOON)


MEETING = {"forced": True, "met_at": "2026-06-18T09:30"}


def test_without_the_paper_the_step_does_not_go_on(spec):
    with pytest.raises(BlockedAct, match=r"没有检索报告（指导意见 第二条）") as refused:
        decided(spec, MEETING)
    assert refused.value.code == "NO_REPORT"
    with pytest.raises(BlockedAct):
        decided(spec, MEETING, {"note": "2026-06-17T10:00"})
    decided(spec, MEETING, outcome="put_off")


def test_a_paper_in_time_lets_it_go_on_and_a_later_one_does_not(spec):
    decided(spec, MEETING, {"report": "2026-06-17T16:00+08:00"})
    decided(spec, MEETING, {"report": "2026-06-18T09:29+08:00"})
    for moment in ("2026-06-18T09:30+08:00", "2026-06-18T14:00+08:00", "2026-06-18"):
        with pytest.raises(BlockedAct, match="晚于2026年6月18日09时30分"):
            decided(spec, MEETING, {"report": moment})


def test_where_a_reason_will_do_it_is_kept(spec):
    with pytest.raises(ActRefused, match="请写明理由"):
        decided(spec, {"forced": False})
    decided(spec, {"forced": False}, reason="案情简单")


def test_unknown_papers_and_values_are_faults(spec):
    known = soundness.Known(every_document={"report"})
    faults = Faults()
    soundness.check(spec, known, faults)
    assert any("note" in str(one) for one in faults)
