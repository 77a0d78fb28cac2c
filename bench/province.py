"""A real province: 2,000,000 rows in 200 files of the 27 datasets, from the path to the committed batches, beside a bare read and write.

Bare is pyarrow reading each CSV file and writing it as Parquet, nothing checked. A delivery of 20 rows then comes into the filled library.
`BENCH_ROWS` sets the rows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.province_files import draw
from bench.row import Row

ROOT = Path(__file__).resolve().parent.parent
ROWS, FILES = int(os.environ.get("BENCH_ROWS", "2000000")), 200
PEERS = {"DuckDB": "bench.peers.province_duckdb", "polars": "bench.peers.province_polars"}
SMALL_ROWS, SMALL_TURNS = 20, 5


def run() -> list[Row]:
    """Draw the files, time ours, the bare read and write, and the peers that are installed."""
    with tempfile.TemporaryDirectory(prefix="bench-province-") as folder:
        place, rows = Path(folder) / "sent", 0
        rows = draw(place, FILES, ROWS)
        ours, bare = _timed("bench.province", place), _bare(place, Path(folder) / "bare")
        peers = {name: _timed(module, place) for name, module in PEERS.items()}
    name = f"import, {rows:,} rows of {FILES} files of 27 datasets"
    speed = f"{rows / ours['seconds']:,.0f} rows/s ({ours['seconds']:.1f} s)"
    small = f"{1000 * ours['small']:.0f} ms"
    counted = {peer: told for peer, told in peers.items() if told.get("accepted") == ours["accepted"]}
    return [
        Row(name, speed, f"bare pyarrow {bare:.2f} s, at most 5×", f"{ours['seconds'] / bare:.1f}×"),
        *(
            Row(f"{name}, same checks", speed, f"{peer} {told['seconds']:.1f} s", f"{told['seconds'] / ours['seconds']:.1f}×")
            for peer, told in counted.items()
        ),
        Row(f"import, {SMALL_ROWS} rows into the filled library", small, "at most 150 ms", f"{ours['small'] / 0.15:.1f}×"),
    ]


def _timed(module: str, place: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", module, str(place)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _bare(place: Path, target: Path) -> float:
    """Seconds of pyarrow reading every file as text and writing it."""
    import pyarrow.csv as pacsv
    import pyarrow.parquet as pq

    target.mkdir()
    began = time.perf_counter()
    for number, file in enumerate(sorted(place.rglob("*.csv"))):
        pq.write_table(pacsv.read_csv(file), target / f"{number}.parquet", compression="zstd")
    return time.perf_counter() - began


def main() -> None:
    """Import the folder into a home of its own, then a small delivery a few times."""
    place = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="bench-home-") as home:
        os.environ.update(ZHIHENG_HOME=home, ZHIHENG_DATABASE_URL="")
        from zhiheng.cli.main import open_database

        open_database()
        from django.utils import timezone

        from zhiheng.exchange.services import receive, receive_all
        from zhiheng.registry.selectors import COMMAND_LINE

        began = time.perf_counter()
        reports = receive_all(register_organ=True, actor=COMMAND_LINE, now=timezone.now(), paths=[place])
        seconds = time.perf_counter() - began
        refused = [str(report.refusal) for report in reports if report.refusal]
        if refused:
            raise RuntimeError(refused[0])
        small = []
        for turn in range(SMALL_TURNS):
            draw(Path(home) / f"small-{turn}", 1, SMALL_ROWS + turn)
            (file,) = (Path(home) / f"small-{turn}").rglob("*.csv")
            began = time.perf_counter()
            receive(actor=COMMAND_LINE, now=timezone.now(), path=file)
            small.append(time.perf_counter() - began)
        told = {"seconds": seconds, "small": sorted(small)[SMALL_TURNS // 2], "accepted": sum(report.accepted for report in reports)}
        print(json.dumps(told))


if __name__ == "__main__":
    main()
