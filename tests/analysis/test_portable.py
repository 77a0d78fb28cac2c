"""Every statement can be written for Spark without a form it does not know."""

from __future__ import annotations

from datetime import date

import sqlglot

from zhiheng.analysis.binding import values_for
from zhiheng.analysis.statements import statement_for


def test_every_statement_is_written_for_spark(catalog):
    for spec in [*catalog.models.values(), *catalog.indicators.values()]:
        values = values_for(spec.parameters, None, spec.id)
        statement = statement_for(spec, as_of=date(2026, 6, 30), values=values)
        tree = sqlglot.parse_one(statement, dialect="duckdb")
        written = tree.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
        assert sqlglot.parse_one(written, dialect="spark").find(sqlglot.exp.Placeholder) is None
