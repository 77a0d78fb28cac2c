"""A prosecutor in the browser: which clues rest on an undecided match, and what was known of a clue on a day."""

import subprocess
import sys

import pytest

from tests.web.browser.conftest import environment, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
STORY = """
from datetime import date, datetime, timedelta
from zhiheng.cli.main import open_database
open_database()
from tests.oversight.rows import case, send
from zhiheng.law.clocks import add_days
from zhiheng.oversight import services
from zhiheng.models.in_force import catalog
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.identity import check_character
from zhiheng.subjects.services import find_matches
from django.utils import timezone

now = timezone.now()
today = timezone.localdate(now)
right, slip = (one + check_character(one) for one in ("51010419900307891", "51010419900307897"))
ago = lambda days: now - timedelta(days=days)
stay = lambda no, days: {"id_number": right, "name": "张某某", "stay_no": no, "division": "110101", "checkin_at": ago(days)}
term = {"term_start": add_days(today, -300), "term_end": add_days(today, 300)}
send(ago(200), "金堂县司法局", corrections_cases=[{**case(right), "name": "张某某", **term}])
send(ago(150), "成都市公安局", persons=[{"id_number": slip, "name": "张某某", "died_on": add_days(today, -160)}])
send(ago(150), "成都市公安局", hotel_stays=[stay("H1", 151)])
send(ago(20), "成都市公安局", hotel_stays=[stay("H2", 120)])
assert find_matches(actor=COMMAND_LINE, now=now).listed == 1
models = ["supervised_after_death", "absent_without_leave"]
services.screen(actor=COMMAND_LINE, now=now, catalog=catalog(), models=models, as_of=today)
print(add_days(today, -100))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = tmp_path_factory.mktemp("known")
    made = subprocess.run([sys.executable, "-c", STORY], env=environment(home), capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    with serving(home, "四川省检察院", "成都市公安局", "金堂县司法局") as running:
        running.day = made.stdout.split()[-1]
        yield running


def sound(visitor):
    """Nothing serious for axe, nothing wider than the window."""
    assert visitor.axe() == []
    assert visitor.overflow() <= 0


@pytest.mark.parametrize("size", SIZES)
def test_a_clue_on_an_undecided_match_is_found_and_leads_to_it(visit, site, size):
    visitor = visit(site, "prosecutor", **SIZES[size])
    page = visitor.page
    page.goto("/clues/")
    page.click("text=更多条件")
    page.select_option("#id_identity", "undecided")
    page.get_by_text("共 1 条").wait_for()
    sound(visitor)
    page.locator("#list tbody a").first.click()
    page.get_by_text("认定以前不能核实").wait_for()
    assert page.locator("#act-verified").count() == 0
    page.locator("#known dl").wait_for()
    sound(visitor)
    page.get_by_role("link", name="号匹配").click()
    page.wait_for_url("**/persons/matches/**")


@pytest.mark.parametrize("size", SIZES)
def test_a_day_is_asked_about_and_sensitive_days_wait_for_a_purpose(visit, site, size):
    visitor = visit(site, "prosecutor", **SIZES[size])
    page = visitor.page
    page.goto("/clues/?q=H2")
    page.locator("#list tbody a").first.click()
    page.locator("#known dl").wait_for()
    page.fill("#known input[name=day]", site.day)
    page.get_by_role("button", name="查看当日知悉情况").click()
    page.get_by_text("当日未收到").wait_for()
    assert "迟录：" not in page.inner_text("#known")
    page.fill("#known input[name=known-purpose]", "核对外出线索的知悉情况")
    page.get_by_role("button", name="查看敏感日期").click()
    page.get_by_text("迟录：入住时间为").wait_for()
    assert page.input_value("#known input[name=day]") == site.day
    sound(visitor)
