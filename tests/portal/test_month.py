"""A supervised person's month on a phone of 390×844: report-in, check-in, a refused and a granted leave, an objection; officers beside."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from tests.portal.conftest import BUREAU, OFFICE, PASSWORD, PERSON, PROCURATORATE, moment
from tests.web.browser.conftest import chromium, visit  # noqa: F401 - fixtures of the browser
from tests.web.browser.look import faults_of_look
from zhiheng.models.in_force import catalog
from zhiheng.procedure import services as procedure
from zhiheng.procedure.models import Case
from zhiheng.tracking.models import CheckIn
from zhiheng.tracking.services import CheckinDuty, set_checkin_duty

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
COURT = "武侯区人民法院"
OPENING = {
    "judgment_no": "（2026）川0107刑初8号", "category": "probation", "decider_kind": "court", "effective_on": "2026-06-29",
    "term_start": "2026-06-29", "term_end": "2028-06-28", "sex": "male", "minor_when_convicted": False, "residence": "武侯区浆洗街",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _beside_the_browser():
    """The browser's loop runs in this thread; the database is asked between its steps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture()
def enrolment(organs, by, account, actor, now):
    """The court has sent the notice: the person is to report."""
    from zhiheng.registry.services import ensure_organ

    organs[COURT] = ensure_organ(actor=actor, name=COURT, now=now)
    case = procedure.open_case(
        actor=by(COURT), now=now, procedure=catalog().procedures["enrolment"], subject={"number": PERSON, "name": "周甲"}, values=OPENING,
        organs={"decider": COURT, "agency": BUREAU, "office": OFFICE, "procuratorate": PROCURATORATE},
    )  # fmt: skip
    procedure.act(
        actor=by(COURT), now=now, case_id=case.pk, step="notice", outcome="sent", values={"noticed_on": "2026-06-30", "told_person": True}
    )
    return case


def test_a_month_on_the_phone(enrolment, account, by, clock, visit, live_server, client, officer, tmp_path):  # noqa: F811, PLR0915, PLR0917 - one month, one walk
    window = visit(SimpleNamespace(address=live_server.url), width=390, height=844)
    page = window.page

    def done(case, organ, step, outcome, at, values, reason="", role="organ_handler"):
        acted = {"case_id": case.pk, "step": step, "outcome": outcome, "values": values, "reason": reason}
        procedure.act(actor=by(organ, role), now=moment(at), **acted)

    def looked(name):
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        assert window.overflow() <= 0, name
        assert window.axe() == [], name
        assert [fault for fault in faults_of_look(page) if "cut" not in fault] == [], name

    page.goto("/portal/")
    looked("home")
    page.click("text=社区矫正对象、监护人登录")
    page.fill("#id_number", account.number)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/portal/me/")
    assert "报到" in page.inner_text(".first") and f"请您到{BUREAU}办理" in page.inner_text(".first")
    looked("report-in")
    done(enrolment, BUREAU, "arrival", "on_time", "2026-06-30T09:10", {"arrived_on": "2026-06-30", "received_how": "self"})

    duty = CheckinDuty(PERSON, "周甲", "武司签1号", "矫正方案", date(2026, 7, 1), date(2026, 7, 31), [(540, 600, 0)])
    set_checkin_duty(actor=by(BUREAU), now=clock("2026-07-01T08:00"), duty=duty)
    clock("2026-07-01T09:05")
    page.goto("/portal/me/")
    page.click("nav.foot >> text=签到")
    looked("check-in")
    picture = {"name": "self.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + b"0" * 300}
    page.set_input_files("input[type=file]", picture)
    page.click("main button.main")
    page.wait_for_selector("text=已签到")
    client.force_login(officer(BUREAU), "django.contrib.auth.backends.ModelBackend")
    client.post(f"/tracking/check-ins/{CheckIn.objects.get().pk}/compare/", {"outcome": "same"})
    assert CheckIn.objects.get().state == "same"

    def ask_for_leave(first, last, days):
        page.goto("/portal/me/asked/")
        page.click("a:has-text('外出审批')")
        page.fill("[name=s-destination]", "500103")
        page.select_option("[name=s-reason]", "family")
        page.fill("[name=s-from]", first)
        page.fill("[name=s-to]", last)
        page.fill("[name=s-days]", days)
        page.click("main button.main")
        page.wait_for_selector("text=技术信息")
        return Case.objects.filter(procedure="leave").latest("opened_at")

    refused = ask_for_leave("2026-07-10", "2026-07-14", "5")
    looked("receipt")
    checked = {"good_reason": False, "days_two_months": 5, "office_delegated": True}
    done(refused, OFFICE, "office", "refused", "2026-07-01T09:30", checked, "没有证明")
    done(refused, OFFICE, "tell", "refused", "2026-07-01T09:40", {"told_text": ["没有证明，这次没有批准"]})
    clock("2026-07-01T10:00")
    page.click("text=查看进展")
    assert "没有证明，这次没有批准" in page.inner_text("main") and "第二十七条" in page.inner_text("main")
    looked("refused")

    page.click("text=不同意，提出异议")
    page.select_option("[name=s-ground]", "facts")
    page.fill("[name=s-text]", "医院证明已经补交")
    looked("objection")
    page.click("main button.main")
    page.wait_for_selector("text=技术信息")
    assert "2026年7月15日" in page.inner_text("main")
    objection = Case.objects.get(procedure="objection")
    said = {"reviewer_name": "乙", "decided_by": "甲", "changed_to": "可以再申请", "review_text": ["证明属实"]}
    done(objection, BUREAU, "review", "changed", "2026-07-02T09:00", said, role="organ_leader")
    done(objection, BUREAU, "tell", "told", "2026-07-02T10:00", {"answer_text": ["证明属实，可以再申请"]}, role="organ_leader")

    clock("2026-07-02T11:00")
    granted = ask_for_leave("2026-07-10", "2026-07-14", "5")
    good = {"good_reason": True, "days_two_months": 5, "office_delegated": True}
    done(granted, OFFICE, "office", "approved", "2026-07-02T11:10", good)
    done(granted, OFFICE, "tell", "approved", "2026-07-02T11:20", {"leave_no": "外2026-1", "told_text": ["批准外出五日"]})
    clock("2026-07-02T12:00")
    page.goto("/portal/me/asked/")
    assert "外2026-1" in page.inner_text("main") and "证明属实，可以再申请" in page.inner_text("main")
    looked("asked")

    page.goto("/portal/me/")
    page.click("text=同意保存")
    page.wait_for_selector("text=不再保存")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/portal/me/")
    page.goto("/portal/me/")
    window.context.set_offline(True)
    page.goto("/portal/me/")
    assert "您好" in page.inner_text("main")
    page.goto("/portal/me/health/")
    assert "没有网络" in page.inner_text("main")
    window.context.set_offline(False)
    page.goto("/portal/me/")
    page.click("header >> text=大字")
    page.wait_for_selector("html.large")
    looked("large")
    page.click("header >> text=退出")
    page.wait_for_url("**/portal/")
    window.context.set_offline(True)
    page.goto("/portal/me/")
    assert "您好" not in page.inner_text("main")
    window.context.set_offline(False)
    window.strange[:] = [one for one in window.strange if "ERR_INTERNET_DISCONNECTED" not in one]
