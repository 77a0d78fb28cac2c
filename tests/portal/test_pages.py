"""The person's own pages, as a browser without script would walk them, and what an officer does about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.portal.conftest import BUREAU, OFFICE, PASSWORD, PERSON, PROCURATORATE, moment, text
from zhiheng.ledger.models import Entry
from zhiheng.portal.models import Look, Receipt
from zhiheng.procedure import services as procedure
from zhiheng.procedure.models import Case

pytestmark = pytest.mark.django_db
LEAVE = {
    "s-destination": "500103", "s-crosses_boundary": "true", "s-reason": "family", "s-proof": "医院通知", "s-from": "2026-07-05",
    "s-to": "2026-07-09", "s-days": "5", "s-applied_late": "false", "key": "k1",
}  # fmt: skip


def act(case, by, step, outcome, at, values, reason=""):
    procedure.act(actor=by, now=moment(at), case_id=case.pk, step=step, outcome=outcome, values=values, reason=reason)


def test_who_has_not_signed_in_is_sent_to_sign_in(client, organs):
    for address in ("/portal/me/", "/portal/me/term/", "/portal/me/check-in/", "/portal/me/asked/", "/portal/me/ask/leave/"):
        assert client.get(address)["Location"] == "/portal/sign-in/"
    for address in (
        "/portal/",
        "/portal/statistics/",
        "/portal/query/",
        "/portal/complain/",
        "/portal/receipts/",
        "/portal/kiosk/",
        "/portal/offline/",
    ):
        assert client.get(address).status_code == 200, address


def test_a_person_asks_for_leave_is_refused_and_objects(enter, account, by, clock):
    client = enter()
    assert "现在没有要办的事" in text(client.get("/portal/me/"))
    assert "外出审批" in text(client.get("/portal/me/asked/"))
    assert client.post("/portal/me/ask/leave/", {**LEAVE, "s-days": "4"}).status_code == 422
    given = text(client.post("/portal/me/ask/leave/", LEAVE))
    assert "R2026063000001" in given and OFFICE in given and "2026年7月2日" in given
    again = text(client.post("/portal/me/ask/leave/", LEAVE))
    assert "R2026063000001" in again and Receipt.objects.count() == Case.objects.filter(procedure="leave").count() == 1
    case = Case.objects.get(procedure="leave")
    assert case.subject == PERSON
    checked = {"good_reason": False, "days_two_months": 5, "office_delegated": True}
    act(case, by(OFFICE), "office", "refused", "2026-06-30T10:00", checked, "没有就医证明")
    act(case, by(OFFICE), "tell", "refused", "2026-06-30T11:00", {"told_text": ["没有证明，这次没有批准"]})
    clock("2026-06-30T12:00")
    page = text(client.get(f"/portal/me/cases/{case.pk}/"))
    assert "告知不予批准" in page and "没有证明，这次没有批准" in page and "社区矫正法 第二十七条" in page
    link = re.search(r'href="(/portal/me/ask/objection/\?[^"]+)"', page)[1].replace("&amp;", "&")
    form = text(client.get(link))
    assert 'value="2026-06-30"' in form
    sent = {"o-decision_title": "不予批准外出", "o-served_on": "2026-06-30", "s-ground": "facts", "s-text": "医院证明已补", "key": "k2"}
    receipt = text(client.post("/portal/me/ask/objection/", sent))
    assert "R2026063000002" in receipt and BUREAU in receipt and "2026年7月14日" in receipt
    objection = Case.objects.get(procedure="objection")
    said = {"reviewer_name": "乙", "decided_by": "甲", "changed_to": "准予外出", "review_text": ["证明属实"]}
    act(objection, by(BUREAU, "organ_leader"), "review", "changed", "2026-07-01T09:00", said)
    act(objection, by(BUREAU, "organ_leader"), "tell", "told", "2026-07-01T10:00", {"answer_text": ["准予外出，请重新申请"]})
    clock("2026-07-01T11:00")
    assert "准予外出，请重新申请" in text(client.get(f"/portal/me/cases/{objection.pk}/"))


def test_a_granted_leave_says_how_long_by_whom_and_why(enter, leave, by, clock, now):
    leave()
    case = Case.objects.get(procedure="leave")
    act(case, by(OFFICE), "office", "approved", "2026-06-30T10:00", {"good_reason": True, "days_two_months": 5, "office_delegated": True})
    act(case, by(OFFICE), "tell", "approved", "2026-06-30T11:00", {"leave_no": "外2026-1", "told_text": ["批准外出五日"]})
    clock("2026-06-30T12:00")
    client = enter()
    asked = text(client.get("/portal/me/asked/"))
    assert "外2026-1" in asked and "批准外出五日" in asked
    ahead = text(client.get("/portal/me/"))
    assert "外出期间" in ahead and "2026年7月9日" in ahead


def test_an_answer_that_is_late_says_whom_to_turn_to(enter, leave, clock):
    leave()
    clock("2026-07-10T09:00")
    page = text(enter().get("/portal/me/"))
    assert "已超过" in page and "可以向人民检察院反映" in page


def test_the_person_withdraws(enter, leave):
    leave()
    client, case = enter(), Case.objects.get(procedure="leave")
    page = text(client.get(f"/portal/me/cases/{case.pk}/"))
    assert "撤回" in page
    sent = {"group": "withdrawn-", "reason": "不去了", "seen": "2"}
    client.post(f"/portal/me/cases/{case.pk}/", sent)
    case.refresh_from_db()
    assert case.ended_on is not None and Case.objects.filter(procedure="leave").count() == 1


def test_a_matter_of_another_person_is_not_there(enter, leave, account, by, now):
    from zhiheng.models.in_force import catalog

    other = procedure.open_case(
        actor=by(BUREAU), now=now, procedure=catalog().procedures["breach"], subject={"number": "51010719880315123X", "name": "吴乙"},
        organs={"office": BUREAU, "agency": BUREAU, "procuratorate": PROCURATORATE}, values=BREACH,
    )  # fmt: skip
    client = enter()
    assert client.get(f"/portal/me/cases/{other.pk}/").status_code == 404
    assert client.post(f"/portal/me/cases/{other.pk}/", {"group": "done-file"}).status_code == 404


BREACH = {"category": "probation", "kind": "movement", "found_on": "2026-06-29", "found_by": "visit", "facts_found": ["未报告"]}


def test_what_is_looked_into_is_not_shown_before_it_was_told(enter, account, by, now):
    from zhiheng.models.in_force import catalog

    case = procedure.open_case(
        actor=by(BUREAU), now=now, procedure=catalog().procedures["breach"], subject={"number": PERSON, "name": "周甲"},
        organs={"office": BUREAU, "agency": BUREAU, "procuratorate": PROCURATORATE}, values=BREACH,
    )  # fmt: skip
    client = enter()
    assert not any("违规处理" in text(client.get(f"/portal/me/{page}")) for page in ("", "decisions/", "asked/", "data/"))
    assert client.get(f"/portal/me/cases/{case.pk}/").status_code == 404


def test_every_look_is_in_the_trace_and_the_person_sees_who_looked(enter, account):
    client = enter()
    client.get("/portal/me/")
    entry = Entry.objects.filter(act="portal.looked").latest("seq")
    assert account.number in entry.actor and PERSON not in f"{entry.actor}{entry.thing}{entry.details}" and "next" in entry.details
    assert Look.objects.filter(account=account).exists()
    assert "本人" in text(client.get("/portal/me/data/"))


def test_a_one_time_code_leads_to_a_password_and_is_good_once(client, by, now, account, monkeypatch):
    from zhiheng.portal.services import give_code
    from zhiheng.registry.core import machine

    code = give_code(actor=by(BUREAU), now=now, account_id=account.pk)
    given = {"number": account.number.lower(), "password": code}
    assert client.post("/portal/sign-in/", given)["Location"] == "/portal/password/"
    assert client.get("/portal/me/")["Location"] == "/portal/password/"
    assert client.post("/portal/password/", {"password": "12345678", "again": "12345678"}).status_code == 422
    assert client.post("/portal/password/", {"password": PASSWORD + "新", "again": PASSWORD + "新"})["Location"] == "/portal/me/"
    assert client.get("/portal/me/").status_code == 200
    client.post("/portal/sign-out/")
    assert client.post("/portal/sign-in/", given).status_code == 422
    again = give_code(actor=by(BUREAU), now=now, account_id=account.pk)
    at = machine.seconds()
    monkeypatch.setattr(machine, "seconds", lambda: at + 301)
    assert client.post("/portal/sign-in/", {"number": account.number, "password": again}).status_code == 422


def test_sign_in_waits_after_failures_and_a_visit_ends_by_itself(client, enter, account, monkeypatch):
    from zhiheng.registry.core import machine

    enter()
    at = machine.seconds()
    monkeypatch.setattr(machine, "seconds", lambda: at + 15 * 60)
    assert client.get("/portal/me/")["Location"] == "/portal/sign-in/"
    for _ in range(5):
        assert client.post("/portal/sign-in/", {"number": account.number, "password": "错"}).status_code == 422
    assert client.post("/portal/sign-in/", {"number": account.number, "password": PASSWORD}).status_code == 429


def test_what_is_kept_on_the_phone_is_only_kept_with_consent(enter):
    client = enter()
    assert not client.get("/portal/me/").has_header("X-Portal-Keep")
    client.post("/portal/choose/keep/")
    kept = client.get("/portal/me/")
    assert kept["X-Portal-Keep"] == "1" and kept["Cache-Control"] == "private, no-store"
    gone = client.post("/portal/sign-out/")
    assert gone["X-Portal-Clear"] == "1" and client.get("/portal/")["X-Portal-Clear"] == "1"


def test_the_shell_is_installable_and_loads_nothing_from_elsewhere(client, organs):
    from django.contrib.staticfiles import finders

    manifest = client.get("/portal/manifest.webmanifest").json()
    assert manifest["display"] == "standalone" and manifest["scope"] == "/portal/" and manifest["icons"]
    worker = client.get("/portal/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    home = text(client.get("/portal/"))
    scripts = [Path(finders.find(f"web/{name}")).read_text(encoding="utf-8") for name in ("portal.js", "portal-worker.js", "portal.css")]
    assert not re.findall(r"https?://", home + "".join(scripts)) and "style=" not in home and "onclick" not in home
    assert "script-src 'self'" in client.get("/portal/")["Content-Security-Policy"]


def test_large_type_stays_on_the_device(client, organs):
    client.post("/portal/choose/size/")
    assert 'class="large"' in text(client.get("/portal/"))
    client.post("/portal/choose/size/")
    assert 'class="large"' not in text(client.get("/portal/"))
