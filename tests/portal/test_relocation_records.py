"""What a relocation, a revocation or a release decides becomes a record that screening reads; what the record said before stays."""

from __future__ import annotations

from datetime import date

import pytest

from tests.portal.conftest import BUREAU, OFFICE, PERSON, PROCURATORATE, moment
from zhiheng.ledger.core.actor import Actor

pytestmark = pytest.mark.django_db
NEW, COURT, POLICE = "沙坪坝区社区矫正管理局", "武侯区人民法院", "武侯区公安分局"
ENROLLED = {
    "person_no": "P1", "id_number": PERSON, "name": "周甲", "judgment_no": "（2026）川0107刑初1号", "category": "probation",
    "division": "510107",
    "office": OFFICE, "documents_received_on": "2026-03-01", "reported_on": "2026-03-03", "enrolled_on": "2026-03-03",
    "term_start": "2026-03-01", "term_end": "2028-02-28", "exit_ban_reported_on": "2026-03-05",
}  # fmt: skip
SEATS = {
    "office": OFFICE, "agency": BUREAU, "new_agency": NEW, "decider": COURT, "old_procuratorate": PROCURATORATE, "old_police": POLICE,
    "new_procuratorate": PROCURATORATE, "new_police": POLICE,
}  # fmt: skip


@pytest.fixture()
def more(organs, actor, now):
    from zhiheng.registry.services import ensure_organ

    for name in (NEW, COURT, POLICE):
        organs[name] = ensure_organ(actor=actor, name=name, now=now)


@pytest.fixture()
def relocated(more, by, clock):
    """Walks a relocation to the papers that were sent on; does further acts of it."""
    from zhiheng.models.in_force import catalog
    from zhiheng.procedure import services

    begun = clock("2026-05-06T09:00")
    case = services.apply_as_person(
        actor=Actor(f"person:{PERSON}", "周甲", "", "test"), now=begun, procedure=catalog().procedures["relocation"], outcome="submitted",
        organs=SEATS, subject={"number": PERSON, "name": "周甲"}, key="r1",
        values={"new_address": "沙坪坝区", "new_division": "500106", "reason": "work", "proof": ["劳动合同"]},
    )  # fmt: skip

    def go(organ, step, outcome, at, **values):
        services.act(
            actor=by(organ, "organ_leader" if organ == BUREAU else "organ_handler"),
            now=moment(at),
            case_id=case.pk,
            step=step,
            outcome=outcome,
            values=values,
        )

    go(OFFICE, "opinion", "passed", "2026-05-07T09:00", office_opinion=["属实"])
    go(BUREAU, "consult", "sent", "2026-05-08T09:00")
    go(NEW, "reply", "agreed", "2026-05-13T09:00", reply="agree")
    go(BUREAU, "decide", "changed", "2026-05-15T09:00", decision_reason=["符合条件"])
    go(BUREAU, "hand_over", "sent", "2026-05-19T09:00", file_list=["执行档案"])
    return go


def rows():
    from zhiheng.work.services.earlier import records_of

    return {row["_organ"]: row for row in records_of(["corrections_cases"], PERSON)["corrections_cases"]}


def test_a_moved_person_is_supervised_in_the_new_place_and_no_longer_in_the_old(record, relocated):
    record("corrections_cases", **ENROLLED)
    relocated(NEW, "receive", "received", "2026-05-20T09:00", new_office="歌乐山司法所")
    old, new = rows()[BUREAU], rows()[NEW]
    assert (old["end_reason"], old["released_on"], old["division"], old["reported_on"]) == (
        "moved",
        date(2026, 5, 20),
        "510107",
        date(2026, 3, 3),
    )
    assert (new["division"], new["office"], new["documents_received_on"], new["reported_on"]) == (
        "500106", "歌乐山司法所", date(2026, 5, 20), None,
    )  # fmt: skip
    assert (new["person_no"], new["category"], new["term_end"], new["end_reason"]) == ("P1", "probation", date(2028, 2, 28), None)
    relocated(NEW, "arrive", "arrived", "2026-05-22T09:00", arrived_on="2026-05-21")
    assert rows()[NEW]["reported_on"] == date(2026, 5, 21) and rows()[BUREAU]["end_reason"] == "moved"


