"""A real province: 2,000,000 rows in 200 files of the 27 datasets, from the path to the committed batches, beside a bare read and write.

Bare is pyarrow reading each CSV file and writing it as Parquet, nothing checked; pandas, polars and DuckDB do the same checks. Each runs in
a process of its own and takes a few files in first, so that nobody pays for a first use. A delivery of 20 rows then comes into the filled
library. Time on the processor stands beside time on the wall, which says little on a machine that does other things too.
`BENCH_ROWS` sets the rows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.province_files import draw
from bench.row import Row

ROOT = Path(__file__).resolve().parent.parent
ROWS, FILES = int(os.environ.get("BENCH_ROWS", "2000000")), 200
PEERS = {"pandas": "bench.peers.province_pandas", "DuckDB": "bench.peers.province_duckdb", "polars": "bench.peers.province_polars"}
SMALL_ROWS, SMALL_TURNS = 20, 5
WARM_FILES, WARM_ROWS = 27, 2_700


def run() -> list[Row]:
    """Draw the files, time ours, the bare read and write, and the peers."""
    with tempfile.TemporaryDirectory(prefix="bench-province-") as folder:
        place = Path(folder) / "sent"
        rows = draw(place, FILES, ROWS)
        ours, bare = _timed("bench.province", place), _timed("bench.peers.province_bare", place)
        peers = {name: _timed(module, place) for name, module in PEERS.items()}
    name = f"import, {rows:,} rows of {FILES} files of 27 datasets"
    speed = f"{rows / ours['seconds']:,.0f} rows/s ({_spent(ours)})"
    return [
        Row(name, speed, f"bare pyarrow {_spent(bare)}, at most 5×", _ratios(ours, bare)),
        *(
            Row(f"{name}, same checks", speed, f"{peer} {_spent(told)}{_differing(told, ours)}", _ratios(told, ours))
            for peer, told in peers.items()
        ),
        Row(
            f"import, {SMALL_ROWS} rows into the filled library",
            f"{1000 * ours['small']:.0f} ms, CPU {1000 * ours['small_cpu']:.0f} ms",
            "at most 150 ms",
            f"{ours['small'] / 0.15:.1f}×",
        ),
    ]


def _spent(told: dict[str, Any]) -> str:
    return f"{told['seconds']:.1f} s, CPU {told['cpu']:.1f} s"


def _ratios(longer: dict[str, Any], shorter: dict[str, Any]) -> str:
    return f"{longer['seconds'] / shorter['seconds']:.1f}×, CPU {longer['cpu'] / shorter['cpu']:.1f}×"


def _differing(told: dict[str, Any], ours: dict[str, Any]) -> str:
    """What is said of a peer that accepts other rows; its time then says nothing."""
    return "" if told["accepted"] == ours["accepted"] else f", accepts {told['accepted']:,} instead of {ours['accepted']:,}"


def measured(take_in: Callable[[Sequence[Path]], int]) -> dict[str, Any]:
    """Take a few small files in, untimed, then those below the folder named on the command line; seconds, CPU seconds, rows accepted."""
    with tempfile.TemporaryDirectory(prefix="bench-warm-") as folder:
        draw(Path(folder), WARM_FILES, WARM_ROWS)
        take_in(sorted(Path(folder).rglob("*.csv")))
    files = sorted(Path(sys.argv[1]).rglob("*.csv"))
    began, cpu = time.perf_counter(), time.process_time()
    accepted = take_in(files)
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "accepted": accepted}


def _timed(module: str, place: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", module, str(place)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Import the files into a home of its own, then a small delivery a few times."""
    with tempfile.TemporaryDirectory(prefix="bench-home-") as home:
        os.environ.update(ZHIHENG_HOME=home, ZHIHENG_DATABASE_URL="")
        from zhiheng.cli.main import open_database

        open_database()
        told = measured(take_in)
        spent = sorted(_small(Path(home) / f"small-{turn}", SMALL_ROWS + turn) for turn in range(SMALL_TURNS))
        told["small"], told["small_cpu"] = spent[SMALL_TURNS // 2]
        print(json.dumps(told))


def take_in(files: Sequence[Path]) -> int:
    """Import as `zhiheng import` does; the rows accepted."""
    from django.utils import timezone

    from zhiheng.exchange.services import receive_all
    from zhiheng.registry.selectors import COMMAND_LINE

    reports = receive_all(register_organ=True, actor=COMMAND_LINE, now=timezone.now(), paths=files)
    refused = [str(report.refusal) for report in reports if report.refusal]
    if refused:
        raise RuntimeError(refused[0])
    return sum(report.accepted for report in reports)


def _small(place: Path, rows: int) -> tuple[float, float]:
    """Seconds and CPU seconds of one small delivery."""
    from django.utils import timezone

    from zhiheng.exchange.services import receive
    from zhiheng.registry.selectors import COMMAND_LINE

    draw(place, 1, rows)
    (file,) = place.rglob("*.csv")
    began, cpu = time.perf_counter(), time.process_time()
    receive(actor=COMMAND_LINE, now=timezone.now(), path=file)
    return time.perf_counter() - began, time.process_time() - cpu


if __name__ == "__main__":
    main()
