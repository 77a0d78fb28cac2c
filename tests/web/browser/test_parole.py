"""A parole in the browser: risk sheet and investigation, across accounts of prison, corrections, procuratorate and court."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from tests.web.browser.conftest import environment, serving
from tests.web.browser.test_commutation import MORE
from zhiheng.law.clocks import add_days, next_working_day

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PRISON, COURT, PROCURATORATE = "川西监狱", "成都市中级人民法院", "四川省检察院"
AGENCY = "成都市武侯区社区矫正管理局"
PEOPLE = [
    ("ward", "周文", PRISON, "organ_handler"), ("division", "丁立新", PRISON, "organ_handler"), ("rater", "评一", PRISON, "organ_handler"),
    ("warden", "方思远", PRISON, "organ_leader"), ("committee", "吴守正", PRISON, "organ_leader"),
    ("clerk", "郑雅琴", COURT, "organ_handler"),
    ("judge", "王景行", COURT, "organ_leader"), ("receiver", "辰", AGENCY, "organ_handler"), ("headquarters", "未", AGENCY, "organ_leader"),
]  # fmt: skip
BEGUN = next_working_day(add_days(date.today(), -90))
FACTS = {
    "sentence.kind": "fixed", "sentence.months": "96", "sentence.starts_on": "2022-04-10", "sentence.effective_on": "2022-08-20",
    "sentence.admitted_on": "2022-09-18", "offender.repentant": "yes", "offender.reoffend_risk": "no",
}  # fmt: skip


def day(after):
    return add_days(BEGUN, after).isoformat()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("parole"), PROCURATORATE, PRISON, COURT, AGENCY) as running:
        command = [sys.executable, "-c", MORE, json.dumps(PEOPLE)]
        made = subprocess.run(command, env=environment(running.home), capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        running.accounts |= {username: [organ, "Much-Longer-99"] for username, _, organ, _ in PEOPLE}
        yield running


def put(page, values):
    """Fill inputs by their names; what can be several is ticked."""
    for name, value in values.items():
        field = page.locator(f"[name='{name}']")
        if isinstance(value, list):
            for one in value:
                page.locator(f"[name='{name}'][value='{one}']").check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def answered(page, words):
    """Whether the page says so after an act; else what it says instead."""
    page.wait_for_load_state()
    said = page.inner_text("main")
    assert words in page.inner_text("body"), said[:3000]
    return said


class Desks:
    """The officers of the case, each in a window of their own."""

    def __init__(self, visit, site):
        self.visit, self.site, self.open, self.case = visit, site, {}, ""

    def of(self, who):
        if who not in self.open:
            self.open[who] = self.visit(self.site, who)
        return self.open[who].page

    def act(self, who, step, title, on, *, votes=(), **values):
        """One act of the case; gives what its page said before."""
        page, key = self.of(who), f"done-{step}"
        page.goto(self.case)
        said = page.inner_text("main")
        rows, people = votes or ("", ())
        while page.locator(f"[name^='{key}-{rows}-'][name$='-name']").count() < len(people):
            page.locator(f"button[name=more][value='{key}-{rows}']").click()
        chosen = {f"{rows}-{place}-{name}": word for place, one in enumerate(people) for name, word in (("name", one), ("agreed", "true"))}
        put(page, {f"{key}-{name}": value for name, value in {**values, **chosen, "on": day(on)}.items()})
        page.locator(f"#act-{key}").get_by_role("button", name=title, exact=True).click()
        assert answered(page, f"已办理：{title.partition('（')[0]}")
        assert self.open[who].overflow() <= 0
        return said


def opened(desks):
    page = desks.of("ward")
    page.goto("/cases/open/parole/")
    put(page, {"open-subject_name": "吴己", "open-subject_number": "510107199001012910"})
    page.get_by_role("button", name="查取主题库中的事实").click()
    page.get_by_text("请逐项核对").wait_for()
    opening = {
        "judgment_no": "（2022）川0107刑初31号", "sentence_now": "fixed", "term_months": "96", "property_open": "false",
        "prisoner_agrees": "true", "organ-corrections_agency": AGENCY, "on": day(0),
    }  # fmt: skip
    put(page, {f"open-{name}": value for name, value in opening.items()})
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    put(page, FACTS)
    page.get_by_role("button", name="建案", exact=True).click()
    assert answered(page, "已建案")
    return page.url


def rated(desks):
    """The sheet of twenty factors, each with its evidence; gives what the case then says of it."""
    page = desks.of("rater")
    page.goto(desks.case)
    page.get_by_role("link", name="再犯罪危险评估评分").click()
    for field in page.locator("select[name$='__choice']").all():
        field.select_option(index=1)
    for field in page.locator("[name$='__evidence']").all():
        field.fill("在卷材料")
    page.get_by_role("button", name="保存评定").click()
    page.get_by_role("link", name="查看评定").click()
    return page.inner_text("main")


def sent_to_court(desks):
    """In the prison and at corrections: study, residence, investigation, rating, committee, notice."""
    five, nine = list("一二三四五"), list("一二三四五六七八九")
    desks.act(
        "ward", "study", "同意提请", 0, meeting_on=day(0), attended="周文、乙", facts_found="遵守监规", repentant="true", opinion="同意"
    )
    desks.act("warden", "ward_review", "同意", 1, meeting_on=day(1), attended="方思远", opinion="同意")
    checked = {"complete": "true", "self_written": "own_hand", "identity_checked": "verified", "note": "齐全"}
    desks.act("division", "division_check", "审查通过", 2, **checked)
    found = {"checked_on": day(3), "residence": "成都市武侯区某街1号", "prisoner_asked": "true"}
    desks.act("division", "confirm_residence", "已核实", 3, **found)
    sent = {"sent_on": day(3), "enclosed": ["judgment", "execution"], "contact": "丁 028-0000"}
    desks.act("division", "commission", "发出委托", 3, **sent)
    said = rated(desks)
    assert "不得作为唯一依据" in said
    assert "低" in said
    risk = {
        "rated_on": day(4), "rater_1": "评一", "rater_2": "评二", "points_1": "8", "points_2": "10", "unknown_factors": "0",
        "explanation_for": "家庭接纳", "explanation_against": "年轻", "plan": "落实岗位",
    }  # fmt: skip
    desks.act("rater", "rate", "提交评估", 4, **risk)
    desks.act("warden", "confirm_level", "确认等级", 5, votes=("votes", five), level="low", overridden="false")
    seen = desks.act("receiver", "check_papers", "材料齐全", 5, received_on=day(4), papers_complete_on=day(5))
    assert "家庭接纳" not in seen
    assert "分监区集体研究" not in seen
    opinion = {
        "investigators": "巳、午", "home_and_family": "与父母同住", "effect_of_crime": "已赔偿", "committee_view": "愿意接纳",
        "danger": "较小", "community_effect": "无", "conclusion": "fit", "issued_on": day(8),
        "valid_until": months_on(add_days(BEGUN, 8), 6),
    }  # fmt: skip
    desks.act("headquarters", "investigate", "出具评估意见", 8, **opinion)
    panel = {"meeting_on": day(10), "procurator_present": "true", "opinion": "同意"}
    desks.act("committee", "committee", "同意提请", 10, votes=("votes", nine), **panel)
    desks.act("division", "notice", "无异议", 26, from_on=day(11), until_on=day(25), content="拟提请假释")
    desks.act("prosecutor", "ask_procuratorate", "无不同意见", 27, received_on=day(26), given_on=day(27), opinion="无不同意见")
    desks.act("committee", "decide", "决定提请", 28, decided_on=day(28), attended="吴守正", opinion="提请")


def granted(desks):
    """From the filing to the release: the court, and the procuratorate beside it."""
    proposal = {
        "ground": "repentance", "period_from": "2022-09-18", "period_to": day(0), "praises": "5", "property_note": "无",
        "filed_on": day(29),
    }  # fmt: skip
    desks.act("committee", "file", "提请", 29, **proposal)
    desks.act("clerk", "docket", "立案", 30, received_on=day(29), accepted_on=day(30), hearing_required="false")
    desks.act("prosecutor", "opinion", "无异议", 31, received_on=day(29), given_on=day(31), opinion="无异议")
    desks.act("clerk", "court_notice", "公示期满，无异议", 38, from_on=day(31), until_on=day(37), content="假释公示")
    desks.act("clerk", "trial", "书面审理", 39, held_on=day(39), form_of_trial="written", questioned="true")
    ruling = {
        "ruled_on": day(40),
        "ruling_no": "（2026）川01刑更201号",
        "end_on": "2030-04-09",
        "hearing": "false",
        "grounds_text": "符合条件",
    }
    desks.act("judge", "ruling", "予以假释", 40, votes=("panel", ["王景行", "丑", "寅"]), **ruling)
    for part, seat in (("prison", "监狱刑罚执行部门"), ("procuratorate", "派驻检察室所属人民检察院")):
        desks.act("clerk", f"service-{part}", f"送达（{seat}）", 41, served_on=day(41))
    desks.act("division", "release", "释放", 41, released_on=day(41), informed="true")


def months_on(begun, months):
    """The day so many months later, as the law counts them."""
    from zhiheng.law.clocks import months_after

    return months_after(begun, months).isoformat()


def test_from_the_risk_sheet_to_the_arrival(visit, site):
    desks = Desks(visit, site)
    desks.case = opened(desks)
    sent_to_court(desks)
    granted(desks)
    desks.act("receiver", "arrive", "已报到，交接完成", 45, arrived_on=day(45))
    page = desks.of("receiver")
    assert not desks.open["receiver"].axe()
    page.goto("/cases/?procedure=enrolment")
    assert "吴己" in page.inner_text("main")
