"""Acts a second in cases, and an officer's list among many cases.

`python -m bench acts`: PostgreSQL (a cluster of its own) with 8 writers, SQLite with 2; the list among ZHIHENG_BENCH_CASES cases
(1,000,000 where nothing is said); SpiffWorkflow stepping a like process with its state saved after each task, in the same run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.row import Row

ROOT = Path(__file__).resolve().parent.parent
CASES = int(os.environ.get("ZHIHENG_BENCH_CASES") or 1_000_000)


def run() -> list[Row]:
    """Measure ours and the peer, each in processes of their own."""
    postgres = measured("acts", "8", postgres=True)
    sqlite = measured("acts", "2")
    lists = measured("list", str(CASES), postgres=True)
    peer, core = measured("peer", "300"), measured("core", "3000")
    return [
        Row("acts in cases, PostgreSQL, 8 writers", f"{postgres['rate']:.0f}/s, p95 {postgres['p95']:.0f} ms"),
        Row("acts in cases, SQLite, 2 writers", f"{sqlite['rate']:.0f}/s, p95 {sqlite['p95']:.0f} ms"),
        Row("steps of nine, state saved after each", f"{core['rate']:.0f}/s", said_of(peer), ratio(core, peer)),
        Row(f"an officer's open cases among {CASES:,}", f"p50 {lists['p50']:.1f} ms, p95 {lists['p95']:.1f} ms", "aim p95 < 50 ms"),
        Row(f"the desk among {CASES:,}", f"p50 {lists['desk_p50']:.1f} ms, p95 {lists['desk_p95']:.1f} ms"),
    ]


def said_of(peer: dict[str, float]) -> str:
    """The peer's figure."""
    return f"SpiffWorkflow {peer['rate']:.0f}/s" if peer["rate"] else "SpiffWorkflow is not installed"


def ratio(ours: dict[str, float], peer: dict[str, float]) -> str:
    """How many times the peer's rate ours is."""
    return f"{ours['rate'] / peer['rate']:.1f}×" if peer["rate"] else ""


def measured(*words: str, postgres: bool = False) -> dict[str, float]:
    """The figures of one path, run in a process of its own (under a cluster of its own for PostgreSQL)."""
    return measured_by("bench.acts_paths", *words, postgres=postgres)


def measured_by(module: str, *words: str, postgres: bool = False) -> dict[str, float]:
    """The figures of one path of a module, in a process and a home of its own."""
    with tempfile.TemporaryDirectory(prefix="zhiheng-bench-") as home:
        environment = {**os.environ, "ZHIHENG_HOME": home, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        command = [sys.executable, "-m", module, *words]
        if postgres:
            command = [sys.executable, str(ROOT / "tools" / "postgres.py"), *command]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.strip().splitlines()[-1])
