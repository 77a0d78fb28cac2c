"""Parquet: typed columns turned into the text that the checks read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zhiheng.exchange.core.blocks import BLOCK_ROWS, MOST_ROWS, Block, Reading, columns_of, no_rows
from zhiheng.exchange.core.source import Source, unusable
from zhiheng.records.core.faults import raise_if_of_machine
from zhiheng.schema.columns import as_texts
from zhiheng.schema.headings import Columns
from zhiheng.schema.standard import Dataset


def read_parquet(source: Source, dataset: Dataset) -> Reading:
    """The rows of a Parquet file, in batches."""
    try:
        file = pq.ParquetFile(source.path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise_if_of_machine(error)
        raise _damaged(source) from error
    headings = file.schema_arrow.names
    columns = columns_of(source, headings, dataset)
    if file.metadata.num_rows == 0:
        raise no_rows(source)
    if file.metadata.num_rows > MOST_ROWS:
        raise unusable(source.path, f"超过 {MOST_ROWS // 10_000} 万行", "请拆成几个文件报送")
    return Reading(_blocks(source, file, headings, columns), list(columns.unknown))


def _blocks(source: Source, file: pq.ParquetFile, headings: list[str], columns: Columns) -> Iterator[Block]:
    wanted = {field: headings[position] for field, position in columns.places.items()}
    seen = 0
    try:
        for batch in file.iter_batches(batch_size=BLOCK_ROWS, columns=list(wanted.values())):
            batch.validate(full=True)
            table = pa.table({field: as_texts(batch.column(heading)) for field, heading in wanted.items()})
            yield Block(table, np.arange(seen + 1, seen + batch.num_rows + 1, dtype=np.int64))
            seen += batch.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise_if_of_machine(error)
        raise _damaged(source) from error


def _damaged(source: Source) -> Exception:
    return unusable(source.path, "Parquet 文件不完整或者已损坏", "请重新导出后再报送")
