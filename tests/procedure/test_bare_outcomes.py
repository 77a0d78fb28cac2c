"""An outcome that leaves the step's own work undone needs no form and no panel; a sub-case may begin behind its first step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiheng.catalog import procedures, soundness
from zhiheng.catalog.errors import Faults
from zhiheng.procedure.core import acts
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.state import Event, State

FORM = """
title: 裁定
fields:
  - {id: ruled_on, title: 裁定日期, type: date, required: true}
  - id: panel
    title: 合议庭
    type: rows
    required: true
    rows: [{id: name, title: 姓名, required: true}, {id: agreed, title: 同意, type: flag, required: true}]
"""
PROCEDURE = """
procedure: trial
title: 试办
source: 刑法 第七十八条
about: none
start: hear
roles: {court: {title: 人民法院, kinds: [court]}}
steps:
  - {id: hear, title: 审理, by: court, outcomes: {heard: {to: rule, title: 审理完毕}}}
  - id: rule
    title: 裁定
    by: court
    form: ruling
    panel: {least: 3, votes: panel}
    outcomes:
      granted: {to: end, title: 准予}
      back: {to: hear, title: 转开庭, reason: true, bare: true}
"""


@pytest.fixture
def spec(tmp_path: Path) -> procedures.ProcedureSpec:
    for folder, name, text in (("forms", "ruling", FORM), ("procedures", "trial", PROCEDURE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    faults = Faults()
    found = procedures.read(tmp_path / "procedures" / "trial.yaml", "trial", faults)
    assert found is not None
    soundness.check(found, soundness.Known(), faults)
    assert not list(faults), list(faults)
    return found


def begun(spec, **more):
    return follow(spec, State(), Event("opened", date(2026, 1, 5), organ="甲院", values={"organs": {"court": "甲院"}, **more}))


def admitted(spec, state, outcome, reason="", **values):
    return acts.admit(spec, state, Event("done", date(2026, 1, 6), "rule", outcome, "甲院", "甲", reason, values), date(2026, 1, 6))[1]


def test_a_case_opened_from_another_begins_where_it_is_told(spec):
    assert [item.step for item in begun(spec).open] == ["hear"]
    assert [item.step for item in begun(spec, at=["rule"]).open] == ["rule"]


def test_what_leaves_the_work_undone_needs_only_its_reason(spec):
    state = begun(spec, at=["rule"])
    assert admitted(spec, state, "back", "当事人有异议").values == {}
    with pytest.raises(ActRefused, match="须说明理由"):
        admitted(spec, state, "back")


def test_the_work_itself_still_needs_form_and_panel(spec):
    state = begun(spec, at=["rule"])
    with pytest.raises(ActRefused, match="必须填写"):
        admitted(spec, state, "granted")
    with pytest.raises(ActRefused, match="3人以上"):
        admitted(spec, state, "granted", ruled_on="2026-01-06", panel=[{"name": "一", "agreed": True}])
