"""四类案件 in the database: acceptance opens the screening, a rule that hits opens the labelling with its situations and the least post."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from zhiheng.catalog import packs
from zhiheng.procedure import selectors, services
from zhiheng.procedure.core.errors import ActRefused, BlockedAct
from zhiheng.procedure.models import Case
from zhiheng.registry import selectors as registry
from zhiheng.registry.services.accounts import enlist
from zhiheng.registry.services.organs import ensure_organ
from zhiheng.registry.services.posts import appoint

pytestmark = pytest.mark.django_db
COURT = "某县人民法院"
FLAGS = (
    "held", "public_interest", "disputed", "guiding", "sensitive", "ordered", "protested", "compensation", "attention", "industry",
    "conflict_effective", "conflict_pending", "split", "complaint", "letter", "petition",
)  # fmt: skip
NONE = dict.fromkeys(FLAGS, False)
REASONS = {f"{name}_reason": "不涉及" for name in ("public_interest", "guiding", "attention", "industry")}
PLAIN = {"origin": "indicted", "crimes": ["other"], "plan": "open", "earlier_on": "2026-01-05", "same_open": 1, **NONE, **REASONS}


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture()
def judge(db, home):
    actor, now = registry.COMMAND_LINE, at("2026-01-02")
    organ = ensure_organ(actor=actor, name=COURT, now=now)
    enlist(actor=actor, now=now, username="fa", name="法", organ=organ, password="Zhiheng-2026-x")
    appoint(actor=actor, now=now, officer=registry.officer_named("fa"), role="organ_handler", from_on=date(2026, 1, 1))
    return registry.actor_of(registry.officer_named("fa"), "test")


def test_acceptance_opens_the_screening_and_a_hit_the_labelling(judge, settings):
    spec = packs.load(settings.PACKS).procedures["trial"]
    docket = {"case_no": "刑初77号", "received_on": "2026-06-01", "procedure": "ordinary", "held": False}
    trial = services.open_case(actor=judge, now=at("2026-06-01"), procedure=spec, organs={"court": COURT}, values=docket)
    accepted = {"accepted_on": "2026-06-01"}
    services.act(actor=judge, now=at("2026-06-01"), case_id=trial.pk, step="accept", outcome="accepted", values=accepted)
    screen = Case.objects.get(procedure="label_screen")

    def screened(outcome, **values):
        given = {**PLAIN, **values}
        return services.act(actor=judge, now=at("2026-06-02"), case_id=screen.pk, step="screen", outcome=outcome, values=given)

    with pytest.raises(ActRefused, match="当事人、被害人 30 人以上：属于"):
        screened("clear", people=30)
    with pytest.raises(BlockedAct, match="没有写明承办人"):
        screened("hit", people=30)
    with pytest.raises(ActRefused, match="尚不能确定"):
        screened("clear")
    assert not Case.objects.filter(procedure="case_label").exists()
    screened("hit", people=30, judge="法")
    labelled = Case.objects.get(procedure="case_label")
    view = selectors.case_view(labelled.pk, registry.officer_named("fa"), at("2026-06-02"))
    assert view is not None
    assert (view.state.values["case_no"], view.state.values["situations"], view.state.values["least_post"]) == (
        "刑初77号",
        ["F13"],
        "division",
    )
