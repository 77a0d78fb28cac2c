"""Three walks on one home: a review with an objection, a referral with a consultation, a month of interventions with a zero report."""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.browser.walking import at, does, entered, fill, opened, peopled
from zhiheng.law.clocks import add_days

__all__ = ["at"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
CITY, COUNTY, OTHER = "成都市人民检察院", "金堂县人民检察院", "崇州市人民检察院"
TOBACCO, POLICE = "金堂县烟草专卖局", "金堂县公安局"
PEOPLE = [
    ("manager", "管一", CITY, "prosecutor"), ("board", "委一", CITY, "chief_prosecutor"), ("first", "评一", OTHER, "prosecutor"),
    ("second", "评二", OTHER, "prosecutor"), ("again", "复一", OTHER, "prosecutor"), ("handler", "承一", COUNTY, "prosecutor"),
    ("inspector", "督一", COUNTY, "inspector"), ("head", "部一", COUNTY, "chief_prosecutor"),
    ("tobacco", "烟一", TOBACCO, "organ_handler"), ("director", "烟二", TOBACCO, "organ_leader"),
    ("constable", "警一", POLICE, "organ_handler"),
]  # fmt: skip
TODAY = date.today().isoformat()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    organs = (CITY, COUNTY, OTHER, TOBACCO, POLICE)
    with peopled(tmp_path_factory.mktemp("walks"), organs, PEOPLE) as running:
        yield running


def test_a_review_of_a_case_with_an_objection(at):
    about = {"case_no": "刑执9号", "handler": "承一", "kind": "special", "checklist": "commutation_parole", "closed": "true"}
    organs = {"reviewer_a": OTHER, "reviewer_b": OTHER, "reviewed": COUNTY, "rereviewer": OTHER}
    case = opened(at("manager"), "case_review", organs, about)
    answers = dict.fromkeys(("avoided", "under_appeal", "sealed_minor", "secret", "reviewed_elsewhere"), "false")
    does(at("manager"), case, "assign", "分派", reviewer_a_name="评一", reviewer_b_name="评二", closed="true", **answers)
    does(at("first"), case, "review_a", "提交评查表", score_a="80", grade_a="qualified")
    at("second").page.goto(case)
    assert "建议等次" in at("second").page.inner_text("#act-done-review_b")
    does(at("second"), case, "review_b", "提交评查表", score_b="78", grade_b="qualified")
    does(at("manager"), case, "panel", "形成初评意见", draft_grade="qualified", draft_score="79", panel_note="两名评查人意见一致。")
    does(at("manager"), case, "tell", "已送达", findings_told="公示记录不全。")
    does(at("handler"), case, "respond", "提出异议", reason="公示照片在卷二第五页")
    found = {"rereview_grade": "qualified", "rereview_score": "84", "upheld_items": "R03", "rereview_reasons": "公示照片在卷，该项不扣分。"}
    does(at("again"), case, "rereview", "变更", **found, reason="异议成立")
    decision = {"grade": "qualified", "decided_score": "84", "decided_on": TODAY}
    page = at("board").page
    page.goto(case)
    fill(page, "done-decide-", {**decision, "body": "management"})
    page.locator("#act-done-decide").get_by_role("button", name="审定（优秀、合格）", exact=True).click()
    page.get_by_text("有异议的由考评委员会审定").first.wait_for()
    does(at("board"), case, "decide", "审定（优秀、合格）", body="board", **decision)
    does(at("manager"), case, "archive", "归入业绩档案")
    at("handler").page.goto(case)
    assert "异议成立" in at("handler").page.inner_text("main")
    assert at("handler").axe() == []


def test_a_referral_with_a_consultation(at):
    case = opened(at("tobacco"), "referral", {"police": POLICE, "procuratorate": COUNTY}, {})
    entry = {"case_no": "烟9", "field": "tobacco", "party": "某店", "filed_on": TODAY, "suspected": "true", "suspected_crime": "非法经营罪"}
    does(at("tobacco"), case, "enter", "涉嫌犯罪", **entry)
    report = {"team": "烟一、烟三", "report_at": f"{TODAY}T00:01", "verified": "查获无证卷烟三百条。", "suspected_crime": "非法经营罪"}
    does(at("tobacco"), case, "report", "先行咨询", **report)
    page = at("tobacco").page
    page.goto("/cases/?procedure=consultation")
    page.locator("td a[href^='/cases/']").first.click()
    asked = page.url
    question = {"to": "police", "subject": "crime", "question": "是否构成非法经营罪。", "case_facts": "查获无证卷烟三百条。"}
    does(at("tobacco"), asked, "ask", "发出咨询（不停止移送、审查期限）", **question)
    does(at("constable"), asked, "accept", "受理", duty_officer="警一")
    does(at("constable"), asked, "answer", "书面答复", answer_text="已达到立案追诉标准，建议移送。")
    does(at("tobacco"), asked, "use", "采用", graded="helpful")
    does(at("tobacco"), case, "consult", "已得到答复", advice_used="true")
    does(at("tobacco"), case, "report", "提出书面报告", **report)
    does(at("director"), case, "decide", "批准移送", approved_by="烟二")
    papers = "transfer_letter investigation_report item_list"
    does(at("tobacco"), case, "transfer", "移送公安机关并抄送检察机关", letter_no="移9", documents=papers, appraisal_made="false")
    does(at("constable"), case, "accept", "接受并出具回执", received_by="警一")
    does(at("constable"), case, "review", "决定立案", examined="符合立案条件。", police_case_no="立9")
    at("head").page.goto(case)
    assert "决定立案" in at("head").page.inner_text("main")
    assert at("constable").axe() == []


def test_a_month_of_interventions_with_a_zero_report(at):
    end = add_days(date.today().replace(day=1), -1)
    now = f"{TODAY}T00:01"
    inquiry = {
        "person_name": "张某", "relation": "colleague", "case_no": "刑执9号", "stage": "change", "category": "K1", "channel": "phone",
        "happened_at": now, "words": "询问减刑进展", "response": "guided", "effect": "none", "recorded_by": "承一", "recorded_at": now,
    }  # fmt: skip
    record = entered(at("handler"), "interventions/new/record", inquiry)
    at("head").page.goto(record)
    assert "询问减刑进展" not in at("head").page.inner_text("body")
    at("inspector").page.goto(record)
    assert "询问减刑进展" in at("inspector").page.inner_text("main")
    month = {
        "person": "承一",
        "period": f"{end:%Y-%m}",
        "month_end": end.isoformat(),
        "zero": "true",
        "signed_at": now,
        "late_reason": "月末出差",
    }
    report = entered(at("handler"), "month_reports/new/zero_self", month)
    for who, act, title, values in (("head", "sign", "部门负责人签署", {"head": "部一"}), ("inspector", "receive", "督察汇总", {})):
        page = at(who).page
        page.goto(f"{report}?do={act}")
        fill(page, "", values)
        page.locator("main form[method=post] button.btn-primary").last.click()
        page.get_by_text(f"已办理：{title}").wait_for()
    page.goto("/ledgers/month_reports/")
    assert "督察已收" in page.inner_text("main")
    assert at("inspector").axe() == []
