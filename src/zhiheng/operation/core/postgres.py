"""Runs pg_dump and pg_restore on the database of the settings; name and password of the account never stand on a command line."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from zhiheng.schema.errors import UnusableInputError

SERVICE = "zhiheng"
PASSING, STALE_SECONDS = "zhiheng-service-", 24 * 3600
DEATH_SIGNAL = 1
FULL = "No space left on device"
NAMES = {"HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user"}
NOT_OF_LIBPQ = frozenset({"options", "isolation_level", "pool", "server_side_binding", "assume_role"})


def program(name: str) -> str:
    """Where a program of PostgreSQL is: on PATH, else the newest of Debian's."""
    found = shutil.which(name)
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda place: float(place.parts[-3]))
    if not found and not versions:
        remedy = "请安装与数据库同一版本或更新版本的 postgresql-client"
        raise UnusableInputError(name, "", "没有安装这个程序", remedy)
    return str(versions[-1]) if versions else str(found)


def dump(database: Mapping[str, Any], snapshot: str, target: Path) -> None:
    """Write the database as the exported snapshot shows it, in PostgreSQL's own format."""
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
    _run("备份数据库", ["pg_dump", *options, f"--dbname=service={SERVICE}"], database)


def load(database: Mapping[str, Any], source: Path) -> None:
    """Put a dump into an empty database, all of it or nothing."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--dbname=service={SERVICE}"]
    _run("恢复数据库", ["pg_restore", *options, str(source)], database)


def contents(source: Path) -> None:
    """Read a dump through without a database; raises UnusableInputError where it cannot be read to its end."""
    words = [program("pg_restore"), "--file=/dev/null", str(source)]
    finished = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, preexec_fn=_end_with_parent)
    if finished.returncode:
        raise UnusableInputError("数据库副本", source.name, " ".join(finished.stderr.split())[:300], "请改用另一份备份")


def _end_with_parent() -> None:
    """A program whose starter was killed ends too: it would go on writing into what the next backup or restore clears away."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _sweep() -> None:
    """Remove files with a password that a killed backup or restore of this account left."""
    for place in Path(tempfile.gettempdir()).glob(f"{PASSING}*"):
        with suppress(OSError):
            if place.stat().st_uid == os.getuid() and time.time() - place.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(place, ignore_errors=True)


def _run(thing: str, command: list[str], database: Mapping[str, Any]) -> None:
    words = [program(command[0]), "--no-password", *command[1:]]
    _sweep()
    with connection_files(database) as environment:
        done = subprocess.run(
            words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, preexec_fn=_end_with_parent
        )
    if done.returncode:
        told = " ".join(done.stderr.split())[:300] or f"{command[0]} 以 {done.returncode} 结束"
        reason = f"磁盘已满（{told}）" if FULL in told else told
        remedy = "请确认数据库可以连接、磁盘未满、客户端程序不旧于服务器，然后重新运行；未完成的没有留下"
        raise UnusableInputError(thing, command[0], reason, remedy)


@contextmanager
def connection_files(database: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The environment for a program of PostgreSQL: a service file and a password file that its owner alone may read."""
    with tempfile.TemporaryDirectory(prefix=PASSING) as place:
        service, passwords = Path(place) / "service", Path(place) / "password"
        _write(passwords, f"*:*:*:*:{_escaped(str(database.get('PASSWORD') or ''))}\n")
        _write(service, service_text(database, passwords))
        kept = {name: value for name, value in os.environ.items() if name not in {"PGSERVICE", "ZHIHENG_DATABASE_URL"}}
        yield {**kept, "PGSERVICEFILE": str(service), "LC_ALL": "C.UTF-8"}


def service_text(database: Mapping[str, Any], passwords: Path) -> str:
    """The service file for the database of Django's settings."""
    options = {name: str(value) for name, value in database.get("OPTIONS", {}).items() if name not in NOT_OF_LIBPQ}
    named = {libpq: str(database[name]) for name, libpq in NAMES.items() if database.get(name)}
    password = {"passfile": str(passwords)} if database.get("PASSWORD") else {}
    return "\n".join([f"[{SERVICE}]", *(f"{name}={value}" for name, value in {**password, **options, **named}.items())]) + "\n"


def _escaped(password: str) -> str:
    return password.replace("\\", "\\\\").replace(":", "\\:")


def _write(place: Path, text: str) -> None:
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
