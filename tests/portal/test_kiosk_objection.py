"""A prisoner objects to the month's points at the kiosk: in his own name, with a receipt, and the month's ledger knows at once."""

from __future__ import annotations

import pytest

from tests.portal.conftest import OTHER, PERSON, PRISON, moment, text
from zhiheng.models.in_force import catalog
from zhiheng.portal.services import Enrolled, open_account
from zhiheng.procedure import services as procedure
from zhiheng.procedure.models import Case
from zhiheng.register import services as register
from zhiheng.register.models import Entry
from zhiheng.register.services import RegisterAct
from zhiheng.registry.core import machine

pytestmark = pytest.mark.django_db
MONTH = {
    "ward": "一监区", "month_end": "2026-06-30", "days": 30, "strict": False, "supervision_base": "35", "supervision_bonus": "0",
    "supervision_deducted": "3", "supervision": "32", "education_base": "35", "education_bonus": "0", "education_deducted": "0",
    "education": "35", "labour_base": "30", "labour_bonus": "0", "labour_deducted": "0", "labour": "30", "special": "0", "penalty": "0",
    "base_total": "100", "total": "97", "below_base": True, "before": "500", "cumulated": "597",
}  # fmt: skip
ASK = "/portal/kiosk/ask/score_objection/"


@pytest.fixture()
def month(organs, by, clock):
    """A month of a prisoner, drawn up and published on 1 July 2026."""

    def made(name, number):
        at, actor = clock("2026-07-01T09:00"), by(PRISON)
        values = {"subject_name": name, "id_number": number, **MONTH}
        shared = {"actor": actor, "now": at, "catalog": catalog()}
        entry = register.enter(**shared, register="conduct_months", wanted=RegisterAct("draw_up", values))
        return register.act(**shared, entry_id=entry.pk, wanted=RegisterAct("notice", {"noticed_on": "2026-07-01"}))

    return made


@pytest.fixture()
def at_kiosk(client, by, now):
    made, code = open_account(actor=by(PRISON), now=now, enrolled=Enrolled(OTHER, "罗乙", kind="prisoner"))
    assert client.post("/portal/kiosk/", {"number": made.number, "code": code}).status_code == 302
    return client


def asked(entry, **more):
    return {
        "key": "k1", "o-decision_title": "月考核", "o-served_on": "2026-07-01", "o-decision_no": entry.number,
        "s-objection_text": "扣分当日在医院", "outcome": "filed", **more,
    }  # fmt: skip


def test_an_objection_is_filed_with_a_receipt_and_decided(month, at_kiosk, clock, by, monkeypatch):
    entry = month("罗乙", OTHER)
    page = text(at_kiosk.get("/portal/kiosk/own/"))
    assert "不同意，申请复查" in page
    address = page.split('href="/portal/kiosk/ask/score_objection/?')[1].split('"')[0].replace("&amp;", "&")
    form = text(at_kiosk.get(f"{ASK}?{address}"))
    assert entry.number in form
    assert 'value="2026-07-01"' in form
    began = machine.seconds()
    monkeypatch.setattr(machine, "seconds", lambda: began + 240)  # it is written longer than the minute of reading
    clock("2026-07-02T10:00")
    receipt = at_kiosk.post(ASK, asked(entry))
    assert "已交川西监狱" in text(receipt)
    assert "2026年7月9日" in text(receipt)  # 五个工作日
    assert receipt["Refresh"].startswith("60;")
    entry.refresh_from_db()
    assert (entry.state, entry.values["objection"], entry.values["objected_on"]) == ("objected", ["扣分当日在医院"], "2026-07-02")
    assert entry.acts.last().actor_name == "罗乙"
    case = Case.objects.get(procedure="score_objection")
    assert case.subject == OTHER
    kept = {"case_id": case.pk, "step": "recheck", "outcome": "kept", "values": {"recheck_text": ["监控证实在监区"]}, "reason": "记录无误"}
    procedure.act(actor=by(PRISON, "organ_leader"), now=moment("2026-07-06T09:00"), **kept)
    entry.refresh_from_db()
    assert (entry.state, entry.values["recheck_note"]) == ("answered", ["监控证实在监区"])
    clock("2026-07-07T09:00")
    told = text(at_kiosk.get(f"/portal/kiosk/cases/{case.pk}/"))
    assert "监控证实在监区" in told
    again = {"group": "done-ask_again", "done-ask_again-objection_text": "记录缺一日", "outcome": "filed", "key": "k2"}
    assert at_kiosk.post(f"/portal/kiosk/cases/{case.pk}/", again)["Location"] == f"/portal/kiosk/cases/{case.pk}/"
    entry.refresh_from_db()
    assert entry.state == "reviewing"


def test_the_month_of_another_is_not_objected_to(month, at_kiosk, clock):
    other = month("王甲", PERSON)
    clock("2026-07-02T10:00")
    answer = at_kiosk.post(ASK, asked(other))
    assert answer.status_code == 422
    assert "没有这个编号的本人条目" in text(answer)
    other.refresh_from_db()
    assert other.state == "noticed"
    assert not Case.objects.filter(procedure="score_objection").exists()
    assert at_kiosk.post(ASK, asked(other, **{"o-decision_no": ""})).status_code == 200  # 不写编号的照样受理，由监区核对
    assert Entry.objects.get(pk=other.pk).state == "noticed"


def test_after_three_working_days_it_is_late(month, at_kiosk, clock):
    """By the day of the publication that the ledger holds, whatever day is written in the form."""
    entry = month("罗乙", OTHER)
    clock("2026-07-07T10:00")
    for day, said in (("2026-07-01", "申请复查已超过三个工作日"), ("2026-07-06", "由监区写明理由登记")):
        answer = at_kiosk.post(ASK, asked(entry, **{"o-served_on": day}))
        assert answer.status_code == 422
        assert said in text(answer)
    assert Entry.objects.get(pk=entry.pk).state == "noticed"


def test_nobody_else_comes_to_the_form(client, organs):
    assert client.get(ASK)["Location"] == "/portal/kiosk/"
