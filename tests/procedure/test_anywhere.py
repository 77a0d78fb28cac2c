"""Ends that a case can come to at many steps, written once: who may bring them about, and what of a step they leave aside."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from zhiheng.catalog import procedures, soundness
from zhiheng.catalog.errors import Faults
from zhiheng.procedure.core import acts, diagram, story
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.state import Awaited, Event, State

FORM = "title: 公示\nfields:\n  - {id: from_on, title: 公示起日, type: date, required: true}\n"
PROCEDURE = """
procedure: trial
title: 试办
source: 刑法 第七十八条
about: none
start: study
roles:
  prison: {title: 监狱, kinds: [prison]}
  ward: {title: 监区, of: prison}
  court: {title: 人民法院, kinds: [court]}
  procuratorate: {title: 人民检察院, kinds: [procuratorate]}
anywhere:
  dead: {title: 死亡, by: [prison, court], except: [review], reason: true, copies: [prison, court]}
  stopped: {title: 停止, by: [prison], during: [study], closes: [], reason: true}
steps:
  - {id: study, title: 研究, by: ward, inner: true, outcomes: {done: {to: [notice, opinion], title: 同意}}}
  - id: notice
    title: 公示
    by: court
    form: notice
    lasts: {workdays: 5, from: from_on}
    blocks: [{when: {from_on: null}, says: 没有公示, code: NONE}]
    outcomes: {clear: {to: review, title: 期满}}
  - {id: opinion, title: 意见, by: procuratorate, outcomes: {given: {to: review, title: 已提出}}}
  - {id: review, title: 检察, by: procuratorate, waits_for: [notice, opinion], outcomes: {agreed: {to: end, title: 无异议}}}
"""
ORGANS = {"prison": "甲狱", "court": "乙院", "procuratorate": "丙检"}
DAY = date(2026, 11, 3)


def read(folder: Path, text: str = PROCEDURE) -> tuple[procedures.ProcedureSpec | None, list[str]]:
    for name, file, content in (("forms", "notice", FORM), ("procedures", "trial", text)):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / f"{file}.yaml").write_text(content, encoding="utf-8")
    faults = Faults()
    found = procedures.read(folder / "procedures" / "trial.yaml", "trial", faults)
    if found is not None:
        soundness.check(found, soundness.Known(), faults)
    return found, [str(one) for one in faults]


@pytest.fixture
def spec(tmp_path: Path) -> procedures.ProcedureSpec:
    found, faults = read(tmp_path)
    assert found is not None and not faults
    return found


def at(spec, *steps: str) -> State:
    state = follow(spec, State(), Event("opened", DAY, organ="甲狱", values={"organs": ORGANS}))
    for step in steps:
        done = next(iter(spec.steps[step].results))
        state = follow(spec, state, Event("done", DAY, step, done, ORGANS[spec.seat_of(spec.steps[step].by)], "甲"))
    return state


def ended(spec, state: State, step: str, organ: str, outcome: str = "dead", reason: str = "病亡") -> State:
    _, event = acts.admit(spec, state, Event("done", DAY, step, outcome, organ, "甲", reason), DAY)
    return follow(spec, state, event)


@pytest.mark.parametrize(("step", "organ"), [("study", "甲狱"), ("notice", "甲狱"), ("notice", "乙院"), ("opinion", "甲狱")])
def test_it_ends_the_case_whatever_waits(spec, step, organ):
    state = ended(spec, at(spec) if step == "study" else at(spec, "study"), step, organ)
    assert (state.open, state.ended_on, state.result) == ((), DAY, "dead")


def test_a_sub_case_that_is_waited_for_keeps_nothing_open(spec):
    waiting = at(spec, "study").but(awaited=(Awaited("study", "done", 1, DAY),))
    assert ended(spec, waiting, "notice", "甲狱").ended_on == DAY


@pytest.mark.parametrize(("step", "organ"), [("study", "乙院"), ("study", "丙检"), ("notice", "丙检"), ("opinion", "丙检")])
def test_nobody_else_may_not_even_who_does_the_step_for_another_organ(spec, step, organ):
    with pytest.raises(ActRefused, match="无权办理"):
        ended(spec, at(spec) if step == "study" else at(spec, "study"), step, organ)


def test_it_needs_its_reason_and_stands_only_where_it_is_written(spec):
    with pytest.raises(ActRefused, match="须说明理由"):
        ended(spec, at(spec, "study"), "notice", "甲狱", reason="")
    with pytest.raises(ActRefused, match="不允许"):
        ended(spec, at(spec, "study"), "notice", "甲狱", outcome="stopped")
    assert spec.steps["review"].outcome("dead") is None
    assert ended(spec, at(spec), "study", "甲狱", outcome="stopped").result == "stopped"


def test_an_organ_beside_the_step_fills_in_nothing(spec):
    fields = {
        act.role: [item.id for item in act.fields]
        for act in acts.possible(spec, at(spec, "study"), DAY)
        if act.outcome == "dead" and act.step == "notice"
    }
    assert fields == {"court": ["from_on"], "prison": []}


def test_a_step_keeps_an_outcome_of_its_own_of_that_name(tmp_path):
    own = PROCEDURE.replace("{given: {to: review, title: 已提出}}", "{given: {to: review, title: 已提出}, dead: {to: review, title: 另行}}")
    found, faults = read(tmp_path, own)
    assert not faults
    assert found is not None and found.steps["opinion"].results["dead"].title == "另行"


def test_a_name_that_is_no_step_or_no_role_is_a_fault(tmp_path):
    _, faults = read(tmp_path, PROCEDURE.replace("except: [review]", "except: [reviews]").replace("by: [prison, court]", "by: [bureau]"))
    assert any("没有节点 reviews" in one for one in faults)
    assert any("bureau" in one for one in faults)


def test_a_pinned_case_reads_the_same_procedure(spec):
    assert procedures.from_content(spec.content, "trial").shape == spec.shape


def test_the_picture_and_the_stories_take_them_for_one(spec):
    drawn = [arrow.title for arrow in diagram.draw_diagram(spec).arrows]
    assert "期满" in drawn
    assert "死亡" not in drawn
    left = story.untouched(spec, frozenset({"study.done", "notice.dead"}), {})
    assert left == ["study.stopped", "notice.clear", "opinion.given", "review.agreed"]


def test_an_end_is_never_the_act_offered_first(spec):
    """The easiest button is what the step is for; who may do nothing of it but end the case finds no such button."""
    offered = [act for act in acts.possible(spec, at(spec, "study"), DAY) if act.kind == "done"]
    ends = [act for act in offered if act.is_end]
    assert {act.outcome for act in ends} == {"dead"}
    assert {act.outcome for act in offered if not act.is_end}.isdisjoint({"dead"})
    alone = render_to_string("web/cases/outcomes.html", {"acts": ends})
    assert "btn-primary" not in alone
    assert render_to_string("web/cases/outcomes.html", {"acts": offered}).count("btn-primary") == 1
