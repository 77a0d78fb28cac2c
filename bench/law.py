"""1,000,000 full commutation assessments: our columns against our single cases, an OpenFisca-Core package and a flat NumPy script.

All paths read the same facts. Their answers are held against ours, value by value, before anything is timed. Each runs in a process of
its own, in turns, and the best round counts; ratios are of processor time, so that other work on the machine weighs little.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from bench.row import Row

ROOT = Path(__file__).resolve().parent.parent
OPENFISCA = ROOT / ".tools" / "openfisca" / "bin" / "python"
COUNT, SAMPLE, SEED = 1_000_000, 2_000, 20260101
TURNS, ROUNDS = 3, 3
OURS = "columns"
PATHS: dict[str, tuple[list[str], str]] = {
    OURS: ([sys.executable, "-m", "bench.law_paths", "columns"], "facts"),
    "cases": ([sys.executable, "-m", "bench.law_paths", "cases"], "cases"),
    "openfisca": ([str(OPENFISCA), "-m", "bench.peers.law_openfisca"], "facts"),
    "flat": ([sys.executable, "-m", "bench.peers.law_flat"], "facts"),
}
Figures = dict[str, dict[str, float]]


class UnequalError(Exception):
    """A peer answers otherwise than our path, so that their times say nothing."""


def run() -> list[Row]:
    """Compare the answers, then time every path; the rows of the table."""
    if not OPENFISCA.exists():
        raise FileNotFoundError(f"{OPENFISCA.relative_to(ROOT)} is missing: `make bench` installs OpenFisca-Core there")
    with tempfile.TemporaryDirectory(prefix="bench-law-") as folder:
        place = Path(folder)
        _started([sys.executable, "-m", "bench.law_paths", "draw", folder, str(COUNT), str(SAMPLE), str(SEED)])
        for path in PATHS:
            _once(path, place, rounds=1)
        compared = {path: equal(place / f"{OURS}-answer.npz", place / f"{path}-answer.npz") for path in PATHS if path != OURS}
        turns = [{path: _once(path, place, rounds=1 if path == "cases" else ROUNDS) for path in PATHS} for _ in range(TURNS)]
    return rows({path: _best(turn[path] for turn in turns) for path in PATHS}, compared)


def rows(best: Figures, compared: dict[str, list[str]]) -> list[Row]:
    """The table: the aims in seconds and memory, then ours against each peer in processor seconds (all paths run one thread)."""
    own, openfisca, flat = best[OURS], best["openfisca"], best["flat"]
    ours = own["processor_seconds"]
    singly = best["cases"]["processor_seconds"] / SAMPLE * COUNT
    shared = f"OpenFisca-Core, {len(compared['openfisca'])} shared variables"
    name, figure = f"law, {COUNT:,} commutation assessments", f"{ours:.2f} s CPU"
    return [
        Row(name, f"{own['seconds']:.2f} s", "aim: under 3 s"),
        Row(f"{name}: peak memory", f"{own['megabytes']:,.0f} MB", "aim: under 1 GB"),
        Row(name, figure, f"own path case by case, scaled from {SAMPLE:,}: {singly:,.0f} s CPU", f"{singly / ours:,.0f}×"),
        Row(
            name,
            figure,
            f"{shared}: {_of(openfisca)}",
            f"{openfisca['processor_seconds'] / ours:.1f}× (aim ≥ 3)",
        ),
        Row(name, figure, f"flat NumPy script: {_of(flat)}", f"{flat['processor_seconds'] / ours:.1f}× (aim ≥ 0.5)"),
    ]


def _of(peer: dict[str, float]) -> str:
    return f"{peer['processor_seconds']:.2f} s CPU, {peer['megabytes']:,.0f} MB"


def equal(ours_at: Path, theirs_at: Path) -> list[str]:
    """Names of the arrays a peer answered, each equal to ours in every place it gives (a sample gives the first places)."""
    with np.load(ours_at) as ours, np.load(theirs_at) as theirs:
        for name in theirs.files:
            answer = theirs[name]
            differ = np.flatnonzero(~_same(ours[name][: len(answer)], answer))
            if len(differ):
                first = int(differ[0])
                where = f"{theirs_at.stem}: {name} differs in {len(differ)} cases, first in case {first}"
                raise UnequalError(f"{where}: {answer[first]}, ours {ours[name][first]}")
        return list(theirs.files)


def _same(ours: Any, theirs: Any) -> Any:
    """Equal, or both without a day."""
    if ours.dtype.kind == "M":
        return (ours == theirs) | (np.isnat(ours) & np.isnat(theirs))
    return ours == theirs


def _once(path: str, place: Path, *, rounds: int) -> dict[str, float]:
    command, facts = PATHS[path]
    said = _started([*command, str(place / f"{facts}.npz"), str(place / f"{path}-answer.npz"), str(rounds)])
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    return figures


def _started(command: list[str]) -> str:
    """What a command of the benchmark prints; its own error where it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} failed:\n{done.stderr}")
    return done.stdout


def _best(figures: Iterable[dict[str, float]]) -> dict[str, float]:
    """Least seconds and most memory of some turns."""
    turns = list(figures)
    least = {name: min(turn[name] for turn in turns) for name in ("seconds", "processor_seconds")}
    return least | {"megabytes": max(turn["megabytes"] for turn in turns)}
