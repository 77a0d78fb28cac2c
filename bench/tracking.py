"""Positions against 1,000 fences of 200 vertices with hysteresis, beside a plain shapely loop; and from intake to alarm.

`python -m bench tracking`: ZHIHENG_BENCH_POSITIONS positions (10,000,000 where nothing is said). The loop goes over fewer, and its
breaches must be those of ours over the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from bench.acts import ROOT, measured_by
from bench.row import Row

POSITIONS = int(os.environ.get("ZHIHENG_BENCH_POSITIONS") or 10_000_000)
FENCES, VERTICES, COMPARED = "1000", "200", "10000"
PEER_PYTHON = ROOT / ".tools" / "openfisca" / "bin" / "python"
PEERS = {"loop": "plain shapely loop", "tree": "shapely loop behind an STRtree"}


class UnequalError(Exception):
    """A peer finds other breaches than ours, so that their times say nothing."""


def run() -> list[Row]:
    """Compare the breaches, then time each way; the rows of the table."""
    whole = measured_by("bench.tracking_paths", "ours", str(POSITIONS), FENCES, VERTICES)
    few = measured_by("bench.tracking_paths", "ours", COMPARED, FENCES, VERTICES)
    told = f"{whole['rate']:,.0f}/s ({whole['rate_of_processor']:,.0f} a second of processor)"
    rows = [
        Row(f"{POSITIONS:,} positions, 1,000 fences of 200 vertices", told, "aim ≥ 50,000/s"),
        Row("memory: peak, grown over the second half", f"{whole['megabytes']:.0f} MB, {whole['grown']:.0f} MB", "aim: flat"),
    ]
    for way, title in PEERS.items():
        theirs = peer(way)
        if theirs is None:
            rows.append(Row(f"{title}, {COMPARED} positions", "not compared", "shapely is not installed (`make bench` installs it)"))
            continue
        if theirs["digest"] != few["digest"]:
            raise UnequalError(f"{title}: {theirs['turns']} turns, ours {few['turns']}")
        per_second = theirs["rate_of_processor"]
        ours = few["rate_of_processor"]
        rows.append(
            Row(f"{title}, {COMPARED} positions", f"{ours:,.0f} a second of processor", f"{per_second:,.0f}", f"{ours / per_second:.1f}×")
        )
    return [*rows, *intake_rows()]


def peer(way: str) -> dict[str, Any] | None:
    """The figures of a peer, in the environment of the peers where there is one; None where its library is not installed."""
    python = str(PEER_PYTHON) if PEER_PYTHON.exists() else sys.executable
    command = [python, "-m", "bench.tracking_paths", way, COMPARED, FENCES, VERTICES]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "No module named 'shapely'" in done.stderr:
        return None
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:4])} failed (`make bench` installs shapely):\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def intake_rows() -> list[Row]:
    """From a delivery to its alarms, each delivery 2,000 positions of as many devices."""
    found = measured_by("bench.tracking_intake", "40")
    told = f"p50 {found['p50']:.2f} s, p95 {found['p95']:.2f} s ({found['p95_of_processor']:.2f} s of processor)"
    told += f"; from coming to alarms at one delivery a second p95 {found['p95_as_they_come']:.2f} s"
    return [
        Row(
            "2,000 positions taken in, judged, alarms raised (SQLite)",
            f"{told}, {found['alarms']:.0f} alarms",
            "aim p95 < 1 s",
        )
    ]
