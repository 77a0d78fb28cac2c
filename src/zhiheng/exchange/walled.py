"""Reading an uploaded file in a process of its own with a wall of memory: a file that needs too much ends itself, not the service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from django.conf import settings

from zhiheng.exchange.core.intake import Intake, RejectedRow, take_in
from zhiheng.exchange.core.source import Source, unusable
from zhiheng.schema.checking import Checked
from zhiheng.schema.cleaning import Folded
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.rejections import Rejection
from zhiheng.schema.standard import Dataset

SMALL_BYTES: Final = 64 << 10
"""A text so small cannot need much memory; it is read at once."""
_TEXTS: Final = frozenset({"csv", "jsonl"})
_START: Final = (
    "import json, runpy, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "runpy.run_module('zhiheng.exchange.core.walled_process', run_name='__main__')"
)
_ENVIRONMENT: Final = {
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


def take_in_walled(source: Source, dataset: Dataset, on_rows: Callable[[int], None] | None = None) -> Intake:
    """As `take_in`; raises UnusableInputError also where the file needs more memory or time than an upload may."""
    if source.kind in _TEXTS and source.size_bytes <= SMALL_BYTES:
        return take_in(source, dataset, on_rows)
    with tempfile.TemporaryDirectory(prefix="zhiheng-intake-") as place:
        told = _asked(source, dataset, Path(place))
        if "refused" in told:
            raise UnusableInputError(**told["refused"])
        with pa.memory_map(str(Path(place) / "accepted.arrow")) as file:
            table = pa.ipc.open_file(file).read_all()
            intake = _intake(source, dataset, table, told)
    if on_rows:
        on_rows(intake.rows)
    return intake


def _asked(source: Source, dataset: Dataset, place: Path) -> dict[str, Any]:
    """The answer of the process; it gives none where the wall ended it."""
    request = {
        "source": {**asdict(source), "path": os.fspath(source.path.absolute()), "doubtful": sorted(source.doubtful)},
        "dataset": dataset.name,
        "place": str(place),
        "memory_mb": int(settings.INTAKE_MEMORY_MB),
        "seconds": int(settings.INTAKE_SECONDS),
    }
    command = [sys.executable, "-I", "-c", _START, json.dumps([path for path in sys.path if path])]
    try:
        subprocess.run(
            command, input=json.dumps(request).encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_ENVIRONMENT,
            timeout=int(settings.INTAKE_SECONDS) * 4, check=False,
        )  # fmt: skip
        found: dict[str, Any] = json.loads((place / "told.json").read_text(encoding="utf-8", errors="surrogatepass"))
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        reason = f"读取这个文件需要的内存或者时间超过限度（{settings.INTAKE_MEMORY_MB} MB、{settings.INTAKE_SECONDS} 秒）"
        raise unusable(source.path, reason, "请拆成几个文件报送，或者请管理员在命令行导入") from error
    return found


def _intake(source: Source, dataset: Dataset, table: pa.Table, result: dict[str, Any]) -> Intake:
    numbers = table["_row"].to_numpy()
    folded = tuple(Folded(**{**one, "examples": tuple(map(tuple, one["examples"]))}) for one in result["folded"])
    rejected = [RejectedRow(row, cells, [Rejection(**error) for error in errors]) for row, cells, errors in result["rejected"]]
    checked = Checked(table.drop_columns(["_row"]), numbers, [], folded)
    return Intake(
        source, dataset, result["rows"], checked, rejected, result["unknown"], result["unread"], result["blank"],
        came_back=result["came_back"], stopped=result["stopped"],
    )  # fmt: skip
