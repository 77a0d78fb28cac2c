"""Running a model on Spark: the statement DuckDB would run, told to Spark; its rows become clues as DuckDB's do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from zhiheng.analysis import binding
from zhiheng.analysis.clue_rows import clues_from
from zhiheng.analysis.clues import FoundClue
from zhiheng.analysis.spark.dialect import to_spark
from zhiheng.analysis.spark.library import SHANGHAI, SparkLibrary
from zhiheng.analysis.spark.session import THING, failures, first_line
from zhiheng.analysis.statements import statement_for
from zhiheng.catalog.models import ModelSpec
from zhiheng.catalog.parameters import Value
from zhiheng.schema.errors import UnusableInputError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

INSTANT: Final = pa.timestamp("us", tz=SHANGHAI)


def run_model(model: ModelSpec, library: SparkLibrary, *, as_of: date, parameters: Mapping[str, Value] | None = None) -> list[FoundClue]:
    """Run one model and give its clues, the same as `analysis.engine.run_model` gives over the same records.

    raises   what that raises, and UnusableInputError when Spark fails
    """
    values = binding.values_for(model.parameters, parameters, model.id)
    statement = to_spark(statement_for(model, as_of=as_of, values=values), place=model.id)
    return clues_from(select(library.session, statement, model.id), model, library.locate, as_of=as_of, parameters=values)


def select(session: SparkSession, statement: str, place: str) -> pa.Table:
    """Run a statement of Spark's dialect; instants come in China time."""
    try:
        table = session.sql(statement).toArrow()
    except failures() as error:
        raise UnusableInputError(THING, place, f"运行失败（{first_line(error)}）", "请检查数据和集群，或者用 --engine duckdb。") from error
    kinds = [field.with_type(INSTANT) if pa.types.is_timestamp(field.type) else field for field in table.schema]
    return table.cast(pa.schema(kinds))
