"""The program as a stranger meets it: usage, wrong words, homes and databases that cannot be used; one line, status 2, no traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.opened import put_into_shape

PROGRAM = Path(sys.executable).parent / "zhiheng"
BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
"""Root without the power to write where the mode forbids it."""


def zhiheng(
    *arguments: str, env: dict[str, str] | None = None, bound: bool = False, timeout: int = 120
) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("ZHIHENG_", "DJANGO_"))}
    command = [*(BOUND if bound and os.geteuid() == 0 else []), str(PROGRAM), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout, env=settings | (env or {}))


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a refusal."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_without_a_command_it_says_which_there_are():
    done = zhiheng()
    assert done.returncode == 2
    assert {"demo", "import", "screen", "law", "ledger", "serve"} <= set(done.stdout.split())


def test_an_unknown_command_is_named():
    assert "screeen" in refused(zhiheng("screeen"))


@pytest.mark.parametrize("name", ["demo", "import", "indicators", "law", "ledger", "persons", "procedures", "screen", "serve", "simulate"])
def test_every_command_explains_itself(name):
    done = zhiheng(name, "--help")
    assert done.returncode == 0, done.stderr
    assert f"zhiheng {name}" in done.stdout


def test_a_home_that_is_a_file_is_refused(tmp_path):
    home = tmp_path / "home"
    home.write_text("not a folder")
    assert str(home) in refused(zhiheng("--home", str(home), "ledger", "verify"))


def test_a_database_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "zhiheng.sqlite3").write_bytes(b"this is no database" * 100)
    assert "数据库不能使用" in refused(zhiheng("--home", str(tmp_path), "ledger", "verify"))


def test_a_database_server_that_is_not_there_is_refused(tmp_path):
    away = {"ZHIHENG_DATABASE_URL": "postgresql://nobody:x@127.0.0.1:1/none"}
    assert "数据库不能使用" in refused(zhiheng("--home", str(tmp_path), "ledger", "verify", env=away))


@pytest.fixture()
def read_only_home(tmp_path):
    """A home whose database nobody may write."""
    home = tmp_path / "home"
    put_into_shape(home)
    for path in home.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    home.chmod(0o555)
    yield home
    home.chmod(0o755)


def test_a_read_only_database_is_refused_and_nothing_is_half_done(read_only_home, tmp_path):
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("running as root without another account to lose rights to")
    sent = tmp_path / "金堂县司法局"
    sent.mkdir()
    (sent / "leaves_0001.csv").write_text("leave_no,id_number,name,destination,from_date,to_date,approver\n", encoding="utf-8")
    before = sorted(path.name for path in read_only_home.rglob("*"))
    line = refused(zhiheng("--home", str(read_only_home), "import", str(sent), bound=True))
    assert "只读" in line or "不能使用" in line or "不能写入" in line
    assert sorted(path.name for path in read_only_home.rglob("*")) == before


def test_a_program_begins_without_what_only_cases_need(tmp_path):
    """What rooms above do for cases is named at the start and read in when a case asks for it: most commands never do."""
    code = "import sys; from zhiheng.cli.opening import set_up; set_up(); print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "ZHIHENG_HOME": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    begun = set(done.stdout.split())
    assert "zhiheng.procedure.above" in begun
    assert not {"zhiheng.procedure.services", "zhiheng.work.services", "zhiheng.exchange.peers.services", "sqlglot", "pypdf"} & begun
