"""Days and the sum of two months are counted from the leaves on record: those imported, and those a case here recorded."""

from __future__ import annotations

import pytest

from tests.portal.conftest import OFFICE, PERSON, moment, text
from zhiheng import procedure
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.models import Case

pytestmark = pytest.mark.django_db
CHECKED = {"good_reason": True, "office_delegated": True}


@pytest.fixture()
def go(by):
    """Does an act of the office (or another organ) in the newest leave."""
    from zhiheng.procedure import services

    def done(step, outcome, at, values, reason="", organ=OFFICE):
        case = Case.objects.filter(procedure="leave").latest("opened_at")
        services.act(actor=by(organ), now=moment(at), case_id=case.pk, step=step, outcome=outcome, values=values, reason=reason)

    return done


def values_of(case):
    return procedure.selectors.state_for(case.pk)[2].values


def test_leaves_on_record_decide_who_approves(leave, record, go, by, clock, client, officer):
    """Seven days are the office's; with twenty-five of an imported leave they are thirty-two, for the upper agency."""
    record("leaves", leave_no="旧1", id_number=PERSON, name="周甲", destination="500103", from_date="2026-06-01", to_date="2026-06-25",
           approver="county")  # fmt: skip
    leave(**{"from": "2026-07-05", "to": "2026-07-11", "days": None})
    client.force_login(officer(OFFICE))
    case = Case.objects.get(procedure="leave")
    page = text(client.get(f"/cases/{case.pk}/"))
    assert 'value="32"' in page and "两个月累计 32 日" in page
    with pytest.raises(ActRefused, match="少于算得的 32"):
        go("office", "approved", "2026-06-30T10:00", {**CHECKED, "days_two_months": 7})
    with pytest.raises(ActRefused, match="上一级社区矫正机构批准"):
        go("office", "approved", "2026-06-30T10:00", CHECKED)
    go("office", "passed_up", "2026-06-30T10:00", CHECKED)
    found = values_of(case)
    assert (found["days"], found["days_two_months"], found["leaves_two_months"]) == (7, 32, 2)


def test_a_leave_decided_here_counts_in_the_next_one_by_the_day_of_return(leave, go, clock):
    """Five days were granted and three taken: with the next five that is eight."""
    leave()
    go("office", "approved", "2026-06-30T10:00", CHECKED)
    go("tell", "approved", "2026-06-30T11:00", {"leave_no": "外1", "told_text": ["批准"]})
    go("out", "returned", "2026-07-07T09:00", {"returned_at": "2026-07-07T08:00"})
    go("close", "closed", "2026-07-07T10:00", {"leave_covered": True})
    clock("2026-07-10T09:00")
    leave(key="2", at=moment("2026-07-10T09:00"), **{"from": "2026-07-20", "to": "2026-07-24"})
    go("office", "approved", "2026-07-10T10:00", CHECKED)
    case = Case.objects.filter(procedure="leave").latest("opened_at")
    assert values_of(case)["days_two_months"] == 8
    assert case.events.get(step="office").more["counted"]["days_two_months"].endswith("含本次共 2 次、8 日")


def test_days_other_than_the_dates_are_refused(leave):
    with pytest.raises(ActRefused, match="算得的 5"):
        leave(days=4)


def test_records_of_another_person_do_not_count(leave, record, go):
    record("leaves", leave_no="旧1", id_number="51010719880315123X", name="吴乙", destination="500103", from_date="2026-06-01",
           to_date="2026-06-29", approver="county")  # fmt: skip
    leave()
    go("office", "approved", "2026-06-30T10:00", CHECKED)
    assert values_of(Case.objects.get(procedure="leave"))["days_two_months"] == 5
