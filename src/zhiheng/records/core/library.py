"""The theme library opened for reading: one DuckDB view of current records for each dataset of a snapshot, nothing else in reach."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from zhiheng.ledger.core import clear
from zhiheng.records.core.persons import few_sql, hold_same, keep_only, renamed_sql
from zhiheng.records.core.segment import ROW_BITS, quoted, text_of
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.records.core.soundness import demand_readable
from zhiheng.schema import DATASETS

SEGMENTS = "_segments"


class RecordRef(NamedTuple):
    """Where a record stands: what evidence names."""

    ref: int
    dataset: str
    key: str
    batch: str
    organ: str
    received_at: datetime


@dataclass(frozen=True)
class Library:
    """connection: a DuckDB connection of its own (views of current records by dataset name); snapshot: what it reads."""

    connection: duckdb.DuckDBPyConnection
    snapshot: Snapshot
    root: Path

    def locate(self, refs: Iterable[int]) -> dict[int, RecordRef]:
        """Dataset, key, batch, organ and instant of each `_ref`, superseded ones too; unknown ones are left out."""
        by_seq = {segment.seq: segment for segment in self.snapshot.segments}
        wanted: dict[str, list[int]] = {}
        for ref in set(refs):
            if ref >> ROW_BITS in by_seq:
                wanted.setdefault(by_seq[ref >> ROW_BITS].dataset, []).append(ref)
        found: dict[int, RecordRef] = {}
        for dataset, numbers in wanted.items():
            segments = {number >> ROW_BITS: by_seq[number >> ROW_BITS] for number in numbers}
            source = files_sql(self.root, segments.values())
            sql = f"select _ref, _key from {source} where _ref in (select unnest(?::bigint[]))"  # noqa: S608
            for ref, key in self.connection.execute(sql, [numbers]).fetchall():
                one = segments[ref >> ROW_BITS]
                found[ref] = RecordRef(ref, dataset, key, one.batch, one.organ, one.received_at)
        return found


@contextmanager
def open_library(
    snapshot: Snapshot,
    root: Path,
    *,
    datasets: Iterable[str] | None = None,
    as_known_at: datetime | None = None,
    same_person: Mapping[str, str] | None = None,
    persons: Collection[str] | None = None,
    threads: int = 2,
    memory: str = "2GB",
) -> Iterator[Library]:
    """Open the snapshot under `root`; the connection closes with the block.

    datasets     names of views to make (default all); one without a segment is an empty view
    as_known_at  only batches received until then count
    same_person  identity number → the number its person is known by: what the views show in every column of identity numbers;
                 without any, the views are as if there were no such thing
    persons      numbers, as they came: only records that name one of them are read, once; a dataset that names no person stays whole
    """
    root = root.absolute()
    known = snapshot if as_known_at is None else snapshot.as_known_at(as_known_at)
    names = list(DATASETS) if datasets is None else list(datasets)
    connection = connect(root, threads, memory)
    try:
        _register_segments(connection, known)
        if persons is not None:
            keep_only(connection, persons)
        if same_person or persons is not None:
            hold_same(connection, same_person or {})
        for name in names:
            records = _current_sql(connection, root, name, [one for one in known.segments if one.dataset == name and one.rows])
            if persons is not None:
                records = few_sql(connection, name, records)
            elif same_person:
                records = renamed_sql(name, f"({records})")
            connection.execute(f"create view {quoted(name)} as {records}")
        connection.execute("set lock_configuration = true")
        yield Library(connection, known, root)
    finally:
        connection.close()


def fill(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot, root: Path, datasets: Iterable[str]) -> None:
    """Make a view of current records for each of these datasets on a connection of the caller's own, within its walls."""
    _register_segments(connection, snapshot)
    for name in datasets:
        own = [one for one in snapshot.segments if one.dataset == name and one.rows]
        connection.execute(f"create view {quoted(name)} as {_current_sql(connection, root, name, own)}")


def connect(root: Path, threads: int = 2, memory: str = "2GB") -> duckdb.DuckDBPyConnection:
    """A connection in memory that reads files below `root` (and readable copies) only, loads no extension, and speaks Shanghai time.

    It spills below `root`, or to memory where the data lie enciphered.
    """
    copies = clear.place()
    spill = (copies or root) / ".spill"
    connection = duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    connection.execute("set TimeZone = 'Asia/Shanghai'")
    allowed = ", ".join(text_of(str(one)) for one in (root, copies) if one)
    connection.execute(f"set allowed_directories = [{allowed}]")
    connection.execute("set enable_external_access = false")
    return connection


