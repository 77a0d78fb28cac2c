"""The law's functions inside DuckDB answer as the law itself does, and say nothing where nothing is known."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from zhiheng.analysis import law_functions
from zhiheng.law import clocks


@pytest.fixture()
def connection():
    with duckdb.connect() as opened:
        law_functions.register(opened)
        yield opened


def test_every_function_is_registered_once_and_again_without_harm(connection):
    law_functions.register(connection)
    known = {
        name for (name,) in connection.execute("select function_name from duckdb_functions() where function_name like 'law_%'").fetchall()
    }
    assert known == law_functions.names()


def test_months_are_counted_as_the_law_counts(connection):
    days = [date(2024, 1, 31), date(2024, 2, 29), date(2023, 2, 28), date(2026, 12, 31), date(2026, 5, 15)]
    connection.execute("create table d as select unnest(?) as day, unnest([1, 2, 12, 2, 36]) as n", [days])
    rows = connection.execute("select day, n, law_months_after(day, n), law_term_after(day, n, 3) from d").fetchall()
    assert [row[2] for row in rows] == [clocks.months_after(day, n) for day, n, _, _ in rows]
    assert [row[3] for row in rows] == [clocks.term_after(day, n, 3) for day, n, _, _ in rows]


def test_null_in_null_out(connection):
    connection.execute("create table d as select * from (values (date '2026-06-30'), (null), (date '2026-02-28')) as t(day)")
    rows = connection.execute("select law_add_days(day, 1), law_is_off(day) from d").fetchall()
    assert rows == [(date(2026, 7, 1), False), (None, None), (date(2026, 3, 1), False)]


def test_a_hundred_thousand_days_at_once(connection):
    sql = "select count(*) from range(100000) as t(n) where law_add_days(date '2000-01-01', n) <> date '2000-01-01' + cast(n as integer)"
    assert connection.execute(sql).fetchall() == [(0,)]
