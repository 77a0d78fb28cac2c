"""The theme library with what the platform keeps beside its datasets: cases and ledgers as tables, rows located like records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from zhiheng.analysis.engine import Library
from zhiheng.catalog.kept_tables import (
    ALL_CASES,
    ALL_STEPS,
    CASE,
    COUNTS,
    REGISTER,
    is_kept,
    persons_in,
    schemas,
)
from zhiheng.catalog.packs import Catalog
from zhiheng.ledger.core.once import once
from zhiheng.procedure.selectors import tables as cases
from zhiheng.records.core.persons import holds_same, renamed_columns_sql
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.register.selectors import tables as ledgers

if TYPE_CHECKING:
    from zhiheng.analysis.spark.library import SparkLibrary


@dataclass(frozen=True)
class Until:
    """What a reading of the platform's own tables is pinned to: the newest act of ledgers and the newest event of cases that count."""

    acts: int
    events: int

    def to_json(self) -> dict[str, int]:
        """Both numbers."""
        return {"acts": self.acts, "events": self.events}

    @classmethod
    def from_json(cls, parts: Mapping[str, int]) -> Until:
        """What `to_json` wrote."""
        return cls(parts["acts"], parts["events"])


def pinned_with(snapshot: Snapshot, until: Until | None) -> dict[str, Any]:
    """A snapshot in JSON's own kinds, with what else a run was pinned to."""
    return {**snapshot.to_json(), **({"kept": until.to_json()} if until else {})}


def until_of(snapshot: Mapping[str, Any]) -> Until | None:
    """What a run was pinned to beside its snapshot, as `pinned_with` wrote it."""
    return Until.from_json(snapshot["kept"]) if "kept" in snapshot else None


def until_now(reads: Iterable[str], at: datetime | None = None) -> Until | None:
    """Pin what is kept now (or was recorded by an instant); None where nothing of it is read."""
    return Until(ledgers.last_act(at), cases.last_event(at)) if any(map(is_kept, reads)) else None


def kept_tables(catalog: Catalog, reads: Iterable[str], until: Until | None = None) -> dict[str, pa.Table]:
    """The tables of what the platform keeps among the names, as it is or as it was; a page reads each once."""
    wanted = schemas(catalog, filter(is_kept, reads))
    return {name: once(("kept", name, schema, until), partial(_table, catalog, name, schema, until)) for name, schema in wanted.items()}


def _table(catalog: Catalog, name: str, schema: pa.Schema, until: Until | None) -> pa.Table:
    if name == ALL_STEPS:
        return cases.step_table(schema, until=until.events if until else None)
    if name == ALL_CASES or name.startswith(CASE):
        procedure = "" if name == ALL_CASES else name.removeprefix(CASE)
        return cases.case_table(schema, procedure=procedure, until=until.events if until else None)
    own = name.removeprefix(REGISTER)
    if own in catalog.registers:
        return ledgers.entry_table(catalog.registers[own], until=until.acts if until else None)
    return ledgers.count_table(catalog.registers[own.removesuffix(COUNTS)])


@dataclass(frozen=True)
class Kept:
    """Where the platform's own tables are read from, and until when."""

    catalog: Catalog
    until: Until | None = None


@dataclass(frozen=True)
class Tables:
    """The tables that were read, to be laid beside a library."""

    kept: Kept | None
    tables: Mapping[str, pa.Table]

    @classmethod
    def read(cls, kept: Kept | None, reads: Iterable[str]) -> Tables:
        """Read what of the names the platform keeps; nothing where it is not said where from."""
        return cls(kept, kept_tables(kept.catalog, reads, kept.until) if kept else {})

    def added_to(self, library: Library) -> Library:
        """The library with these tables."""
        return with_kept(library, self.tables) if self.kept else library

    def on_spark(self, library: SparkLibrary, aliases: Mapping[str, str]) -> SparkLibrary:
        """The same on Spark."""
        return with_kept_on_spark(library, self.tables, aliases) if self.kept else library


class LibraryWithKept:
    """A library whose connection also has what the platform keeps; `locate` finds rows of both."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The library's own connection."""
        return self._library.connection

    def locate(self, refs: Sequence[int]) -> Mapping[int, Any]:
        """Where each `_ref` lies: records of the library, cases and entries of ledgers (negative)."""
        return {**self._library.locate([ref for ref in refs if ref >= 0]), **located(refs)}


def located(refs: Sequence[int]) -> dict[int, Any]:
    """Where references of what the platform keeps stand."""
    below = [ref for ref in refs if ref < 0]
    found = cases.locate(below) if below else {}
    left = [ref for ref in below if ref not in found]
    return {**found, **ledgers.locate(left)} if left else found


def with_kept(library: Library, tables: Mapping[str, pa.Table]) -> Library:
    """The library with these tables, persons in them under the number they are known by; the same library where there is none."""
    for name, table in tables.items():
        raw = f"_kept_{name}"
        library.connection.register(raw, table)
        source = renamed_columns_sql(raw, persons_in(table.schema) if holds_same(library.connection) else ())
        library.connection.execute(f'create or replace view "{name}" as {source}')
    return LibraryWithKept(library) if tables else library


def with_kept_on_spark(library: SparkLibrary, tables: Mapping[str, pa.Table], aliases: Mapping[str, str]) -> SparkLibrary:
    """The same on Spark; `aliases`: identity number → the number its person is known by."""
    from zhiheng.analysis.spark.library import with_tables

    shown = {name: _renamed(table, aliases) for name, table in tables.items()}

    def locate(refs: Sequence[int]) -> Mapping[int, Any]:
        return {**library.locate([ref for ref in refs if ref >= 0]), **located(refs)}

    return with_tables(library, shown, locate) if tables else library


def _renamed(table: pa.Table, aliases: Mapping[str, str]) -> pa.Table:
    for name in persons_in(table.schema) if aliases else ():
        place = table.schema.get_field_index(name)
        known = [aliases.get(number, number) for number in table.column(place).to_pylist()]
        table = table.set_column(place, table.schema.field(place), pa.array(known, pa.string()))
    return table
