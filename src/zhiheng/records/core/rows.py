"""Rows of a query as Python values, by way of Arrow: DuckDB fetches instants itself only with a library the product does not carry."""

from __future__ import annotations

from typing import Any

import duckdb


def read_dicts(connection: duckdb.DuckDBPyConnection, sql: str, given: object = None) -> list[dict[str, Any]]:
    """Rows as column -> value; instants are aware, in the connection's time zone."""
    found: list[dict[str, Any]] = connection.sql(sql, params=given).to_arrow_table().to_pylist()
    return found


def read_tuples(connection: duckdb.DuckDBPyConnection, sql: str, given: object = None) -> list[tuple[Any, ...]]:
    """Rows as tuples in the order of the columns."""
    columns = connection.sql(sql, params=given).to_arrow_table().columns
    return list(zip(*(column.to_pylist() for column in columns), strict=True))
