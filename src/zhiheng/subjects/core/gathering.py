"""Identities gathered from the theme library: one pass over every dataset of persons, a row an identity number."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from zhiheng.records.core.library import SEGMENTS
from zhiheng.records.core.segment import ROW_BITS, quoted, text_of
from zhiheng.schema import DATASETS

LONGEST_NUMBER = 64
MOST_NAMES = 20
"""A number written with more names than this is a placeholder (“不详”), not a person's; it is matched with nobody."""
MOST_SAID = 200
DATASETS_OF_PERSONS = tuple(name for name, dataset in DATASETS.items() if dataset.person)
DOTS = "[•・．‧∙･ᐧ]"
"""Signs that are written for the dot between the parts of a name."""

_SAID = """
create or replace table said as
with received as (
    select seq, organ, batch, received_at, strftime(received_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as told_at from {segments})
select number, kind, name, dataset, organ, sum(records)::bigint as records, min(told_at) as first_at, max(told_at) as last_at,
    arg_min(batch, seq) as first_batch, arg_max(batch, seq) as last_batch, min(received_at) as first_received_at,
    max(received_at) as last_received_at
from written join received using (seq) group by all
"""
_STATED = f"""
create or replace table stated as
select id_number as number,
    list_sort(list(distinct strftime(birth_date, '%Y-%m-%d')) filter (birth_date is not null)) as births,
    list_sort(list(distinct gender) filter (gender is not null)) as sexes,
    list_sort(list(distinct household_division) filter (household_division is not null)) as divisions,
    list_sort(list_distinct(list_transform(flatten(list(former_names)),
        lambda one: regexp_replace(one, '{DOTS}', '·', 'g')))) as former_names
from persons where length(id_number) <= {LONGEST_NUMBER} group by 1
"""  # noqa: S608 - constants
_NAMES = """
create or replace table named as
select number, name, row_number() over (partition by number order by old, organs desc, last_at desc, name) as place from (
    select number, name, old, count(distinct organ) as organs, max(last_at) as last_at
    from (select said.*, coalesce(list_contains(former_names, name), false) as old from said left join stated using (number)) group by all)
"""
_IDENTITIES = """
create or replace table identity as
select *, sha256(whole::varchar) as digest from (
with mentioned as (
    select number, case when list_contains(list(kind), 'resident') then 'resident' else min(kind) end as kind,
        list_sort(list_distinct(list(name))) as every_name, len(list_distinct(list(organ)))::integer as organs,
        min(first_received_at) as first_received_at, max(last_received_at) as last_received_at,
        list_sort(list(struct_pack(name, organ, dataset, records, first_at, last_at, first_batch, last_batch)))[1:{most_said}] as said
    from said group by number),
formed as (
    select *, every_name[1:{most_names}] as written, len(every_name)::integer as names_written,
        kind = 'resident' and regexp_full_match(number, '[0-9]{{17}}[0-9X]') as is_resident from mentioned),
parted as (
    select *, case when is_resident then try_strptime(substr(number, 7, 8), '%Y%m%d')::date end as own_birth,
        case when is_resident then case when substr(number, 17, 1)::integer % 2 = 1 then 'male' else 'female' end end as own_sex,
        case when is_resident then substr(number, 1, 6) end as area, case when is_resident then substr(number, 15, 3) end as "order"
    from formed)
select number, kind, n.name, list_sort(list_distinct(list_concat(written, coalesce(former_names, [])))) as names,
    coalesce(former_names, []) as former_names,
    list_sort(list_distinct(list_concat(coalesce(births, []), if(own_birth is null, [], [strftime(own_birth, '%Y-%m-%d')])))) as births,
    list_sort(list_distinct(list_concat(coalesce(sexes, []), if(own_sex is null, [], [own_sex])))) as sexes,
    coalesce(divisions, []) as divisions, area, "order", said, organs, names_written, first_received_at, last_received_at
from parted left join stated using (number) join named n using (number) where n.place = 1
) whole
"""


def gather(connection: duckdb.DuckDBPyConnection) -> int:
    """Make the table `identity` on an opened library: a row an identity number, with its digest; returns how many
    numbers were left out as too long to be any."""
    connection.execute(f"create or replace table written as {' union all '.join(map(_written_sql, DATASETS_OF_PERSONS))}")
    connection.execute(_SAID.format(segments=SEGMENTS))
    connection.execute(_STATED)
    connection.execute(_NAMES)
    connection.execute(_IDENTITIES.format(most_said=MOST_SAID, most_names=MOST_NAMES + 1))
    return sum(_left_out(connection, dataset) for dataset in DATASETS_OF_PERSONS)


def _left_out(connection: duckdb.DuckDBPyConnection, dataset: str) -> int:
    sql = f"select count(distinct id_number) from {quoted(dataset)} where length(id_number) > {LONGEST_NUMBER}"  # noqa: S608 - our names
    return int(connection.execute(sql).fetchall()[0][0])


def changed(connection: duckdb.DuckDBPyConnection, known: pa.Table) -> list[dict[str, Any]]:
    """Rows of `identity` whose digest is not in known (columns number, digest), in the order of their numbers."""
    connection.register("known", known)
    rows: list[dict[str, Any]] = (
        connection.sql("select * from identity anti join known using (number, digest) order by number").to_arrow_table().to_pylist()
    )
    return rows


def gone(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Numbers of known (see `changed`) that the library no longer has."""
    return [row[0] for row in connection.execute("select number from known anti join identity using (number) order by number").fetchall()]


def names_apart(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """Number, its name and another name it was written with that is no former name; the two names in order."""
    sql = f"""
        select distinct number, least(i.name, n.name), greatest(i.name, n.name) from identity i join named n using (number)
        where names_written between 2 and {MOST_NAMES} and n.name <> i.name and not list_contains(former_names, n.name) order by all
    """  # noqa: S608 - a constant
    return connection.execute(sql).fetchall()


def _written_sql(dataset: str) -> str:
    """Who is named in a dataset, counted by segment."""
    return f"""select id_number as number, coalesce(id_type, 'resident') as kind, regexp_replace(name, '{DOTS}', '·', 'g') as name,
        {text_of(dataset)} as dataset, _ref >> {ROW_BITS} as seq, count(*) as records
        from {quoted(dataset)} where length(id_number) <= {LONGEST_NUMBER} group by all"""  # noqa: S608 - names of the standard
