"""The current records of the keys a batch brings, read from the segments of its organ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from zhiheng.records.core.library import files_sql
from zhiheng.records.core.snapshot import Segment

SHAPE = pa.schema([("_key", pa.string()), ("_content", pa.binary()), ("_ref", pa.int64())])


def current_records(connection: duckdb.DuckDBPyConnection, root: Path, segments: Sequence[Segment], keys: pa.ChunkedArray) -> pa.Table:
    """`_key`, `_content`, `_ref` of the newest record of each key that is known; within one organ the newest has the highest `_ref`."""
    if not segments or not len(keys):
        return SHAPE.empty_table()
    connection.register("_keys", pa.table({"_key": keys}))
    source = files_sql(root, segments)
    sql = f"""select _key, arg_max(_content, _ref) as _content, max(_ref) as _ref
        from {source} semi join _keys using (_key) group by _key"""  # noqa: S608 - paths of our own manifest
    found = connection.sql(sql).to_arrow_table().cast(SHAPE)
    connection.unregister("_keys")
    return found
