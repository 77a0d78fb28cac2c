"""Ledgers in a browser: a thing taken in, lent, counted, handed over and confirmed; days of duty log, closed; the year's grading."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.browser.conftest import environment, serving

pytestmark = pytest.mark.browser
POLICE, COURT, HOUSE = "金堂县公安局", "金堂县人民法院", "金堂县人民检察院"
PEOPLE = """
import json, sys
from datetime import date
from zhiheng.cli.main import open_database
open_database()
from django.utils import timezone
from zhiheng.registry import services
from zhiheng.registry.selectors import COMMAND_LINE, organ_named
from django.apps import apps
now, made = timezone.now(), {}
house, upper = organ_named("金堂县人民检察院"), services.ensure_organ(actor=COMMAND_LINE, name="成都市人民检察院", now=now)
services.relate(actor=COMMAND_LINE, now=now, organ=upper, kind="upper", other=house, since_on=date(2020, 1, 1))
unit = services.open_unit(actor=COMMAND_LINE, now=now, organ=house, name="派驻金堂县看守所检察室")
for name, organ, role in (("keeper", "金堂县公安局", "keeper"), ("station", "金堂县人民检察院", "prosecutor"), ("station-chief", "金堂县人民检察院",
                          "chief_prosecutor"), ("first", "成都市人民检察院", "prosecutor"), ("second", "成都市人民检察院", "prosecutor")):
    officer = services.enlist(actor=COMMAND_LINE, now=now, username=name, name=f"试{name}", organ=organ_named(organ), password="Abcdef-123456")
    services.appoint(actor=COMMAND_LINE, now=now, officer=officer, role=role, from_on=date(2020, 1, 1))
    made[name] = [organ, "Abcdef-123456"]
