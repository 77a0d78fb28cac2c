"""What a statement may not do, tried with statements that do it."""

from __future__ import annotations

import pytest

from zhiheng.analysis.errors import RefusedStatementError
from zhiheng.analysis.guard import check_sql

READS = ["sentences", "persons"]
LAW = ["law_add_days"]


def refused(sql, **given):
    with pytest.raises(RefusedStatementError) as caught:
        check_sql(sql, READS, LAW, place="试", **given)
    return [breach.thing for breach in caught.value.breaches]


@pytest.mark.parametrize(
    "sql",
    [
        "select id_number from sentences",
        "with a as (select id_number, count(*) as n from sentences group by all_of_it) select * from a where n > 1".replace(
            "all_of_it", "id_number"
        ),
        "select s.id_number from sentences as s left join persons as p using (id_number) where p.died_on is null",
        "select law_add_days(judged_on, 3) as d from sentences where effective_on < :as_of",
        "select id_number, row_number() over (partition by court order by judged_on) as n from sentences qualify n = 1",
        "select 1 as one from sentences union all select 2 from persons",
        "select id_number from sentences where not exists (select 1 from persons as p where p.id_number = sentences.id_number)",
    ],
)
def test_plain_selects_pass(sql):
    check_sql(sql, READS, LAW)


@pytest.mark.parametrize(
    "sql",
    [
        "drop table sentences",
        "insert into sentences values (1)",
        "update sentences set name = ''",
        "delete from sentences",
        "create table t as select * from sentences",
        "copy sentences to 'x.csv'",
        "copy (select 1) to '/tmp/x'",
        "attach 'x.db' as x",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "set memory_limit = '1TB'",
        "set enable_external_access = true",
        "call pragma_version()",
        "export database 'x'",
        "describe sentences",
        "explain select 1",
        "vacuum",
        "use other",
        "begin",
        "",
        "select 1; select 2",
        "select id_number from sentences; drop table sentences",
    ],
)
def test_anything_but_one_select_is_refused(sql):
    assert refused(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from rulings",
        "select * from 'secrets.csv'",
        "select * from '/etc/passwd'",
        "select * from read_csv('x.csv')",
        "select * from read_text('/etc/passwd')",
        "select * from read_parquet(['x.parquet'])",
        "select * from glob('*')",
        "select * from duckdb_settings()",
        "select * from information_schema.tables",
        "select * from main.sentences",
        "select * from other.main.sentences",
        "select * from sqlite_master",
        "select * from sentences, lateral (select * from rulings) as r",
        "select * from range(10000000000)",
        "select * from generate_series(1, 10)",
        "with sentences_too as (select * from rulings) select * from sentences_too",
        "select (select count(*) from rulings) as n from sentences",
        "from rulings",
        "table rulings",
        "select * from (pivot sentences on court using count(*))",
        "select * from query('drop table sentences')",
        "select * from query_table('rulings')",
    ],
)
def test_other_tables_files_and_table_functions_are_refused(sql):
    assert refused(sql)


@pytest.mark.parametrize(
    "call",
    [
        "getenv('HOME')",
        "current_setting('temp_directory')",
        "read_text('/etc/passwd')",
        "nextval('s')",
        "random()",
        "now()",
        "current_date",
        "current_timestamp",
        "get_current_time()",
        "uuid()",
        "version()",
        "current_database()",
        "getvariable('x')",
        "write_log('x')",
        "law_unknown(name)",
        "repeat('x', 1000000000)",
        "list_transform([1], lambda x: x)",
        "sha256(name)",
        "error('x')",
        "regexp_matches(name, '(a+)+$')",
    ],
)
def test_functions_outside_the_list_are_refused(call):
    assert refused(f"select {call} as x from sentences")


@pytest.mark.parametrize(
    "sql",
    [
        "select judged_on + interval 1 month as d from sentences",
        "select * from sentences tablesample 10%",
        "with recursive a as (select 1 as n from sentences union all select n + 1 from a) select n from a",
        "select unnest(crimes) as c into t from sentences",
        "select ? as x from sentences",
        "select $1 as x from sentences",
        "select * from sentences for update",
        "select columns('.*') from sentences",
    ],
)
def test_other_forms_are_refused(sql):
    assert refused(sql)


def test_everything_wrong_is_told_at_once_with_what_was_meant():
    with pytest.raises(RefusedStatementError) as caught:
        check_sql("select law_add_day(judged_on, :day) as x, getenv('A') as y from sentense", READS, LAW, names=["days"], place="模型 x")
    told = "\n".join(str(breach) for breach in caught.value.breaches)
    assert "law_add_days" in told
    assert "sentences" in told
    assert "days" in told
    assert "getenv" in told
    assert str(caught.value).startswith("语句")
