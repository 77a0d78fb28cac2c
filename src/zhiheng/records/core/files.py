"""Segments on disk: written whole under a temporary name, made durable, then renamed; never changed afterwards."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhiheng.ledger.core import at_rest
from zhiheng.ledger.core.at_rest import digest_of

__all__ = ["ROW_GROUP", "Written", "digest_of", "repetitive", "strays", "write_segment"]

ROW_GROUP = 100_000


SAMPLE = 5_000
COUNTED = ("_ref", "_row", "_supersedes")


_named: set[Path] = set()
"""Folders whose own names are known to be on the disk: they are made once, and what is put into them does not change the folder above."""


@dataclass(frozen=True)
class Written:
    """path: relative to the root; digest: SHA-256 of the Parquet in hex; bytes: its length, both however the file lies on the disk."""

    path: str
    digest: str
    bytes: int


def write_segment(root: Path, path: str, table: pa.Table) -> Written:
    """Write the table as Parquet; when this returns the file is whole and survives a power cut."""
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    made = place.with_name(f".{place.name}.part")
    try:
        words = repetitive(table)
        made.unlink(missing_ok=True)
        with at_rest.writing(made) as file:
            pq.write_table(
                table,
                file,
                compression="zstd",
                compression_level=1,
                write_page_checksum=True,
                row_group_size=ROW_GROUP,
                use_dictionary=words,
                write_statistics=[name for name in table.column_names if name in words or not _of_texts(table.schema.field(name).type)],
                column_encoding={name: "DELTA_BINARY_PACKED" for name in COUNTED if name in table.column_names},
            )
        made.rename(place)
    finally:
        made.unlink(missing_ok=True)  # what a full disk cut short must not hold its space
    _sync_directory(place.parent)
    if place.parent not in _named:
        _sync_directory(root)
        _named.add(place.parent)
    return Written(path, file.digest, file.length)


def repetitive(table: pa.Table) -> list[str]:
    """Text columns whose first rows repeat few values: a dictionary makes them small, where it makes others larger and slower to write."""
    head = table.slice(0, SAMPLE)
    texts = [name for name in head.column_names if pa.types.is_string(head.schema.field(name).type)]
    return [name for name in texts if _few(head[name], head.num_rows // 4)]


def _few(column: pa.ChunkedArray, most: int) -> bool:
    """Whether a column has at most so many distinct values; one without repetition is known by its first rows."""
    return all(pc.count_distinct(part).as_py() <= most for part in (column.slice(0, most + most // 8), column))


def _of_texts(kind: pa.DataType) -> bool:
    """Texts, or lists of them: written without a dictionary they must go without least and greatest value too.

    DuckDB 2.0.0 takes a column of plain texts whose least value is its greatest for one without empty rows, and finds all of them
    empty when asked which are (`tests/records/test_files.py` holds every filter against the rows themselves).
    """
    return bool(pa.types.is_string(kind) or pa.types.is_list(kind))


def _sync_directory(directory: Path) -> None:
    opened = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def strays(root: Path, known: frozenset[str], *, untouched_since: float) -> list[Path]:
    """Files below the root that no batch names and nobody has touched since (seconds of the epoch): left by a writer that was stopped."""
    found = (place for pattern in ("*/*.parquet", "*/.*.part") for place in root.glob(pattern))
    return sorted(place for place in found if place.relative_to(root).as_posix() not in known and place.stat().st_mtime < untouched_since)
