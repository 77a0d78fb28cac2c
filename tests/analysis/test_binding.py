"""Values become typed literals in the syntax tree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from zhiheng.analysis.binding import bind, literal
from zhiheng.analysis.guard import check_sql


@pytest.mark.parametrize(
    "value",
    [
        0,
        7,
        -7,
        Decimal("0.5"),
        Decimal("-12.30"),
        True,
        False,
        date(2026, 2, 28),
        "",
        "甲",
        "it's",
        "a;--",
        '"quoted"',
        "\\n",
        "{x}",
        "$1",
        ":as_of",
    ],
)
def test_a_literal_is_the_value_again(value):
    [[back]] = duckdb.sql(f"select {literal(value).sql('duckdb')}").fetchall()
    assert back == value
    assert isinstance(back, type(value)) or isinstance(value, Decimal)


def test_places_are_filled_everywhere():
    tree = check_sql("with a as (select 1 as one, :as_of as d, :n as n) select d, n, n - :n as m from a where n in (:n)", [], names=["n"])
    bound = bind(tree, as_of=date(2026, 6, 30), values={"n": 3})
    assert duckdb.sql(bound.sql("duckdb")).fetchall() == [(date(2026, 6, 30), 3, 0)]


def test_a_mapping_is_a_table_before_all_others():
    tree = check_sql("with a as (select value from amounts where key = 'tax') select value from a", ["amounts"])
    bound = bind(tree, as_of=date(2026, 6, 30), values={"amounts": {"tax": 100000, "other": Decimal("0.5")}})
    assert duckdb.sql(bound.sql("duckdb")).fetchall() == [(Decimal("100000.00"),)]


def test_binding_leaves_the_statement_as_it_was():
    tree = check_sql("select 1 as one, :n as n", [], names=["n"])
    bind(tree, as_of=date(2026, 6, 30), values={"n": 3})
    assert ":n" in tree.sql() or "$n" in tree.sql("duckdb")
