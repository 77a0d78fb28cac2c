"""A month of conduct scores through the pages: ten points by three levels of the prison, the month drawn up and published, the prisoner's
objection at the kiosk, looked into on its clock, the month drawn up and published again, and closed."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.web.browser.walking import at, does, entered, fill, opened, peopled
from zhiheng.law.clocks import add_days, add_working_days, next_working_day
from zhiheng.law.moments import chinese_date

__all__ = ["at"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
PRISON, OTHER, STATIONED = "川西监狱", "沱江监狱", "成都市人民检察院"
PEOPLE = [
    ("officer", "管一", PRISON, "organ_handler"), ("ward", "区一", PRISON, "organ_leader"), ("group", "组一", PRISON, "organ_leader"),
    ("stationed", "驻一", STATIONED, "prosecutor"), ("stranger", "外一", OTHER, "organ_leader"),
]  # fmt: skip
NAME, NUMBER = "王甲", "510107199001012910"
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
BEGUN = next_working_day(add_days(TODAY, -30))


def day(after):
    return add_working_days(BEGUN, after).isoformat()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with peopled(tmp_path_factory.mktemp("conduct"), (PRISON, OTHER, STATIONED), PEOPLE) as running:
        yield running


def refused(visitor, case, step, title, because, **values):
    """An act that the page refuses, and says why."""
    page = visitor.page
    page.goto(case)
    fill(page, f"done-{step}-", values)
    page.locator(f"#act-done-{step}").get_by_role("button", name=title, exact=True).click()
    page.get_by_text(because).first.wait_for()


def ten_points_off(at):
    """Ten points are the working group's to take: proposed by the officer, looked at by the ward, decided by the group, told and shown."""
    case = opened(at("officer"), "conduct", {"procuratorate": STATIONED}, {"subject_name": NAME, "subject_number": NUMBER, "on": day(0)})
    fact = {
        "item": "c7-002", "part": "supervision", "kind": "deduction", "tenths": "100", "happened_on": day(0), "facts_clear": "true",
        "fact": "清监时查获其私藏手机一部。", "on": day(0),
    }  # fmt: skip
    refused(at("officer"), case, "propose", "当场扣二分以下", "现由", **fact)
    does(at("officer"), case, "propose", "报监狱（加五分、扣十分以上或者专项加分）", **fact)
    meeting = {"members": "9", "attended": "9"}
    does(at("ward"), case, "ward_opinion", "报工作组", meeting_on=day(1), voted_for="8", on=day(1), **meeting)
    refused(at("group"), case, "group_decision", "同意", "三分之二", meeting_on=day(2), voted_for="5", on=day(2), **meeting)
    does(at("group"), case, "group_decision", "同意", meeting_on=day(2), voted_for="8", on=day(2), **meeting)
    return case


LAST = add_days(date.fromisoformat(day(0)).replace(day=1), -1)
ROW = {
    "supervision_base": "35", "supervision_bonus": "0", "supervision_deducted": "10", "supervision": "25",
    "education_base": "35", "education_bonus": "0", "education_deducted": "0", "education": "35",
    "labour_base": "30", "labour_bonus": "0", "labour_deducted": "3", "labour": "27",
    "special": "0", "penalty": "0", "base_total": "100", "total": "87", "below_base": "true",
}  # fmt: skip


def enters(visitor, entry, act, **values):
    """An act on the entry as its officer does it."""
    page = visitor.page
    page.goto(f"{entry}?do={act}#act")
    fill(page, "", values)
    page.locator("#act button.btn-primary").last.click()
    page.wait_for_load_state()
    said = page.inner_text("main")
    assert "#act" not in page.url, said[:2000]
    return said


def month_published(at):
    """The month's row, with the ten points of the case and three more, and its publication."""
    known = {
        "subject_name": NAME,
        "id_number": NUMBER,
        "ward": "一监区",
        "month_end": LAST.isoformat(),
        "days": str(LAST.day),
        "strict": "false",
    }
    entry = entered(at("officer"), "conduct_months/new/draw_up", {**known, **ROW, "before": "500", "cumulated": "587"})
    assert "公示中" in enters(at("officer"), entry, "notice", noticed_on=str(TODAY))
    return entry


def objected(at, visit, site):
    """The ward opens a page of his own for the prisoner; at the kiosk he objects to the month, and takes a receipt."""
    page = at("officer").page
    page.goto("/portal-accounts/")
    page.locator("details summary").last.click()
    page.locator("[name=kind]").select_option("prisoner")
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=person]").fill(NUMBER)
    page.get_by_role("button", name="开通并发放代码").click()
    said = page.locator(".alert-success").inner_text()
    number, code = re.search(r"登录编号 (\w+)，代码 (\d+)", said).groups()
    kiosk = visit(site)
    page = kiosk.page
    page.goto("/portal/kiosk/")
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill(code)
    page.locator("form.card button").click()
    assert "c7-002" not in page.inner_text("main")
    page.get_by_role("link", name="不同意，申请复查").click()
    page.locator("[name='s-objection_text']").fill("劳动扣三分的当日本人在医院就诊。")
    assert kiosk.axe() == []
    page.get_by_role("button", name="提交").click()
    receipt = page.inner_text("main")
    assert f"已交{PRISON}" in receipt
    assert chinese_date(add_working_days(TODAY, 5)) in receipt
    assert kiosk.overflow() <= 0


def looked_into(at, entry):
    """The ward finds the three points unfounded: the month is drawn up anew by the prison, and published again."""
    page = at("officer").page
    page.goto(entry)
    said = page.inner_text("main")
    assert "复查中" in said
    assert "就诊" in said
    page = at("ward").page
    page.goto("/cases/?procedure=score_objection")
    page.locator("main tbody a").first.click()
    assert f"计分考核工作小组复查 · {PRISON}\n正常 {add_working_days(TODAY, 5)}" in page.inner_text("main")
    does(at("ward"), page.url, "recheck", "改变", recheck_text="就诊记录属实，撤销当日劳动扣三分，监管扣十分维持。")
    anew = {**ROW, "labour_deducted": "0", "labour": "30", "total": "90", "cumulated": "590", "reason": "复查改变：撤销劳动扣三分"}
    assert "已汇总" in enters(at("group"), entry, "redo", **anew)
    assert "公示中" in enters(at("officer"), entry, "notice", noticed_on=str(TODAY))
    page = at("officer").page
    page.goto(f"{entry}?do=settle#act")
    page.locator("#act button.btn-primary").last.click()
    page.get_by_text("期间未满").first.wait_for()


def month_closed(at):
    page = at("group").page
    page.goto("/ledgers/conduct_months/closings/")
    page.locator("[name=period]").select_option(f"{LAST:%Y-%m}")
    page.locator("main form[method=post] button.btn-primary").last.click()
    page.get_by_text("已关账").first.wait_for()


def test_a_month_of_points_is_published_objected_to_and_closed(at, visit, site):
    ten_points_off(at)
    entry = month_published(at)
    objected(at, visit, site)
    looked_into(at, entry)
    month_closed(at)
    page = at("stationed").page
    page.goto(entry)
    assert "90" in page.inner_text("main")
