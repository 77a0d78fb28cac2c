"""An act that moves the open cases of another procedure about the same person, where the organ has it to do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.procedure.conftest import read
from zhiheng.catalog import anywhere, procedures
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.yaml_strict import load
from zhiheng.procedure import services
from zhiheng.procedure.models import Case
from zhiheng.registry import selectors as registry
from zhiheng.registry import services as registering

pytestmark = pytest.mark.django_db
PROCURATORATE, BUREAU = "四川省检察院", "金堂县司法局"
RELEASE = """
procedure: set_free
title: 期满
source: [试用]
roles: {agency: {title: 机构, right: document.draft}}
start: certify
steps:
  - id: certify
    title: 发证
    by: agency
    outcomes:
      done: {to: end, title: 已发, moves: {procedure: ban, act: in_force.end_near}}
"""
BAN = """
procedure: ban
title: 限制
source: [试用]
opens: {by: desk, right: document.draft}
roles: {desk: {title: 报送}, agency: {title: 机构}}
start: in_force
steps:
  - id: in_force
    title: 生效中
    by: agency
    right: document.approve
    outcomes: {end_near: {to: lift, title: 临近期满}, other: {to: end, title: 其他}}
  - {id: lift, title: 撤销, by: agency, outcomes: {lifted: {to: end, title: 已撤销}}}
"""
PERSON = {"kind": "person", "name": "周甲", "number": "510107199004075992"}


@pytest.fixture()
def drafter(db, now):
    registering.seed_demonstration(actor=registry.COMMAND_LINE, now=now - timedelta(days=900), organs=[PROCURATORATE, BUREAU])
    return registry.actor_of(registry.officer_named("prosecutor"), "test")


def opened(actor, now, text, subject, organ=PROCURATORATE):
    return services.open_case(
        actor=actor,
        now=now,
        procedure=read(text),
        organs={"agency": organ, **({"desk": PROCURATORATE} if text is BAN else {})},
        subject=subject,
        title="甲",
    )


def open_steps(case):
    return [str(one) for one in Case.objects.get(pk=case.pk).open_steps]


def test_the_case_of_the_same_person_moves_and_no_other(drafter, now):
    """The right to the first act covers the second; another person's case, and one another organ has in hand, stay as they are."""
    own = opened(drafter, now, BAN, PERSON)
    other = opened(drafter, now, BAN, {**PERSON, "number": "510107199004075993"})
    elsewhere = opened(drafter, now, BAN, PERSON, organ=BUREAU)
    free = opened(drafter, now, RELEASE, PERSON)
    services.act(actor=drafter, now=now, case_id=free.pk, step="certify", outcome="done")
    assert (open_steps(own), open_steps(other), open_steps(elsewhere)) == (["lift"], ["in_force"], ["in_force"])


ENDS = """
procedure: permit
title: 许可
source: [试用]
opens: {by: desk, right: document.draft}
roles: {desk: {title: 报送}, agency: {title: 机构}}
start: ask
anywhere: {relocated: {title: 已变更执行地, by: [agency], except: [ask]}}
steps:
  - {id: ask, title: 申请, by: desk, right: document.draft, outcomes: {asked: {to: decide, title: 已申请}}}
  - {id: decide, title: 决定, by: desk, right: document.approve, outcomes: {granted: {to: end, title: 准}}}
"""


def whole(text):
    """A procedure with its ends written out, as the pack's file is read."""
    document = load(text, path=Path("p.yaml"), faults=Faults())
    return procedures.from_documents(anywhere.expand(document, Faults()), {}, "trial", Faults())


def test_an_end_named_alone_is_done_at_whichever_step_the_case_stands(drafter, now):
    """Where the step has no such end the case stays as it is."""
    text = RELEASE.replace("{procedure: ban, act: in_force.end_near}", "{procedure: permit, act: relocated}")
    spec = whole(ENDS)
    early, later = (
        services.open_case(
            actor=drafter, now=now, procedure=spec, organs=dict.fromkeys(spec.roles, PROCURATORATE), subject=PERSON, title="甲"
        )
        for _ in range(2)
    )
    services.act(actor=drafter, now=now, case_id=later.pk, step="ask", outcome="asked")
    free = opened(drafter, now, text, PERSON)
    services.act(actor=drafter, now=now, case_id=free.pk, step="certify", outcome="done")
    later.refresh_from_db()
    assert (open_steps(early), open_steps(later), later.result) == (["ask"], [], "relocated")
