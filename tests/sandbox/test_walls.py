"""The sandbox's process alone, no statement checked: its walls hold, with the real limits."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import pytest

from tests.sandbox.sandboxed import SECRET, TABLES
from zhiheng.sandbox.core import running as sandbox_running
from zhiheng.sandbox.core.limits import LIMITS, Limits

ALONE = """
import json, os, sys
from pathlib import Path
import duckdb
from zhiheng import law
from zhiheng.sandbox.core import walls as sandbox_walls
from zhiheng.sandbox.core import process as sandbox_process
from zhiheng.sandbox.core.limits import Limits
from zhiheng.records.core.snapshot import Snapshot
request = json.load(sys.stdin)
snapshot, root, limits = Snapshot.from_json(request["snapshot"]), Path(request["root"]), Limits(**request["limits"])
connection = sandbox_process.opened(snapshot, root, request["tables"], limits)
connection.execute("select timestamptz '2026-01-01 00:00:00+08'").fetchall()
files = [*(root / one.path for one in snapshot.segments), *map(Path, law.__path__)]
walls = sandbox_walls.raise_walls(readable=files, memory_bytes=(limits.memory_mb + 512) << 20, seconds=60, starter=os.getppid())
print(json.dumps(walls), flush=True)
"""
STATEMENTS = """
for sql in request["statements"]:
    try:
        rows = connection.execute(sql).fetchmany(50)
    except (duckdb.Error, RuntimeError, MemoryError) as error:
        print(json.dumps([sql, "refused", str(error)[:300]], ensure_ascii=False), flush=True)
    else:
        print(json.dumps([sql, "ran", str(rows)], ensure_ascii=False), flush=True)
"""


def alone(sandbox_library, code, statements=(), limits=LIMITS):
    """Run Python within the walls; the lines it printed."""
    root, snapshot = sandbox_library
    request = {
        "root": str(root),
        "snapshot": snapshot.to_json(),
        "limits": limits.to_json(),
        "tables": TABLES,
        "statements": list(statements),
    }
    done = subprocess.run(
        [sys.executable, "-I", "-c", ALONE + dedent(code)],
        input=json.dumps(request),
        env=sandbox_running.ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.stdout, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_without_any_guard_the_process_gives_nothing_away(sandbox_library, tmp_path):
    root, _ = sandbox_library
    canary = tmp_path / "canary.csv"
    canary.write_text(f"a\n{SECRET}\n", encoding="utf-8")
    before = sorted(root.iterdir())
    worst = [
        f"select * from '{canary}'",
        f"select * from read_csv('{canary}')",
        f"select * from read_text('{canary}')",
        f"select * from read_blob('{canary}')",
        f"select * from read_parquet('{root}/persons-3.parquet')",
        f"select * from read_parquet('{root}/*.parquet')",
        f"select * from '{root}/persons-1.parquet/../persons-3.parquet'",
        f"select * from glob('{root}/*')",
        f"select * from glob('{tmp_path}/*')",
        f"select * from sniff_csv('{canary}')",
        "select * from read_text('/etc/passwd')",
        "select * from read_text('/proc/self/environ')",
        "select * from read_text('/proc/self/maps')",
        "select * from read_text('file:///etc/passwd')",
        "select * from read_json('https://example.org/x.json')",
        "select * from 's3://bucket/x.parquet'",
        f"copy (select 1) to '{canary}'",
        f"copy persons to '{root}/canary.csv'",
        f"copy persons to '{root}/persons-1.parquet' (format parquet)",
        f"attach '{tmp_path}/x.db' as x",
        f"attach '{tmp_path}/x.sqlite' as x (type sqlite)",
        f"export database '{tmp_path}/x'",
        f"import database '{tmp_path}'",
        "install httpfs",
        "force install httpfs from 'http://127.0.0.1:1/'",
        "load httpfs",
        f"load '{tmp_path}/x.duckdb_extension'",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "set allowed_paths = ['/etc/passwd']",
        "set memory_limit = '100GB'",
        "set threads = 64",
        "set temp_directory = '/tmp'",
        "set lock_configuration = false",
        "set max_execution_time = 0",
        "set python_enable_replacements = true",
        "reset memory_limit",
        "pragma memory_limit = '100GB'",
        "pragma database_list",
        "select * from request",
        "select * from snapshot",
        "create secret s (type s3, key_id 'a', secret 'b')",
        "select getenv('HOME') as x, getenv('PATH') as y, getenv('ZHIHENG_SECRET_KEY') as z",
        "select * from query('select * from persons')",
        "select * from held.hotel_stays",
        "select * from hotel_stays",
        "select * from duckdb_secrets()",
        "select write_log('x')",
        f"call enable_logging(storage = 'file', storage_config = {{'path': '{tmp_path}/log'}})",
        "call enable_profiling()",
        f"set profiling_output = '{tmp_path}/profile'",
        "checkpoint",
        "vacuum",
    ]
    walls, *lines = alone(sandbox_library, STATEMENTS, worst)
    assert len(lines) == len(worst)
    said = json.dumps(lines, ensure_ascii=False)
    assert SECRET not in said
    assert "root:x:" not in said
    ran = [sql for sql, how, _ in lines if how == "ran"]
    assert ran == [
        "pragma database_list",
        "select * from query('select * from persons')",
        "select * from duckdb_secrets()",
        "select write_log('x')",
        "checkpoint",
        "vacuum",
    ]
    assert sorted(root.iterdir()) == before
    assert canary.read_text(encoding="utf-8") == f"a\n{SECRET}\n"
    assert (root / "canary.csv").read_text(encoding="utf-8") == f"a\n{SECRET}\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["canary.csv"]
    assert "rlimit" in walls


BREAKOUTS = """
import ctypes, socket, subprocess, threading
def tried(name, act):
    try:
        act()
    except (OSError, RuntimeError, MemoryError, ValueError) as error:
        print(json.dumps([name, type(error).__name__]), flush=True)
    else:
        print(json.dumps([name, "done"]), flush=True)
