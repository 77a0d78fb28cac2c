"""How a home is opened: files for its own account alone, and options of the database passed on or refused."""

import os
import stat
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile

from tests.cli.test_program import refused, zhiheng
from zhiheng.operation.core.findings import SOUND, Check
from zhiheng.operation.core.machine import modes
from zhiheng.schema.errors import UnusableInputError
from zhiheng.site import database
from zhiheng.site.static_files import NamedByContent


def test_what_the_program_makes_is_its_own_accounts(tmp_path):
    home = tmp_path / "home"
    assert zhiheng("--home", str(home), "models", "list").returncode == 0
    made = [home, *home.rglob("*")]
    assert len(made) > 2
    assert [one.name for one in made if stat.S_IMODE(one.stat().st_mode) & 0o077] == []


def test_what_is_gathered_for_the_pages_is_its_own_accounts_too(tmp_path, settings):
    """The framework gives what it writes to everybody; the doctor of a fresh installation called that a fault."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    settings.STATIC_ROOT = home / "static"
    NamedByContent().save("a.css", ContentFile(b"p{}"))
    assert stat.S_IMODE((home / "static" / "a.css").stat().st_mode) == 0o600
    assert modes(home) == Check("modes", SOUND, "文件只有本账号可以读写")


def test_options_of_the_database_are_passed_on(tmp_path):
    url = "postgresql://a:b@db.example/z?sslmode=verify-full&sslrootcert=/etc/ssl/ca.pem"
    read = database.read({"ZHIHENG_DATABASE_URL": url}, tmp_path, read_only=False)
    assert read["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/ca.pem"}
    looked = database.read({"ZHIHENG_DATABASE_URL": url}, tmp_path, read_only=True)["OPTIONS"]
    assert looked["sslmode"] == "verify-full"
    assert "read_only=on" in looked["options"]


def test_unknown_options_of_the_database_are_refused(tmp_path):
    url = "postgresql://a:b@db.example/z?sslmod=verify-full"
    with pytest.raises(UnusableInputError, match="没有这个连接选项"):
        database.read({"ZHIHENG_DATABASE_URL": url}, tmp_path, read_only=False)
    assert "sslmod" in refused(zhiheng("--home", str(tmp_path), "models", "list", env={"ZHIHENG_DATABASE_URL": url}))


COMMITTING = """
from zhiheng.cli.opening import open_database
open_database()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous"):
        print(cursor.execute(f"PRAGMA {name}").fetchone()[0])
"""


def test_what_was_committed_survives_a_power_cut(tmp_path):
    """SQLite's own word: with the side log only FULL (2) writes a commit to the disk before it is said to be done."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ZHIHENG_", "DJANGO_"))}
    command = [sys.executable, "-c", COMMITTING]
    done = subprocess.run(command, env={**environment, "ZHIHENG_HOME": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout.split()) == ("", ["wal", "2"])
