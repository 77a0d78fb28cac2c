"""A security key in a real browser: demanded of an administrator, added on the page, and asked for at the next sign-in."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.web.browser.conftest import environment, serving
from tests.web.browser.test_accounts import FIRST, OWN

pytestmark = pytest.mark.browser
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """An installation with its first administrators that demands a second factor, under a name: keys are not bound to numbers."""
    home = tmp_path_factory.mktemp("installation")
    done = subprocess.run([sys.executable, "-c", FIRST], env=environment(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with serving(home, "四川省检察院", ZHIHENG_SECOND_FACTOR="required") as served:
        served.accounts = json.loads(done.stdout.splitlines()[-1])
        served.address = served.address.replace("127.0.0.1", "localhost")
        yield served


def enter(page, username, password):
    page.goto("/sign-in/")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.click("button[type=submit]")


def test_an_administrator_adds_a_key_and_signs_in_with_it(visit, site):
    visitor = visit(site)
    page, given = visitor.page, site.accounts["anquan"][1]
    keys = visitor.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    enter(page, "anquan", given)
    page.wait_for_url("**/password/")
    for name, value in (("old_password", given), ("new_password", OWN), ("again", OWN)):
        page.fill(f"#id_{name}", value)
    page.click("main button[type=submit]")
    page.wait_for_url("**/security/code/")
    assert visitor.axe() == []
    page.click("text=改用安全密钥")
    assert visitor.axe() == []
    page.fill("#id_password", OWN)
    page.fill("#id_name", "蓝色 UKey")
    page.click("main button[type=submit]")
    page.wait_for_selector("#codes")
    page.click("text=已抄录")
    page.wait_for_selector("text=蓝色 UKey")
    assert visitor.axe() == []
    page.goto("/")
    page.wait_for_selector("h1:has-text('待办')")

    visitor.context.clear_cookies()
    enter(page, "anquan", OWN)
    page.wait_for_url("**/sign-in/second/")
    assert visitor.axe() == []
    page.click("text=用安全密钥验证")
    page.wait_for_selector("h1:has-text('待办')")
