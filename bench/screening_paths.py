"""One way of screening in a process of its own; seconds, megabytes and clues on the last line.

`python -m bench.screening_paths WAY FOLDER MODEL…`

Ways: `ours` (run_model, clues with evidence and digests), `bare` (the same statements on DuckDB, rows counted), `pandas` (the peer).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench.measured import peak_megabytes
from bench.screening_province import AS_OF

Found = dict[str, list[tuple[str, str]]]
PACKS = Path(__file__).resolve().parent.parent / "packs"


def ours(folder: Path, models: list[str]) -> Found:
    from zhiheng.analysis.engine import run_model
    from zhiheng.catalog import packs

    catalog = packs.load(PACKS)
    with opened(folder) as library:
        found = {name: run_model(catalog.models[name], library, as_of=date.fromisoformat(AS_OF)) for name in models}
    return {name: [(clue.subject, clue.occurrence) for clue in clues] for name, clues in found.items()}


def bare(folder: Path, models: list[str]) -> Found:
    from zhiheng.analysis import law_functions
    from zhiheng.analysis.binding import values_for
    from zhiheng.analysis.statements import statement_for
    from zhiheng.catalog import packs

    catalog = packs.load(PACKS)
    found: Found = {}
    with opened(folder) as library:
        law_functions.register(library.connection)
        for name in models:
            spec = catalog.models[name]
            sql = statement_for(spec, as_of=date.fromisoformat(AS_OF), values=values_for(spec.parameters, None, name))
            rows = library.connection.execute(f"select distinct subject, occurrence from ({sql})").fetchall()
            found[name] = [(subject, occurrence) for subject, occurrence in rows]
    return found


def pandas(folder: Path, models: list[str]) -> Found:
    from bench.peers import screening_pandas

    return {name: screening_pandas.MODELS[name](folder) for name in models}


def opened(folder: Path):
    from zhiheng.records.core.library import open_library
    from zhiheng.records.core.snapshot import Snapshot

    snapshot = Snapshot.from_json(json.loads((folder / "snapshot.json").read_text()))
    return open_library(snapshot, folder)


WAYS: dict[str, Callable[[Path, list[str]], Found]] = {"ours": ours, "bare": bare, "pandas": pandas}


def main() -> None:
    way, folder, *models = sys.argv[1:]
    began = time.perf_counter()
    found = WAYS[way](Path(folder), models)
    seconds = time.perf_counter() - began
    kept = {name: sorted(map(list, clues)) for name, clues in found.items()}
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes(), "found": kept}))


if __name__ == "__main__":
    main()
