"""One way of screening in a process of its own; seconds, CPU seconds, megabytes and clues on the last line.

`python -m bench.screening_paths WAY FOLDER MODEL…`. Imports and the reading of packs are not timed; opening the library and
reading its files are.
Ways: `ours` (run_model, clues with evidence and digests), `bare` (the same statements on DuckDB, rows fetched), `pandas` (the peer). A clue
is its subject, its occurrence and the records it rests on, by dataset and key; `bare` leaves them as the numbers the statement gives.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench.measured import peak_megabytes
from bench.peers import screening_pandas
from bench.screening_province import AS_OF
from zhiheng.analysis import law_functions
from zhiheng.analysis.binding import values_for
from zhiheng.analysis.clues import FoundClue
from zhiheng.analysis.engine import run_model
from zhiheng.analysis.statements import statement_for
from zhiheng.catalog import packs
from zhiheng.records.core.library import open_library
from zhiheng.records.core.snapshot import Snapshot

Found = dict[str, list[Any]]
Told = Callable[[], Found]
"""Tells what a way found; not timed, for comparing only."""
CATALOG = packs.load(Path(__file__).resolve().parent.parent / "packs")
DAY = date.fromisoformat(AS_OF)


def ours(folder: Path, models: list[str]) -> Told:
    with opened(folder) as library:
        found = {name: run_model(CATALOG.models[name], library, as_of=DAY) for name in models}
    return lambda: {name: [(clue.subject, clue.occurrence, records_of(clue)) for clue in clues] for name, clues in found.items()}


def records_of(clue: FoundClue) -> list[tuple[str, str]]:
    return [(record["dataset"], record["key"]) for record in clue.evidence]


def bare(folder: Path, models: list[str]) -> Told:
    found: Found = {}
    with opened(folder) as library:
        law_functions.register(library.connection)
        for name in models:
            spec = CATALOG.models[name]
            sql = statement_for(spec, as_of=DAY, values=values_for(spec.parameters, None, name))
            found[name] = library.connection.sql(sql).to_arrow_table().to_pylist()
    return lambda: {name: list({(row["subject"], row["occurrence"]) for row in rows}) for name, rows in found.items()}


def pandas(folder: Path, models: list[str]) -> Told:
    found: Found = {name: screening_pandas.clues(name, folder) for name in models}
    return lambda: found


def opened(folder: Path):
    return open_library(Snapshot.from_json(json.loads((folder / "snapshot.json").read_text())), folder)


WAYS: dict[str, Callable[[Path, list[str]], Told]] = {"ours": ours, "bare": bare, "pandas": pandas}


def main() -> None:
    way, folder, *models = sys.argv[1:]
    began, cpu = time.perf_counter(), time.process_time()
    told = WAYS[way](Path(folder), models)
    figures = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "megabytes": peak_megabytes()}
    print(json.dumps(figures | {"found": {name: sorted(clues) for name, clues in told().items()}}))


if __name__ == "__main__":
    main()
