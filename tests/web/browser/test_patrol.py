"""A patrol in the browser, from plan to look-back, across four accounts; and the command centre on its wall of 1920 by 1080."""

import json
import re
import subprocess
import sys
from datetime import date

import pytest

from tests.web.browser.conftest import environment, serving
from tests.web.browser.test_commutation import MORE
from zhiheng.law.clocks import add_days

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ORGANISER, PRISON = "四川省检察院", "川西监狱"
SECOND = ("second", "秦越", ORGANISER, "prosecutor")
POOL = """
import sys
from zhiheng.cli.main import open_database
open_database()
from django.utils import timezone
from zhiheng.models.in_force import catalog
from zhiheng.register import services
from zhiheng.register.services import RegisterAct
from zhiheng.registry.selectors import actor_of, officer_named
actor = actor_of(officer_named("prosecutor"), "test")
for name in sys.argv[1:]:
    values = {"name": name, "organ_name": "某市人民检察院", "prosecutor": True, "skills": ["change", "audit"], "available": True}
    services.enter(actor=actor, now=timezone.now(), catalog=catalog(), register="patrol_pool", wanted=RegisterAct("enter", values))
"""
NAMES = ["甲某", "乙某", "丙某", "丁某"]
BEGUN = add_days(date.today(), -120)


def day(after):
    return add_days(BEGUN, after).isoformat()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("patrol"), ORGANISER, PRISON) as running:
        for script, arguments in ((MORE, [json.dumps([SECOND])]), (POOL, NAMES)):
            made = subprocess.run(
                [sys.executable, "-c", script, *arguments], env=environment(running.home), capture_output=True, text=True, check=False
            )
            assert made.returncode == 0, made.stderr
        running.accounts["second"] = [ORGANISER, "Much-Longer-99"]
        yield running


class Desk:
    """One account at the case, act by act; the page is asked for anew only where another account acted since."""

    latest: "Desk | None" = None

    def __init__(self, visitor, case):
        self.visitor, self.page, self.case = visitor, visitor.page, case

    def act(self, step, title, on, files=(), **values):
        key = f"done-{step}"
        if Desk.latest is not self:
            self.page.goto(self.case)
        Desk.latest = self
        for name, value in {**values, "on": day(on)}.items():
            field = self.page.locator(f"[name='{key}-{name}']")
            field.select_option(value) if field.evaluate("one => one.tagName") == "SELECT" else field.fill(value)
        for name, path in dict(files).items():
            self.page.set_input_files(f"[name='{key}-{name}']", path)
        self.press(key, title)
        return self.page

    def press(self, key, title):
        self.page.locator(f"#act-{key}").get_by_role("button", name=title, exact=True).click()
        explained = self.page.locator(f"[name='{key}-proof-explained']")
        refused = self.page.locator(f"#act-{key} .alert-danger, #act-{key} .invalid-feedback")
        self.page.get_by_text(f"已办理：{title}").or_(explained).or_(refused).first.wait_for()
        assert explained.count() or not refused.count(), refused.all_inner_texts()
        if explained.count():
            explained.fill("核对无误")
            self.page.locator(f"#act-{key}").get_by_role("button", name=title, exact=True).click()
            self.page.get_by_text(f"已办理：{title}").wait_for()
        assert self.visitor.overflow() <= 0


def test_a_patrol_from_plan_to_look_back(visit, site, tmp_path):
    people = {who: visit(site, who) for who in ("prosecutor", "chief", "second", site.handler_of(PRISON))}
    page = people["prosecutor"].page
    page.goto("/cases/open/patrol/")
    page.locator("[name='open-organ-place']").select_option(PRISON)
    page.locator("[name='open-on']").fill(day(0))
    page.get_by_role("button", name="建案", exact=True).click()
    page.get_by_text("已建案").wait_for()
    desks = [Desk(visitor, page.url) for visitor in people.values()]
    prepared(*desks)
    carried_out(*desks, tmp_path)


