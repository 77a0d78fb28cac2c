"""Persons in the library's views: the number each is known by, and views of a few persons only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

from zhiheng.records.core.segment import quoted
from zhiheng.schema import DATASETS

SAME_PERSON = "_same_person"
ONLY = "_only_persons"


def identity_columns(dataset: str) -> tuple[str, ...]:
    """Columns of a dataset that hold a person's identity number (`party_id` may hold a credit code beside)."""
    return tuple(name for name, field in DATASETS[dataset].fields.items() if field.form in {"identity", "identity_or_credit"})


def person_columns(dataset: str) -> tuple[str, ...]:
    """Those of them by which a record is a person's: `party_id` is not, a party may be a firm."""
    return tuple(name for name in identity_columns(dataset) if DATASETS[dataset].fields[name].form == "identity")


def hold_same(connection: duckdb.DuckDBPyConnection, same_person: Mapping[str, str]) -> None:
    """Let the views show these numbers (identity number → the number its person is known by) from now on."""
    _keep(connection, SAME_PERSON, {"number": list(same_person), "known_as": list(same_person.values())})


def keep_only(connection: duckdb.DuckDBPyConnection, persons: Collection[str]) -> None:
    """Name the persons whose records `few_sql` leaves."""
    _keep(connection, ONLY, {"number": sorted(persons)})


def _keep(connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, list[str]]) -> None:
    connection.register("_given", pa.table({column: pa.array(values, pa.string()) for column, values in columns.items()}))
    connection.execute(f"create or replace table {name} as select * from _given")  # noqa: S608
    connection.unregister("_given")


def few_sql(connection: duckdb.DuckDBPyConnection, dataset: str, source: str) -> str:
    """SQL of the records of `source` that name one of the persons kept, read once; `hold_same` later shows them under other numbers."""
    columns = person_columns(dataset)
    if not columns:
        return renamed_sql(dataset, f"({source})")
    named = " or ".join(f"{quoted(column)} in (select number from {ONLY})" for column in columns)  # noqa: S608
    few = quoted(f"_few_{dataset}")
    connection.execute(f"create table {few} as select * from ({source}) where {named}")  # noqa: S608
    return renamed_sql(dataset, few)


def renamed_sql(dataset: str, source: str) -> str:
    """SQL of the records of `source` under the numbers their persons are known by; all else as it came, `_key` too."""
    return renamed_columns_sql(source, identity_columns(dataset))


def holds_same(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether `hold_same` was ever asked of the connection."""
    found = connection.execute("select count(*) from duckdb_tables() where table_name = ?", [SAME_PERSON]).fetchone()
    return bool(found and found[0])


def renamed_columns_sql(source: str, columns: Sequence[str]) -> str:
    """SQL of the rows of `source` with these columns under the numbers their persons are known by."""
    if not columns:
        return f"select * from {source}"  # noqa: S608
    shown = ", ".join(f"coalesce(p{place}.known_as, r.{quoted(one)}) as {quoted(one)}" for place, one in enumerate(columns))
    joins = " ".join(f"left join {SAME_PERSON} p{place} on p{place}.number = r.{quoted(one)}" for place, one in enumerate(columns))
    return f"select r.* replace ({shown}) from {source} r {joins}"  # noqa: S608


def numbers_together(connection: duckdb.DuckDBPyConnection, datasets: Iterable[str]) -> list[tuple[str | None, ...]]:
    """Numbers that stand together in one record of these views (a child and its parent), each combination once."""
    found: list[tuple[str | None, ...]] = []
    for name in datasets:
        columns = person_columns(name)
        if len(columns) > 1:
            listed = ", ".join(map(quoted, columns))
            found += connection.execute(f"select distinct {listed} from {quoted(name)} order by all").fetchall()  # noqa: S608
    return found


def numbers_in(connection: duckdb.DuckDBPyConnection, dataset: str) -> set[str]:
    """The numbers that records of a view name; none where it names no persons."""
    found: set[str] = set()
    for column in person_columns(dataset):
        rows = connection.execute(f"select distinct {quoted(column)} from {quoted(dataset)}").fetchall()  # noqa: S608
        found |= {row[0] for row in rows if row[0]}
    return found
