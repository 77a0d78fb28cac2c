"""A real server on a home of its own, and a real Chromium that is watched: every request, every error."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.opened import put_into_shape

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "front" / "build" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=zh-CN",
]
ACCOUNTS = """
import json, sys
from zhiheng.cli.main import open_database
open_database()
from django.utils import timezone
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.registry.services import seed_demonstration
from django.apps import apps
known = [organ.name for organ in apps.get_model("registry.Organ").objects.all()]
made = seed_demonstration(actor=COMMAND_LINE, now=timezone.now(), organs=sys.argv[1:] or known)
print(json.dumps({one.username: [one.organ, one.password] for one in made}))
"""


class Site:
    """A running server: its address, and the password and organ of each account."""

    def __init__(self, home: Path, port: int, accounts: dict[str, list[str]]) -> None:
        self.home, self.address, self.accounts = home, f"http://127.0.0.1:{port}", accounts

    def handler_of(self, organ: str) -> str:
        return next(name for name, (where, _) in self.accounts.items() if where == organ and name.startswith("organ-"))


def environment(home: Path) -> dict[str, str]:
    """Settings of the programs that run on this home; a new one gets its tables first."""
    put_into_shape(home)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIHENG_", "DJANGO_"))}
    return {**kept, "ZHIHENG_HOME": str(home), "ZHIHENG_SECOND_FACTOR": "offered"}


def accounts_in(home: Path, *organs: str) -> dict[str, list[str]]:
    done = subprocess.run([sys.executable, "-c", ACCOUNTS, *organs], env=environment(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def serving(home: Path, *organs: str, **settings: str):
    """Serve a home until the block ends, with these settings of the environment."""
    accounts = accounts_in(home, *organs)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (home / "serve.log").open("w")
    command = [sys.executable, "-m", "zhiheng.cli.main", "--home", str(home), "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, env={**environment(home), **settings}, stdout=log, stderr=log)
    try:
        until_it_answers(f"http://127.0.0.1:{port}/sign-in/", server, home / "serve.log")
        yield Site(home, port, accounts)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def until_it_answers(address: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(360):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=30):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"the server did not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def small_province(tmp_path_factory) -> Path:
    """The home of a small demonstration without cases, made once, for each module to copy."""
    home = tmp_path_factory.mktemp("small-province")
    command = [sys.executable, "-m", "zhiheng.cli.main", "--home", str(home), "demo", "--once", "--persons", "60", "--no-cases"]
    made = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return home


def picture(page, place: Path, *, whole: bool = False) -> None:
    """A picture for an eye, where somebody asks for pictures with ZHIHENG_SHOTS: each takes longer than the page."""
    if os.environ.get("ZHIHENG_SHOTS"):
        page.screenshot(caret="initial", path=place, full_page=whole)


@pytest.fixture(scope="module")
def chromium():
    """A browser a module: its event loop would refuse the database to the tests that follow."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("there is no chromium on this machine")
    if not AXE.exists():
        pytest.skip("the front-end parts are not fetched (python3 tools/front.py)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """A browser window of one officer. Requests to other hosts, failed requests and errors of the page are collected."""

    def __init__(self, chromium, site: Site, *, width: int = 1366, height: int = 768) -> None:
        self.site = site
        self.context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            base_url=site.address,
            accept_downloads=True,
        )
        self.context.set_default_timeout(60_000)
        self.page = self.context.new_page()
        self.strange: list[str] = []
        self.page.on("request", lambda request: self.noted(request.url))
        self.page.on("response", self.answered)
        self.page.on("console", self.said)
        self.page.on("pageerror", lambda error: self.strange.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def noted(self, url: str) -> None:
        if not url.startswith((self.site.address, "data:", "blob:", "about:")):
            self.strange.append(f"request: {url}")

    def answered(self, response) -> None:
        refused = response.status >= 400 and response.request.resource_type not in {"document", "xhr", "fetch"}
        if refused or response.status >= 500:
            self.strange.append(f"response: {response.status} {response.url}")

    def said(self, message) -> None:
        """Errors of the page; that an answer was a refusal is judged by `answered`."""
        if message.type == "error" and not message.text.startswith("Failed to load resource: the server responded with a status of 4"):
            self.strange.append(f"console: {message.text}")

    def sign_in(self, username: str) -> Visitor:
        self.page.goto("/sign-in/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", self.site.accounts[username][1])
        self.page.click("button[type=submit]")
        self.page.wait_for_url("**/")
        return self

    def axe(self, *, colours: bool = True) -> list[str]:
        """What axe-core finds of serious or critical impact; the contrast of colours, half of its time, on request not again."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        rules = "" if colours else ", rules: {'color-contrast': {enabled: false}}"
        found = self.page.evaluate(f"axe.run(document, {{resultTypes: ['violations']{rules}}})")
        return [
            f"{one['id']}: {node['html'][:160]} | {node.get('failureSummary', '')[:200]}"
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"]
        ]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    def close(self) -> None:
        self.context.close()


@pytest.fixture()
def visit(chromium):
    """Open windows; at the end none of them may have met anything strange."""
    opened: list[Visitor] = []

    def come(site: Site, username: str = "", **size: int) -> Visitor:
        visitor = Visitor(chromium, site, **size)
        opened.append(visitor)
        return visitor.sign_in(username) if username else visitor

    yield come
    for visitor in opened:
        visitor.close()
    assert [one for visitor in opened for one in visitor.strange] == []