def prepared(team, chief, _second, prison):
    """Plan, team out of the pool, avoidance, approval, outline, notice, entry."""
    page = team.page
    plan = {
        "round_no": "巡1", "kind": "regular", "place_kind": "prison", "begins_on": day(5), "ends_on": day(19), "on_spot_days": "10",
        "people": "10", "head": "甲某", "head_level": "leader", "topics": "减刑假释", "notice": "three_days", "basis": "年度方案",
    }  # fmt: skip
    team.act("plan", "拟定方案", 0, **plan)
    pool = page.locator("#act-done-team")
    assert [pool.locator(f"[name='done-team-pool-{place}-name']").input_value() for place in range(4)] == NAMES, "from the pool"
    team.act("team", "抽取并登记", 0, seed="20260421", number="3", left_out="丁某")
    drawn = {page.locator(f"[name='done-avoidance-members-{place}-name']").input_value() for place in range(3)}
    assert drawn == set(NAMES[:3])
    asked = dict.fromkeys(("relative", "works_there", "worked_before", "took_part", "of_office", "intervened"), "false") | {"checked": "true"}
    team.act("avoidance", "审查通过", 0, **{f"members-{place}-{name}": said for place in range(3) for name, said in asked.items()})
    chief.act("approve", "批准", 0)
    team.act("study", "形成检察提纲", 1, outline="核对计分原始记录", models_on=day(1), no_models_reason="没有命中")
    prison.page.goto(prison.case)
    assert "没有这个页面" in prison.page.inner_text("body"), "nothing is seen before the notice"
    team.act("notify", "已告知", 1, contact="甲某")
    team.act("enter", "进驻", 5, entered_on=day(5), announced="true")


def carried_out(team, chief, second, prison, tmp_path):
    """Findings, report, feedback, rectification, acceptance by another, follow-up, look-back."""
    team.act("check", "检察完毕", 18, held_count="400", talk_count="20")
    listed = {"problem_list-0-no": "题1", "problem_list-0-problem": "劳动时间超过八小时", "problem_list-0-severity": "serious"}
    team.act("confirm", "形成问题清单", 19, **listed)
    team.act("finish", "结束", 19, ended_on=day(19), on_spot_done="10")
    told = {"situation": "该监狱监管秩序总体平稳。", "found": "劳动时间超过八小时。", "suggestions": "调整排班，落实休息日。"}
    team.act("report", "提交报告", 22, **told)
    chief.act("decide", "同意反馈", 22)
    receipt = tmp_path / "签收单.pdf"
    receipt.write_bytes(b"%PDF-1.7\n%%EOF\n")
    given = {"given_on": day(25), "attendees": "监狱领导班子", "institution_count": "1", "office_count": "0"}
    team.act("feedback", "反馈，列入三个月内专项督办", 25, {"signed": receipt}, **given)
    measure = {"measures-0-no": "题1", "measures-0-measure": "调整排班", "measures-0-owner": "生产科", "measures-0-done_by": day(55)}
    planned = prison.act("rectify_plan", "报送整改方案", 30, leader_in_charge="副监狱长", **measure)
    assert "拟定方案" not in planned.inner_text("main"), "the place does not see the team's preparation"
    prison.act("rectify", "报请销号", 60, **{"done-0-no": "题1", "done-0-result": "已调整"})
    closing = {"closings-0-no": "题1", "closings-0-severity": "serious", "closings-0-status": "accepted", "closings-0-proof": "排班表"}
    second.act("accept", "验收", 62, accepted_by="秦越", accepted_on=day(62), **closing)
    done = {"followed_on": day(70), "followed-0-no": "题1", "followed-0-status": "accepted"}
    team.act("follow_up", "督办完成", 70, **done)
    seen = {"looked_at": "1", "lasting": "1", "half_new_members": "true", "look_back_note": "经核查，整改成效得到巩固。"}
    looked = second.act("look_back", "整改巩固", 110, **seen)
    assert "回头看" in looked.inner_text("main")


def test_the_command_centre_fits_its_wall_and_every_number_opens_its_list(visit, site):
    visitor = visit(site, "prosecutor", width=1920, height=1080)
    page = visitor.page
    page.goto("/command/")
    page.wait_for_selector("#numbers")
    assert visitor.overflow() <= 0
    assert page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 0, "one page, no scrolling"
    cut = "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.className)"
    assert page.locator(".centre-block").evaluate_all(cut) == []
    shown = page.locator("a.centre-number").evaluate_all(
        "all => all.map(one => [one.getAttribute('href'), one.querySelector('b').textContent,"
        " one.className, getComputedStyle(one.querySelector('b')).color])"
    )
    assert len(shown) > 20
    for address, value, classes, colour in shown:
        answer = page.request.get(address)
        assert answer.status == 200, address
        count = re.search(r"共\s*([\d,]+)\s*条", answer.text())
        assert value == "—" or count is None or int(value) == int(count[1].replace(",", "")), (address, value)
        if "clock=day" in address:
            toned = "centre-red" in classes or "centre-amber" in classes
            assert toned is (value != "0"), (address, classes)
            assert (colour != "rgb(255, 255, 255)") is toned, (address, colour)
    clues = page.locator(".centre-clues a.centre-number")
    assert all("centre-grey" in one for one in clues.evaluate_all("all => all.map(one => one.className)")), "nothing was screened yet"
    assert visitor.axe() == []
