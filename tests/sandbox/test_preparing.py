"""The sandbox's two readings of a statement held against hostile ones, and against whatever they accept."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analysis.hostile_statements import HARMLESS, HOSTILE, REACHING
from tests.sandbox.sandboxed import AS_OF, SECRET, TABLES, ask
from zhiheng.analysis import law_functions
from zhiheng.sandbox.core import preparing as sandbox
from zhiheng.sandbox.core import process as sandbox_process
from zhiheng.sandbox.core import reading as sandbox_reading
from zhiheng.sandbox.core.limits import LIMITS


def test_there_are_eighty_hostile_statements():
    assert len(set(HOSTILE)) >= 80


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_statement_is_refused_in_words_before_it_reaches_a_database(text):
    with pytest.raises(sandbox.RefusedQueryError) as refused:
        sandbox.prepare(text, TABLES, as_of=AS_OF)
    assert refused.value.thing
    assert refused.value.reason
    assert refused.value.remedy


def test_refusing_takes_no_time(sandbox_library):
    begun = time.monotonic()
    for text in HOSTILE:
        with pytest.raises(sandbox.RefusedQueryError):
            sandbox.prepare(text, TABLES, as_of=AS_OF)
    assert time.monotonic() - begun < len(HOSTILE) * 0.1


@pytest.mark.parametrize("text", HARMLESS)
def test_what_passes_shows_nothing_of_others(sandbox_library, text):
    ended = ask(sandbox_library, text)
    assert ended.state in {"done", "failed"}
    assert SECRET not in json.dumps(ended.rows, ensure_ascii=False) + str(ended.words)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("select name\nfrom   rulings", (2, 8), "不是您可以查的数据表"),
        ("select\n  getenv('HOME')\nfrom persons", (2, 3), "不在允许的函数之列"),
        ("select name from persons where (name = 'a'\n order by name", (2, 2), "读不通"),
        ("select name from persons where name = 'a", None, "引号"),
        ("select 1; select 2", None, "2 条语句"),
        ("select name\u202e from persons", (1, 12), "控制字符"),
        ("select name from persons where name = :x", None, "没有参数"),
    ],
)
def test_a_refusal_says_where(text, position, said):
    with pytest.raises(sandbox.RefusedQueryError, match=said) as refused:
        sandbox.prepare(text, TABLES, as_of=AS_OF)
    assert refused.value.position == position


def test_what_runs_is_written_anew_from_the_tree():
    prepared = sandbox.prepare("SELECT /* from rulings */ Name -- drop\nFROM PERSONS", TABLES, as_of=AS_OF)
    assert prepared.sql == 'SELECT Name FROM "persons"'
    assert prepared.datasets == ("persons",)


GENDER = {"gender": ("persons", "gender")}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("select gender as g, count(*) as n from persons group by gender", {"g": ("persons", "gender")}),
        ("select p.gender, s.court from persons p join sentences s using (id_number)", {**GENDER, "court": ("sentences", "court")}),
        ("with t as (select gender from persons) select * from t", GENDER),
        ("select x.gender from (select gender from persons) as x", GENDER),
        ("select gender from persons union all select gender from persons", GENDER),
        ("select gender from persons union all select penalty from sentences", {}),
        ("select upper(gender) as gender from persons", {}),
    ],
)  # fmt: skip
def test_plain_columns_keep_their_meaning(text, columns):
    assert sandbox.prepare(text, TABLES, as_of=AS_OF).columns == columns


@pytest.mark.parametrize("text", REACHING)
def test_the_second_reading_refuses_by_itself(sandbox_connection, text):
    import duckdb

    try:
        strange = sandbox_reading.foreign(sandbox_connection, text, TABLES, law_functions.names())
    except duckdb.Error:
        return
    assert strange or text in HARMLESS_TO_DUCKDB


HARMLESS_TO_DUCKDB = frozenset({"select current_user, current_schema()", "select session_user"})
"""Refused by the guard for good order: DuckDB's own answer would be a constant."""


