"""One door for every kind of file: from a path to rows of raw text under field names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from zhiheng.exchange.core.blocks import Reading
from zhiheng.exchange.core.csv_reader import read_csv
from zhiheng.exchange.core.jsonl_reader import read_jsonl, refuse_array
from zhiheng.exchange.core.parquet_reader import read_parquet
from zhiheng.exchange.core.source import Source
from zhiheng.exchange.core.xlsx_reader import read_old, read_xlsx
from zhiheng.schema.standard import Dataset


def _read_jsonl(source: Source, dataset: Dataset) -> Reading:
    refuse_array(source)
    return read_jsonl(source, dataset)


READERS: Mapping[str, Callable[[Source, Dataset], Reading]] = MappingProxyType(
    {"csv": read_csv, "xlsx": read_xlsx, "xls": read_old, "xlsb": read_old, "ods": read_old, "jsonl": _read_jsonl, "parquet": read_parquet}
)


def read(source: Source, dataset: Dataset) -> Reading:
    """The file's rows in blocks; raises UnusableInputError, at once or while the blocks are read, where the file cannot be used."""
    return READERS[source.kind](source, dataset)
