"""Import of 2,000,000 rows of seven datasets from CSV, of 200,000 from Excel: ours against pandas (with openpyxl) doing the same checks.

Both read the same files, mess and all (`bench.imports_files`), in the order of their names. Their numbers of accepted, rejected, repeated
and replaced rows are held against each other, file by file, before a time is told. Each runs in a process of its own, in turns, and reads
a small set of files first, so that nobody pays for a first use. Ours is timed from the path to the committed batch (durable segment,
manifest, trace); the peer from the path to a Parquet file.
`BENCH_ROWS` sets the rows of the CSV files; they are also read at a sixteenth and a quarter of their size, and many small deliveries of one
dataset show what those that came before cost.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.imports_files import draw_csv, draw_deliveries, draw_xlsx
from bench.measured import peak_megabytes
from bench.row import Row

ROOT = Path(__file__).resolve().parent.parent
ROWS, SHEET_ROWS = int(os.environ.get("BENCH_ROWS", "2000000")), 200_000
TURNS, WARM_ROWS = 2, 4_000
DELIVERIES, DELIVERY_ROWS = 25, 1_000
OURS, PEER = "bench.imports", "bench.peers.imports_pandas"
WARM = "warm"
Counts = dict[str, list[int]]
"""File name → rows, accepted, repeated, replaced, rejected."""
Figures = dict[str, Any]


class UnequalError(Exception):
    """The peer accepts or rejects otherwise, so that the times say nothing."""


def run() -> list[Row]:
    """Draw the files, compare, time, and give the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bench-imports-") as folder:
        every, rows = Path(folder) / "16", {16: ROWS, 4: ROWS // 4, 1: ROWS // 16}
        for factor, count in {**rows, WARM: WARM_ROWS}.items():
            draw_csv(Path(folder) / str(factor), count)
        ours, peer = compared(every)
        growing = {factor: timed(OURS, Path(folder) / str(factor)) for factor in (1, 4)} | {16: ours}
        daily = {factor: Path(folder) / f"daily-{factor}" for factor in (1, 4, 16)}
        for factor, place in daily.items():
            draw_deliveries(place, DELIVERIES * factor, DELIVERY_ROWS)
        often = {factor: timed(OURS, place) for factor, place in daily.items()}
        sheet = Path(folder) / "xlsx" / "hotel_stays.xlsx"
        draw_xlsx(sheet, "hotel_stays", SHEET_ROWS)
        name = f"import, {ROWS:,} rows of {len(ours['counts'])} CSV files"
        of_sheet = told(f"import, {SHEET_ROWS:,} rows of {sheet.name}", "pandas + openpyxl", SHEET_ROWS, *compared(sheet.parent))
        of_growth = [
            grown(f"import, growth with the rows, to {ROWS:,} (CPU)", growing),
            grown(f"import, growth with the deliveries of one dataset, to {16 * DELIVERIES} (CPU)", often),
        ]
        return [*told(name, "pandas", ROWS, ours, peer), *of_growth, *of_sheet]


def compared(place: Path) -> tuple[Figures, Figures]:
    """The better of some turns of ours and the peer's, with equal counts."""
    turns = [(timed(OURS, place), timed(PEER, place)) for _ in range(TURNS)]
    ours, peer = (min((turn[side] for turn in turns), key=lambda one: one["seconds"]) for side in (0, 1))
    differing = {name: (counts, peer["counts"].get(name)) for name, counts in ours["counts"].items() if counts != peer["counts"].get(name)}
    if differing or not ours["counts"]:
        raise UnequalError(f"{place.name}: {differing}")
    return ours, peer


def told(name: str, peer_name: str, rows: int, ours: Figures, peer: Figures) -> list[Row]:
    speed, other = (f"{rows / side['seconds']:,.0f} rows/s ({side['seconds']:.1f} s)" for side in (ours, peer))
    space, other_space = (f"{side['megabytes']:,.0f} MB" for side in (ours, peer))
    return [
        Row(name, speed, f"{peer_name} {other}", f"{peer['seconds'] / ours['seconds']:.1f}×"),
        Row(f"{name}: peak memory", space, f"{peer_name} {other_space}", f"{peer['megabytes'] / ours['megabytes']:.1f}×"),
    ]


def grown(name: str, growing: dict[int, Figures]) -> Row:
    """CPU time at 1×, 4×, 16× and the slope of its logarithm from 1× to 16×."""
    slope = math.log(growing[16]["cpu"] / growing[1]["cpu"]) / math.log(16)
    figure = ", ".join(f"{factor}×: {figures['cpu']:.1f} s" for factor, figures in sorted(growing.items()))
    return Row(name, figure, "slope at most 1.1", f"{slope:.2f}")


def timed(module: str, place: Path) -> Figures:
    """Seconds, peak memory and counts of a module run on a folder in a process of its own."""
    warm = place.parent / WARM
    done = subprocess.run([sys.executable, "-m", module, str(warm), str(place)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def measure(take_all: Callable[[list[Path], str], Counts]) -> None:
    """Call the import on the files of the first folder, untimed, then of the second; print seconds, peak and the counts it returns."""
    warm, place = (sorted(file for file in Path(folder).rglob("*") if file.is_file()) for folder in sys.argv[1:])
    take_all(warm, "示例甲机关")
    began, cpu = time.perf_counter(), time.process_time()
    counts = take_all(place, "示例乙机关")
    spent = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    print(json.dumps({**spent, "megabytes": peak_megabytes(), "counts": counts}))


def take_in(places: list[Path], organ: str) -> Counts:
    """Import into the home, as `zhiheng import` does."""
    from django.utils import timezone

    from zhiheng.exchange.services import receive_all
    from zhiheng.registry.selectors import COMMAND_LINE

    reports = receive_all(register_organ=True, any_source=True, actor=COMMAND_LINE, now=timezone.now(), paths=places, organ=organ)
    return {Path(one.path).name: [one.rows, one.accepted, one.duplicates, one.superseded, one.rejected_rows] for one in reports}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-home-") as home:
        os.environ.update(ZHIHENG_HOME=home, ZHIHENG_DATABASE_URL="")
        from zhiheng.cli.main import open_database

        open_database()
        measure(take_in)


if __name__ == "__main__":
    main()
