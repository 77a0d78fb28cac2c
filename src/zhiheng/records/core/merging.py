"""Many small segments in one file: the rows of each as they are, so that every batch can be given back from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhiheng.ledger.core import at_rest
from zhiheng.records.core.files import Written, write_segment
from zhiheng.records.core.segment import ROW_BITS
from zhiheng.records.core.snapshot import Segment
from zhiheng.schema.errors import UnusableInputError


def write_bundle(root: Path, path: str, segments: Sequence[Segment]) -> Written:
    """Write the rows of these segments into one file, read it again and hold every batch in it against its own file.

    raises  UnusableInputError where a batch does not come out row by row and column by column as it was; the file is removed
    """
    given = [whole_table(root / one.path) for one in segments]
    written = write_segment(root, path, pa.concat_tables(given, promote_options="default"))
    whole = whole_table(root / path)
    for segment, table in zip(segments, given, strict=True):
        if not part_of(whole, segment.seq, table.schema).equals(table):
            (root / path).unlink(missing_ok=True)
            raise UnusableInputError("合并批次文件", segment.path, "合并后的内容与原批次文件不一致", "没有合并，原文件不变；请联系维护人员")
    return written


def whole_table(place: Path) -> pa.Table:
    """All rows of a segment or bundle, however it lies on the disk."""
    return pq.read_table(pa.BufferReader(at_rest.read(place))).combine_chunks()


def part_of(whole: pa.Table, seq: int, schema: pa.Schema) -> pa.Table:
    """One batch's rows out of a bundle, with the columns its own file has."""
    own = pc.equal(pc.shift_right(whole["_ref"], ROW_BITS), seq)
    return whole.filter(own).select(schema.names).cast(schema).combine_chunks()
