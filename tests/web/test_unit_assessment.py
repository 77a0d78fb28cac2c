"""A year of papers rated in its case: counted from the clues of the unit, told, objected to, counted again without the refuted one."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from zhiheng.exchange.services import receive
from zhiheng.models.in_force import catalog
from zhiheng.oversight.models import Clue
from zhiheng.oversight.services import screen
from zhiheng.procedure import services
from zhiheng.procedure.selectors import state_for
from zhiheng.registry import services as registry
from zhiheng.registry.models import Officer
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import COMMAND_LINE, actor_of, officer_named
from zhiheng.schema import DATASETS

UNIT = "金堂县司法局"
PAPER = {"kind": "proposal", "issued_by": "金堂县人民检察院", "issued_to": UNIT, "issued_on": "2026-01-05", "served_on": "2026-01-05"}


@pytest.fixture()
def desk(client, officers, home, actor, now):
    """Two papers that the unit never answered, and two officers of the assessing organ."""
    rows = [{**PAPER, "document_no": number} for number in ("甲检建1号", "甲检建2号")]
    assert take_in(home, rows).accepted == len(rows)
    screen(actor=COMMAND_LINE, now=timezone.now(), catalog=catalog(), models=["reply_overdue"], as_of=timezone.localdate())
    organ = registry.register_organ(actor=actor, now=now, name="成都市司法局", kind="justice", level="city", parent=None)
    for name in ("assessor", "second"):
        officer = registry.enlist(actor=actor, now=now, username=name, name=name, organ=organ, password="Abcdef-123456")
        registry.appoint(actor=actor, now=now, officer=officer, role="organ_handler", from_on=date(2020, 1, 1))
    Officer.objects.update(must_change_password=False)

    def sign_in(name):
        client.force_login(officer_named(name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def take_in(home, rows):
    """Send the papers as their procuratorate does."""
    dataset = DATASETS["supervision_documents"]
    path = home / f"{dataset.zh}_0001.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        fields = [dataset.fields[name] for name in rows[0]]
        writer.writerow([field.zh for field in fields])
        writer.writerows([[field.codes[row[field.name]][0] if field.codes else row[field.name] for field in fields] for row in rows])
    return receive(register_organ=True, actor=COMMAND_LINE, now=timezone.now(), path=path, organ=PAPER["issued_by"])


def act(name, case, step, outcome, reason="", **values):
    actor = actor_of(officer_named(name), "test")
    services.act(actor=actor, now=timezone.now(), case_id=case.pk, step=step, outcome=outcome, values=values, reason=reason)


def rate(client, case):
    answer = client.post(reverse("rate_in_case", args=[case.pk, "score_government"]), {"handling__choice": "rated"})
    assert answer.status_code == 302, answer.content.decode()


def test_points_are_counted_from_clues_that_stand(desk):
    assert Clue.objects.filter(model="reply_overdue", organ__name=UNIT).count() == 2
    today, year = timezone.localdate(), str(timezone.localdate().year)
    spec = catalog().procedures["unit_assessment"]
    actor = actor_of(officer_named("assessor"), "test")
    values = {"grading_year": year, "scheme": "government"}
    case = services.open_case(actor=actor, now=timezone.now(), procedure=spec, organs={"unit": UNIT}, values=values)
    act("assessor", case, "freeze", "government", frozen_on=str(today))
    client = desk("assessor")
    rate(client, case)
    act("assessor", case, "score_government", "scored")
    assert state_for(case.pk)[2].values["points"] == "4.80"
    act("assessor", case, "tell", "told", told_note=["二份没有回复。"])
    refuted = Clue.objects.filter(model="reply_overdue").earliest("pk")
    Clue.objects.filter(pk=refuted.pk).update(state="refuted")
    unit = next(one for one in Officer.objects.filter(organ__name=UNIT) if may(one, "case.handle", pack="assessment"))
    act(unit.username, case, "object", "objected", "一份已经回复", disputed_documents=["甲检建1号"])
    act("second", case, "recheck", "government_again", "回复没有登记", recheck_note=["属实。"])
    rate(client, case)
    act("assessor", case, "score_government", "scored")
    assert state_for(case.pk)[2].values["points"] == "4.90"
