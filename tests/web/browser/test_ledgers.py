"""Ledgers in a browser: a thing taken in, lent, counted, handed over and confirmed; days of duty log, closed; the year's grading."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

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
province = organ_named("四川省检察院")
for above, below in ((upper, house), (province, upper)):
    services.relate(actor=COMMAND_LINE, now=now, organ=above, kind="upper", other=below, since_on=date(2020, 1, 1))
unit = services.open_unit(actor=COMMAND_LINE, now=now, organ=house, name="派驻金堂县看守所检察室")
for name, organ, role in (("keeper", "金堂县公安局", "keeper"), ("station-mate", "金堂县人民检察院", "prosecutor"),
                          ("station", "金堂县人民检察院", "prosecutor"), ("station-chief", "金堂县人民检察院",
                          "chief_prosecutor"), ("first", "成都市人民检察院", "prosecutor"), ("second", "成都市人民检察院", "prosecutor"), ("third", "四川省检察院", "prosecutor"), ("fourth", "四川省检察院", "prosecutor")):
    officer = services.enlist(actor=COMMAND_LINE, now=now, username=name, name=f"试{name}", organ=organ_named(organ), password="Abcdef-123456")
    services.appoint(actor=COMMAND_LINE, now=now, officer=officer, role=role, from_on=date(2020, 1, 1),
                     unit=unit if name.startswith("station") else None)
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
        visitor.page.screenshot(caret="initial", path=str(Path(folder) / f"{name}.png"), full_page=True)
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
    fill(keeper.page, {"checked": "封签完好", "back_on": seized})
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


def month_of(days, template):
    """The template filled in: a line for each of the days, none with anything to tell."""
    book = load_workbook(BytesIO(template))
    sheet = book.worksheets[0]
    heads = {str(cell.value).split("（")[0].rstrip("*＊ "): cell.column for cell in sheet[1] if cell.value}
    line = {"昨日人数": 10, "收押收监": 1, "释放": 1, "转出": 0, "今日人数": 10, "无事项说明": "当日无事项", "值班人员": "station"}
    for number, day in enumerate(days, sheet.max_row + 1):
        for head, value in {"日期": day, **line}.items():
            sheet.cell(number, heads[head], value)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_month_of_duty_log_is_written_and_closed(site, visit):
    station, chief = visit(site, "station"), visit(site, "station-chief")
    chief.page.goto("/ledgers/duty_log/closings/")
    days = sorted(day_of(chief.page)[1:23])
    page = station.page
    page.goto("/ledgers/duty_log/new/write/")
    fill(page, {"day": days[0], "yesterday": "10", "admitted": "1", "released": "1", "moved_out": "0", "today": "10"})
    page.locator('[name="on_duty"]').first.check() if page.locator('input[name="on_duty"]').count() else page.select_option(
        '[name="on_duty"]', index=0
    )
    fill(page, {"items-0-kind": page.locator('[name="items-0-kind"] option').nth(1).get_attribute("value"), "items-0-content": "谈话一人"})
    page.select_option('[name="items-0-duty"]', index=0)
    picture(station, "log-1366")
    submit(page)
    assert "已登记" in page.content(), page.locator(".invalid-feedback, .alert-danger").all_inner_texts()
    template = page.request.get("/ledgers/duty_log/template/?act=write").body()
    page.goto("/ledgers/duty_log/import/")
    filled = {"name": "检察日志.xlsx", "mimeType": "application/octet-stream", "buffer": month_of(days[1:], template)}
    page.set_input_files('[name="file"]', filled)
    submit(page)
    picture(station, "month-1366")
    assert page.locator(".alert-danger, .invalid-feedback").all_inner_texts() == []
    for day in days:
        chief.page.goto("/ledgers/duty_log/closings/")
        chief.page.select_option('[name="period"]', day)
        submit(chief.page)
        assert "已关账" in chief.page.content(), day
    picture(chief, "closings-1366")
    assert chief.page.locator("main table tbody tr").count() == len(days)
    for name, where in (("duties", "/duties/"), ("items", "/catalogues/station_duties/"), ("procedure", "/procedures/commutation/"),
                        ("pack", "/packs/stationed/"), ("report", "/reports/oversight_quarter/")):  # fmt: skip
        page.goto(where)
        picture(station, f"{name}-1366")
        assert station.axe() == [], name
    narrow = visit(site, "station", width=390, height=844)
    for name, where in (("log", "/ledgers/duty_log/"), ("items", "/catalogues/station_duties/"), ("procedure", "/procedures/commutation/")):
        narrow.page.goto(where)
        picture(narrow, f"{name}-390")


def choose(visitor, case, step, outcome, organ="", **given):
    """Do the act of a step in the case page."""
    visitor.page.goto(case)
    form = visitor.page.locator(f"#act-done-{step} form[method=post]")
    if organ:
        form.locator("select").first.select_option(label=organ)
    for name, value in given.items():
        form.locator(f'[name$="{name}"]').first.fill(value)
    form.locator(f'button[value="{outcome}"]').first.click()
    visitor.page.wait_for_load_state()


def rate(visitor, case, step):
    """Rate the sheet of a step: whatever the records do not say."""
    visitor.page.goto(f"{case}rate/{step}/")
    assert "系统取数" in visitor.page.content() and visitor.axe() == []
    for one in visitor.page.locator('input[name$="__points"]').all():
        one.fill("4")
        visitor.page.fill(f'[name="{one.get_attribute("name").removesuffix("__points")}__evidence"]', "检查记录")
    for one in visitor.page.locator('select[name$="__choice"]').all():
        one.select_option(index=1)
    visitor.page.fill('[name="staff__evidence"]', "任免文件")
    submit(visitor.page)
    assert "评定已保存" in visitor.page.content(), visitor.page.locator(".invalid-feedback, .alert-danger").all_inner_texts()


def test_the_year_is_graded_within_its_case(site, visit):
    station = visit(site, "station")
    station.page.goto("/cases/open/station_grading/")
    station.page.locator('[name$="grading_year"]').fill("2026")
    submit(station.page)
    case = station.page.url.split("?")[0]
    choose(station, case, "self", "submitted", "成都市人民检察院")
    assert "须先评分" in station.page.content()
    rate(station, case, "self")
    picture(station, "grading-1366")
    mate = visit(site, "station-mate")
    rate(mate, case, "self")
    picture(mate, "rated-1366")
    choose(station, case, "self", "submitted", "成都市人民检察院")
    picture(station, "grading-refused-1366")
    assert "模型线索核查率" in station.page.content(), "what the records do not give is named, and nothing is handed in"
    assert "自评 ·" in station.page.content()
    narrow = visit(site, "station", width=390, height=844)
    narrow.page.goto(case)
    picture(narrow, "grading-390")
