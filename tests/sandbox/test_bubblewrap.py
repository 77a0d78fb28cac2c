"""The sandbox's process within bubblewrap where the machine has it; the other walls without it where it has not."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.sandbox.sandboxed import ask
from tests.sandbox.test_running import MEMORY_BOMB, own_sandboxes
from zhiheng.sandbox.core import bubblewrap
from zhiheng.sandbox.core import running as sandbox_running


@pytest.fixture()
def there():
    """The machine has it, and its kernel grants namespaces."""
    bubblewrap._works.cache_clear()
    if bubblewrap.wrapped(["true"], [], Path("/"), sandbox_running.ENVIRONMENT) is None:
        pytest.skip("no bubblewrap that works here")


LOOKS = """
import json, os, socket
from pathlib import Path
def tried(act):
    try:
        return act()
    except OSError as error:
        return type(error).__name__
home, library = Path({home!r}), Path({library!r})
print(json.dumps({{
    "home": sorted(one.name for one in home.iterdir()),
    "library": (library / "a.parquet").read_text(),
    "writes": [tried(lambda one=one: (one / "x").write_text("x")) for one in (library, Path("/usr"), Path("."))],
    "accounts": Path("/etc/passwd").exists(),
    "others": [one.name for one in Path("/proc").glob("[0-9]*") if int(one.name) > os.getpid()],
    "starter": os.getppid(),
    "network": [name for _, name in socket.if_nameindex()],
}}))
"""


def test_within_it_there_is_the_library_and_nothing_else_of_the_home(there, tmp_path):
    """Without any other wall: no key, no account, no process, no network, nothing to write to."""
    home, place = tmp_path / "home", tmp_path / "empty"
    library = home / "library"
    library.mkdir(parents=True)
    place.mkdir()
    (home / "secret.key").write_text("secret")
    (library / "a.parquet").write_text("rows")
    looks = dedent(LOOKS.format(home=str(home), library=str(library)))
    command = bubblewrap.wrapped([sys.executable, "-I", "-c", looks], [library], place, sandbox_running.ENVIRONMENT)
    done = subprocess.run(command, env=sandbox_running.ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen == {
        "home": ["library"], "library": "rows", "writes": ["OSError"] * 3, "accounts": False, "others": [], "starter": bubblewrap.STARTER,
        "network": ["lo"],
    }  # fmt: skip


def test_a_query_runs_within_it_and_says_so(there, sandbox_library):
    ended = ask(sandbox_library, "select count(*) as n from persons")
    assert (ended.state, ended.rows, ended.walls[-1]) == ("done", [[20]], "bubblewrap"), ended.words


def test_a_bomb_ends_there_by_the_same_words_and_leaves_no_process(there, sandbox_library):
    ended = ask(sandbox_library, MEMORY_BOMB)
    assert "内存" in ended.words.reason
    assert own_sandboxes() == []


@pytest.mark.parametrize("program", [None, shutil.which("false")])
def test_where_it_is_not_there_or_does_not_work_the_other_walls_stand_without_it(sandbox_library, monkeypatch, program):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda _name: program)
    ended = ask(sandbox_library, "select count(*) as n from persons")
    assert (ended.rows, "rlimit" in ended.walls, "bubblewrap" in ended.walls) == ([[20]], True, False)


def test_how_a_process_ended_within_is_told_as_without():
    assert [bubblewrap.told_code(one) for one in (0, 1, 128 + signal.SIGKILL)] == [0, 1, -signal.SIGKILL]
