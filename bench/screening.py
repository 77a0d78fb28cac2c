"""Screening a province-year drawn in bulk: against the same five models in pandas, against the bare statements, and at 1×, 4×, 16×.

Each way runs in a process of its own, in turns, the best of some; their clues are compared one by one before any time is told.
`BENCH_PERSONS` sets the largest size (default 100,000 persons, about 20 million records).
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.row import Row
from bench.screening_province import draw
from zhiheng.catalog import packs
from zhiheng.catalog.kept_tables import is_kept

ROOT = Path(__file__).resolve().parent.parent
PERSONS = int(os.environ.get("BENCH_PERSONS", "100000"))
HEAVY = ["absent_without_leave", "report_missed", "labour_overtime", "score_irregular", "benefit_while_serving"]
TURNS = 2
Figures = dict[str, Any]


class UnequalError(Exception):
    """Two ways found different clues, so that their times say nothing."""


def run() -> list[Row]:
    """Draw three sizes, compare and time; the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bench-screening-") as folder:
        sizes = {factor: PERSONS * factor // 16 for factor in (1, 4, 16)}
        drawn = {factor: draw(Path(folder) / str(factor), persons) for factor, persons in sizes.items()}
        rows = {factor: snapshot.rows for factor, snapshot in drawn.items()}
        full = Path(folder) / "16"
        best = {way: timed(way, full, HEAVY) for way in ("ours", "bare", "pandas")}
        equal(best)
        growing = {factor: timed("ours", Path(folder) / str(factor), HEAVY) for factor in (1, 4)} | {16: best["ours"]}
        every = {way: timed(way, full, sorted(all_models())) for way in ("ours", "bare")}
    return [*compared(best, rows[16]), *grown(growing, rows), *whole(every, rows[16])]


def all_models() -> Iterable[str]:
    """The names of all models of the packs that read records alone: what the platform keeps of cases is not drawn in bulk."""
    models = packs.load(ROOT / "packs").models
    return (name for name, spec in models.items() if not any(is_kept(table) for table in spec.reads))


def timed(way: str, folder: Path, models: list[str], turns: int = TURNS) -> Figures:
    """The best of some runs, each in a process of its own."""
    return min((once(way, folder, models) for _ in range(turns)), key=lambda figures: figures["seconds"])


def once(way: str, folder: Path, models: list[str]) -> Figures:
    command = [sys.executable, "-m", "bench.screening_paths", way, str(folder), *models]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def equal(best: dict[str, Figures]) -> None:
    """Every way finds the same clues, ours and pandas on the same records, and each model finds some."""
    for name in HEAVY:
        ours, bare, pandas = (best[way]["found"][name] for way in ("ours", "bare", "pandas"))
        if not ours or pandas != ours or bare != [clue[:2] for clue in ours]:
            raise UnequalError(f"{name}: {len(ours)}, {len(bare)}, {len(pandas)}")


def compared(best: dict[str, Figures], rows: int) -> list[Row]:
    ours, bare, pandas = (best[way] for way in ("ours", "bare", "pandas"))
    clues = sum(map(len, ours["found"].values()))
    name = f"screening, 5 heavy models, {rows:,} records, {clues:,} clues"
    speed, peer_speed = (f"{rows / way['seconds']:,.0f} records/s" for way in (ours, pandas))
    space, peer_space = (f"{way['megabytes']:,.0f} MB" for way in (ours, pandas))
    return [
        Row(name, speed, f"pandas {peer_speed}", ratio(pandas, ours, "seconds")),
        Row(f"{name}: CPU", f"{ours['cpu']:.2f} s", f"pandas {pandas['cpu']:.2f} s", ratio(pandas, ours, "cpu")),
        Row(f"{name}: all of it", f"{ours['seconds']:.2f} s", f"bare SQL on DuckDB {bare['seconds']:.2f} s", ratio(ours, bare, "seconds")),
        Row(f"{name}: peak memory", space, f"pandas {peer_space}", ratio(pandas, ours, "megabytes")),
    ]


def ratio(larger: Figures, smaller: Figures, part: str) -> str:
    return f"{larger[part] / smaller[part]:.2f}×"


def grown(growing: dict[int, Figures], rows: dict[int, int]) -> list[Row]:
    """CPU time at each size and the slope of its logarithm over that of the rows, from 4× to 16×."""
    slope = math.log(growing[16]["cpu"] / growing[4]["cpu"]) / math.log(rows[16] / rows[4])
    figure = ", ".join(f"{factor}×: {figures['cpu']:.2f} s" for factor, figures in growing.items())
    return [Row("screening, growth with the records (CPU)", figure, "slope at most 1.1", f"{slope:.2f}")]


def whole(every: dict[str, Figures], rows: int) -> list[Row]:
    ours, bare = every["ours"], every["bare"]
    clues = sum(map(len, ours["found"].values()))
    name = f"screening, all {len(ours['found'])} models, {rows:,} records, {clues:,} clues"
    figure = f"{ours['seconds']:.1f} s, {ours['megabytes']:,.0f} MB"
    return [
        Row(name, figure, "under 60 s and 3,000 MB", f"{rows / ours['seconds']:,.0f} records/s"),
        Row(f"{name}: all of it", figure, f"bare SQL on DuckDB {bare['seconds']:.1f} s", ratio(ours, bare, "seconds")),
    ]
