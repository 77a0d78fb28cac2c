"""Rows in the words of a case, stored as segments of the real library: one batch an organ and dataset."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.records.core.files import write_segment
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.schema import DATASETS

RECEIVED_AT = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))


def stored(room, root, given) -> Snapshot:
    """The snapshot of these rows, below `root`."""
    room.library(given)
    segments = []
    for name in given:
        table = room.connection.table(name).to_arrow_table()
        for organ in table["_organ"].unique().to_pylist():
            segments.append(_segment(root, name, organ, table.filter(pc.equal(table["_organ"], organ)), len(segments) + 1))
    return Snapshot.of(segments)


def _segment(root, name, organ, table, seq) -> Segment:
    rows = table.select([*DATASETS[name].fields, "_key"])
    numbers = pa.array(range(1, len(rows) + 1), pa.int64())
    rows = rows.append_column("_ref", pc.add(numbers, seq << 32)).append_column("_row", numbers.cast(pa.int32()))
    rows = rows.append_column("_supersedes", pa.nulls(len(rows), pa.int64()))
    written = write_segment(root, f"{name}/{seq}.parquet", rows)
    return Segment(name, written.path, f"b{seq}", seq, organ, RECEIVED_AT, len(rows), written.digest)
