"""A day's round over what 100,000 supervised persons owe: noted, proven by their reports, told upwards, as the worker does it on SQLite.

The first round after the start of the worker folds every case of enrolment; the next ones only those that went on. Beside them stand the
statement of the duty alone on DuckDB, over tables that are at hand. `BENCH_DUTY_PERSONS` sets the size.
"""

from __future__ import annotations

import os

from bench.acts import measured_by
from bench.row import Row

PERSONS = int(os.environ.get("BENCH_DUTY_PERSONS") or 100_000)
AIM = 10.0


def run() -> list[Row]:
    """Draw the persons, make the rounds, give the rows of the table."""
    found = measured_by("bench.duties_paths", str(PERSONS))
    said = f"{PERSONS:,} supervised persons, duty of regular reports"
    return [
        Row(f"{said}: first round of a worker, {found['owed']:,.0f} noted", f"{found['first']:.1f} s", "folds every case once"),
        Row(
            f"{said}: the next day's round, {found['done']:,.0f} proven, {found['next_owed']:,.0f} noted", f"{found['next']:.1f} s",
            f"aim under {AIM:.0f} s; the bare statement {found['bare']:.2f} s", "met" if found["next"] < AIM else "missed",
        ),
        Row(f"{said}: a round in which nothing happened", f"{found['idle']:.1f} s", f"aim under {AIM:.0f} s"),
        Row(f"{said}: three days later, {found['told']:,.0f} told upwards", f"{found['late']:.1f} s"),
    ]  # fmt: skip