tried("network", lambda: socket.create_connection(("127.0.0.1", int(os.environ.get("PORT", "9"))), 2))
tried("local network", lambda: socket.socket(socket.AF_UNIX))
tried("fork", os.fork)
tried("program", lambda: subprocess.run(["/bin/true"]))
tried("exec", lambda: os.execv("/bin/true", ["true"]))
tried("thread", lambda: threading.Thread(target=int).start())
tried("kill", lambda: os.kill(os.getppid(), 0))
tried("read", lambda: open("/etc/passwd").read())
tried("canary", lambda: open(root / "canary.csv").read())
tried("other organ", lambda: open(root / "persons-3.parquet", "rb").read())
tried("list", lambda: os.listdir(root))
tried("write own", lambda: open(root / "persons-1.parquet", "r+b"))
tried("make", lambda: open(root / "made", "w"))
tried("remove", lambda: os.unlink(root / "canary.csv"))
tried("rename", lambda: os.rename(root / "canary.csv", root / "b"))
tried("environment of the server", lambda: open(f"/proc/{os.getppid()}/environ").read())
tried("memory of the server", lambda: open(f"/proc/{os.getppid()}/mem", "rb").read(1))
tried("memory", lambda: bytearray(4 << 30))
tried("more memory", lambda: __import__("resource").setrlimit(9, (-1, -1)))
tried("own segment", lambda: open(root / "persons-1.parquet", "rb").read())
"""


def test_even_python_within_the_walls_gets_nowhere(sandbox_library):
    if not Path("/sys/kernel/security").exists() and sys.platform != "linux":
        pytest.skip("only Linux has these walls")
    walls, *lines = alone(sandbox_library, BREAKOUTS)
    if not {"landlock", "seccomp"} <= set(walls):
        pytest.skip(f"this kernel lacks walls: there are {walls}")
    done = [name for name, how in lines if how == "done"]
    assert done == ["own segment"]
    assert len(lines) == 20


def test_no_connection_reaches_a_listener(sandbox_library):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        port = listener.getsockname()[1]
        alone(
            sandbox_library,
            STATEMENTS,
            [f"select * from read_csv('http://127.0.0.1:{port}/x.csv')", f"install x from 'http://127.0.0.1:{port}/'"],
        )
        with pytest.raises(TimeoutError):
            listener.accept()


BOMBS = [
    "select count(distinct a.range || b.range || 'x') from range(100000) a, range(100000) b",
    "select sum(length(repeat('x', 200000000) || range::varchar)) from range(2000)",
    "select list(range) from range(1000000000)",
    "with recursive t(x) as (select 'x' union all select x || x from t) select max(length(x)) from t",
    "select string_agg(range::varchar, '') from range(10000000000)",
    "select array_agg(x) from (select unnest(range(1000000000)) as x)",
]


def test_bombs_without_a_guard_end_by_memory_or_time(sandbox_library):
    small = Limits(**{**LIMITS.to_json(), "seconds": 3})
    begun = time.monotonic()
    _, *lines = alone(sandbox_library, STATEMENTS, BOMBS, small)
    assert [how for _, how, _ in lines] == ["refused"] * len(BOMBS), lines
    assert time.monotonic() - begun < 60


def test_a_second_thread_would_be_refused(sandbox_library):
    code = """
    import os, threading, time
    from zhiheng.sandbox.core import walls as sandbox_walls
    threading.Thread(target=time.sleep, args=(3,), daemon=True).start()
    sandbox_walls.raise_walls(readable=[], memory_bytes=1 << 30, seconds=5, starter=os.getppid())
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)], env=sandbox_running.ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert "WallError" in done.stderr
