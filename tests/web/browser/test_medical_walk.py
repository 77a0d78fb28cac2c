"""A medical release in the browser, across prison, hospital, bureau, procuratorate, corrections and court: from the application to the
decision, the hand-over, the three-monthly review, and the recall with the days that do not count."""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.browser.walking import at, fill, peopled
from zhiheng.law.clocks import add_days, next_working_day
from zhiheng.law.limits import due_for

__all__ = ["at"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
PRISON, BUREAU, HOSPITAL = "川西监狱", "四川省监狱管理局", "四川省人民医院"
CITY, AGENCY, COURT = "成都市人民检察院", "成都市武侯区社区矫正管理局", "成都市中级人民法院"
PEOPLE = [
    ("ward", "周文", PRISON, "organ_handler"), ("division", "丁立新", PRISON, "organ_handler"),
    ("ward_head", "方思远", PRISON, "organ_leader"), ("committee", "吴守正", PRISON, "organ_leader"),
    ("governor", "陈永平", PRISON, "organ_leader"), ("doctor", "林济", HOSPITAL, "organ_handler"),
    ("office", "罗敏", BUREAU, "organ_handler"), ("director", "高远", BUREAU, "organ_leader"),
    ("keeper", "谢安", AGENCY, "organ_handler"), ("bench", "王景行", COURT, "organ_leader"),
    ("stationed", "宋明", CITY, "prosecutor"), ("forensic", "何鉴", CITY, "chief_prosecutor"),
]  # fmt: skip
BEGUN = next_working_day(add_days(date.today(), -170))


def day(after):
    return add_days(BEGUN, after).isoformat()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with peopled(tmp_path_factory.mktemp("medical"), (PRISON, BUREAU, HOSPITAL, CITY, AGENCY, COURT), PEOPLE) as running:
        yield running


class Walk:
    """The case, its officers each in a window of their own."""

    def __init__(self, at):
        self.at, self.case = at, ""

    def act(self, who, step, title, on, *, rows=(), **values):
        """One act of the case on that day; gives what its page showed before."""
        page, key = self.at(who).page, f"done-{step}"
        page.goto(self.case)
        shown = page.inner_text("main")
        name, lines = rows or ("", ())
        while page.locator(f"#act-{key} [name^='{key}-{name}-{len(lines) - 1}-']").count() == 0 and lines:
            page.locator(f"button[name=more][value='{key}-{name}']").click()
        listed = {f"{name}-{place}-{field}": value for place, line in enumerate(lines) for field, value in line.items()}
        fill(page, f"{key}-", {**values, **listed, "on": f"{day(on)}T09:00"})
        page.locator(f"#act-{key}").get_by_role("button", name=title, exact=True).click()
        page.wait_for_load_state()
        assert f"已办理：{title.partition('（')[0]}" in page.inner_text("body"), page.inner_text("main")[:3000]
        return shown

    def sees(self, who):
        page = self.at(who).page
        page.goto(self.case)
        return page.inner_text("main")


def opened(at):
    page = at("ward").page
    page.goto("/cases/open/medical_release/")
    fill(page, "open-", {"subject_name": "杨戊", "subject_number": "510107199001012910"})
    page.get_by_role("button", name="查取主题库中的事实").click()
    page.get_by_text("请逐项核对").wait_for()
    opening = {"judgment_no": "（2025）川0107刑初31号", "sentence_now": "fixed", "starts_on": "2025-01-10", "ends_on": "2030-01-09"}
    fill(page, "open-", {**opening, "on": f"{day(0)}T08:00"})
    for role, organ in {
        "hospital": HOSPITAL,
        "bureau": BUREAU,
        "procuratorate": CITY,
        "corrections_agency": AGENCY,
        "term_court": COURT,
    }.items():
        if page.locator(f"select[name$='organ-{role}']").count():
            page.locator(f"select[name$='organ-{role}']").first.select_option(organ)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    served = {"kind": "fixed", "months": "60", "starts_on": "2025-01-10", "effective_on": "2025-05-20", "admitted_on": "2025-06-18"}
    fill(page, "sentence.", served)
    page.get_by_role("button", name="建案", exact=True).click()
    page.wait_for_load_state()
    assert "已建案" in page.inner_text("body"), page.inner_text("main")[:3000]
    return page.url


def diagnosed(walk):
    """From the application to the diagnosis, which two doctors sign."""
    reason = "该犯病情严重，所内不具备治疗条件。"
    walk.act("ward", "apply", "受理", 0, applicant="prisoner", ground="serious_illness", reason=reason)
    approved = {"hospital": HOSPITAL, "on_list": "true", "approved_on": day(0), "exam_on": day(2)}
    walk.act("governor", "approve_exam", "批准", 0, **approved)
    walk.act("division", "tell_procuratorate", "已通报，医院诊断检查", 0, told_on=day(0), exam_on=day(2))
    walk.act("doctor", "organise", "已组织", 1, begun_on=day(1))
    doctors = [{"name": "甲医师", "rank": "associate", "agreed": "true"}, {"name": "乙医师", "rank": "chief", "agreed": "true"}]
    found = {
        "disease_code": "14", "diagnosed_on": day(2), "doctors_of_rank": "2", "provincial_certificate": "true",
        "danger_shortly": "false", "diagnosis_text": "诊断明确",
    }  # fmt: skip
    walk.act("doctor", "examine", "符合", 2, rows=("doctors", doctors), **found)


def guaranteed(walk):
    """The papers go to the procuratorate, whose forensic officer examines them; the prison examines the guarantor."""
    walk.act("division", "copy_diagnosis", "已抄送", 2, sent_on=day(2))
    note = "诊断文书形式完备，客观检查资料与诊断结论一致。"
    walk.act("forensic", "forensic_review", "依据充分", 2, result="sound", identity_checked="true", note=note)
    promise = {
        "guarantor_name": "卫乙", "relation": "sibling", "conditions": "capable free settled near", "conditions_met": "true",
        "signed_on": day(2), "residence": "成都市武侯区某街1号",
    }  # fmt: skip
    walk.act("division", "guarantor", "合格", 2, **promise)


def proposed(walk):
    """In the prison, from the study to the proposal; the procuratorate sees the notice alone, not the study."""
    judged = {"recidivist": "false", "refuses_treatment": "false", "self_harm": "false", "social_danger": "false"}
    study = {"meeting_on": day(2), "attended": "周文", "opinion": "监区同意提请", **judged}
    walk.act("ward", "study", "同意提请", 2, rows=("offences", [{"category": "other"}]), **study)
    walk.act("ward_head", "ward_review", "同意", 2, meeting_on=day(2), attended="方思远", opinion="同意")
    walk.act("division", "division_check", "审查通过", 2, checked_on=day(2), complete="true", check_opinion="同意")
    votes = [{"name": one, "agreed": "true"} for one in "一二三四五六七八九"]
    panel = {"meeting_on": day(3), "procurator_present": "true", "opinion": "同意"}
    walk.act("committee", "committee", "同意提请", 3, rows=("votes", votes), **panel)
    walk.act("division", "notice", "无异议", 20, from_on=day(4), until_on=day(18))
    opinion = {"opinion_received_on": day(20), "given_on": day(21), "prosecution_opinion": "没有不同意见。"}
    shown = walk.act("stationed", "ask_procuratorate", "无不同意见", 21, **opinion)
    assert "狱内公示" in shown
    assert "监区同意提请" not in shown
    reason = "该犯的病情经诊断属于保外就医严重疾病范围，不致再危害社会。"
    walk.act("governor", "decide_proposal", "决定提请", 21, proposal_decided_on=day(21), attended="陈永平", decision_reason=reason)
    walk.act("division", "file", "提请", 21, filed_on=day(21), papers="诊断书")


def decided(walk):
    """The bureau decides after the procuratorate's look and the publication, and the prison hands the prisoner over to corrections."""
    seen = {"opinion_received_on": day(21), "given_on": day(23), "prosecution_opinion": "没有不同意见。"}
    walk.act("stationed", "opinion", "无异议", 23, **seen)
    walk.act("office", "public_notice", "无异议", 26, from_on=day(22), until_on=day(25))
    walk.act("office", "review_papers", "材料齐全", 27, reviewed_opinion_on=day(27), review_opinion="材料齐全")
    reason = "该犯的病情经诊断属于保外就医严重疾病范围，不致再危害社会。"
    decision = {"decided_on": day(30), "decision_no": "川监暂〔2026〕31号", "decided_ground": "illness", "decision_reason": reason}
    walk.act("director", "bureau_decision", "批准", 30, **decision)
    walk.act("stationed", "receive_decision", "已签收", 31, received_on=day(31))
    handed = {"handed_on": day(36), "place": "residence", "told": "true", "guarantor_present": "true"}
    walk.act("division", "handover", "已移交", 36, **handed)


def reviewed(walk):
    """Each three months corrections have the illness looked at; the next day of review follows from it."""
    assert f"复查病情 · {AGENCY}" in walk.sees("keeper")
    found = {
        "reviewed_on": day(120),
        "review_hospital": HOSPITAL,
        "on_list": "true",
        "condition": "remains",
        "review_result": "病情未见好转。",
    }
    walk.act("keeper", "follow", "继续", 120, **found)
    following = due_for("corrections.limit/medical_review", add_days(BEGUN, 120)).due
    assert f"复查病情 · {AGENCY}\n正常 {following}" in walk.sees("keeper").replace("临近", "正常")


def recalled(walk):
    """He goes away: recall proposed, decided, taken in, and the eleven days of absence are not counted as served."""
    away = {"noted_on": day(151), "supervision_note": "脱离监管十一日后查获。", "evidence": "定位记录、询问笔录", "reason": "脱离监管"}
    walk.act("keeper", "supervise", "建议收监", 151, recall_kind="escape", recall_ground="left_or_lost", warned_on=day(139), **away)
    why = {"recall_decided_on": day(155), "recall_reason": "脱离监管事实清楚。", "recall_kind": "escape", "recall_ground": "left_or_lost"}
    walk.act("director", "recall_decision", "收监执行", 155, rows=("not_counted", [{"from": day(140), "to": day(150)}]), **why)
    assert "11" in walk.sees("division")
    walk.act("division", "take_in", "已收监，提请裁定不计入刑期", 157, taken_on=day(157))
    assert "不计入执行刑期的日数为11日" in walk.sees("bench")
    ruled = {
        "recount_ruled_on": day(165),
        "recount_no": "（2026）川01刑更31号",
        "new_end_on": "2030-01-20",
        "recount_reason": "脱离监管期间不计入。",
    }
    walk.act("bench", "recount_ruling", "裁定不计入执行刑期", 165, **ruled)
    shown = walk.sees("division")
    assert "裁定重新计算刑期 · 裁定不计入执行刑期" in shown


def test_a_release_from_the_application_to_the_recall(at):
    walk = Walk(at)
    walk.case = opened(at)
    diagnosed(walk)
    shown = walk.sees("division")
    assert f"自{BEGUN.year}年{BEGUN.month}月{BEGUN.day}日起" in shown
    assert "按期" in shown
    assert "诊断鉴别材料抄送检察院" in shown
    narrow = at("division")
    assert narrow.axe() == []
    narrow.page.set_viewport_size({"width": 390, "height": 844})
    assert narrow.overflow() <= 0
    narrow.page.set_viewport_size({"width": 1366, "height": 768})
    guaranteed(walk)
    proposed(walk)
    decided(walk)
    reviewed(walk)
    recalled(walk)
