"""Texts copied from another person's case go on only with a recorded reason; only the organ's own cases of the time are compared."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from zhiheng.catalog import procedures, soundness
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.yaml_strict import load
from zhiheng.procedure import services
from zhiheng.procedure.core.errors import BlockedAct
from zhiheng.procedure.models import EventRow
from zhiheng.registry import selectors as registry
from zhiheng.registry import services as registering

pytestmark = pytest.mark.django_db
PROCURATORATE, BUREAU = "四川省检察院", "金堂县司法局"
PLAN = """
procedure: plan
title: 方案
source: [试用]
number: {word: 案, by: desk}
roles: {desk: {title: 承办, right: document.draft}, office: {title: 司法所}}
start: plan
steps:
  - id: plan
    title: 方案
    by: desk
    form: plan
    unlike: {fields: [measures, help], of: office, least: 10, days: 30, outcomes: [approved], says: 与他人的方案雷同, policy: 试用}
    outcomes: {approved: {to: end, title: 确定}, returned: {to: plan, title: 退回}}
"""
FORM = "title: 方案\nfields:\n  - {id: measures, title: 措施, type: paragraphs}\n  - {id: help, title: 帮扶, type: paragraphs}\n"
TEXT = {"measures": ["每周到所报告一次，每月走访一次"], "help": ["协助登记求职"]}
NUMBERS = ["510107199004075992", "510107198001014511", "510107197503031234", "510107196001015678", "510107195901015678"]


@pytest.fixture()
def spec():
    faults = Faults()
    documents = [load(text, path=Path(name), faults=faults) for name, text in (("p.yaml", PLAN), ("plan.yaml", FORM))]
    found = procedures.from_documents(documents[0], {"plan": documents[1]}, "trial", faults)
    faults.raise_any()
    return found


@pytest.fixture()
def drafter(db, now):
    registering.seed_demonstration(actor=registry.COMMAND_LINE, now=now - timedelta(days=900), organs=[PROCURATORATE, BUREAU])
    return registry.actor_of(registry.officer_named("prosecutor"), "test")


@pytest.fixture()
def plan(drafter, spec, now):
    def planned(person, values, *, at=now, office=BUREAU, outcome="approved", reason=""):
        subject = {"kind": "person", "name": "某", "number": NUMBERS[person]}
        case = services.open_case(
            actor=drafter, now=at, procedure=spec, organs={"desk": PROCURATORATE, "office": office}, subject=subject, title="甲"
        )
        return services.act(actor=drafter, now=at, case_id=case.pk, step="plan", outcome=outcome, values=values, reason=reason)

    return planned


def test_a_copied_text_needs_a_reason_that_stands_with_the_act(plan, now):
    first = plan(0, TEXT)
    with pytest.raises(BlockedAct, match="雷同") as refusal:
        plan(1, TEXT)
    assert refusal.value.code == "COPIED" and first.number in str(refusal.value)
    with_reason = plan(1, TEXT, reason="同案犯，处境相同")
    row = EventRow.objects.get(case=with_reason, kind="done")
    assert row.more["like"] == {"percent": 100, "case": first.number} and "others" not in row.more


def test_what_is_not_another_persons_text_of_the_time_at_the_office_is_not_asked_about(plan, now):
    plan(0, TEXT, at=now - timedelta(days=31))
    plan(1, {**TEXT, "measures": ["因夜班改为电话报告，当日补到所里签到"]})
    plan(2, TEXT, office=PROCURATORATE)
    plan(3, {"measures": ["每周报告"], "help": []})
    plan(3, TEXT, outcome="returned")
    plan(4, TEXT)
    plan(4, TEXT)


def test_a_name_that_the_step_does_not_have_is_told():
    faults = Faults()
    wrong = PLAN.replace("fields: [measures, help]", "fields: [measures, aid]").replace("of: office", "of: nobody")
    documents = [load(text, path=Path(name), faults=faults) for name, text in (("p.yaml", wrong), ("plan.yaml", FORM))]
    spec = procedures.from_documents(documents[0], {"plan": documents[1]}, "trial", faults)
    soundness.check(spec, soundness.Known(), faults)
    assert "aid" in str(faults) and "nobody" in str(faults)
