"""The theme library on Spark: one temporary view of current records for each dataset, read from the segments' own files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from zhiheng.analysis.functions import LAW_PREFIX
from zhiheng.analysis.law_functions import FUNCTIONS, over_arrow
from zhiheng.analysis.spark.dialect import SQL_TYPES
from zhiheng.ledger.core import clear
from zhiheng.records.core.library import open_library
from zhiheng.records.core.persons import identity_columns
from zhiheng.records.core.segment import ROW_BITS
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.records.core.soundness import demand_sound
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SHANGHAI: Final = "Asia/Shanghai"
STORED: Final = pa.schema([("_ref", pa.int64()), ("_row", pa.int32()), ("_key", pa.string())])
SUPERSEDES: Final = pa.schema([("_supersedes", pa.int64())])
BATCHES: Final = pa.schema(
    [("_seq", pa.int64()), ("_organ", pa.string()), ("_batch", pa.string()), ("_received_at", pa.timestamp("us", tz=SHANGHAI))]
)
KNOWN: Final = pa.schema([("_number", pa.string()), ("_known_as", pa.string())])
_GLOB: Final = str.maketrans({mark: f"\\{mark}" for mark in "\\{}[]*?,"})


@dataclass(frozen=True)
class SparkLibrary:
    """session: a session of its own with a view by dataset name and the law's functions; locate: where each `_ref` lies."""

    session: SparkSession
    locate: Callable[[Sequence[int]], Mapping[int, Any]]


@contextmanager
def open_spark_library(
    session: SparkSession, snapshot: Snapshot, root: Path, *, datasets: Iterable[str], same_person: Mapping[str, str] | None = None
) -> Iterator[SparkLibrary]:
    """Open the snapshot under `root` for these datasets; a dataset without a segment is an empty view.

    Files are what was stored: on this machine each is hashed first, on a cluster every executor checks the pages it reads.

    root          a folder that the driver and every executor reach under the same path
    same_person   identity number → the number its person is known by, which the views show
    """
    own = with_law(session)
    if (session.sparkContext.master or "").startswith("local"):
        demand_sound(root, [segment for segment in snapshot.of_datasets(datasets).segments if segment.rows])
    with open_library(snapshot, root, datasets=()) as located:
        for name in datasets:
            segments = [segment for segment in snapshot.segments if segment.dataset == name and segment.rows]
            current = _current(own, root.absolute(), name, segments)
            (_renamed(own, current, name, same_person) if same_person else current).createOrReplaceTempView(name)
        yield SparkLibrary(own, located.locate)


def with_tables(
    library: SparkLibrary, tables: Mapping[str, pa.Table], locate: Callable[[Sequence[int]], Mapping[int, Any]]
) -> SparkLibrary:
    """The library with tables of the platform beside its datasets."""
    for name, table in tables.items():
        library.session.createDataFrame(table).createOrReplaceTempView(name)
    return SparkLibrary(library.session, locate)


def _renamed(session: SparkSession, records: DataFrame, name: str, same_person: Mapping[str, str]) -> DataFrame:
    """The records under the numbers their persons are known by, columns in their order."""
    from pyspark.sql import functions as f

    told = session.createDataFrame(pa.table({"_number": list(same_person), "_known_as": list(same_person.values())}, schema=KNOWN))
    columns = records.columns
    for one in identity_columns(name):
        joined = records.join(f.broadcast(told), f.col(one) == f.col("_number"), "left")
        records = joined.withColumn(one, f.coalesce("_known_as", one)).select(columns)
    return records


def with_law(session: SparkSession) -> SparkSession:
    """A session beside the given one (views and functions of its own) that knows the law's functions."""
    from pyspark.sql.functions import arrow_udf  # type: ignore[attr-defined]

    own = session.newSession()
    for name, vector in FUNCTIONS.items():
        own.udf.register(LAW_PREFIX + name, arrow_udf(over_arrow(vector), SQL_TYPES[vector.result]))
    return own


def _current(session: SparkSession, root: Path, name: str, segments: Sequence[Segment]) -> DataFrame:
    """Current records with organ, batch and instant of receipt; superseded ones are taken out only where something was superseded."""
    from pyspark.sql import functions as f

    stored = _read(session, root, pa.schema([*DATASETS[name].arrow_schema(), *STORED]), segments)
    if replacing := [segment for segment in segments if segment.superseding]:
        replaced = _read(session, root, SUPERSEDES, replacing).where("_supersedes is not null")
        stored = stored.join(replaced, stored["_ref"] == replaced["_supersedes"], "left_anti")
    told = [{"_seq": one.seq, "_organ": one.organ, "_batch": one.batch, "_received_at": one.received_at} for one in segments]
    batches = f.broadcast(session.createDataFrame(pa.Table.from_pylist(told, schema=BATCHES)))
    return stored.join(batches, f.shiftright("_ref", ROW_BITS) == f.col("_seq"), "left").drop("_seq")


def _readable(session: SparkSession, root: Path, segment: Segment) -> Path:
    """The file an executor opens; readable copies of enciphered ones are in the memory of this machine alone."""
    place = clear.path_of(root / segment.file, segment.file_digest)
    if place != root / segment.file and not (session.sparkContext.master or "").startswith("local"):
        raise UnusableInputError("数据主题库", segment.path, "文件是加密存放的，集群读不到", "请在本机运行（local），或用 --engine duckdb")
    return place


def _read(session: SparkSession, root: Path, schema: pa.Schema, segments: Sequence[Segment]) -> DataFrame:
    """The segments' files as one table; a column newer than a file is null in it."""
    from pyspark.sql.pandas.types import from_arrow_schema

    if not segments:
        return session.createDataFrame(schema.empty_table())
    for segment in segments:
        if not (root / segment.file).is_file():
            remedy = f"请从备份恢复该文件（批次 {segment.batch}，{segment.organ}）"
            raise UnusableInputError("数据主题库", segment.path, "批次文件不存在", remedy)
    from pyspark.sql import functions as f

    paths = sorted({f"file:{_readable(session, root, segment)}".translate(_GLOB) for segment in segments})
    if not any(segment.held_in for segment in segments):
        return session.read.schema(from_arrow_schema(schema)).parquet(*paths)
    numbered = schema if "_ref" in schema.names else schema.append(STORED.field("_ref"))
    own = f.shiftright("_ref", ROW_BITS).isin([segment.seq for segment in segments])
    return session.read.schema(from_arrow_schema(numbered)).parquet(*paths).where(own).select(schema.names)