Officer = apps.get_model("registry.Officer")
Officer.objects.update(must_change_password=False)
Officer.objects.filter(username__startswith="station").update(unit=unit)
print(json.dumps(made))
"""  # noqa: E501


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = tmp_path_factory.mktemp("ledgers")
    with serving(home, POLICE, COURT, HOUSE, "四川省检察院") as running:
        done = subprocess.run([sys.executable, "-c", PEOPLE], env=environment(home), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        running.accounts.update(json.loads(done.stdout.splitlines()[-1]))
        yield running


def picture(visitor, name):
    """A picture to be looked at, where a folder for pictures is named."""
    folder = os.environ.get("ZHIHENG_PICTURES")
    if folder:
        visitor.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
    assert visitor.overflow() <= 0, name


def fill(page, values):
    for name, value in values.items():
        field = page.locator(f'[name="{name}"]').first
        tag = field.evaluate("one => one.tagName")
        field.select_option(value) if tag == "SELECT" else field.fill(value)


def submit(page):
    page.locator("main form[method=post] button.btn-primary").last.click()
    page.wait_for_load_state()


def day_of(page):
    """The newest two days that may be closed, as the page offers them."""
    return page.locator('select[name="period"] option').evaluate_all("all => all.map(one => one.value)")


def test_a_thing_is_taken_in_lent_counted_and_handed_over(site, visit):  # noqa: PLR0915
    handler = visit(site, site.handler_of(POLICE))
    page = handler.page
    page.goto("/ledgers/seized_items/new/seize/")
    picture(handler, "enter-1366")
    submit(page)
    assert "必须填写" in page.content()
    seized = page.locator('[name="on"]').input_value()
    fill(page, {"case_no": "A5101210000002026110001", "v-name": "黑色华为手机一部", "list_no": "扣字〔2026〕1号", "seized_on": seized,
                "seized_at": f"{seized}T00:01", "kind": page.locator('[name="kind"] option').nth(1).get_attribute("value")})  # fmt: skip
    submit(page)
    assert "已登记" in page.content()
    address = page.url
    keeper = visit(site, "keeper")
    keeper.page.goto(f"{address}?do=take_in")
    fill(keeper.page, {"seal_no": "F-001", "place": "A-1-2-3", "v-matches": "true", "received_at": f"{seized}T00:02", "stored_on": seized})
    submit(keeper.page)
    assert "已办理：入库" in keeper.page.content()
    picture(keeper, "entry-1366")
    assert keeper.axe() == []
    head = visit(site, site.handler_of(POLICE).replace("organ-", "head-"))
    head.page.goto(f"{address}?do=lend")
    fill(head.page, {"lent_to": "侦查员", "lent_until": seized, "reason": "辨认"})
    submit(head.page)
    assert "已办理：调用" in head.page.content()
    keeper.page.goto(f"{address}?do=back")
    fill(keeper.page, {"checked": "封签完好"})
    submit(keeper.page)
    page.goto("/ledgers/seized_items/counts/")
    page.check('[name="whole"]')
    submit(page)
    page.click("text=与账面相符")
    page.wait_for_load_state()
    picture(handler, "count-1366")
    assert handler.axe() == []
    page.click("text=结束盘点")
    page.wait_for_load_state()
    assert "账实相符率 100.0%" in page.content()
    keeper.page.goto(f"{address}?do=hand_over")
    fill(keeper.page, {"holder": COURT})
    submit(keeper.page)
    judge = visit(site, site.handler_of(COURT))
    judge.page.goto("/ledgers/")
    assert "等待本机关确认" in judge.page.content()
    picture(judge, "ledgers-1366")
    judge.page.goto(f"{address}?do=confirm")
    submit(judge.page)
    assert COURT in judge.page.content() and "已办理：确认" in judge.page.content()
    page.goto("/ledgers/seized_items/")
    picture(handler, "ledger-1366")
    assert handler.axe() == []
    narrow = visit(site, site.handler_of(POLICE), width=390, height=844)
    for name, where in (("ledger", "/ledgers/seized_items/"), ("entry", address), ("enter", "/ledgers/seized_items/new/seize/")):
        narrow.page.goto(where)
        picture(narrow, f"{name}-390")


def test_days_of_duty_log_are_written_and_closed_and_the_year_graded(site, visit):  # noqa: PLR0915
    station, chief = visit(site, "station"), visit(site, "station-chief")
    chief.page.goto("/ledgers/duty_log/closings/")
    days = day_of(chief.page)[1:4]
    page = station.page
    for number, day in enumerate(days):
        page.goto("/ledgers/duty_log/new/write/")
        fill(
            page,
            {"day": day, "yesterday": "10", "admitted": "1", "released": "1", "moved_out": "0", "today": "10", "no_items": "当日无事项"},
        )
        page.locator('[name="on_duty"]').first.check() if page.locator('input[name="on_duty"]').count() else page.select_option(
            '[name="on_duty"]', index=0
        )
        if number == 0:
            fill(
                page,
                {"items-0-kind": page.locator('[name="items-0-kind"] option').nth(1).get_attribute("value"), "items-0-content": "谈话一人"},
            )
            page.select_option('[name="items-0-duty"]', index=0)
            picture(station, "log-1366")
        submit(page)
        assert "已登记" in page.content(), page.locator(".invalid-feedback, .alert-danger").all_inner_texts()
        chief.page.goto("/ledgers/duty_log/closings/")
        chief.page.select_option('[name="period"]', day)
        submit(chief.page)
        assert "已关账" in chief.page.content()
    picture(chief, "closings-1366")
    first = visit(site, "first")
    first.page.goto("/ratings/new/station_grade/")
    first.page.select_option('[name="stage"]', "final")
    first.page.click("text=开始评定")
    first.page.wait_for_load_state()
    picture(first, "rate-1366")
    assert "系统取数" in first.page.content() and first.axe() == []
    form = first.page.url
    for officer in ("first", "second"):
        rater = visit(site, officer) if officer != "first" else first
        rater.page.goto(form)
        for one in rater.page.locator('input[name$="__points"]').all():
            name = one.get_attribute("name").removesuffix("__points")
            one.fill("4")
            rater.page.fill(f'[name="{name}__evidence"]', "检查记录")
        for one in rater.page.locator('select[name$="__choice"]').all():
            one.select_option(index=1)
        rater.page.fill('[name="staff__evidence"]', "任免文件")
        submit(rater.page)
        assert "评定已保存" in rater.page.content(), rater.page.locator(".invalid-feedback, .alert-danger").all_inner_texts()
    picture(rater, "rating-1366")
    assert "各项得分" in rater.page.content() and rater.axe() == []
    for name, where in (("duties", "/duties/"), ("items", "/catalogues/station_duties/"), ("procedure", "/procedures/commutation/"),
                        ("pack", "/packs/stationed/"), ("report", "/reports/oversight_quarter/")):  # fmt: skip
        station.page.goto(where)
        picture(station, f"{name}-1366")
        assert station.axe() == [], name
    narrow = visit(site, "station", width=390, height=844)
    for name, where in (("log", "/ledgers/duty_log/"), ("items", "/catalogues/station_duties/"), ("procedure", "/procedures/commutation/")):
        narrow.page.goto(where)
        picture(narrow, f"{name}-390")
