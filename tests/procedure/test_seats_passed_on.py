"""A case that a step passes on to another organ is that organ's from then on: the one before sees it and can no longer act."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from zhiheng.catalog import packs
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure import selectors, services
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.registry import selectors as registry
from zhiheng.registry.services.accounts import enlist
from zhiheng.registry.services.organs import ensure_organ
from zhiheng.registry.services.posts import appoint

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2] / "packs"
TOBACCO, POLICE, RAILWAY, OFFICE = "江城烟草专卖局", "江城公安局", "江城铁路公安局", "江城人民检察院"
TEAM = {"team": ["甲", "乙"], "report_at": "2026-03-03T09:00", "verified": ["查获无证卷烟。"], "suspected_crime": "非法经营罪"}
ENTRY = {
    "case_no": "烟4",
    "field": "tobacco",
    "party": "某店",
    "filed_on": "2026-03-02",
    "suspected": True,
    "suspected_crime": "非法经营罪",
}
SENT = {"letter_no": "移4", "documents": ["transfer_letter", "investigation_report", "item_list"], "appraisal_made": False}
WALK = [
    ("2026-03-02T09:00", TOBACCO, "enter.suspected", ENTRY),
    ("2026-03-03T09:00", TOBACCO, "report.reported", TEAM),
    ("2026-03-05T09:00", "局长", "decide.approved", {"approved_by": "局长"}),
    ("2026-03-05T10:00", TOBACCO, "transfer.sent", SENT),
    ("2026-03-05T11:00", POLICE, "accept.forwarded", {"received_by": "丁"}),
]


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture()
def officers(home, settings):
    settings.PACKS = ROOT
    now = at("2026-01-02T09:00")
    for name, organ, role in [(one, one, "organ_handler") for one in (TOBACCO, POLICE, RAILWAY)] + [("局长", TOBACCO, "organ_leader")]:
        held = ensure_organ(actor=registry.COMMAND_LINE, name=organ, now=now)
        enlist(actor=registry.COMMAND_LINE, now=now, username=name, name=name, organ=held, password="Zhiheng-2026-x")
        appoint(actor=registry.COMMAND_LINE, now=now, officer=registry.officer_named(name), role=role, from_on=date(2026, 1, 1))
    ensure_organ(actor=registry.COMMAND_LINE, name=OFFICE, now=now)
    return registry.officer_named


@pytest.fixture()
def act(officers):
    def go(case, moment, who, event, values):
        step, outcome = event.split(".")
        actor: Actor = registry.actor_of(officers(who), "test")
        return services.act(actor=actor, now=at(moment), case_id=case.pk, step=step, outcome=outcome, values=values)

    return go


@pytest.fixture()
def case(officers, act):
    spec = packs.loaded(ROOT).procedures["referral"]
    organs = {"organ": TOBACCO, "police": POLICE, "procuratorate": OFFICE}
    made = services.open_case(
        actor=registry.actor_of(officers(TOBACCO), "test"), now=at("2026-03-02T08:00"), procedure=spec, organs=organs, title="卷烟"
    )
    for moment, who, event, values in WALK:
        act(made, moment, who, event, values)
    return made


def forwarded(to):
    return {"forwarded_to": to, "forward_reason": "货物在铁路货场查获"}


@pytest.mark.parametrize(("to", "said"), [("无名公安局", "没有登记的机关"), (OFFICE, "不能担任公安机关"), (POLICE, "本机关")])
def test_a_case_is_not_passed_to_an_organ_that_cannot_have_it(case, act, to, said):
    with pytest.raises(ActRefused, match=said):
        act(case, "2026-03-05T15:00", POLICE, "forward.forwarded", forwarded(to))


def test_the_organ_it_is_passed_to_acts_and_the_one_before_only_sees(case, act, officers):
    act(case, "2026-03-05T15:00", POLICE, "forward.forwarded", forwarded(RAILWAY))
    mine = {one: selectors.case_view(case.pk, officers(one), date(2026, 3, 6)) for one in (POLICE, RAILWAY)}
    assert [name for name, view in mine.items() if any(one.kind == "done" for one in view.acts_allowed)] == [RAILWAY]
    with pytest.raises(ActRefused, match="无权办理"):
        act(case, "2026-03-06T09:00", POLICE, "accept.accepted", {"received_by": "丁"})
    act(case, "2026-03-06T09:00", RAILWAY, "accept.accepted", {"received_by": "己"})
    assert [item.step for item in selectors.case_view(case.pk, officers(RAILWAY), date(2026, 3, 6)).state.open] == ["review"]
