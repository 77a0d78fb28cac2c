"""docs/install.md, step by step: every `sh` block as it stands, the service as its unit says, and what is done by hand in a browser.

With CI or ZHIHENG_INSTALL_REAL set, the project is copied and installed anew (`make setup`, which takes a minute or two); else the
environment of the tests stands in for it. With PostgreSQL on the machine its block is run too.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlparse

import pyotp
import pytest

from tools import postgres

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)(?: (\w+))?\n(.*?)^```", PAGE, re.M | re.S)
STEPS = {name: text for kind, name, text in BLOCKS if kind == "sh"}
UNIT = next(text for kind, _, text in BLOCKS if kind == "ini")
REAL = bool(os.environ.get("CI") or os.environ.get("ZHIHENG_INSTALL_REAL"))
ORIGIN = re.search(r"ZHIHENG_ORIGIN=(\S+)", UNIT).group(1)
OWN = "lake-9-under-ice"


class Shell:
    """One bash that lives through the page, as a reader's does."""

    def __init__(self, place: Path, environment: dict[str, str]) -> None:
        self.bash = subprocess.Popen(
            ["bash", "--noprofile", "--norc"], cwd=place, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, text: str) -> str:
        """Run a block; every command of it must succeed."""
        self.bash.stdin.write(f"set -e\n{text}\nset +e\necho; echo '== done'\n")
        self.bash.stdin.flush()
        lines: list[str] = []
        for line in self.bash.stdout:
            if line == "== done\n":
                return "".join(lines)
            lines.append(line)
        pytest.fail("".join(lines))

    def value(self, name: str) -> str:
        """A variable of the shell."""
        return self.run(f'echo "${name}"').strip()

    def close(self) -> None:
        self.bash.stdin.close()
        self.bash.wait(timeout=20)


def copy_of_project(place: Path) -> Path:
    """What a reader has: the tracked files; without a real installation, the tests' environment in the place of `.venv`."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place / name)
    if not REAL:
        (place / ".venv" / "bin").mkdir(parents=True)
        program = place / ".venv" / "bin" / "zhiheng"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m zhiheng.cli.main "$@"\n')
        program.chmod(0o755)
    return place


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIHENG_", "DJANGO_", "PG"))}
    return {**kept, "ZHIHENG_HOME": str(home)}


def blocks(beside_postgres: bool) -> list[str]:
    """Steps of the page up to the service, those that this machine can do."""
    left_out = {"import", "act", "verify"} | (set() if REAL else {"setup"}) | (set() if beside_postgres else {"postgresql"})
    return [name for name in STEPS if name not in left_out]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def installed(request, tmp_path_factory):
    """The page done up to the officers: the shell, what each step said, and the home."""
    if REAL and request.param == "sqlite":
        pytest.skip("the real installation is made once, on PostgreSQL where there is one")
    programs = postgres.programs()
    if request.param == "postgresql" and programs is None:
        pytest.skip("PostgreSQL is not on this machine")
    project, home = copy_of_project(tmp_path_factory.mktemp("project")), tmp_path_factory.mktemp("place") / "home"
    with ExitStack() as open_things:
        given = environment(home)
        if request.param == "postgresql":
            at = urlparse(open_things.enter_context(postgres.cluster(programs)))
            given |= {"PGHOST": at.hostname, "PGPORT": str(at.port), "PGUSER": at.username, "PATH": f"{programs}:{given['PATH']}"}
        shell = Shell(project, given)
        open_things.callback(shell.close)
        said = {name: shell.run(step(name)) for name in blocks(request.param == "postgresql")}
        yield shell, said, home, request.param


def step(name: str) -> str:
    """A block as it stands; the library of PostgreSQL is in the tests' environment already."""
    return STEPS[name] if REAL else "\n".join(line for line in STEPS[name].splitlines() if ".tools/bin/uv" not in line)


def passwords(said: dict[str, str], home: Path) -> dict[str, str]:
    """Sign-in name → password: of the administrators as printed, of the officers from the file for handing over."""
    printed = dict(re.findall(r"\t(\w+)\t\S+\t([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})\n", said["administrators"]))
    with (home / "passwords.csv").open(encoding="utf-8") as file:
        return printed | dict(list(csv.reader(file))[1:])


