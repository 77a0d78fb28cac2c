"""Whether the time of a refusal tells that there is something: things of others against things that are not there.

`python -m bench refusals`: a demonstration of 60 persons (or the home of ZHIHENG_BENCH_HOME, left as it is but for its trace), through the
whole middleware, 200 rounds of each kind, turn about. "Longer": how often the thing of others took longer; a half tells nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from bench.row import Row

PERSONS = "60"


def run() -> list[Row]:
    """Measure in a process of its own, in a home of its own."""
    if home := os.environ.get("ZHIHENG_BENCH_HOME"):
        return rows_of(measured_in(home))
    with tempfile.TemporaryDirectory() as place:
        made = [sys.executable, "-m", "zhiheng.cli.main", "--home", place, "demo", "--once", "--persons", PERSONS]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        return rows_of(measured_in(place))


def measured_in(home: str) -> dict[str, Any]:
    """The figures of the home."""
    command = [sys.executable, "-m", "bench.refusals_paths"]
    done = subprocess.run(command, env=os.environ | {"ZHIHENG_HOME": home}, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def rows_of(found: dict[str, Any]) -> list[Row]:
    """One row a kind of thing."""
    return [
        Row(
            f"refusal of a {kind}",
            f"{one['others']:.1f} ms",
            f"not there {one['nowhere']:.1f} ms",
            f"longer in {100 * one['longer']:.0f} %; {one['answers']} wording{'s' if one['answers'] > 1 else ''}",
        )
        for kind, one in found.items()
    ]
