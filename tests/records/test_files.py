"""What DuckDB finds in a segment is what is in it: every filter that a model may use, on every type, with rows that are empty."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.records.core.files import write_segment

SHANGHAI = ZoneInfo("Asia/Shanghai")
TYPES = {
    "text": (pa.string(), ["延押〔2026〕1号", "b", ""], "'b'"),
    "whole": (pa.int64(), [0, 7, -3], "7"),
    "amount": (pa.decimal128(18, 2), [Decimal("0.00"), Decimal("12.50")], "12.5"),
    "flag": (pa.bool_(), [True, False], "true"),
    "day": (pa.date32(), [date(2026, 6, 9), date(1950, 1, 1)], "date '2026-06-09'"),
    "moment": (pa.timestamp("us", tz="Asia/Shanghai"), [datetime(2026, 6, 9, 8, tzinfo=SHANGHAI)], "timestamptz '2026-06-09 08:00:00+08'"),
    "words": (pa.list_(pa.string()), [["subward"], [], ["ward", "prison"]], "['subward']"),
}
FILTERS = [
    "{0} is null", "{0} is not null", "{0} = {1}", "{0} <> {1}", "{0} > {1}", "{0} is distinct from {1}", "coalesce({0} = {1}, true)",
    "coalesce({0}, {1}) = {1}", "{0} in ({1})", "{0} is null or {0} < {1}", "not ({0} is null) and _row > 2", "{0} is null and _row > 2",
]  # fmt: skip


def table_of(columns: dict[str, list]) -> pa.Table:
    rows = len(next(iter(columns.values())))
    arrays = {name: pa.array(values, TYPES[name][0]) for name, values in columns.items()}
    return pa.table({**arrays, "_row": pa.array(range(1, rows + 1), pa.int32()), "_ref": pa.array(range(rows), pa.int64())})


def differing(table: pa.Table, root) -> list[str]:
    """Filters that find other rows in the file than in memory."""
    place = root / write_segment(root, "x/one.parquet", table).path
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        connection.register("held", table)
        wrong = []
        for name, (_, _, literal) in TYPES.items():
            for pattern in FILTERS:
                where = pattern.format(name, literal)
                read, there = (
                    connection.sql(f"select _row from {source} where {where} order by _row").fetchall() for source in (f"'{place}'", "held")
                )
                if read != there:
                    wrong.append(f"{where}: {len(read)} rows, {len(there)} there are")
    return wrong


@pytest.mark.parametrize("values", [(None, None, 1), (1, None, None), (None,), (1,), (None, 1, None, 1)], ids=str)
@pytest.mark.parametrize("copies", [1, 3000])
def test_one_value_among_empty_rows_is_told_from_them(values, copies, tmp_path):
    columns = {name: [None if one is None else some[0] for one in values * copies] for name, (_, some, _) in TYPES.items()}
    assert differing(table_of(columns), tmp_path) == []


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_every_filter_finds_in_the_file_what_is_in_the_rows(tmp_path_factory, data):
    rows = data.draw(st.integers(1, 12))
    columns = {
        name: data.draw(st.lists(st.none() | st.sampled_from(some), min_size=rows, max_size=rows), label=name)
        for name, (_, some, _) in TYPES.items()
    }
    assert differing(table_of(columns), tmp_path_factory.mktemp("segment")) == []
