"""One path of a benchmark in a process of its own: facts in, answer out, seconds and peak memory on the last line.

`python -m MODULE FACTS.npz ANSWER.npz ROUNDS`. Needs NumPy only, so that a peer may run where the product is not installed.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Arrays = dict[str, Any]
Prepare = Callable[[Arrays], Callable[[], Arrays]]


def measure(prepare: Prepare) -> None:
    """Time the computing alone, the best of some rounds; loading, and what `prepare` does before each round, are not timed."""
    facts_path, answer_path, rounds = sys.argv[1:]
    facts = loaded(Path(facts_path))
    seconds, spent = [], []
    for _ in range(int(rounds)):
        compute, answer = prepare(facts), None
        began, spent_before = time.perf_counter(), time.process_time()
        answer = compute()
        seconds.append(time.perf_counter() - began)
        spent.append(time.process_time() - spent_before)
        del compute
    peak = peak_megabytes()
    np.savez(answer_path, **answer)
    print(json.dumps({"seconds": min(seconds), "processor_seconds": min(spent), "megabytes": peak}))


def loaded(path: Path) -> Arrays:
    with np.load(path) as arrays:
        return {name: arrays[name] for name in arrays.files}


def peak_megabytes() -> float:
    """Peak memory of this process. `ru_maxrss` also counts what the parent held at the fork, so Linux's own mark comes first."""
    status = Path("/proc/self/status")
    if status.exists():
        marks = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(marks[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
