"""A commutation in the browser, from the sub-ward to the ruling, across the accounts of the prison, the procuratorate and the court."""

import json
import os
import re
import subprocess
import sys
from datetime import date

import pytest

from tests.web.browser.conftest import environment, picture, serving
from zhiheng.law.clocks import add_days, next_working_day

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PRISON, COURT, PROCURATORATE = "川西监狱", "成都市中级人民法院", "四川省检察院"
MORE = """
import json, sys
from zhiheng.cli.main import open_database
open_database()
from django.utils import timezone
from zhiheng.registry import services
from zhiheng.registry.selectors import COMMAND_LINE, officer_named, organ_named
now = timezone.now()
for username, name, organ, role in json.loads(sys.argv[1]):
    services.enlist(actor=COMMAND_LINE, now=now, username=username, name=name, organ=organ_named(organ), password="Long-Enough-9")
    services.appoint(actor=COMMAND_LINE, now=now, officer=officer_named(username), role=role, from_on=timezone.localdate(now))
    services.change_password(actor=COMMAND_LINE, now=now, officer=officer_named(username), password="Much-Longer-99")
"""
PEOPLE = [
    ("ward", "周文", PRISON, "organ_handler"), ("division", "丁立新", PRISON, "organ_handler"),
    ("warden", "方思远", PRISON, "organ_leader"), ("committee", "吴守正", PRISON, "organ_leader"),
    ("clerk", "郑雅琴", COURT, "organ_handler"), ("judge", "王景行", COURT, "organ_leader"),
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("commutation"), PROCURATORATE, PRISON, COURT) as running:
        command = [sys.executable, "-c", MORE, json.dumps(PEOPLE)]
        made = subprocess.run(command, env=environment(running.home), capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        running.accounts |= {username: [organ, "Much-Longer-99"] for username, _, organ, _ in PEOPLE}
        yield running


@pytest.fixture(scope="module")
def shots(tmp_path_factory):
    """Where screenshots go: ZHIHENG_SHOTS, else a temporary folder."""
    from pathlib import Path

    place = Path(os.environ["ZHIHENG_SHOTS"]) if "ZHIHENG_SHOTS" in os.environ else tmp_path_factory.mktemp("shots")
    place.mkdir(parents=True, exist_ok=True)
    return place


BEGUN = next_working_day(add_days(date.today(), -60))


def day(after):
    return add_days(BEGUN, after).isoformat()


class Desk:
    """One officer at one act of the case."""

    def __init__(self, visitor, case, key, shots):
        self.visitor, self.page, self.key, self.shots = visitor, visitor.page, key, shots
        self.page.goto(case)

    def fill(self, **values):
        for name, value in values.items():
            field = self.page.locator(f"[name='{self.key}-{name}']")
            field.select_option(value) if field.evaluate("one => one.tagName") == "SELECT" else field.fill(value)
        return self

    def votes(self, name, people):
        while self.page.locator(f"[name^='{self.key}-{name}-'][name$='-name']").count() < len(people):
            self.page.locator(f"button[name=more][value='{self.key}-{name}']").click()
        return self.fill(
            **{f"{name}-{place}-name": one for place, one in enumerate(people)},
            **{f"{name}-{place}-agreed": "true" for place in range(len(people))},
        )

    def press(self, title, on):
        self.fill(on=day(on))
        picture(self.page, self.shots / f"commutation-{self.key}.png", whole=True)
        self.page.locator(f"#act-{self.key}").get_by_role("button", name=title, exact=True).click()
        self.page.get_by_text(f"已办理：{title}").wait_for()
        assert self.visitor.overflow() <= 0


def opened(visit, site, shots):
    """The case as the ward opens it, facts and all; gives its address."""
    page = visit(site, "ward").page
    page.goto("/cases/open/commutation/")
    page.locator("#id_open-subject_name").fill("王甲")
    page.locator("#id_open-subject_number").fill("510107199001012910")
    page.get_by_role("button", name="查取主题库中的事实").click()
    page.get_by_text("请逐项核对").wait_for()
    opening = {
        "judgment_no": "（2025）川0107刑初12号", "sentence_now": "fixed", "term_months": "72", "starts_on": "2024-09-05",
        "ends_on": "2030-09-04", "admitted_on": "2025-04-10", "property_open": "false", "on": day(0),
    }  # fmt: skip
    for name, value in opening.items():
        field = page.locator(f"[name='open-{name}']")
        field.select_option(value) if field.evaluate("one => one.tagName") == "SELECT" else field.fill(value)
    page.evaluate("document.querySelectorAll('details.law-group').forEach(one => { one.open = true })")
    for name, value in {
        "kind": "fixed",
        "months": "72",
        "starts_on": "2024-09-05",
        "effective_on": "2025-02-20",
        "admitted_on": "2025-04-10",
    }.items():
        field = page.locator(f"[name='sentence.{name}']")
        field.select_option(value) if name == "kind" else field.fill(value)
    page.locator("[name='offender.repentant']").select_option("yes")
    picture(page, shots / "commutation-open.png", whole=True)
    page.get_by_role("button", name="建案", exact=True).click()
    page.get_by_text("已建案").wait_for()
    assert re.search(r"（\d{4}）.*减1号", page.inner_text("main"))
    return page.url


def test_from_the_sub_ward_to_the_ruling(visit, site, shots):
    case = opened(visit, site, shots)

    def at(who, key):
        return Desk(visit(site, who), case, key, shots)

    at("ward", "done-study").fill(
        meeting_on=day(0), attended="周文、乙", facts_found="遵守监规", repentant="true", opinion="同意提请减刑"
    ).press("同意提请", 0)
    at("warden", "done-ward_review").fill(meeting_on=day(1), attended="方思远", opinion="同意").press("同意", 1)
    checked = {"complete": "true", "self_written": "own_hand", "identity_checked": "verified", "note": "材料齐全"}
    at("division", "done-division_check").fill(**checked).press("审查通过", 2)
    panel = at("committee", "done-committee").fill(meeting_on=day(3), procurator_present="true", opinion="同意")
    panel.votes("votes", list("一二三四五六七八九")).fill(meeting_on=day(3), procurator_present="true", opinion="同意").press("同意提请", 3)
    at("division", "done-notice").fill(from_on=day(4), until_on=day(17), content="拟提请减刑九个月").press("无异议", 18)
    at("prosecutor", "done-ask_procuratorate").fill(received_on=day(18), given_on=day(19), opinion="无不同意见").press("无不同意见", 19)
    at("committee", "done-decide").fill(decided_on=day(20), attended="吴守正", opinion="同意提请").press("决定提请", 20)
    proposal = {
        "ground": "repentance", "proposed_months": "9", "period_from": "2025-04-10", "period_to": day(0), "praises": "2",
        "property_note": "无财产性判项", "filed_on": day(21),
    }  # fmt: skip
    filing = at("committee", "done-file")
    assert "法律条件" in filing.page.inner_text("#act-done-file")
    filing.fill(**proposal).press("提请", 21)
    court = at("clerk", "done-docket")
    assert "分监区集体研究" not in court.page.inner_text("main")
    court.fill(received_on=day(21), accepted_on=day(22), hearing_required="false").press("立案", 22)
    at("prosecutor", "done-opinion").fill(received_on=day(21), given_on=day(25), opinion="无异议").press("无异议", 25)
    at("clerk", "done-court_notice").fill(from_on=day(23), until_on=day(29), content="减刑公示").press("公示期满，无异议", 30)
    at("clerk", "done-trial").fill(held_on=day(32), form_of_trial="written", questioned="true").press("书面审理", 32)
    ruling = {
        "ruled_on": day(35),
        "ruling_no": "（2026）川01刑更101号",
        "months": "8",
        "end_on": "2030-01-04",
        "hearing": "false",
        "grounds_text": "确有悔改表现",
    }
    judge = at("judge", "done-ruling").votes("panel", ["王景行", "丑", "寅"])
    judge.fill(**ruling).press("予以减刑", 35)
    assert "减刑裁定" in judge.page.inner_text("main") or "裁定书" in judge.page.inner_text("main")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_lists_and_the_case_are_sound(visit, site, shots, width, height):
    visitor = visit(site, "prosecutor", width=width, height=height)
    found = []
    for name, address in (("desk", "/"), ("cases", "/cases/?procedure=commutation"), ("case", "")):
        visitor.page.goto(address) if address else visitor.page.locator("td a[href^='/cases/']").first.click()
        picture(visitor.page, shots / f"commutation-{name}-{width}.png", whole=True)
        found += [f"{name}: {one}" for one in visitor.axe()]
        found += [f"{name}: {visitor.overflow()} px too wide"] if visitor.overflow() > 0 else []
    assert not found, "\n".join(found)