def borrow(root: Path) -> duckdb.DuckDBPyConnection:
    """A connection for one short work on the library, to be closed after it; those of a process share threads, memory and limits."""
    return _shared(root, os.getpid()).cursor()


@lru_cache(maxsize=4)
def _shared(root: Path, process: int) -> duckdb.DuckDBPyConnection:  # noqa: ARG001 - a child process must not use its parent's threads
    connection = connect(root)
    connection.execute("set enable_external_file_cache = false")
    connection.execute("set lock_configuration = true")
    return connection


def files_sql(root: Path, segments: Iterable[Segment]) -> str:
    """SQL that reads the segments as one table; of a file that holds batches beside them, theirs alone."""
    given = list(segments)
    shared = Counter(segment.held_in for segment in given if segment.held_in)
    files = {segment.file: segment.file_digest for segment in given}
    paths = ", ".join(text_of(str(clear.path_of(root / file, digest))) for file, digest in files.items())
    source = f"read_parquet([{paths}], union_by_name = true)"
    if all(shared[segment.held_in] == segment.held_with for segment in given if segment.held_in):
        return source
    numbers = ", ".join(str(segment.seq) for segment in given)
    return f"(select * from {source} where _ref >> {ROW_BITS} in ({numbers}))"  # noqa: S608 - numbers and paths of our own manifest


def _register_segments(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    columns = {
        "seq": pa.array([segment.seq for segment in snapshot.segments], pa.int64()),
        "organ": pa.array([segment.organ for segment in snapshot.segments], pa.string()),
        "batch": pa.array([segment.batch for segment in snapshot.segments], pa.string()),
        "received_at": pa.array([segment.received_at for segment in snapshot.segments], pa.timestamp("us", tz="Asia/Shanghai")),
    }
    connection.register("_given", pa.table(columns))
    connection.execute(f"create table {SEGMENTS} as select * from _given")  # noqa: S608
    connection.unregister("_given")


def _current_sql(connection: duckdb.DuckDBPyConnection, root: Path, name: str, segments: list[Segment]) -> str:
    """SQL of one dataset's current records; superseded ones are taken out only where something was superseded."""
    demand_readable(root, segments)
    if not segments:
        return _empty_sql(name)
    source = files_sql(root, segments)
    present = {row[0] for row in connection.execute(f"describe select * from {source}").fetchall()}  # noqa: S608
    replaced = [segment for segment in segments if segment.superseding]
    current = source
    if replaced:
        refs = quoted(f"_replaced_{name}")
        replacing = files_sql(root, replaced)
        connection.execute(f"create table {refs} as select _supersedes as _ref from {replacing} where _supersedes is not null")  # noqa: S608
        current = f"(select * from {source} anti join {refs} using (_ref))"  # noqa: S608
    return f"select {_columns_sql(name, present)} from {current} r left join {SEGMENTS} s on s.seq = r._ref >> {ROW_BITS}"  # noqa: S608


def _columns_sql(name: str, present: set[str]) -> str:
    """Columns of a view; a column newer than every segment is null."""
    fields = [
        f"r.{quoted(field.name)}" if field.name in present else f"null::{duck_type(field.arrow_type)} as {quoted(field.name)}"
        for field in DATASETS[name].fields.values()
    ]
    return ", ".join([*fields, "r._ref", "r._row", "r._key", "s.organ as _organ", "s.batch as _batch", "s.received_at as _received_at"])


def _empty_sql(name: str) -> str:
    kinds = {field.name: duck_type(field.arrow_type) for field in DATASETS[name].fields.values()}
    kinds |= {"_ref": "bigint", "_row": "integer", "_key": "varchar", "_organ": "varchar", "_batch": "varchar"}
    kinds |= {"_received_at": "timestamptz"}
    columns = ", ".join(f"null::{kind} as {quoted(column)}" for column, kind in kinds.items())
    return f"select {columns} where false"


def duck_type(kind: pa.DataType) -> str:
    """DuckDB's name of a type of the exchange standard."""
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    if pa.types.is_list(kind):
        return f"{duck_type(kind.value_type)}[]"
    if pa.types.is_timestamp(kind):
        return "timestamptz"
    return {"string": "varchar", "int64": "bigint", "bool": "boolean", "date32[day]": "date"}[str(kind)]