def test_every_model_and_figure_passes_the_second_reading(sandbox_connection):
    from zhiheng.analysis.binding import values_for
    from zhiheng.analysis.statements import statement_for
    from zhiheng.catalog import packs

    catalog = packs.loaded(Path(__file__).resolve().parents[2] / "packs")
    for spec in [*catalog.models.values(), *catalog.indicators.values()]:
        values = values_for(spec.parameters, None, spec.id)
        own = {name for name, value in values.items() if hasattr(value, "items")}
        sql = statement_for(spec, as_of=AS_OF, values=values)
        assert sandbox_reading.foreign(sandbox_connection, sql, {*spec.reads, *own}, law_functions.names()) == "", spec.id


@pytest.mark.parametrize("name", sorted(sandbox.FUNCTIONS - {"if", "exists", "explode", "unnest", "try_cast", "extract"}))
def test_a_function_the_guard_allows_is_one_duckdb_knows_or_refuses_by_name(sandbox_connection, name):
    """Neither parser knows a name by which the other would do something else."""
    import sqlglot

    for arguments in ("name", "name, 1", "name, 1, 1", ""):
        try:
            sql = sandbox.prepare(f"select {name}({arguments}) as x from persons", TABLES, as_of=AS_OF).sql
        except (sandbox.RefusedQueryError, sqlglot.errors.SqlglotError):
            continue
        strange = sandbox_reading.foreign(sandbox_connection, sql, TABLES, law_functions.names())
        assert not strange or name not in sandbox_reading.FUNCTIONS, f"{sql}: {strange}"


NAMES = st.sampled_from(
    ["persons", "sentences", "PERSONS", "hotel_stays", "held.persons", "_segments", "t", "sqlite_master", '"persons"', "main.persons"]
)
COLUMNS = st.sampled_from(
    [
        "name",
        "id_number",
        "_organ",
        "_key",
        "_batch",
        "*",
        "count(*) as n",
        "_ref",
        "p.name",
        "p.*",
        "max(name) as m",
        "gender",
        "1 as one",
        "string_agg(name, ',') as s",
    ]
)
CONDITIONS = st.sampled_from(
    [
        "",
        " where 1 = 1",
        " where name is not null",
        " where name like '%人'",
        " where id_number in (select id_number from hotel_stays)",
        " where _organ <> '金堂县司法局'",
        " where exists (select 1 from persons)",
        " where name in (select name from sentences)",
    ]
)
ENDS = st.sampled_from(["", " limit 5", " order by 1", " group by name", " group by all"])


@st.composite
def selects(draw, depth=2):
    source = draw(NAMES)
    if depth and draw(st.booleans()):
        source = f"({draw(selects(depth=depth - 1))})"
    text = f"select {', '.join(draw(st.lists(COLUMNS, min_size=1, max_size=3)))} from {source} as p{draw(CONDITIONS)}{draw(ENDS)}"
    shape = draw(st.sampled_from(["plain", "plain", "with", "union", "join"]))
    if shape == "with":
        return f"with {draw(st.sampled_from(['t', 'sqlite_master', 'hotel_stays', 'persons']))} as ({text}) select * from {draw(NAMES)}"
    if shape == "union":
        return f"{text} union all select {draw(COLUMNS)} from {draw(NAMES)} as p"
    return text.replace(" as p", f" as p cross join {draw(NAMES)} as q", 1) if shape == "join" else text


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=selects())
def test_whatever_is_accepted_returns_only_what_its_officer_may_see(sandbox_library, sandbox_connection, text):
    import duckdb

    try:
        prepared = sandbox.prepare(text, TABLES, as_of=AS_OF)
    except sandbox.RefusedQueryError:
        return
    assert set(prepared.datasets) <= set(TABLES)
    try:
        told = list(sandbox_process.answers(sandbox_connection, prepared.sql, TABLES, LIMITS))
    except duckdb.Error as error:
        told = [{"error": str(error)}]
    said = json.dumps(told, ensure_ascii=False)
    assert SECRET not in said
    assert "川西监狱" not in said
