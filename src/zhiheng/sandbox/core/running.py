"""Running one query of the sandbox in a process of its own and bringing back what it says, in words where it was refused or stopped."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from zhiheng.ledger.core import clear
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.records.core.soundness import demand_sound
from zhiheng.sandbox.core import bubblewrap
from zhiheng.sandbox.core.limits import LIMITS, Limits
from zhiheng.sandbox.core.words import Words, of_death, of_refusal, of_stop

COMMAND: Final = (sys.executable, "-I", "-m", "zhiheng.sandbox.core.process")
ENVIRONMENT: Final = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MALLOC_ARENA_MAX": "1",
}
"""All the process is given: nothing of the server's own environment, and no library that starts threads."""
STARTING: Final = 30
"""Seconds until its walls stand, on a busy machine."""
GRACE: Final = 2
"""Seconds after its time within which it may end by itself."""
_LOOK: Final = 0.1


@dataclass
class QueryEnd:
    """How a query ended. state: done, refused (by DuckDB's reading or the data), failed, stopped (by its officer)."""

    state: str
    columns: list[dict[str, str]] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    truncated: str = ""
    words: Words | None = None
    walls: tuple[str, ...] = ()
    seconds: float = 0.0


def run(
    sql: str,
    tables: list[str],
    snapshot: Snapshot,
    root: Path,
    *,
    stopped: Callable[[], bool] = lambda: False,
    limits: Limits = LIMITS,
    barred: Collection[str] = (),
) -> QueryEnd:
    """Run a checked statement on these views; `stopped` is asked ten times a second. Afterwards no process is left.

    barred   identity numbers: no view holds a record that names one of them
    """
    begun = time.monotonic()
    if clear.place():
        demand_sound(root, snapshot.segments)
    request: dict[str, Any] = {
        "root": str(root.absolute()),
        "copies": str(clear.place() or ""),
        "snapshot": snapshot.to_json(),
        "tables": tables,
        "barred": sorted(barred),
        "sql": sql,
        "limits": limits.to_json(),
    }
    with tempfile.TemporaryDirectory(prefix="zhiheng-sandbox-") as place, (Path(place) / "said").open("wb") as said:
        empty = Path(place) / "empty"
        empty.mkdir()
        within = bubblewrap.wrapped(COMMAND, [root.absolute(), *filter(None, [clear.place()])], empty, ENVIRONMENT)
        request["starter"] = bubblewrap.STARTER if within else os.getpid()
        with started(empty, said, within or COMMAND) as process:
            ended = _ended(process, json.dumps(request).encode(), stopped, limits)
    ended.walls = (*ended.walls, *([bubblewrap.NAME] if within and ended.walls else []))
    ended.seconds = time.monotonic() - begun
    return ended


@contextlib.contextmanager
def started(place: Path, stderr: Any, command: Sequence[str] = COMMAND) -> Iterator[subprocess.Popen[bytes]]:
    """The process, at the head of a group of its own that is ended with the block."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=stderr, cwd=place, env=ENVIRONMENT, start_new_session=True)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for stream in (process.stdin, process.stdout):
            if stream:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        process.wait()


def _ended(process: subprocess.Popen[bytes], request: bytes, stopped: Callable[[], bool], limits: Limits) -> QueryEnd:
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(request)
            process.stdin.close()
    ended = QueryEnd("failed")
    for line in _lines(process.stdout, stopped, limits):
        if isinstance(line, str):
            ended.state, ended.words, ended.rows = ("stopped" if line == "stopped" else "failed"), of_stop(line, limits), []
            return ended
        try:
            _take(ended, line)
        except ValueError:
            ended.state, ended.words, ended.rows = "failed", of_stop("noise", limits), []
            return ended
    if ended.state == "failed" and ended.words is None:
        ended.words, ended.rows = of_death(_code_of(process), limits), []
    return ended


def _code_of(process: subprocess.Popen[bytes]) -> int:
    """How a process that has closed its answer ended; one that goes on all the same is ended by its starter."""
    try:
        return bubblewrap.told_code(process.wait(timeout=2))
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL


def _take(ended: QueryEnd, line: bytes) -> None:
    """Add one line of the answer; raises ValueError where it is none."""
    told = json.loads(line)
    if "walls" in told:
        ended.walls = tuple(told["walls"])
    elif "columns" in told:
        ended.columns = told["columns"]
    elif "rows" in told:
        ended.rows += told["rows"]
    elif "end" in told:
        ended.state, ended.truncated = "done", told["end"]["truncated"]
    elif "refused" in told:
        ended.words, ended.rows = of_refusal(told["refused"]["kind"], told["refused"]["said"]), []
        ended.state = "failed"


def _lines(answer: IO[bytes] | None, stopped: Callable[[], bool], limits: Limits) -> Iterator[bytes | str]:
    """Whole lines as they come; then the reason (a text) where it was broken off: time, stopped, size."""
    if answer is None:
        return
    source = answer.fileno()
    os.set_blocking(source, False)
    kept, taken, until = b"", 0, time.monotonic() + STARTING
    with selectors.DefaultSelector() as watched:
        watched.register(source, selectors.EVENT_READ)
        while True:
            if time.monotonic() > until or stopped():
                yield "stopped" if time.monotonic() <= until else "time"
                return
            if not watched.select(_LOOK):
                continue
            portion = os.read(source, 1 << 16)
            if not taken:
                until = time.monotonic() + limits.seconds + GRACE
            taken += len(portion)
            if not portion or taken > limits.result_bytes * 4:
                yield from [] if not portion else ["size"]
                return
            *whole, kept = (kept + portion).split(b"\n")
            yield from whole
