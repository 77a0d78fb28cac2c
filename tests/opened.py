"""Homes in shape, made once a process and copied: making the tables of a new home takes longer than most tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

DATABASE = "zhiheng.sqlite3"
OPEN = "from zhiheng.cli.main import open_database; open_database()"


@cache
def opened() -> Path:
    """A home with its tables and nothing in them, on SQLite."""
    home = Path(tempfile.mkdtemp(prefix="zhiheng-opened-"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIHENG_", "DJANGO_"))}
    subprocess.run([sys.executable, "-c", OPEN], env={**kept, "ZHIHENG_HOME": str(home)}, check=True)
    return home


def put_into_shape(home: Path) -> None:
    """Give a new home its tables; one that has a database already is left as it is."""
    if not (home / DATABASE).exists():
        shutil.copytree(opened(), home, dirs_exist_ok=True)
