"""A library on Spark as an engine of SELECTs: duties, indicators and facts run there as models do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from zhiheng.analysis.spark.dialect import to_spark
from zhiheng.analysis.spark.engine import select
from zhiheng.analysis.spark.library import SparkLibrary


class SparkEngine:
    """Runs statements of DuckDB's dialect, told to Spark."""

    def __init__(self, library: SparkLibrary) -> None:
        self._library = library

    def run(self, statement: str, place: str) -> pa.Table:
        """Run a checked statement."""
        return select(self._library.session, to_spark(statement, place=place), place)

    def locate(self, refs: Sequence[int]) -> Mapping[int, Any]:
        """Where each `_ref` lies."""
        return self._library.locate(refs)

    def add_table(self, name: str, table: pa.Table) -> None:
        """Make a table of the platform (a register, clues, organs) known to the session."""
        self._library.session.createDataFrame(table).createOrReplaceTempView(name)
