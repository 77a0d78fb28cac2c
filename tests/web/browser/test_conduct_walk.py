"""A month's close of conduct scores through the pages: ten points by three levels of the prison, the month drawn up and closed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.browser.walking import at, does, entered, fill, opened, peopled
from zhiheng.law.clocks import add_days, add_working_days, next_working_day

__all__ = ["at"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
PRISON, OTHER, STATIONED = "川西监狱", "沱江监狱", "成都市人民检察院"
PEOPLE = [
    ("officer", "管一", PRISON, "organ_handler"), ("ward", "区一", PRISON, "organ_leader"), ("group", "组一", PRISON, "organ_leader"),
    ("stationed", "驻一", STATIONED, "prosecutor"), ("stranger", "外一", OTHER, "organ_leader"),
]  # fmt: skip
NAME, NUMBER = "王甲", "510107199001012910"
TODAY = date.today()
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


def month_drawn(at):
    """The month's row, with the ten points of the case and three more, and the month closed."""
    last = add_days(date.fromisoformat(day(0)).replace(day=1), -1)
    row = {
        "subject_name": NAME, "id_number": NUMBER, "ward": "一监区",
        "month_end": last.isoformat(), "days": str(last.day), "strict": "false",
        "supervision_base": "35", "supervision_bonus": "0", "supervision_deducted": "10", "supervision": "25",
        "education_base": "35", "education_bonus": "0", "education_deducted": "0", "education": "35",
        "labour_base": "30", "labour_bonus": "0", "labour_deducted": "3", "labour": "27",
        "special": "0", "penalty": "0", "base_total": "100", "total": "87", "before": "500", "cumulated": "587", "below_base": "true",
    }  # fmt: skip
    entry = entered(at("officer"), "conduct_months/new/draw_up", row)
    page = at("group").page
    page.goto("/ledgers/conduct_months/closings/")
    page.locator("[name=period]").select_option(f"{last:%Y-%m}")
    page.locator("main form[method=post] button.btn-primary").last.click()
    page.get_by_text("已关账").first.wait_for()
    return entry


def test_a_month_of_points_is_drawn_up_and_closed(at):
    ten_points_off(at)
    month_drawn(at)
