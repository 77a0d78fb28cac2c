"""Clean files for measuring: field names, typed columns, no faults; and as many further lawful rows as asked for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from zhiheng.law.moments import SHANGHAI
from zhiheng.schema import DATASETS, Dataset
from zhiheng.simulate import bulk
from zhiheng.simulate.sending import FileTruth, file_path
from zhiheng.simulate.world import Record, World


def send(world: World, options: argparse.Namespace) -> Iterator[FileTruth]:
    """Write every dataset of every organ, then the further rows; a truth for each file."""
    for (organ, name), records in sorted(world.records.items()):
        table = table_of(records, DATASETS[name])
        yield write(world, options, organ, DATASETS[name], [table])
    for organ, name, tables in bulk.tables(world, options):
        yield write(world, options, organ, DATASETS[name], tables)


def table_of(records: list[Record], dataset: Dataset) -> pa.Table:
    """The records as a table in the types of the dataset."""
    columns = {name: [record.values.get(name) for record in records] for name in dataset.fields}
    for name, one in dataset.fields.items():
        if one.type == "datetime":
            columns[name] = [value and value.replace(tzinfo=SHANGHAI) for value in columns[name]]
    return pa.table(columns, schema=dataset.arrow_schema())


def write(world: World, options: argparse.Namespace, organ: str, dataset: Dataset, tables: Any) -> FileTruth:
    """Write the tables one after another into the organ's next file; memory holds one of them at a time."""
    path = file_path(world, options.out, organ, dataset, chinese=False, kind=options.plain)
    rows = (_write_csv if options.plain == "csv" else _write_parquet)(path, dataset, tables)
    return FileTruth(path.relative_to(options.out).as_posix(), dataset.name, rows=rows, accepted=rows, new=rows)


def _write_parquet(path: Path, dataset: Dataset, tables: Iterator[pa.Table]) -> int:
    rows = 0
    with pq.ParquetWriter(path, dataset.arrow_schema(), compression="zstd") as writer:
        for table in tables:
            writer.write_table(table)
            rows += table.num_rows
    return rows


def _write_csv(path: Path, dataset: Dataset, tables: Iterator[pa.Table]) -> int:
    rows = 0
    schema = pa.schema([pa.field(one.name, pa.string()) for one in dataset.arrow_schema()])
    with path.open("wb") as file, pa_csv.CSVWriter(file, schema) as writer:
        for table in tables:
            writer.write_table(_as_text(table))
            rows += table.num_rows
    return rows


def _as_text(table: pa.Table) -> pa.Table:
    """Every column as text: lists joined by 、, instants by the clock on the wall."""
    return pa.table({name: _column_text(table.column(name)) for name in table.column_names})


def _column_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    if pa.types.is_list(column.type):
        return pc.binary_join(column, "、")
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column.cast(pa.timestamp("s", tz=column.type.tz)), format="%Y-%m-%d %H:%M:%S")
    return column.cast(pa.string())
