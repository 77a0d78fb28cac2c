"""What differs between the engines is rewritten rule by rule, and what has no equal on Spark is refused; no Java needed."""

from __future__ import annotations

import sys
from datetime import date

import pytest
import sqlglot

from zhiheng.analysis import binding
from zhiheng.analysis.errors import RefusedStatementError
from zhiheng.analysis.spark import session
from zhiheng.analysis.spark.dialect import to_spark
from zhiheng.analysis.statements import statement_for
from zhiheng.schema.errors import UnusableInputError


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("epoch(left_at)", "(CAST(UNIX_MICROS(left_at) AS DOUBLE) / CAST(1000000 AS DOUBLE))"),
        ("date_diff('day', a, b)", "DATEDIFF(CAST(b AS DATE), CAST(a AS DATE))"),
        (
            "date_diff('minute', a, b)",
            "CAST(BROUND(FLOOR(CAST(UNIX_MICROS(b) AS DOUBLE) / CAST(60000000 AS DOUBLE))"
            " - FLOOR(CAST(UNIX_MICROS(a) AS DOUBLE) / CAST(60000000 AS DOUBLE)), 0) AS BIGINT)",
        ),
        ("a / b", "CAST(a AS DOUBLE) / CAST(b AS DOUBLE)"),
        ("floor(a / b)", "CAST(FLOOR(CAST(a AS DOUBLE) / CAST(b AS DOUBLE)) AS DOUBLE)"),
        ("cast(a / b as bigint)", "CAST(BROUND(CAST(a AS DOUBLE) / CAST(b AS DOUBLE), 0) AS BIGINT)"),
        ("cast(floor(a / b) as bigint)", "CAST(CAST(FLOOR(CAST(a AS DOUBLE) / CAST(b AS DOUBLE)) AS DOUBLE) AS BIGINT)"),
        (
            "cast(a / 2 as decimal(18, 2))",
            "CAST(CAST(ROUND((CAST(a AS DOUBLE) / CAST(2 AS DOUBLE)) * CAST(100 AS DOUBLE), 0) AS DECIMAL(18, 0))"
            " * CAST('0.01' AS DECIMAL(3, 2)) AS DECIMAL(18, 2))",
        ),
        ("cast(a as decimal(18, 2))", "CAST(a AS DECIMAL(18, 2))"),
        ("law_add_days(a, 3)", "LAW_ADD_DAYS(CAST(a AS DATE), CAST(3 AS BIGINT))"),
        ("concat('x', a)", "CONCAT('x', COALESCE(a, ''))"),
        ("strftime(a, '%Y-%m')", "DATE_FORMAT(a, 'yyyy-MM')"),
        ("row_number() over (order by a)", "ROW_NUMBER() OVER (ORDER BY a NULLS LAST)"),
    ],
)
def test_each_difference_has_its_rule(duckdb, spark):
    assert to_spark(f"select {duckdb} as x from t", place="trial") == f"SELECT {spark} AS x FROM t"


def test_a_law_function_gets_nothing_from_rows_of_other_branches():
    told = to_spark("select case when p then 1 when q then law_is_off(a) else law_is_off(b) end as x from t", place="trial")
    assert "LAW_IS_OFF(CASE WHEN p THEN NULL WHEN q THEN CAST(a AS DATE) END)" in told
    assert "LAW_IS_OFF(CASE WHEN p THEN NULL WHEN q THEN NULL ELSE CAST(b AS DATE) END)" in told


def test_conditions_are_guarded_by_the_ones_before_them():
    told = to_spark("select case when law_is_off(a) then 1 when law_is_off(b) then 2 end as x from t", place="trial")
    assert "CASE WHEN LAW_IS_OFF(CAST(a AS DATE)) THEN 1" in told
    assert "LAW_IS_OFF(CASE WHEN LAW_IS_OFF(CAST(a AS DATE)) THEN NULL ELSE CAST(b AS DATE) END)" in told


def test_other_units_of_time_are_refused():
    with pytest.raises(RefusedStatementError, match=r"date_diff\('month'"):
        to_spark("select date_diff('month', a, b) as x from t", place="trial")


@pytest.mark.parametrize("inexact", ["avg(a)", "stddev(a)", "stddev_samp(a)", "percentile_cont(0.5) within group (order by a)"])
def test_what_would_differ_in_the_last_digits_is_refused(inexact):
    with pytest.raises(RefusedStatementError, match="末位"):
        to_spark(f"select {inexact} as x from t", place="trial")


def test_every_model_is_told_in_words_that_spark_reads(catalog):
    for name, model in catalog.models.items():
        statement = statement_for(model, as_of=date(2026, 6, 30), values=binding.values_for(model.parameters, None, name))
        assert sqlglot.parse_one(to_spark(statement, place=name), dialect="spark"), name


def test_without_java_one_line_names_the_extra(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UnusableInputError, match=r"没有找到 Java.*zhiheng\[spark\]"), session.open_session(tmp_path):
        pass


def test_without_pyspark_one_line_names_the_extra(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(UnusableInputError, match=r"没有安装 pyspark.*zhiheng\[spark\]"), session.open_session(tmp_path):
        pass
