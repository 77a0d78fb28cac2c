from __future__ import annotations

import os
import subprocess
import sys
from textwrap import dedent

import pytest
from django.db import connection

OPENING = """
import sys
from datetime import datetime
from zoneinfo import ZoneInfo
from zhiheng.cli.main import open_database
open_database()
from django.db import transaction
from zhiheng.ledger import selectors
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
actor = Actor("test", "测试员", "四川省检察院", "test")
now = datetime(2026, 6, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
"""


@pytest.fixture()
def apart(tmp_path, transactional_db):
    """Runs Python in processes of their own on a real database (a file of SQLite's, or the test database of PostgreSQL); lines printed."""
    environment = {**os.environ, "ZHIHENG_HOME": str(tmp_path / "home"), "ZHIHENG_DATABASE_URL": ""}
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        environment["ZHIHENG_DATABASE_URL"] = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"

    def start(code: str, name: str) -> subprocess.Popen:
        command = [sys.executable, "-c", OPENING + dedent(code), name]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(code: str, *, writers: int = 1) -> list[str]:
        if writers > 1:
            start("", "opening").wait()
        ended = [(one, *one.communicate(timeout=120)) for one in [start(code, f"writer{number}") for number in range(writers)]]
        assert [err for one, _, err in ended if one.returncode] == []
        return [line for _, out, _ in ended for line in out.splitlines()]

    return run
