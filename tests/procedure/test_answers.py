"""What the law answers decides which outcome may be chosen (`when: {law.…}`) and stays with the case (`sets: {…: law.…}`)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.procedure.conftest import read
from zhiheng.catalog import digest, procedures
from zhiheng.catalog.errors import PackError
from zhiheng.procedure.core import acts
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import fold, follow
from zhiheng.procedure.core.state import Event

LEAVE = """
procedure: leave
title: 外出
source: [试用]
roles: {office: {title: 司法所}}
start: check
steps:
  - id: check
    title: 核实
    by: office
    assess: {rule: corrections.leave, with: {crosses_boundary: crosses, days: days, office_delegated: crosses}}
    outcomes:
      approved: {to: end, when: {law.approver: office}, sets: {approver: law.approver}}
      passed_up: {to: end, title: 报批, when: {law.approver: [county, city]}, sets: {approver: law.approver}}
      noted: {to: end, title: 登记, sets: {approver: law.approver}}
      dropped: {to: end, reason: true}
"""


def begun(**values):
    spec = read(LEAVE)
    opened = Event("opened", date(2026, 5, 5), organ="甲", actor="一", values={"organs": {"office": "甲"}, "values": values})
    return spec, fold(spec, [opened])


def done(outcome, **values):
    spec, state = begun(crosses=True, approver="旧", **values)
    event = Event("done", date(2026, 5, 5), "check", outcome, organ="甲", actor="一", reason="理由")
    _, event = acts.admit(spec, state, event, date(2026, 5, 5))
    return follow(spec, state, event).values["approver"]


@pytest.mark.parametrize(("outcome", "days"), [("approved", 8), ("approved", None), ("passed_up", 7)])
def test_an_outcome_needs_its_answer(outcome, days):
    with pytest.raises(ActRefused, match="依法不能这样办理"):
        done(outcome, **({} if days is None else {"days": days}))


def test_what_is_answered_stays_with_the_case():
    assert [done("approved", days=7), done("passed_up", days=8)] == ["office", "county"]


def test_what_the_law_does_not_answer_is_not_known_whatever_stood_there():
    assert done("noted") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    assess: {rule: corrections.leave, with: {crosses_boundary: crosses, days: days, office_delegated: crosses}}\n", ""),
        ("dropped: {to: end, reason: true}", "dropped: {to: end, reason: true, opens: {procedure: x, when: {law.approver: office}}}"),
    ],
)
def test_an_answer_nobody_asks_for_is_a_fault(old, new, tmp_path):
    from zhiheng.catalog.errors import Faults
    from zhiheng.catalog.soundness import Known, check

    faults = Faults()
    check(read(LEAVE.replace(old, new).replace("crosses_boundary: crosses, days: days, office_delegated: crosses", "")), Known(), faults)
    assert [one for one in faults if "法律规则的结果" in str(one)]


def test_a_procedure_pinned_in_the_earlier_words_says_the_same():
    spec = read(LEAVE)
    steps = [dict(step) for step in spec.content["procedure"]["steps"]]
    steps[0]["assess"] = {**steps[0]["assess"], "answers": {"approved": {"approver": "office"}}, "finds": {"approver": "approver"}}
    steps[0]["outcomes"] = {"approved": "end", "passed_up": {"to": "end", "title": "报批", "when": {"approver": ["county", "city"]}}}
    content = {**spec.content, "procedure": {**spec.content["procedure"], "steps": steps}}
    again = procedures.from_content(content, "trial")
    assert again.digest == digest.of_value(content)
    approved, passed_up = again.steps["check"].outcomes
    assert (approved.when, passed_up.when) == ({"law.approver": "office"}, {"law.approver": ["county", "city"]})
    assert approved.sets == passed_up.sets == {"approver": "law.approver"}


def test_the_earlier_words_are_no_words_of_packs():
    with pytest.raises(PackError, match="answers"):
        read(LEAVE.replace("office_delegated: crosses}}", "office_delegated: crosses}, answers: {approved: {approver: office}}}"))
