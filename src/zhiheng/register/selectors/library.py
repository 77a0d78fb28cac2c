"""The theme library with ledgers beside its datasets: tables `register_<id>` on the same connection, rows located like records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from zhiheng.analysis.engine import Library
from zhiheng.catalog.packs import Catalog
from zhiheng.register.selectors.tables import count_table, entry_table, locate

PREFIX, COUNTS = "register_", "_counts"


class LibraryWithRegisters:
    """A library whose connection also has ledgers; `locate` finds rows of both."""

    def __init__(self, library: Library, catalog: Catalog) -> None:
        self._library, self._catalog = library, catalog

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The library's own connection."""
        return self._library.connection

    def locate(self, refs: Sequence[int]) -> Mapping[int, Any]:
        """Where each `_ref` lies: records of the library, entries of ledgers (negative)."""
        found = dict(self._library.locate([ref for ref in refs if ref >= 0]))
        below = [ref for ref in refs if ref < 0]
        for spec in self._catalog.registers.values() if below else ():
            found |= locate(spec, below)
        return found


def dataset_names(reads: Iterable[str]) -> list[str]:
    """The names that are datasets of the exchange standard, not ledgers."""
    return sorted({name for name in reads if not name.startswith(PREFIX)})


def register_tables(catalog: Catalog, reads: Iterable[str], *, until: int | None = None) -> dict[str, pa.Table]:
    """The ledgers among the names, as tables; `until` pins them to an act (see `tables.last_act`)."""
    found: dict[str, pa.Table] = {}
    for name in sorted(set(reads)):
        own = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and own in catalog.registers:
            found[name] = entry_table(catalog.registers[own], until=until)
        elif name.startswith(PREFIX) and own.removesuffix(COUNTS) in catalog.registers:
            found[name] = count_table(catalog.registers[own.removesuffix(COUNTS)])
    return found


def with_registers(library: Library, catalog: Catalog, reads: Iterable[str], *, until: int | None = None) -> Library:
    """The library with the ledgers that are read; the same library where none is."""
    tables = register_tables(catalog, reads, until=until)
    for name, table in tables.items():
        library.connection.register(name, table)
    return LibraryWithRegisters(library, catalog) if tables else library
