"""What every test may ask for: a home of its own, who acts, what the time is, and the shared material when it is there."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import hypothesis
import pytest

from tests.opened import DATABASE

os.environ.setdefault("ZHIHENG_SECOND_FACTOR", "offered")
os.environ.setdefault("ZHIHENG_HOME", tempfile.mkdtemp(prefix="zhiheng-test-"))
if os.environ.get("ZHIHENG_TEST_DATABASE_URL"):
    os.environ["ZHIHENG_DATABASE_URL"] = os.environ["ZHIHENG_TEST_DATABASE_URL"]

# Only now may settings be read: named in pyproject.toml, they would be read before the lines above and point at ./var and SQLite.
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiheng.site.settings"
from django.conf import settings as early_settings

if early_settings.DATABASES["default"]["ENGINE"].endswith(".sqlite"):
    # Else every process of a run in several would open a file of its own, named after the home's.
    early_settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"

early_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *early_settings.PASSWORD_HASHERS]
"""Passwords of tests are not kept: a slow digest of each would take longer than most tests."""

early_settings.SLOW_COUNTS_KEPT = False
early_settings.INDICATORS_KEPT = 0
"""On a machine that does other things any count may take long; what a test counts is what is there now."""

hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")  # other work on the machine makes no test fail

ROOT = Path(__file__).resolve().parent.parent
KEPT_IN_DATABASES = {"db", "transactional_db", "django_db_setup", "live_server"}
OWN_DATABASES = ("tests/robust/",)
"""Folders whose tests make databases of their own, without a fixture that says so."""


def pytest_addoption(parser):
    parser.addoption("--only-databases", action="store_true", help="only tests that write to a database: for a second run on another one")


def pytest_collection_modifyitems(config, items):
    """Long files first; leave out what runs alike on every database, where a run is only about another one."""
    places = {file: place for place, file in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))
    if not config.getoption("--only-databases"):
        return
    left_out = [item for item in items if not writes_to_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if writes_to_a_database(item)]


SHARES = {
    "tests/cli/test_demo_enciphered.py": "tests/cli/test_demo.py",
    "tests/cli/test_demo_logs.py": "tests/cli/test_demo.py",
    "tests/web/browser/test_models.py": "tests/web/browser/test_pages.py",
}
"""Files that look at what another made, and go to its process."""
LONG = [
    "tests/installed/test_installed.py",
    "tests/cli/test_demo.py",
    "tests/cli/test_demo_enciphered.py",
    "tests/cli/test_demo_logs.py",
    "tests/web/browser/test_pages.py",
    "tests/web/browser/test_models.py",
    "tests/install/test_install_page.py",
    "tests/web/test_hostile.py",
    "tests/robust/test_killed.py",
    "tests/analysis/test_indicators_told_twice.py",
    "tests/analysis/test_spark.py",
    "tests/web/browser/test_parole.py",
    "tests/house/test_checks_pass.py",
    "tests/robust/test_machine.py",
    "tests/api/test_description.py",
    "tests/api/test_matrix.py",
]
"""Begun first, so that no process is left alone with a long file at the end. Paths given to pytest would not do: it takes a folder and
a file in it for the folder alone."""


def pytest_xdist_make_scheduler(config, log):
    """Each file in one process, and those that share what takes minutes to make in the same."""
    from xdist.scheduler import LoadFileScheduling

    class ByWhatIsShared(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return SHARES.get(file, file)

    return ByWhatIsShared(config, log) if config.getvalue("dist") == "loadfile" else None


def writes_to_a_database(item) -> bool:
    """Whether a test asks for the database by mark or fixture, or lies in a folder whose tests make their own."""
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(KEPT_IN_DATABASES & set(item.fixturenames)) or item.nodeid.startswith(OWN_DATABASES)


@pytest.fixture()
def now() -> datetime:
    return datetime(2026, 6, 30, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture()
def home(tmp_path, settings):
    """An empty home folder; settings point into it, so that segments and files of one test are its own."""
    settings.HOME = tmp_path
    settings.LIBRARY = tmp_path / "library"
    settings.FILES = tmp_path / "files"
    return tmp_path


@pytest.fixture()
def actor():
    from zhiheng.ledger.core.actor import Actor

    return Actor(id="test", name="测试员", organ="四川省检察院", via="test")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material beside the project (sample province, law cases, texts), or a skip that says so."""
    place = Path(os.environ.get("ZHIHENG_SHARED", ROOT.parent / "shared"))
    if not place.is_dir():
        pytest.skip(f"shared material is not beside the project ({place})")
    return place


OPENING = """
import sys
from datetime import datetime
from zoneinfo import ZoneInfo
from zhiheng.cli.main import open_database
open_database()
from django.db import transaction
from zhiheng.ledger.core.actor import Actor
actor = Actor("test", "测试员", "四川省检察院", "test")
now = datetime(2026, 6, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
"""


@pytest.fixture()
def apart(tmp_path, transactional_db):
    """Runs Python in processes of their own, several at once if asked, on a real database (SQLite's as a file) in the home of the test.

    The code finds `actor`, `now`, `transaction` and its own name in `sys.argv[1]`; the lines printed come back.
    """
    from django.db import connection

    environment = {**os.environ, "ZHIHENG_HOME": str(tmp_path), "ZHIHENG_DATABASE_URL": ""}
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        environment["ZHIHENG_DATABASE_URL"] = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    else:
        connection.ensure_connection()
        with closing(sqlite3.connect(tmp_path / DATABASE)) as target:
            connection.connection.backup(target)

    def start(code, name):
        command = [sys.executable, "-c", OPENING + dedent(code), name]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(code, *, writers=1):
        ended = [(one, *one.communicate(timeout=120)) for one in [start(code, f"writer{number}") for number in range(writers)]]
        assert [err for one, _, err in ended if one.returncode] == []
        return [line for _, out, _ in ended for line in out.splitlines()]

    run.start = start
    return run


@pytest.fixture()
def organ_names():
    """Organs that take part in the tests of pages where they are others than usual."""
    return []
