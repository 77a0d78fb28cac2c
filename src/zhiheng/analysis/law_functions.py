"""The law's vector functions inside DuckDB: `law_<name>`, null in → null out, whole Arrow arrays at a time."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa

from zhiheng.analysis import alike
from zhiheng.analysis.functions import LAW_PREFIX
from zhiheng.law import vectors
from zhiheng.law.limit_rules import vectors as supervision_vectors
from zhiheng.law.sentence import vectors as sentence_vectors
from zhiheng.law.vectors import Vector

SQL_TYPES: Final = {"date": "DATE", "int": "BIGINT", "bool": "BOOLEAN", "str": "VARCHAR"}
ARROW_TYPES: Final = {"date": pa.date32(), "int": pa.int64(), "bool": pa.bool_(), "str": pa.string()}
FUNCTIONS: Final[Mapping[str, Vector]] = {
    **vectors.FUNCTIONS,
    **sentence_vectors.FUNCTIONS,
    **supervision_vectors.FUNCTIONS,
    **alike.FUNCTIONS,
}


def names() -> frozenset[str]:
    """Names a statement may call."""
    return frozenset(LAW_PREFIX + name for name in FUNCTIONS)


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the law's functions known to a connection; a second call does nothing."""
    with suppress(duckdb.CatalogException):
        connection.sql("select law_add_days(date '2026-01-01', 1)")  # bound, not run: asking the catalogue takes as long as a model
        return
    for name, vector in FUNCTIONS.items():
        kinds: list[Any] = [SQL_TYPES[kind] for kind in vector.arguments]
        connection.create_function(LAW_PREFIX + name, over_arrow(vector), kinds, SQL_TYPES[vector.result], type="arrow")  # type: ignore[call-overload]


def over_arrow(vector: Vector) -> Callable[..., pa.Array]:
    """The function over Arrow arrays, with as many named places as it has arguments (DuckDB counts them)."""

    def call(*arrays: pa.ChunkedArray) -> pa.Array:
        found = vector(*(np.asarray(array) for array in arrays))
        return pa.array(np.ma.getdata(found), mask=np.ma.getmaskarray(found), type=ARROW_TYPES[vector.result])  # type: ignore[no-untyped-call]

    places = [inspect.Parameter(f"a{index}", inspect.Parameter.POSITIONAL_ONLY) for index in range(len(vector.arguments))]
    call.__signature__ = inspect.Signature(places)  # type: ignore[attr-defined]
    return call
