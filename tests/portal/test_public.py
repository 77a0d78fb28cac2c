"""Complaints with receipts, published numbers, check-ins with pictures, and the officers' side."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.portal.conftest import BUREAU, OFFICE, PASSWORD, PERSON, PROCURATORATE, moment, text
from zhiheng.ledger.models import Entry
from zhiheng.portal.core.suppression import published
from zhiheng.portal.models import Account, QueryCode, Receipt
from zhiheng.procedure import services as procedure
from zhiheng.procedure.models import Case

pytestmark = pytest.mark.django_db
COMPLAINT = {"kind": "service", "about": "服务时间", "text": "上班时间无人", "outcome": "received", "organ": BUREAU, "key": "c1"}
PICTURE = b"\xff\xd8\xff\xe0" + b"0" * 200


def login(client, who):
    client.force_login(who, "django.contrib.auth.backends.ModelBackend")
    return client


def test_anybody_complains_and_follows_it_by_the_receipt(client, organs, by, clock):
    assert client.post("/portal/complain/", {**COMPLAINT, "organ": ""}).status_code == 422
    assert client.post("/portal/complain/", {**COMPLAINT, "organ": PROCURATORATE}).status_code == 422
    given = text(client.post("/portal/complain/", {**COMPLAINT, "anonymous": "true"}))
    number, code = re.search(r"R\d{13}", given)[0], re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", given)[0]
    case = Case.objects.get(procedure="complaint")
    assert case.subject_name == "匿名" and Receipt.objects.get().digest in given and Receipt.objects.get().account is None
    procedure.act(
        actor=by(BUREAU), now=moment("2026-06-30T10:00"), case_id=case.pk, step="sort", outcome="accepted", values={"handler_name": "乙"}
    )
    clock("2026-06-30T11:00")
    followed = text(client.post("/portal/receipts/", {"number": number.lower(), "code": code.replace("-", " ").lower()}))
    assert "受理" in followed and "正在办理" in followed and "乙" not in followed
    assert client.post("/portal/receipts/", {"number": number, "code": "AAAA-AAAA-AAAA"}).status_code == 422


def test_who_is_signed_in_sees_the_receipt_of_a_complaint_that_is_not_anonymous(enter, account):
    client = enter()
    client.post("/portal/complain/", {**COMPLAINT, "outcome": "to_procuratorate", "organ": PROCURATORATE})
    assert Receipt.objects.get().account == account and Receipt.objects.get().number in text(client.get("/portal/me/data/"))
    client.post("/portal/complain/", {**COMPLAINT, "key": "c2", "anonymous": "true"})
    hidden = Receipt.objects.latest("pk")
    assert hidden.account is None and PERSON not in str([row.values for row in Case.objects.get(pk=hidden.case).events.all()])


def test_the_agency_learns_only_how_many_matters_lie_with_the_procuratorate(enter, account, officer):
    client = enter()
    client.post("/portal/complain/", {**COMPLAINT, "outcome": "to_procuratorate", "organ": PROCURATORATE, "text": "每月超过规定时间"})
    case = Case.objects.get(procedure="complaint")
    login(client, officer(BUREAU))
    page = text(client.get(f"/portal-accounts/{account.pk}/"))
    assert "1 件由检察院办理" in page and "超过规定时间" not in page
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    login(client, officer(PROCURATORATE, "prosecutor"))
    assert "每月超过规定时间" in text(client.get(f"/cases/{case.pk}/"))


def test_published_tables_hide_small_cells_and_round_the_total():
    county = published({"甲县": 12, "乙县": 3, "丙县": 0})
    assert county.cells == {"甲县": 12, "乙县": None, "丙县": 0} and county.total == 20 and county.rounded and county.hidden == 1
    assert published({"甲县": 7, "乙县": 5}).total == 12
    assert published({"甲县": 3}).total is None
    for small in range(1, 5):
        assert published({"甲县": 12, "乙县": small}).total in {10, 20}


def test_statistics_name_nobody(client, account, leave):
    leave()
    page = text(client.get("/portal/statistics/"))
    assert "本人申请" in page and "—" in page and "周甲" not in page and PERSON not in page


@pytest.fixture()
def duty(account, by, now):
    """A window from 8:30 to 9:30."""
    from zhiheng.tracking.services import CheckinDuty, set_checkin_duty

    wanted = CheckinDuty(PERSON, "周甲", "武司签1号", "矫正方案", date(2026, 6, 30), date(2026, 7, 31), [(510, 570, 0)])
    return set_checkin_duty(actor=by(BUREAU), now=moment("2026-06-30T08:00"), duty=wanted)


def test_a_check_in_counts_once_in_its_window_and_an_officer_compares_the_picture(enter, duty, officer, clock, by):
    from zhiheng.tracking.models import Alarm, CheckIn
    from zhiheng.tracking.services import watch_orders

    client = enter()
    assert "去签到" in text(client.get("/portal/me/")) and "2026年6月30日09:30" in text(client.get("/portal/me/"))
    large = SimpleUploadedFile("a.jpg", b"\xff\xd8" + b"0" * (6 * 1024 * 1024))
    assert client.post("/portal/me/check-in/", {"order": duty.pk, "picture": large}).status_code == 422
    sent = client.post("/portal/me/check-in/", {"order": duty.pk, "picture": SimpleUploadedFile("我.jpg", PICTURE)}, follow=True)
    assert "由工作人员比对" in text(sent) and CheckIn.objects.get().state == "waiting"
    assert client.post("/portal/me/check-in/", {"order": duty.pk}).status_code == 422
    made = CheckIn.objects.get()
    login(client, officer(BUREAU))
    assert "周甲" in text(client.get("/tracking/check-ins/"))
    assert client.get(f"/tracking/check-ins/{made.pk}/pictures/own/").content != PICTURE
    given = client.get(
        f"/tracking/check-ins/{made.pk}/pictures/own/",
        headers={"Zhiheng-Purpose": "%E6%A0%B8%E5%AF%B9%E7%AD%BE%E5%88%B0%E7%85%A7%E7%89%87%E6%98%AF%E5%90%A6%E6%9C%AC%E4%BA%BA"},
    )
    assert given.content == PICTURE
    assert "没有写明理由" in text(client.post(f"/tracking/check-ins/{made.pk}/compare/", {"outcome": "different"}, follow=True))
    clock("2026-06-30T10:00")
    assert watch_orders(actor=by(BUREAU), now=moment("2026-06-30T10:00")) == 0
    client.post(f"/tracking/check-ins/{made.pk}/compare/", {"outcome": "different", "note": "不是本人"})
    assert watch_orders(actor=by(BUREAU), now=moment("2026-06-30T10:05")) == 1 and Alarm.objects.get().kind == "checkin_missed"


def test_no_check_in_of_another_person_or_outside_the_window(enter, duty, clock):
    client = enter()
    assert client.post("/portal/me/check-in/", {"order": duty.pk + 1}).status_code == 422
    clock("2026-06-30T10:00")
    assert client.post("/portal/me/check-in/", {"order": duty.pk}).status_code == 422
    assert "下一个时段" in text(client.get("/portal/me/check-in/")) and "7月1日" in text(client.get("/portal/me/check-in/"))


def test_an_officer_opens_an_account_and_hands_out_the_code(client, officer, organs, clock):
    login(client, officer(BUREAU))
    form = {
        "kind": "person", "name": "周甲", "person": PERSON, "organ_office": OFFICE, "organ_agency": BUREAU,
        "organ_procuratorate": PROCURATORATE,
    }  # fmt: skip
    page = text(client.post("/portal-accounts/", form))
    made = Account.objects.get()
    code = re.search(r"代码 (\d{6})", page)[1]
    assert made.number in page and code not in str(vars(made)) and PERSON not in page
    assert client.post("/portal-accounts/", form).status_code == 422
    assert Entry.objects.filter(act="portal.account.opened").exists()
    client.logout()
    assert client.post("/portal/sign-in/", {"number": made.number, "password": code})["Location"] == "/portal/password/"
    login(client, officer(BUREAU))
    client.post(f"/portal-accounts/{made.pk}/", {"act": "close", "reason": "解除矫正"})
    assert client.get("/portal/me/")["Location"] == "/portal/sign-in/"
    login(client, officer(OFFICE))
    assert client.get(f"/portal-accounts/{made.pk}/").status_code == 404


def test_an_officer_issues_a_query_code_in_the_case_and_recalls_it(client, leave, officer):
    case = leave().case
    login(client, officer(OFFICE))
    assert f"/cases/{case}/query-codes/" in text(client.get(f"/cases/{case}/"))
    form = {"audience": "family", "holder": "周母", "relation": "母子，户口簿已核", "met": ["consent"]}
    page = text(client.post(f"/cases/{case}/query-codes/", form))
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page)[0]
    assert "查询告知书" in page and client.post("/portal/query/", {"code": code}).status_code == 302
    client.post(f"/cases/{case}/query-codes/{QueryCode.objects.get().pk}/recall/", {"reason": "本人撤回同意"})
    assert "已收回" in text(client.get(f"/cases/{case}/query-codes/"))
    assert client.get("/portal/query/case/").status_code == 404


def test_records_and_ledgers_of_the_person_are_read_and_of_nobody_else(enter, record, account):
    row = {
        "id_type": "resident", "person_no": "P1", "category": "probation", "division": "510107", "documents_received_on": "2026-03-10",
        "term_start": "2026-03-19", "term_end": "2027-03-18", "judgment_no": "（2026）川0107刑初1号", "office": OFFICE,
    }  # fmt: skip
    record("corrections_cases", id_number=PERSON, name="周甲", **row)
    record(
        "corrections_cases",
        id_number="51010719880315123X",
        name="吴乙",
        **{**row, "judgment_no": "（2026）川0107刑初99号", "person_no": "P2"},
    )
    page = text(enter().get("/portal/me/term/"))
    assert "2027年3月18日" in page and "刑初1号" in page and "刑初99号" not in page


def test_the_password_is_nowhere(account):
    assert PASSWORD not in str(vars(account)) and PASSWORD not in " ".join(str(one.details) for one in Entry.objects.all())
