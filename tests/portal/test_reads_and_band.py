"""Who read a person's records is found whole, however much was read since; the band of the assessment is shown, no score."""

from __future__ import annotations

import pytest

from tests.portal.conftest import BUREAU, OFFICE, OTHER, PERSON, moment
from zhiheng.portal.selectors import part_for
from zhiheng.portal.selectors.visits import of_account

pytestmark = pytest.mark.django_db


def test_reads_of_officers_are_indexed_by_whose_they_are(account, by, officer, now):
    from zhiheng.portal.models import OfficerRead
    from zhiheng.portal.services.indexing import index_reads
    from zhiheng.registry.services import record_sensitive_read

    reader, given = officer(BUREAU), {"actor": by(BUREAU), "now": now, "purpose": "核实请假事由和证明材料"}
    record_sensitive_read(**given, what=f"person:{PERSON}", reader=reader)
    for _ in range(3):
        record_sensitive_read(**given, what=f"person:{OTHER}", reader=reader)
    part = part_for(of_account(account), "reads", now)
    assert [(line.title, line.says) for line in part.lines] == [(f"{BUREAU}的工作人员", "1次")]
    assert index_reads() == 0 and OfficerRead.objects.count() == 4


def test_the_band_and_what_can_be_changed_are_shown(account, by, organs):
    from zhiheng.models.in_force import catalog
    from zhiheng.register import services

    given = {"actor": by(OFFICE), "now": moment("2026-06-30T09:00"), "catalog": catalog()}
    begun = {"subject_name": "周甲", "id_number": PERSON, "why": "quarter", "based_on": "2026-04-09", "level_before": "strict"}
    entry = services.enter(**given, register="plan_reviews", wanted=services.RegisterAct("expect", begun))
    said = {
        "reviewed_on": "2026-06-30",
        "risk": "medium",
        "level_after": "strict",
        "adjusted": ["加强走访"],
        "changeable": ["按时参加学习"],
    }
    services.act(**given, entry_id=entry.pk, wanted=services.RegisterAct("review", said))
    facts = dict(part_for(of_account(account), "risk_band", given["now"]).lines[0].facts)
    assert facts["综合评估"] == "中" and facts["本人可以改变的因素（给本人看）"] == "按时参加学习" and "方案的调整" not in facts