def test_who_arrives_before_the_papers_is_recorded_with_them(record, relocated):
    """Before the receipt the old place answers: nothing of its record changes."""
    record("corrections_cases", **ENROLLED)
    relocated(NEW, "arrive", "arrived", "2026-05-20T09:00", arrived_on="2026-05-20")
    assert set(rows()) == {BUREAU} and rows()[BUREAU]["reported_on"] == date(2026, 3, 3)
    relocated(NEW, "receive", "received", "2026-05-21T09:00")
    assert (rows()[NEW]["reported_on"], rows()[NEW]["office"]) == (date(2026, 5, 20), None)


def test_a_leave_and_a_permit_that_are_open_end_when_the_file_is_handed_over(more, account, leave, by, now, clock, request):
    """Transfer in mid-leave: the old place ends what it granted, the new one decides again."""
    from zhiheng.models.in_force import catalog
    from zhiheng.procedure import services
    from zhiheng.procedure.models import Case

    clock("2026-05-06T08:00")
    leave(at=moment("2026-05-06T08:00"), **{"from": "2026-05-15", "to": "2026-05-21", "days": 7})
    out = Case.objects.get(procedure="leave")
    given = {"actor": by(OFFICE), "case_id": out.pk, "now": moment("2026-05-06T08:30")}
    services.act(**given, step="office", outcome="approved", values={"good_reason": True, "days_two_months": 7, "office_delegated": True})
    services.act(**given, step="tell", outcome="approved", values={"leave_no": "外9", "told_text": ["批准外出七日"]})
    permit = services.apply_as_person(
        actor=Actor(f"person:{PERSON}", "周甲", "", "test"), now=moment("2026-05-06T08:40"),
        procedure=catalog().procedures["frequent_travel"],
        outcome="submitted", organs={"office": OFFICE, "agency": BUREAU, "procuratorate": PROCURATORATE}, key="f1",
        subject={"number": PERSON, "name": "周甲"},
        values={"places": "成都—重庆", "frequency": "每月二次", "reason": "business", "reason_text": ["采购"], "proof": ["合同"],
                "valid_from": "2026-05-11", "valid_to": "2026-11-11", "report_way": "phone"},
    )  # fmt: skip
    go = request.getfixturevalue("relocated")
    out.refresh_from_db()
    permit.refresh_from_db()
    assert (out.result, out.ended_on, permit.result) == ("relocated", date(2026, 5, 19), "relocated")
    go(NEW, "receive", "received", "2026-05-20T09:00")


def test_a_leave_asked_after_the_hand_over_ends_when_the_old_place_has_the_receipt(more, account, leave, clock, request):
    """Until the receipt the old place answers for who asks; from then on the new one decides, and nothing stays open at the old."""
    from zhiheng.procedure.models import Case

    go = request.getfixturevalue("relocated")
    clock("2026-05-19T15:00")
    leave(at=moment("2026-05-19T15:00"), **{"from": "2026-05-25", "to": "2026-05-27", "days": 3})
    asked = Case.objects.get(procedure="leave")
    go(NEW, "receive", "received", "2026-05-20T09:00")
    asked.refresh_from_db()
    assert asked.ended_on is None
    go(BUREAU, "receipt", "noted", "2026-05-20T16:00")
    asked.refresh_from_db()
    assert (asked.result, asked.ended_on) == ("relocated", date(2026, 5, 20))


def test_nothing_is_recorded_of_whom_no_record_knows(relocated):
    relocated(NEW, "receive", "received", "2026-05-20T09:00")
    assert rows() == {}
