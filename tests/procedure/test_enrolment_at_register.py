"""An enrolment that another case opens at 登记 counts its first steps from the day the person reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from zhiheng.catalog import packs
from zhiheng.procedure.core.clocks import clocks
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.state import Event, State

ROOT = Path(__file__).resolve().parents[2] / "packs"
ORGANS = {"decider": "法院", "agency": "管理局", "office": "司法所", "police": "分局", "procuratorate": "检察院"}


def test_what_begins_at_the_register_has_its_clocks():
    spec = packs.loaded(ROOT).procedures["enrolment"]
    given = {"organs": ORGANS, "values": {"category": "parole", "arrived_on": "2026-09-30"}, "at": ["register"]}
    state = follow(spec, State(), Event("opened", date(2026, 9, 30), organ="管理局", values=given))
    assert [(one.step, one.due_on) for one in clocks(spec, state, date(2026, 9, 30))] == [("register", date(2026, 9, 30))]
    state = follow(spec, state, Event("done", date(2026, 9, 30), "register", "registered", "管理局", "a"))
    state = follow(spec, state, Event("done", date(2026, 9, 30), "exit_ban", "in_force", "管理局", "a"))
    assert [(one.step, one.due_on) for one in clocks(spec, state, date(2026, 9, 30))] == [("announce", date(2026, 10, 13))]
