"""A real installation in Chromium: an account is made, an administrator confirmed by a second person, the newcomer changes the password."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from tests.web.browser.conftest import environment, serving

FIRST = """
import json, sys
from zhiheng.cli.main import open_database
open_database()
from zhiheng.cli.clock import moment
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.registry.services import FirstAdministrator, enlist_first, import_organs
names = {"system_admin": ("xitong", "甲某"), "security_admin": ("anquan", "乙某"), "audit_admin": ("shenji", "丙某")}
wanted = [FirstAdministrator(role, *given) for role, given in names.items()]
given = enlist_first(actor=COMMAND_LINE, now=moment(), organ="四川省检察院", wanted=wanted)
rows = "机关名称,上级机关\\n沱江监狱,四川省监狱管理局\\n四川省监狱管理局,\\n成都市中级人民法院,\\n"
import_organs(actor=COMMAND_LINE, now=moment(), content=rows.encode(), name="机关.csv")
print(json.dumps({one.username: ["四川省检察院", one.password] for one in given}))
"""
OWN = "lake-9-under-ice"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = tmp_path_factory.mktemp("installation")
    done = subprocess.run([sys.executable, "-c", FIRST], env=environment(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with serving(home, "四川省检察院") as served:
        served.accounts = json.loads(done.stdout.splitlines()[-1])
        yield served


def enter(visit, site, username, *, first=True, **size):
    """Sign in; for the first time with the given password, which is changed at once."""
    visitor = visit(site, **size)
    page = visitor.page
    page.goto("/sign-in/")
    page.fill("#id_username", username)
    page.fill("#id_password", site.accounts[username][1] if first else OWN)
    page.click("button[type=submit]")
    if first:
        page.wait_for_url("**/password/")
        page.fill("#id_old_password", site.accounts[username][1])
        page.fill("#id_new_password", OWN)
        page.fill("#id_again", OWN)
        page.click("main button[type=submit]")
    page.wait_for_selector("h1:has-text('待办')")
    return visitor


def shot(visitor, name):
    """A picture of the page for the reader, where a folder is named."""
    if folder := os.environ.get("ZHIHENG_SHOTS"):
        visitor.page.screenshot(caret="initial", path=f"{folder}/{name}.png", full_page=True)


def seen(visitor, name):
    """The page is accessible and not wider than the window."""
    shot(visitor, name)
    assert visitor.axe() == []
    assert visitor.overflow() <= 0


def test_accounts_are_made_confirmed_and_taken_up(site, visit):
    security = enter(visit, site, "anquan")
    page = security.page
    page.click("nav a:has-text('人员账号')")
    seen(security, "accounts")
    page.click("a:has-text('新建账号')")
    page.fill("#id_username", "lisi")
    page.fill("#id_name", "李某")
    page.select_option("#id_organ", label="四川省检察院")
    page.fill("#id_from_on", date.today().isoformat())
    seen(security, "enlist")
    page.click("button:has-text('建立账号')")
    site.accounts["lisi"] = ["四川省检察院", page.inner_text("#given-password")]
    seen(security, "given")
    page.click("a:has-text('查看账号')")
    page.select_option("#id_post-role", label="安全管理员")
    page.fill("#id_post-reason", "增设一名安全管理员")
    page.click("#appoint button:has-text('任职')")
    page.wait_for_selector("text=须由另一名管理员")
    seen(security, "account")

    newcomer = enter(visit, site, "lisi")
    newcomer.page.goto("/system/accounts/")
    assert newcomer.page.title().startswith("没有这个页面")

    auditor = enter(visit, site, "shenji")
    auditor.page.click("nav a:has-text('管理员任职')")
    seen(auditor, "proposals")
    auditor.page.click("main button:has-text('确认')")
    auditor.page.wait_for_selector("text=已确认，岗位生效")
    newcomer.page.goto("/system/accounts/")
    assert newcomer.page.inner_text("h1") == "人员账号"


def test_organs_are_described_related_and_fit_small_windows(site, visit):
    system = enter(visit, site, "xitong")
    page = system.page
    page.click("nav a:has-text('机关')")
    seen(system, "organs")
    page.click("table a:has-text('沱江监狱')")
    page.click("summary:has-text('登记关系')")
    page.select_option("#id_relate-kind", label="管辖法院")
    page.select_option("#id_relate-organ", label="成都市中级人民法院")
    page.fill("#id_relate-since_on", "2026-01-01")
    page.click("button:has-text('登记关系')")
    page.wait_for_selector("text=成都市中级人民法院管辖沱江监狱的减刑、假释等案件")
    page.click("summary:has-text('登记内设机构')")
    page.fill("#id_unit-name", "一监区")
    page.click("button:has-text('登记内设机构')")
    page.wait_for_selector("strong:has-text('一监区')")
    seen(system, "organ")
    page.goto("/system/organs/file/")
    page.set_input_files("#id_file", {"name": "机关.csv", "mimeType": "text/csv", "buffer": "机关名称,层级\n嘉陵监狱,县级\n".encode()})
    page.click("main button:has-text('登记')")
    page.wait_for_selector("text=没有县级机关")
    seen(system, "organs-file")


@pytest.mark.parametrize(
    ("username", "address"), [("anquan", "/system/accounts/"), ("xitong", "/system/organs/"), ("shenji", "/system/proposals/")]
)
def test_the_pages_fit_a_telephone(site, visit, username, address):
    visitor = enter(visit, site, username, first=False, width=390, height=844)
    for place in (address, *links(visitor, address)):
        visitor.page.goto(place)
        seen(visitor, "390-" + place.strip("/").replace("/", "-"))


def links(visitor, address):
    """The first thing of the list, and the page that makes a new one."""
    visitor.page.goto(address)
    found = visitor.page.eval_on_selector_all("main a", "all => all.map(one => one.getAttribute('href'))")
    things = [one for one in found if one.startswith(address) and "?" not in one and one != address]
    return things[:2] + things[-1:]
