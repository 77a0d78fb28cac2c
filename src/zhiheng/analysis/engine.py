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
from zhiheng.schema.errors import UnusableInputError


class Library(Protocol):
    """What screening asks of the theme library."""

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A connection with one view per dataset."""

    def locate(self, refs: Sequence[int]) -> Mapping[int, Any]:
        """Where each `_ref` lies: an object with dataset, key, batch, received_at."""


def run_model(
    model: ModelSpec,
    library: Library,
    *,
    as_of: date,
    parameters: Mapping[str, Value] | None = None,
    most_rows: int | None = None,
) -> list[FoundClue]:
    """Run one model and give its clues, ordered by subject and occurrence.

    parameters   overrides of the declared defaults (a mapping overrides key by key)
    most_rows    of the SELECT; `UnusableInputError` when there are more
    raises       `RefusedStatementError`; `UnusableInputError` for parameters; `WrongColumnsError` when other columns come than declared
    """
    values = binding.values_for(model.parameters, parameters, model.id)
    table = select(library.connection, statement_for(model, as_of=as_of, values=values), most_rows=most_rows)
    return clues_from(table, model, library.locate, as_of=as_of, parameters=values)


def select(connection: duckdb.DuckDBPyConnection, statement: str, *, most_rows: int | None = None) -> pa.Table:
    """Run a checked statement on DuckDB with the law's functions at hand, in China time."""
    law_functions.register(connection)
    found = connection.sql(statement)
    if most_rows is None:
        return found.to_arrow_table()
    table = found.limit(most_rows + 1).to_arrow_table()
    if table.num_rows > most_rows:
        raise UnusableInputError("查询结果", "", f"超过 {most_rows} 行", "检查连接条件，一条线索只应有一行或几行。")
    return table
