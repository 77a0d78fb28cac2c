"""A pack's SELECT run over the library, whatever it is for: checked, bound, told to the engine at hand; its rows in one canonical order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import pyarrow as pa

from zhiheng.analysis import binding
from zhiheng.analysis.engine import Library
from zhiheng.analysis.engine import select as on_duckdb
from zhiheng.analysis.statements import SqlSpec, statement_for
from zhiheng.catalog import digest
from zhiheng.catalog.parameters import Scalar, Value
from zhiheng.schema.errors import UnusableInputError

Locate = Callable[[Sequence[int]], Mapping[int, Any]]
Run = Callable[[str, str], pa.Table]
"""Runs a statement of DuckDB's dialect; the second text is what faults name."""


class Engine(Protocol):
    """Where a SELECT runs: on DuckDB or on Spark, with the same rows."""

    def run(self, statement: str, place: str) -> pa.Table:
        """Run a checked statement."""

    def locate(self, refs: Sequence[int]) -> Mapping[int, Any]:
        """Where each `_ref` lies."""


class DuckEngine:
    """A library on DuckDB as an engine of SELECTs."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def run(self, statement: str, place: str) -> pa.Table:  # noqa: ARG002 - DuckDB names the place itself
        """Run a checked statement."""
        return on_duckdb(self._library.connection, statement)

    def locate(self, refs: Sequence[int]) -> Mapping[int, Any]:
        """Where each `_ref` lies."""
        return self._library.locate(refs)


def rows_of(
    spec: SqlSpec, engine: Engine, *, as_of: date, parameters: Mapping[str, Value] | None = None, given: Mapping[str, Scalar] | None = None
) -> list[dict[str, Any]]:
    """The rows of a SELECT in canonical order, whole decimals as integers, so that engines give the same.

    given   values of places that are no parameters (`:id_number`)
    """
    table = table_of(spec, engine, as_of=as_of, parameters=parameters, given=given)
    rows = [{name: _value(value) for name, value in row.items()} for row in table.to_pylist()]
    return sorted(rows, key=digest.canonical_json)


def table_of(
    spec: SqlSpec, engine: Engine, *, as_of: date, parameters: Mapping[str, Value] | None = None, given: Mapping[str, Scalar] | None = None
) -> pa.Table:
    """What a SELECT gives, in no order: for results of which few rows are wanted."""
    values = {**binding.values_for(spec.parameters, parameters, spec.id), **(given or {})}
    return engine.run(statement_for(spec, as_of=as_of, values=values), spec.id)


def demand_columns(spec_id: str, place: str, given: Iterable[str], wanted: Iterable[str]) -> None:
    """Refuse a SELECT that lacks a column it must give."""
    there = set(given)
    missing = [name for name in wanted if name not in there]
    if missing:
        raise UnusableInputError(spec_id, place, f"SELECT 没有给出 {'、'.join(missing)}", "在 SELECT 中补上这些列。")


def refs_in(value: Any) -> list[int]:
    """The `_ref`s of a column of evidence: one, or a list of them."""
    if isinstance(value, (list, tuple)):
        return sorted({int(ref) for ref in value if ref is not None})
    return [int(value)] if value is not None else []


def _value(value: Any) -> Any:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return sorted(value) if isinstance(value, list) and all(isinstance(one, int) for one in value) else value