@contextmanager
def service(shell: Shell, place: Path):
    """The program as its unit starts it, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = re.search(r"ExecStart=/opt/zhiheng/(.*)", UNIT).group(1).replace("8000", str(port)).replace("--workers 2", "--workers 1")
    given = {name: shell.value(name) for name in ("ZHIHENG_HOME", "ZHIHENG_DATABASE_URL") if shell.value(name)}
    with (place / "serve.log").open("w") as log:
        server = subprocess.Popen(
            command.split(), cwd=shell.value("PWD"), env={**environment(place), **given, "ZHIHENG_ORIGIN": ORIGIN}, stdout=log, stderr=log
        )
        try:
            yield port, server
        finally:
            server.terminate()
            server.wait(timeout=20)


@dataclass
class Answer:
    """What came back."""

    status: int
    to: str
    text: str


class Browser:
    """A reader's browser behind the proxy of the page: the headers are those that it sets."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.kept: dict[str, str] = {}

    def _asked(self, method: str, address: str, body: str | None = None) -> Answer:
        """One request; cookies are kept as a browser behind TLS keeps them, `Secure` ones too."""
        headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", "Referer": f"{ORIGIN}/"}
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.kept.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        asked = HTTPConnection("127.0.0.1", self.port, timeout=60)
        asked.request(method, address, body, headers)
        answer = asked.getresponse()
        for one in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = one.split(";")[0].partition("=")
            self.kept[name] = value
        return Answer(answer.status, answer.headers.get("Location", ""), answer.read().decode())

    def get(self, address: str) -> Answer:
        return self._asked("GET", address)

    def post(self, address: str, **given: str) -> Answer:
        return self._asked("POST", address, urlencode({**given, "csrfmiddlewaretoken": self.kept["__Host-csrftoken"]}))

    def sign_in(self, username: str, password: str, *, administers: bool) -> None:
        """Sign in for the first time: nothing opens before the password is one's own, and for administrators a second factor is set up."""
        self.get("/sign-in/")
        assert self.post("/sign-in/", username=username, password=password).status == 302
        assert self.get("/").to == "/password/"
        self.get("/password/")
        changed = self.post("/password/", old_password=password, new_password=OWN, again=OWN)
        assert (changed.status, changed.to) == (302, "/")
        if administers:
            assert self.get("/").to == "/security/code/"
            secret = re.search(r'id="secret">([A-Z2-7 ]+)<', self.get("/security/code/").text).group(1).replace(" ", "")
            done = self.post("/security/code/", password=OWN, code=pyotp.TOTP(secret).now())
            assert "恢复码" in done.text
        assert self.get("/").status == 200


def until_it_answers(port: int, server: subprocess.Popen) -> None:
    for _ in range(240):
        if server.poll() is not None:
            pytest.fail("the service ended at once")
        try:
            Browser(port).get("/sign-in/")
        except OSError:
            time.sleep(0.25)
        else:
            return
    pytest.fail("the service did not answer")


def test_every_step_of_the_page_is_named_and_known():
    assert list(STEPS) == ["setup", "home", "postgresql", "administrators", "organs", "relations", "officers", "import", "act", "verify"]
    assert {kind for kind, _, _ in BLOCKS} == {"sh", "ini", "nginx"}


def test_the_page_leads_from_an_empty_machine_to_the_first_act(installed, tmp_path):
    shell, said, home, database = installed
    assert "沱江监狱\t监狱\t省级\t510000\t四川省监狱管理局" in said["relations"]
    assert "口令只显示这一次" in said["administrators"]
    assert "没有改动" in shell.run(STEPS["administrators"])
    assert oct((home / "passwords.csv").stat().st_mode)[-3:] == "600"
    assert (home / "zhiheng.sqlite3").exists() == (database == "sqlite")
    given = passwords(said, home)
    assert set(given) == {"xitong", "anquan", "shenji", "jiancha", "shuju", "jingban"}
    with service(shell, tmp_path) as (port, server):
        until_it_answers(port, server)
        browsers = {username: Browser(port) for username in ("anquan", "jiancha", "shenji")}
        for username, browser in browsers.items():
            browser.sign_in(username, given[username], administers=username in {"anquan", "shenji"})
        assert "人员账号" in browsers["anquan"].get("/system/accounts/").text
        assert re.search(r"收下 [1-9]\d*|收入 [1-9]\d*|[1-9]\d* 行", shell.run(STEPS["import"]))
        shell.run(STEPS["act"])
        clue = re.search(r'href="/clues/(\d+)/', browsers["jiancha"].get("/clues/").text).group(1)
        browsers["jiancha"].get(f"/clues/{clue}/")
        done = browsers["jiancha"].post(f"/clues/{clue}/verified/", **{"verified-reason": "经核对报送记录，情况属实"})
        assert done.status == 302, re.findall(r"(?:invalid-feedback|alert-danger).*", done.text)
        assert "查实" in browsers["jiancha"].get(f"/clues/{clue}/").text
        trace = browsers["shenji"].get("/trace/").text
        assert "线索查实" in trace
    shell.run(STEPS["verify"])
