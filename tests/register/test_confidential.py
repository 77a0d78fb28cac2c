"""A confidential ledger: who recorded reads his own, inspectors read all but what names them, nobody changes what was recorded."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from tests.register.conftest import SHANGHAI, write_pack
from zhiheng.catalog import packs
from zhiheng.ledger import selectors as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.register import selectors, services
from zhiheng.register.core import story
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.services import RegisterAct

INQUIRIES = """\
register: inquiries
title: 过问记录
source: []
kept_by: {kinds: [police]}
confidential: {read: register.inspect, named: [person]}
number: {word: 过问}
fields:
  - {id: person, title: 过问人, required: true, fixed: true}
  - {id: words, title: 内容, type: paragraphs, required: true, fixed: true}
  - {id: happened_at, title: 时间, type: time, required: true, fixed: true}
  - {id: more, title: 补充}
  - {id: code, title: 分流, type: choice, codes: {lawful: 正常, verify: 核查}}
states: {sealed: 已封存, triaged: 已分流}
acts:
  record:
    title: 记录
    to: sealed
    asks: [person, words, happened_at]
    within: {minutes: 30, from: happened_at, until: [triage], policy: 院内规定, mark: P}
    on_time: {workdays: 5, from: happened_at, policy: 院内规定}
  add: {title: 补充, from: [sealed, triaged], same_as: [record], asks: [more], required: [more]}
  triage: {title: 分流, from: sealed, to: triaged, right: register.inspect, asks: [code], required: [code]}
"""
SAID = {"person": "张某", "words": ["请关照"], "happened_at": "2026-06-30T08:00"}


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    root = tmp_path_factory.mktemp("packs")
    write_pack(root, "integrity", {"registers/inquiries.yaml": INQUIRIES})
    return packs.load(root)


@pytest.fixture()
def inspectors(people, actor, now):
    """Two inspectors of the police: 督察甲, and one whose name is 张某."""
    from zhiheng.registry import services as registry

    for username, name in (("inspector", "督察甲"), ("named", "张某")):
        officer = registry.enlist(
            actor=actor, now=now, username=username, name=name, organ=people["organs"]["police"], password="Abc-1234567"
        )
        registry.appoint(actor=actor, now=now, officer=officer, role="inspector", from_on=date(2020, 1, 1))
        people[username] = Actor(username, name, people["organs"]["police"].name, "test")
    return people


@pytest.fixture()
def said(inspectors, closed, now):
    return services.enter(
        actor=inspectors["seizer"], now=now, catalog=closed, register="inquiries", wanted=RegisterAct("record", SAID, reason="电话")
    )


def seen(people, closed, who):
    return [one.number for one in selectors.entries_seen_by(people["officer"](who), closed.registers["inquiries"])]


def test_only_the_recorder_and_inspectors_read_it_and_never_whom_it_names(inspectors, closed, said):
    assert {who: len(seen(inspectors, closed, who)) for who in ("seizer", "inspector", "named", "keeper", "head", "upper", "stranger")} == {
        "seizer": 1, "inspector": 1, "named": 0, "keeper": 0, "head": 0, "upper": 0, "stranger": 0,
    }  # fmt: skip
    assert selectors.entry_view(said.pk, inspectors["officer"]("head"), closed) is None
    assert selectors.entry_view(said.pk, inspectors["officer"]("inspector"), closed).values["words"] == ["请关照"]
    assert [
        row.details for row in [ledger.entries_about(f"entry:{said.pk}")[0]] if "请关照" in str(row.details) or "电话" in str(row.details)
    ] == []


def test_what_was_recorded_is_never_changed_and_only_its_recorder_adds(inspectors, closed, said, now):
    def do(name, by, values, **more):
        return services.act(actor=inspectors[by], now=now, catalog=closed, entry_id=said.pk, wanted=RegisterAct(name, values, **more))

    for name, by, values, code in (
        ("correct", "seizer", {"words": ["没有说什么"]}, "FIXED"),
        ("correct", "seizer", {"happened_at": None}, "FIXED"),
        ("add", "inspector", {"more": "又来电"}, "SAME_PERSON"),
    ):
        with pytest.raises(RegisterRefused) as caught:
            do(name, by, values, reason="更正")
        assert caught.value.code == code
    for name, by, values in (
        ("triage", "head", {"code": "lawful"}),
        ("triage", "named", {"code": "lawful"}),
        ("correct", "keeper", {"more": "无"}),
    ):
        with pytest.raises(PermissionDenied):
            do(name, by, values, reason="更正")
    do("add", "seizer", {"more": "又来电"})
    assert do("triage", "inspector", {"code": "verify"}).state == "triaged"


def test_a_clock_of_minutes_runs_to_the_minute(inspectors, closed, said, now):
    clock = selectors.entry_view(said.pk, inspectors["officer"]("seizer"), closed, now=now).clocks[0]
    assert clock.due == datetime(2026, 6, 30, 8, 30, tzinfo=SHANGHAI)
    assert not clock.overdue(datetime(2026, 6, 30, 8, 30, tzinfo=SHANGHAI)) and clock.overdue(datetime(2026, 6, 30, 8, 31, tzinfo=SHANGHAI))


def test_a_story_tells_who_reads(closed):
    spec = closed.registers["inquiries"]
    told = {
        "given": {"on": "2026-06-30", "rights": {"丁": ["register.inspect"], "张某": ["register.inspect"]}},
        "then": [
            {"act": "record", "by": "甲", "values": SAID},
            {"read_by": {"甲": True, "乙": False, "丁": True, "张某": False}},
            {"act": "triage", "by": "张某", "values": {"code": "lawful"}, "refused": "NAMED"},
            {"read_by": {"乙": True}},
        ],
    }
    assert story.run(spec, told) == [" 第 4 行：乙 看不见，与所写不符"]


def test_an_act_after_its_last_day_needs_a_reason(closed):
    spec = closed.registers["inquiries"]
    told = {
        "given": {"on": "2026-07-07"},
        "then": [
            {"entry": "a", "act": "record", "values": SAID},
            {"on": "2026-07-08", "entry": "b", "act": "record", "values": SAID, "refused": "REASON"},
            {"on": "2026-07-08", "entry": "b", "act": "record", "values": SAID, "reason": "出差"},
        ],
    }
    assert story.run(spec, told) == []
