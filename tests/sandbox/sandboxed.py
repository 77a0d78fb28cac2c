"""A library of two organs, seen by an officer of one of them, and a query of theirs by the whole way."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.sandbox.core import preparing as sandbox
from zhiheng.sandbox.core import running as sandbox_running
from zhiheng.schema import DATASETS

AS_OF = date(2026, 6, 30)
RECEIVED = datetime(2026, 6, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TABLES = ["persons", "sentences"]
SECRET = "不可告人"
OPEN = "可以看见"


def segment(root: Path, dataset: str, seq: int, organ: str, name: str, rows: int = 20) -> Segment:
    """One batch of persons whose names are all `name`."""
    plain = {"id_number": [f"5101071990{seq:03d}{number:05d}" for number in range(rows)], "name": [name] * rows, "gender": ["male"] * rows}
    columns = {one.name: pa.array(plain.get(one.name, [None] * rows), one.arrow_type) for one in DATASETS[dataset].fields.values()}
    columns |= {
        "_ref": pa.array([(seq << 32) + number for number in range(rows)], pa.int64()),
        "_row": pa.array(range(rows), pa.int32()),
        "_key": pa.array(plain["id_number"]),
        "_content": pa.array(["x"] * rows),
        "_supersedes": pa.array([None] * rows, pa.int64()),
    }
    path = f"{dataset}-{seq}.parquet"
    pq.write_table(pa.table(columns), root / path)
    digest = sha256((root / path).read_bytes()).hexdigest()
    return Segment(dataset, path, f"batch-{seq}", seq, organ, RECEIVED, rows, digest, 0)


def ask(library, text, tables=TABLES, **options):
    """A query by the whole way."""
    root, snapshot = library
    prepared = sandbox.prepare(text, tables, as_of=AS_OF)
    used = Snapshot.of(one for one in snapshot.segments if one.dataset in prepared.datasets)
    return sandbox_running.run(prepared.sql, list(prepared.datasets), used, root, **options)
