"""Packs of management in the database: a lot kept with its act, what the place sees, entries of ledgers, cases opened from cases."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from zhiheng.catalog import packs
from zhiheng.procedure import selectors, services
from zhiheng.procedure.core.errors import BlockedAct
from zhiheng.procedure.core.sampling import lot
from zhiheng.procedure.models import Case
from zhiheng.register.models import Entry
from zhiheng.registry import selectors as registry
from zhiheng.registry.services.accounts import enlist
from zhiheng.registry.services.organs import ensure_organ
from zhiheng.registry.services.posts import appoint
from zhiheng.registry.services.relations import relate

pytestmark = pytest.mark.django_db
CITY, OFFICE, PRISON, POLICE = "某市人民检察院", "城郊人民检察院", "秀水监狱", "某县公安局"
POOL = [{"name": name} for name in "甲乙丙丁戊"]
ORDER = {
    "kind": "regular", "place_kind": "prison", "begins_on": "2026-05-11", "ends_on": "2026-05-29", "on_spot_days": 12, "people": 10,
    "head": "甲", "head_level": "leader", "topics": ["减刑假释"], "notice": "three_days", "basis": "年度方案",
}  # fmt: skip
PROBLEM = {
    "problem_no": "题7", "item": "P16", "fact": ["医务室药品账不符"], "article": "监狱法 第五十四条", "severity": "flaw",
    "cause": "management", "responsible": "institution", "handling": "oral", "problem_due": "2026-05-27", "second_reader": "乙",
}  # fmt: skip


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture()
def people(db, home):
    """Two officers and a chief of the city, one of the stationed office, one of the prison."""
    actor, now = registry.COMMAND_LINE, at("2026-01-02")
    organs = {name: ensure_organ(actor=actor, name=name, now=now) for name in (CITY, OFFICE, PRISON, POLICE)}
    relate(actor=actor, now=now, organ=organs[OFFICE], kind="stationed_at", other=organs[PRISON], since_on=date(2026, 1, 1))
    posts = [("jia", "甲", CITY, "prosecutor"), ("yi", "乙", CITY, "prosecutor"), ("zhang", "长", CITY, "chief_prosecutor")]
    for username, name, organ, role in [*posts, ("jian", "监", PRISON, "organ_handler"), ("zhu", "驻", OFFICE, "prosecutor")]:
        enlist(actor=actor, now=now, username=username, name=name, organ=organs[organ], password="Zhiheng-2026-x")
        appoint(actor=actor, now=now, officer=registry.officer_named(username), role=role, from_on=date(2026, 1, 1))
    return {username: registry.officer_named(username) for username in ("jia", "yi", "zhang", "jian", "zhu")}


@pytest.fixture()
def go(people):
    def act(case, who, day, name, values=None, **given):
        step, outcome = name.split(".")
        actor = registry.actor_of(people[who], "test")
        return services.act(actor=actor, now=at(day), case_id=case.pk, step=step, outcome=outcome, values=values, **given)

    return act


@pytest.fixture()
def begin(people, settings):
    def opened(procedure, day, organs, values=None):
        spec = packs.load(settings.PACKS).procedures[procedure]
        actor = registry.actor_of(people["jia"], "test")
        return services.open_case(actor=actor, now=at(day), procedure=spec, organs=organs, values=values or {})

    return opened


def test_a_serious_breach_of_an_investigation_opens_the_notice_with_its_words(begin, people, go):
    case = begin("item_check", "2026-09-26", {"procuratorate": CITY, "unit": POLICE}, {"case_no": "捕1号", "stage": "arrest_asked"})
    ticked = [{"item": "B03", "found": "yes", "fact": "三十六小时后通知", "evidence": "卷一15页"}]
    found = {
        "mandatory_open": 0,
        "ticks": ticked,
        "main_item": "B03",
        "level": "serious",
        "fact_said": ["三十六小时后通知家属"],
        "articles_said": ["刑诉法 第八十五条"],
    }
    go(case, "jia", "2026-09-26", "precheck.ready")
    go(case, "jia", "2026-09-26", "check.found", found)
    go(case, "jia", "2026-09-26", "verify.confirmed", {"methods": ["files"], "investigators": 2, "check_started": "2026-09-26"})
    with pytest.raises(BlockedAct):
        go(case, "jia", "2026-09-26", "handle.oral", {"custody_period": False, "same_in_three_months": 1})
    go(case, "jia", "2026-09-26", "handle.notice", {"demand_said": ["依法及时通知家属"], "custody_period": False})
    go(case, "zhang", "2026-09-26", "approve.notice")
    paper = Case.objects.get(opened_by_case=case)
    view = selectors.case_view(paper.pk, people["jia"], at("2026-09-26"))
    assert (paper.procedure, view.state.values["kind"], view.state.values["demands"]) == (
        "supervision_document",
        "correction_notice",
        ["依法及时通知家属"],
    )
    assert Entry.objects.get(register="oversight_hits").values["item"] == "B03"


def test_a_patrol_from_the_lot_to_a_problem_in_the_ledger(begin, people, go):
    case = begin("patrol", "2026-04-20", {"organiser": CITY, "place": PRISON})
    go(case, "jia", "2026-04-20", "plan.drafted", ORDER)
    go(case, "jia", "2026-04-20", "team.drawn", {"pool": POOL, "seed": "7", "number": 3})
    events = selectors.case_view(case.pk, people["jia"], at("2026-04-20")).events
    drawn = next(event.values for event in events if event.step == "team")
    assert [row["name"] for row in drawn["drawn"]] == sorted("甲乙丙丁戊", key=lambda name: lot("7", name))[:3]
    assert (drawn["seed"], len(drawn["frame_digest"])) == ("7", 64)
    asked = dict.fromkeys(("relative", "works_there", "worked_before", "took_part", "of_office", "intervened"), False) | {"checked": True}
    checked = [{"name": name, **asked} for name in "甲乙丙"]
    with pytest.raises(BlockedAct):
        go(
            case,
            "jia",
            "2026-04-20",
            "avoidance.cleared",
            {"members": [*checked, {"name": "丁", **asked, "worked_before": True, "left_on": "2024-03-31"}]},
        )
    go(case, "jia", "2026-04-20", "avoidance.cleared", {"members": checked})
    go(case, "zhang", "2026-04-21", "approve.approved")
    go(case, "jia", "2026-04-21", "study.ready", {"outline": ["核对账目"], "models_on": "2026-04-21", "no_models_reason": "没有发现"})
    assert selectors.case_view(case.pk, people["jian"], at("2026-04-21")) is None
    go(case, "jia", "2026-05-08", "notify.told", {"contact": "甲"})
    seen = selectors.case_view(case.pk, people["jian"], at("2026-05-08"))
    assert {"plan", "team", "avoidance", "study"} <= seen.hidden
    assert selectors.case_view(case.pk, people["zhu"], at("2026-05-08")) is None
    go(case, "jia", "2026-05-11", "enter.entered", {"entered_on": "2026-05-11", "announced": True})
    go(case, "jia", "2026-05-12", "check.done", {"held_count": 400, "talk_count": 20})
    with pytest.raises(BlockedAct):
        go(case, "yi", "2026-05-13", "confirm.found", {**PROBLEM, "evidence": ["账页"]})
    go(case, "jia", "2026-05-13", "confirm.found", {**PROBLEM, "evidence": ["账页"]})
    entry = Entry.objects.get(register="patrol_problems")
    assert (entry.organ.name, entry.state, entry.values["place"]) == (CITY, "open", PRISON)
    go(case, "jia", "2026-05-13", "confirm.clue", {"clue_kind": "duty_crime", "clue_summary": ["民警涉嫌收受财物"]})
    assert Entry.objects.get(register="patrol_clues").state == "sealed"
