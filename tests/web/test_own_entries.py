"""A case that made an entry of a register takes it along: its later acts are done on the entry, and what the keeper did by hand stays."""

from __future__ import annotations

import pytest
from django.utils import timezone

from zhiheng.models.in_force import catalog
from zhiheng.procedure import services
from zhiheng.procedure.models import Case
from zhiheng.register import services as register
from zhiheng.register.models import Entry
from zhiheng.register.services import RegisterAct
from zhiheng.registry import services as registry
from zhiheng.registry.selectors import actor_of

UNIT = "金堂县公安局"
TICK = {"item": "A02", "found": "yes", "fact": "没有回执", "evidence": "卷一"}
FOUND = {"mandatory_open": 0, "ticks": [TICK], "main_item": "A02", "level": "minor", "fact_said": ["接受报案后没有出具受案回执。"]}
VERIFIED = {"methods": ["files"], "investigators": 2, "check_started": "2026-01-05"}


@pytest.fixture()
def do(officers, actor, now):
    """Carries an item check to its oral correction, and does further steps as the officer of the organ."""
    organ = registry.ensure_organ(actor=actor, name=UNIT, now=now)
    police = registry.enlist(actor=actor, now=now, username="police", name="民警", organ=organ, password="Abcdef-123456")
    registry.appoint(actor=actor, now=now, officer=police, role="organ_handler", from_on=now.date().replace(year=2020))
    who = {"police": actor_of(police, "test"), "prosecutor": actor_of(officers["prosecutor"], "test")}
    spec = catalog().procedures["item_check"]
    opening = {"case_no": "诉3号", "stage": "transferred"}
    case = services.open_case(actor=who["prosecutor"], now=timezone.now(), procedure=spec, organs={"unit": UNIT}, values=opening)

    def step(name, outcome, values=None, by="prosecutor", reason=""):
        given = {"case_id": case.pk, "step": name, "outcome": outcome, "values": values or {}, "reason": reason}
        services.act(actor=who[by], now=timezone.now(), **given)

    step("precheck", "ready")
    step("check", "found", FOUND)
    step("verify", "confirmed", VERIFIED)
    step("handle", "oral", {"demand_said": ["请补发受案回执。"], "custody_period": False, "same_in_three_months": 1})
    step.keeper = who["prosecutor"]
    return step


def entry() -> Entry:
    return Entry.objects.get(register="oversight_hits")


def test_a_hit_follows_its_case_and_is_not_counted_twice(do):
    assert entry().state == "found"
    do("rectify", "refused", {"feedback": ["不补"]}, by="police", reason="已过期")
    do("close", "written", reason="口头无效")
    do("handle", "notice", {"demand_said": ["请补发受案回执。"], "custody_period": False})
    assert (entry().state, entry().values["handling"]) == ("found", "oral")


def test_a_corrected_hit_is_noted_when_the_case_closes(do):
    do("rectify", "corrected", {"feedback": ["已补发"]}, by="police")
    assert entry().state == "found"
    do("close", "done")
    assert entry().state == "corrected" and entry().values["corrected_on"] == str(timezone.localdate())


def test_what_the_keeper_noted_by_hand_does_not_stop_the_case(do):
    noted = RegisterAct("correct_noted", {"corrected_on": str(timezone.localdate())})
    register.act(actor=do.keeper, now=timezone.now(), catalog=catalog(), entry_id=entry().pk, wanted=noted)
    do("rectify", "corrected", {"feedback": ["已补发"]}, by="police")
    do("close", "done")
    assert entry().state == "corrected" and Case.objects.get(procedure="item_check").ended_on
