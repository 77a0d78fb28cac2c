"""Who opened a case sees it though no step is theirs, and who may urge an open step sees that it waits."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from zhiheng.catalog import packs
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure import selectors, services
from zhiheng.registry import selectors as registry
from zhiheng.registry.services.accounts import enlist
from zhiheng.registry.services.organs import ensure_organ
from zhiheng.registry.services.posts import appoint

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2] / "packs"
OFFICE, UPPER, BUREAU, OTHER = "成都市人民检察院", "四川省人民检察院", "四川省监狱管理局", "绵阳市人民检察院"
NOW = datetime(2026, 9, 24, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture()
def officer_of(home, settings):
    settings.PACKS = ROOT
    for name, role in ((OFFICE, "prosecutor"), (UPPER, "chief_prosecutor"), (BUREAU, "organ_handler"), (OTHER, "prosecutor")):
        organ = ensure_organ(actor=registry.COMMAND_LINE, name=name, now=NOW)
        enlist(actor=registry.COMMAND_LINE, now=NOW, username=name, name=name, organ=organ, password="Zhiheng-2026-x")
        appoint(actor=registry.COMMAND_LINE, now=NOW, officer=registry.officer_named(name), role=role, from_on=date(2026, 1, 1))
    return registry.officer_named


def opened(procedure, organs, values):
    spec = packs.loaded(ROOT).procedures[procedure]
    actor = Actor(OFFICE, OFFICE, OFFICE, "test")
    return services.open_case(actor=actor, now=NOW, procedure=spec, organs=organs, subject={}, values=values)


def test_the_opener_without_a_step_of_its_own_sees_the_case(officer_of):
    copied = {"copied_on": "2026-09-24", "document_title": "检察建议书", "document_number": "1", "copied_facts": ["没有按规定供应热水。"]}
    case = opened("document_copy", {"procuratorate": OFFICE, "receiver": BUREAU}, copied)
    seen = {name: selectors.case_view(case.pk, officer_of(name), NOW) is not None for name in (OFFICE, BUREAU, OTHER)}
    assert seen == {OFFICE: True, BUREAU: True, OTHER: False}


def test_who_may_urge_an_open_step_sees_that_it_waits(officer_of):
    case = opened("proposal_filing", {"procuratorate": OFFICE, "counterpart": UPPER}, {"issued_on": "2026-09-24"})
    late = datetime(2026, 10, 20, 9, tzinfo=NOW.tzinfo)
    view = selectors.case_view(case.pk, officer_of(UPPER), late)
    assert [act.kind for act in view.acts_allowed if act.step == "file_up"] == ["urged"]
    assert selectors.case_view(case.pk, officer_of(OTHER), late) is None
