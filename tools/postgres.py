"""Run a command beside a temporary PostgreSQL cluster: `python tools/postgres.py COMMAND…`.

The command finds the cluster in ZHIHENG_TEST_DATABASE_URL. Its exit code is passed on; the cluster is stopped and removed, come what may.
Exit 3 when PostgreSQL is not installed. PostgreSQL refuses to run as root; as root it is run as the system user `postgres`.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROLE = "zhiheng"
OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def main(command: list[str]) -> int:
    if not command:
        print("usage: python tools/postgres.py COMMAND…", file=sys.stderr)
        return 2
    bin_folder = programs()
    if bin_folder is None:
        print(
            "PostgreSQL is not installed: no initdb on PATH or under /usr/lib/postgresql (Debian: apt-get install postgresql)",
            file=sys.stderr,
        )
        return 3
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster(bin_folder) as url:
        return run_beside(command, {**os.environ, "ZHIHENG_TEST_DATABASE_URL": url})


def programs() -> Path | None:
    """Where initdb and pg_ctl are: the newest Debian version, else what PATH leads to."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda place: float(place.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def cluster(bin_folder: Path) -> Iterator[str]:
    """A fresh cluster in a temporary folder, on a free port of the loopback; yields its URL."""
    port = free_port()
    place = Path(tempfile.mkdtemp(prefix="zhiheng-pg-"))
    try:
        place.chmod(0o755)
        data = place / "data"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(place, "postgres")
            shutil.chown(data, "postgres")
        quietly(bin_folder / "initdb", "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        quietly(bin_folder / "pg_ctl", "-D", data, "-w", "-l", place / "log", "-o", f"{OPTIONS} -k {place} -p {port}", "start")
        try:
            quietly(bin_folder / "createdb", "-h", "127.0.0.1", "-p", port, "-U", ROLE, ROLE)
            yield f"postgresql://{ROLE}@127.0.0.1:{port}/{ROLE}"
        finally:
            if (data / "postmaster.pid").exists():
                quietly(bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def quietly(*command: object) -> None:
    """Run a program of PostgreSQL, as `postgres` when we are root; its words are shown only when it fails."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/", check=False)
    if done.returncode:
        raise SystemExit(f"{Path(words[0]).name} failed ({done.returncode}): {done.stdout}")


def run_beside(command: list[str], environment: dict[str, str]) -> int:
    """The command's exit code (128 + signal where one ended it); an interrupt goes to the command first."""
    running = subprocess.Popen(command, env=environment)
    try:
        return exit_code(running.wait())
    except KeyboardInterrupt:
        return exit_code(running.wait())
    finally:
        if running.poll() is None:
            running.terminate()
            running.wait()


def exit_code(status: int) -> int:
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
