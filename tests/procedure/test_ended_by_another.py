"""A case that waits for one organ is ended by another whose prisoner it is about: through the services, with its rights and its page."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from zhiheng.catalog import packs
from zhiheng.procedure import selectors, services
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.registry import selectors as registry
from zhiheng.registry.models import Officer
from zhiheng.registry.services.accounts import enlist
from zhiheng.registry.services.organs import ensure_organ
from zhiheng.registry.services.posts import appoint

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2] / "packs"
ORGANS = {"court": "江城人民法院", "police": "江城看守所", "executor": "江城监狱", "procuratorate": "江城人民检察院"}
OPENING = {"judgment_no": "（2026）川0107刑初88号", "effective_on": "2026-11-02", "in_prison": True, "held": True}
SENT = {"items": [{"kind": "fine", "amount": 5000, "paid": 0, "ending": "none"}], "all_unpaid": True, "sent_on": "2026-11-10"}
PERSON = {"number": "510107199001012911", "name": "王甲"}
DAY = date(2026, 11, 12)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def officers(home, settings):
    settings.PACKS = ROOT
    now = at("2026-01-02T09:00")
    for role, organ in ORGANS.items():
        held = ensure_organ(actor=registry.COMMAND_LINE, name=organ, now=now)
        for name in (role, f"{role}-reader"):
            enlist(actor=registry.COMMAND_LINE, now=now, username=name, name=name, organ=held, password="Zhiheng-2026-x")
            if name == role != "procuratorate":
                post = registry.officer_named(name)
                appoint(actor=registry.COMMAND_LINE, now=now, officer=post, role="organ_handler", from_on=date(2026, 1, 1))
    return registry.officer_named


@pytest.fixture
def case(officers):
    spec = packs.loaded(ROOT).procedures["property_papers"]
    court = registry.actor_of(officers("court"), "test")
    made = services.open_case(
        actor=court, now=at("2026-11-03T09:00"), procedure=spec, organs=ORGANS, subject=PERSON, values=OPENING, title="王甲"
    )
    services.act(actor=court, now=at("2026-11-10T09:00"), case_id=made.pk, step="send", outcome="to_police", values=SENT)
    services.act(
        actor=registry.actor_of(officers("police"), "test"), now=at("2026-11-11T09:00"), case_id=made.pk, step="pass_on", outcome="missing",
        values={"passed_on": "2026-11-11"}, reason="只收到判决书",
    )  # fmt: skip
    return made


def end(case, officer, reason="在看守所因病死亡"):
    return services.act(
        actor=registry.actor_of(officer, "test"), now=at("2026-11-12T09:00"), case_id=case.pk, step="supply", outcome="dead", reason=reason
    )


def test_the_detention_house_ends_what_waits_for_the_court(case, officers):
    allowed = selectors.case_view(case.pk, officers("police"), DAY).acts_allowed
    assert [(one.step, one.outcome, one.fields) for one in allowed if one.kind == "done"] == [("supply", "dead", ())]
    end(case, officers("police"))
    state = selectors.case_view(case.pk, officers("court"), DAY).state
    assert (state.open, state.result) == ((), "dead")


def test_it_needs_a_reason_and_the_right(case, officers):
    with pytest.raises(ActRefused, match="须说明理由"):
        end(case, officers("police"), reason="")
    with pytest.raises(PermissionDenied):
        end(case, officers("police-reader"))
    with pytest.raises(ActRefused, match="无权办理"):
        end(case, officers("procuratorate"))
    assert [item.step for item in selectors.case_view(case.pk, officers("court"), DAY).state.open] == ["supply"]


@pytest.fixture
def page(officers, client):
    Officer.objects.update(must_change_password=False)

    def shown(name, case):
        client.force_login(officers(name), backend="django.contrib.auth.backends.ModelBackend")
        return client.get(f"/cases/{case.pk}/").content.decode()

    return shown


def test_on_the_page_the_end_stands_among_the_other_acts_and_not_as_work(case, officers, client, page):
    main, aside = page("police", case).split('aria-label="其他办理"')
    assert 'id="act-done-supply"' not in main and "您这里没有待办。" in main
    assert 'id="act-done-supply"' in aside and 'name="outcome" value="dead"' in aside
    done = client.post(f"/cases/{case.pk}/act/done-supply/", {"key": "k", "outcome": "dead", "done-supply-reason": "在看守所因病死亡"})
    assert done.status_code == 302
    assert selectors.case_view(case.pk, officers("court"), DAY).state.result == "dead"


def test_on_the_page_of_who_does_the_step_the_end_stands_beside_what_the_step_is_for(case, page):
    main = page("court", case).split('aria-label="其他办理"')[0]
    assert 'id="act-done-supply"' in main and "您这里没有待办。" not in main
