"""Running a model over a snapshot of the library: one statement, one clue per subject and occurrence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from zhiheng.analysis import binding, law_functions
from zhiheng.analysis.clue_rows import clues_from
from zhiheng.analysis.clues import FoundClue
from zhiheng.analysis.statements import statement_for
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.parameters import Value


class Library(Protocol):
    """What screening asks of the theme library."""

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A connection with one view per dataset."""

    def locate(self, refs: Sequence[int]) -> Mapping[int, Any]:
        """Where each `_ref` lies: an object with dataset, key, batch, received_at."""


def run_model(model: ModelSpec, library: Library, *, as_of: date, parameters: Mapping[str, Value] | None = None) -> list[FoundClue]:
    """Run one model and give its clues, ordered by subject and occurrence.

    parameters   overrides of the declared defaults (a mapping overrides key by key)
    raises       `RefusedStatementError`; `UnusableInputError` for parameters; `WrongColumnsError` when other columns come than declared
    """
    values = binding.values_for(model.parameters, parameters, model.id)
    table = select(library.connection, statement_for(model, as_of=as_of, values=values))
    return clues_from(table, model, library.locate, as_of=as_of, parameters=values)


def select(connection: duckdb.DuckDBPyConnection, statement: str) -> pa.Table:
    """Run a checked statement on DuckDB with the law's functions at hand, in China time."""
    law_functions.register(connection)
    return connection.sql(statement).to_arrow_table()
