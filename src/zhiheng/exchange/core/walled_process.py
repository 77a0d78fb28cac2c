"""The process in which a file that somebody uploaded is read and checked: a request on its input, the answer in a place.

request  {source: fields of `Source`, dataset, place, memory_mb, seconds}
answer   accepted.arrow and told.json in the place, or {refused: {thing, place, reason, remedy}} in told.json
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhiheng.exchange.core.intake import Intake, take_in
from zhiheng.exchange.core.source import Source
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.standard import DATASETS

_DEATH_SIGNAL = 1


def main() -> int:
    """Answer the one request."""
    request = json.load(sys.stdin)
    _raise_wall(request["memory_mb"], request["seconds"])
    place = Path(request["place"])
    given = request["source"]
    source = Source(**{**given, "path": Path(given["path"]), "stamp": tuple(given["stamp"]), "doubtful": frozenset(given["doubtful"])})
    try:
        _write(take_in(source, DATASETS[request["dataset"]]), place)
    except UnusableInputError as refusal:
        _tell(place, {"refused": asdict(refusal)})
    except (MemoryError, pa.ArrowMemoryError):
        return 3
    return 0


def _raise_wall(memory_mb: int, seconds: int) -> None:
    """Confine memory and processor time beside what is taken already, and end with the process that asked."""
    ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    space = pages * resource.getpagesize() + (memory_mb << 20)
    for limit, most in ((resource.RLIMIT_AS, space), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    os.nice(5)


def _write(intake: Intake, place: Path) -> None:
    table = intake.checked.table.append_column("_row", pa.array(intake.checked.row_numbers, type=pa.int64()))
    with pa.OSFile(str(place / "accepted.arrow"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    told = {
        "rows": intake.rows,
        "rejected": [[one.row, one.cells, [asdict(error) for error in one.errors]] for one in intake.rejected],
        "unknown": list(intake.unknown),
        "unread": list(intake.unread),
        "blank": intake.blank,
        "folded": [asdict(one) for one in intake.folded],
        "came_back": intake.came_back,
        "stopped": intake.stopped,
    }
    _tell(place, told)


def _tell(place: Path, result: dict[str, Any]) -> None:
    (place / "told.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8", errors="surrogatepass")


if __name__ == "__main__":
    sys.exit(main())
