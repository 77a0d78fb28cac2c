"""A supervised person's month as the pages tell it, without a browser: what is asked, refused and granted, its day, why and article."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.portal.conftest import BUREAU, OFFICE, PERSON, PROCURATORATE, moment, text
from tests.portal.test_online_test import answers
from zhiheng.ledger.models import Entry as Traced
from zhiheng.models.in_force import catalog
from zhiheng.procedure import services as procedure
from zhiheng.procedure.models import Case
from zhiheng.register.models import Entry
from zhiheng.tracking.models import CheckIn
from zhiheng.tracking.services import CheckinDuty, set_checkin_duty

pytestmark = pytest.mark.django_db
COURT = "武侯区人民法院"
OPENING = {
    "judgment_no": "（2026）川0107刑初8号", "category": "probation", "decider_kind": "court", "effective_on": "2026-06-29",
    "term_start": "2026-06-29", "term_end": "2028-06-28", "sex": "male", "minor_when_convicted": False, "residence": "武侯区浆洗街",
}  # fmt: skip
LEAVE = {
    "s-destination": "500103", "s-crosses_boundary": "true", "s-reason": "family", "s-proof": "医院通知", "s-from": "2026-07-10",
    "s-to": "2026-07-14", "s-days": "5", "s-applied_late": "false",
}  # fmt: skip
CHECKED = {"days_two_months": 5, "office_delegated": True}
PAGES = ("", "term/", "decisions/", "study/", "points/", "health/", "data/", "asked/")


@pytest.fixture()
def go(by):
    """Does an act of an organ in a case at an instant."""

    def done(case, organ, event, at, values=None, reason="", role="organ_handler"):
        step, _, outcome = event.partition(".")
        given = {"case_id": case.pk, "step": step, "outcome": outcome, "values": values or {}, "reason": reason}
        procedure.act(actor=by(organ, role), now=moment(at), **given)

    return done


def opened(name, actor, now, values, **seats):
    organs = {"office": OFFICE, "agency": BUREAU, "procuratorate": PROCURATORATE, **seats}
    spec = catalog().procedures[name]
    known = {role: organ for role, organ in organs.items() if role in spec.roles}
    return procedure.open_case(
        actor=actor, now=now, procedure=spec, subject={"number": PERSON, "name": "周甲"}, organs=known, values=values
    )


def newest(name):
    return Case.objects.filter(procedure=name).latest("opened_at")


def all_pages(client):
    return " ".join(text(client.get(f"/portal/me/{page}")) for page in PAGES)


def test_the_person_is_told_to_report_and_no_longer_once_they_have(organs, enter, by, actor, now, go):
    from zhiheng.registry.services import ensure_organ

    organs[COURT] = ensure_organ(actor=actor, name=COURT, now=now)
    case = opened("enrolment", by(COURT), now, OPENING, decider=COURT)
    go(case, COURT, "notice.sent", "2026-06-30T09:00", {"noticed_on": "2026-06-30", "told_person": True})
    client = enter()
    page = text(client.get("/portal/me/"))
    assert "报到" in page and f"请您到{BUREAU}办理" in page and "2026年7月9日" in page
    go(case, BUREAU, "arrival.on_time", "2026-06-30T09:10", {"arrived_on": "2026-06-30", "received_how": "self"})
    assert f"请您到{BUREAU}办理" not in text(client.get("/portal/me/"))


def test_a_window_of_check_in_ends_with_its_grace_and_counts_once(enter, by, clock):
    """Nine to ten with ten minutes of grace: 8:59 and 10:10 are outside, 10:09 is within; a second one is refused."""
    duty = CheckinDuty(PERSON, "周甲", "武司签1号", "矫正方案", date(2026, 7, 1), date(2026, 7, 31), [(540, 600, 10)])
    order = set_checkin_duty(actor=by(BUREAU), now=clock("2026-07-01T08:00"), duty=duty)
    client = enter()

    def tried(at, **more):
        clock(at)
        enter()
        return client.post("/portal/me/check-in/", {"order": str(order.pk), **more})

    for outside in ("2026-07-01T08:59", "2026-07-01T10:10", "2026-08-01T09:30"):
        refused = tried(outside)
        assert refused.status_code == 422 and "现在不在签到时段内" in text(refused), outside
    assert CheckIn.objects.count() == 0
    assert tried("2026-07-02T10:09").status_code == 302 and CheckIn.objects.get().state == "stands"
    assert "本时段已经签到" in text(tried("2026-07-02T10:09"))
    picture = SimpleUploadedFile("self.jpg", b"\xff\xd8\xff\xe0" + b"0" * 300, "image/jpeg")
    assert tried("2026-07-03T09:30", picture=picture).status_code == 302
    assert [one.state for one in CheckIn.objects.order_by("at")] == ["stands", "waiting"]  # a picture waits for an officer
    clock("2026-07-03T09:40")
    enter()
    assert client.post("/portal/me/check-in/", {"order": str(order.pk + 1)}).status_code in {404, 422}


def test_a_leave_is_refused_with_why_and_article_objected_to_and_another_granted(enter, go, clock):
    client = enter()
    receipt = text(client.post("/portal/me/ask/leave/", {**LEAVE, "key": "k1"}))
    assert "R2026063000001" in receipt and OFFICE in receipt and "2026年7月2日" in receipt  # two working days from Tuesday
    refused = newest("leave")
    go(refused, OFFICE, "office.refused", "2026-06-30T10:00", {"good_reason": False, **CHECKED}, "没有就医证明")
    page = text(client.get(f"/portal/me/cases/{refused.pk}/"))
    assert "没有就医证明" not in page  # not before it was told
    go(refused, OFFICE, "tell.refused", "2026-06-30T11:00", {"told_text": ["没有证明，这次没有批准"]})
    page = text(client.get(f"/portal/me/cases/{refused.pk}/"))
    assert "没有证明，这次没有批准" in page and "社区矫正法 第二十七条" in page
    link = re.search(r'href="(/portal/me/ask/objection/\?[^"]+)"', page)[1].replace("&amp;", "&")
    assert 'value="2026-06-30"' in text(client.get(link))
    sent = {"o-decision_title": "不予批准外出", "o-served_on": "2026-06-30", "s-ground": "facts", "s-text": "证明已补", "key": "k2"}
    receipt = text(client.post("/portal/me/ask/objection/", sent))
    assert "R2026063000002" in receipt and "2026年7月14日" in receipt  # ten working days
    assert "R2026063000002" in text(client.post("/portal/me/ask/objection/", sent))
    assert Case.objects.filter(procedure="objection").count() == 1
    objection = newest("objection")
    said = {"reviewer_name": "乙", "decided_by": "甲", "review_text": ["没有新的证明"]}
    go(objection, BUREAU, "review.kept", "2026-07-01T09:00", said, "没有新的证明", role="organ_leader")
    go(objection, BUREAU, "tell.still_objects", "2026-07-01T10:00", {"answer_text": ["维持，可以向人民检察院提出"]}, role="organ_leader")
    clock("2026-07-01T11:00")
    enter()
    assert "维持，可以向人民检察院提出" in text(client.get(f"/portal/me/cases/{objection.pk}/"))
    client.post("/portal/me/ask/leave/", {**LEAVE, "key": "k3"})
    granted = newest("leave")
    assert granted.pk != refused.pk
    go(granted, OFFICE, "office.approved", "2026-07-01T12:00", {"good_reason": True, **CHECKED})
    go(granted, OFFICE, "tell.approved", "2026-07-01T13:00", {"leave_no": "外2026-1", "told_text": ["批准外出五日"]})
    clock("2026-07-01T14:00")
    enter()
    ahead = text(client.get("/portal/me/"))
    assert "外出期间" in ahead and "2026年7月14日" in ahead and "外2026-1" in text(client.get("/portal/me/asked/"))
    go(granted, OFFICE, "out.returned", "2026-07-14T18:00", {"returned_at": "2026-07-14T17:30"})
    go(granted, OFFICE, "close.closed", "2026-07-14T18:30", {"leave_covered": True})
    clock("2026-07-14T19:00")
    enter()
    assert "外出期间" not in text(client.get("/portal/me/"))


def test_a_unit_is_learned_the_test_missed_taken_again_and_only_once_more(enter, by, go, clock):
    from zhiheng.register import services as register

    given = {
        "subject_name": "周甲", "id_number": PERSON, "unit": "rules-01", "course": "报告与签到", "assign_reason": "entry_pack",
        "way": "online", "hours": "2", "due_on": "2026-07-03",
    }  # fmt: skip
    register.enter(
        actor=by(OFFICE), now=moment("2026-06-30T09:00"), catalog=catalog(), register="study_assignments",
        wanted=register.RegisterAct("assign", given),
    )  # fmt: skip
    case = opened("education_test", by(OFFICE), moment("2026-06-30T09:00"), {"unit": "rules-01", "due_on": "2026-07-03"})
    client, address = enter(), f"/portal/me/cases/{case.pk}/"
    assert "2026年7月3日" in text(client.get("/portal/me/")) and "报告与签到" in text(client.get("/portal/me/study/"))
    assert client.post(address, {"group": "done-answer", "outcome": "submitted", **answers(11)}).status_code == 302
    go(case, OFFICE, "mark.failed", "2026-07-01T09:00")
    clock("2026-07-01T10:00")
    enter()
    page = text(client.get(address))
    assert "不及格，七日内补考" in page and "2026年7月7日" in text(client.get("/portal/me/"))  # seven days from 30 June
    again = {name.replace("answer", "again"): value for name, value in answers(11).items()}
    assert client.post(address, {"group": "done-again", "outcome": "submitted", **again}).status_code == 302
    go(case, OFFICE, "mark_again.failed", "2026-07-02T09:00")
    assert client.post(address, {"group": "done-again", "outcome": "submitted", **again}).status_code in {403, 404, 409, 422}
    kept = Entry.objects.get(register="education_tests")
    assert (kept.values["score"], kept.values["second_score"], kept.state) == (55, 55, "failed_twice")
    assert "补考不及格" in text(client.get(address))


def test_a_complaint_has_its_receipt_its_clock_and_is_seen_only_by_whom_it_went_to(enter, go, clock, officer, client):
    """To the bureau: five working days to sort; to the procuratorate: the bureau sees nothing of it, the person one matter."""
    signed = enter()
    sent = {"s-kind": "conduct", "s-about": OFFICE, "s-text": "公益活动超时", "s-reply_way": "page", "organ": PROCURATORATE,
            "outcome": "to_procuratorate", "key": "k9"}  # fmt: skip
    form = text(signed.get("/portal/complain/"))
    prefix = re.search(r'name="([^"]*)about"', form)[1]
    kind = re.search(rf'<select[^>]*name="{prefix}kind".*?<option value="(\w+)"', form, re.S)[1]
    sent = {name.replace("s-", prefix, 1): value for name, value in sent.items()} | {prefix + "kind": kind}
    receipt = text(signed.post("/portal/complain/", sent))
    number = re.search(r"R2026063000\d+", receipt)[0]
    assert PROCURATORATE in receipt and "2026年7月30日" in receipt  # thirty days
    case = newest("complaint")
    assert number in text(signed.get("/portal/me/asked/"))
    client.logout()
    client.force_login(officer(BUREAU), "django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    client.force_login(officer(PROCURATORATE), "django.contrib.auth.backends.ModelBackend")
    assert "公益活动超时" in text(client.get(f"/cases/{case.pk}/"))
    go(case, PROCURATORATE, "examine.answered", "2026-07-10T09:00", {"complaint_result": ["已纠正，按方案安排公益活动"]})
    clock("2026-07-10T10:00")
    shown = text(enter().get("/portal/me/asked/"))
    assert number in shown and "已纠正，按方案安排公益活动" in shown


def test_what_must_not_be_shown_is_on_no_page_of_the_person(enter, by, now, go):
    """Rows of the matrix that say no: who reported, others in a hit; what is looked into before it is told. Every look is in the trace."""
    breach = {"category": "probation", "kind": "movement", "found_on": "2026-06-29", "found_by": "report", "facts_found": ["李某举报外出"]}
    opened("breach", by(OFFICE), now, breach)
    clue = opened(
        "check_clue", by(BUREAU), now,
        {"round_no": "2026-180", "round_on": "2026-06-30", "category": "probation", "set": "hotel", "identity": "exact",
         "first_on": "2026-06-29", "evidence": ["渝中区住宿一条，同住人王某"], "leave_checked": ["没有请假"]},
    )  # fmt: skip
    go(clue, BUREAU, "assign.assigned", "2026-06-30T09:30", {"assigned_to": "司法所"})
    client = enter()
    shown = all_pages(client)
    assert not [word for word in ("李某", "王某", "举报外出", "核查线索", "渝中区住宿") if word in shown]
    looks = [one.details for one in Traced.objects.filter(act="portal.looked")]
    assert len(looks) >= len(PAGES) - 2 and PERSON not in str(looks)
