"""Every version of a record that was ever received: what stood in it, and since when it was known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zhiheng.records.core.library import borrow, duck_type, files_sql
from zhiheng.records.core.persons import person_columns
from zhiheng.records.core.rows import read_tuples
from zhiheng.records.core.segment import ROW_BITS, quoted
from zhiheng.records.core.snapshot import Segment, Snapshot
from zhiheng.schema import DATASETS


@dataclass(frozen=True)
class Version:
    """A record as one batch brought it, and where it stands. values: the columns asked for."""

    ref: int
    dataset: str
    key: str
    batch: str
    organ: str
    received_at: datetime
    values: dict[str, Any]


def versions_of(
    snapshot: Snapshot, root: Path, dataset: str, columns: Collection[str], *, persons: Collection[str], keys: Collection[str]
) -> list[Version]:
    """Versions of a dataset's records that name one of the persons (numbers as they came) or have one of the keys, oldest first."""
    segments = {one.seq: one for one in snapshot.segments if one.dataset == dataset and one.rows}
    if not segments:
        return []
    with closing(borrow(root.absolute())) as connection:
        source = files_sql(root.absolute(), segments.values())
        present = {row[0] for row in connection.execute(f"describe select * from {source}").fetchall()}  # noqa: S608
        listed = ", ".join(["_ref", "_key", *(_column(dataset, name, present) for name in columns)])
        named = [f"{quoted(one)} in (select unnest($persons::varchar[]))" for one in person_columns(dataset) if one in present]
        wanted = " or ".join(["_key in (select unnest($keys::varchar[]))", *named])
        given = {"keys": list(keys), **({"persons": list(persons)} if named else {})}
        rows = read_tuples(connection, f"select {listed} from {source} where {wanted} order by _ref", given)  # noqa: S608
    return [_version(dataset, row, columns, segments[row[0] >> ROW_BITS]) for row in rows]


def _column(dataset: str, name: str, present: Collection[str]) -> str:
    """A column; one newer than every file is null."""
    return quoted(name) if name in present else f"null::{duck_type(DATASETS[dataset].fields[name].arrow_type)} as {quoted(name)}"


def _version(dataset: str, row: tuple[Any, ...], columns: Iterable[str], segment: Segment) -> Version:
    values = dict(zip(columns, row[2:], strict=True))
    return Version(row[0], dataset, row[1], segment.batch, segment.organ, segment.received_at, values)
