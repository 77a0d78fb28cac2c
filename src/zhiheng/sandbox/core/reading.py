"""The second opinion on a query of the sandbox: what DuckDB's own parser makes of it, by allow-list.

The guard reads with one parser and DuckDB runs with another; where the two would differ, this one counts.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Final

import duckdb

_NAMES: Final = """
    + - * / // % || ~~ !~~ ~~* !~~* ~~~ & | << >> ^@ !
    abs any_value approx_count_distinct arg_max arg_min array_agg array_contains array_distinct array_extract array_length array_slice avg
    bit_and bool_and bool_or ceil concat concat_ws contains count count_if count_star cume_dist date_diff date_part date_trunc datediff day
    dayofmonth dayofweek dayofyear dense_rank element_at ends_with epoch extract first first_value flatten floor greatest group_concat
    ifnull ilike_escape isnan isodow isodayofweek lag last_value lead least left len length like_escape list list_aggr list_contains
    list_distinct list_extract list_slice list_sort list_value listagg ln lower lpad ltrim max max_by median min min_by mod mode month
    not_ilike_escape not_like_escape nth_value ntile percent_rank percentile_cont quantile quantile_cont quantile_disc quarter rank
    regexp_extract regexp_full_match regexp_matches regexp_replace replace right round row row_number rpad rtrim sign split sqrt
    starts_with stddev stddev_samp str_split strftime string_agg string_split strlen strpos instr position strptime substr substring sum
    nullif
    split_part last_day typeof octet_length dayname monthname pow power trim trunc
    unnest upper var_samp variance week weekofyear year xor prefix suffix
"""
FUNCTIONS: Final = frozenset(_NAMES.split())
"""Functions and operators as DuckDB's parser names them; the law's come beside them."""

_KINDS: Final = "BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION OPERATOR STAR SUBQUERY TYPE WINDOW"
_CLASSES: Final = frozenset(_KINDS.split())
_SOURCES: Final = frozenset({"BASE_TABLE", "JOIN", "SUBQUERY", "EMPTY", "EXPRESSION_LIST", "TABLE_FUNCTION"})
_QUERIES: Final = frozenset({"SELECT_NODE", "SET_OPERATION_NODE"})


def foreign(connection: duckdb.DuckDBPyConnection, sql: str, tables: Collection[str], law: Collection[str]) -> str:
    """What of the query is not on the list, in words; empty where all is."""
    said = json.loads(connection.execute("select json_serialize_sql(?::varchar)", [sql]).fetchall()[0][0])
    if said.get("error"):
        return f"语法（{said.get('error_message', '读不通')}）"
    if len(said["statements"]) != 1:
        return f"{len(said['statements'])} 条语句"
    statement = said["statements"][0]
    if statement.get("named_param_map"):
        return "参数"
    return next(_strange(statement["node"], frozenset(tables), FUNCTIONS | frozenset(law), frozenset()), "")


def _strange(part: Any, tables: frozenset[str], functions: frozenset[str], own: frozenset[str]) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _strange(one, tables, functions, own)
    elif isinstance(part, dict):
        yield from _of_mapping(part, tables, functions, own)


def _of_mapping(part: dict[str, Any], tables: frozenset[str], functions: frozenset[str], own: frozenset[str]) -> Iterator[str]:
    yield from _of_kind(part)
    if "function_name" in part and (part["function_name"].lower() not in functions or part.get("catalog") or part.get("schema")):
        yield f"函数 {part['function_name']}"
    if "table_name" in part and part.get("type") == "BASE_TABLE":
        plain = not part.get("schema_name") and not part.get("catalog_name") and part["table_name"].lower() in tables | own
        if not plain or part.get("sample") or part.get("at_clause"):
            yield f"表 {part['table_name']}"
    for one in part.get("cte_map", {}).get("map", []):
        yield from _strange(one["value"], tables, functions, own)
        own = own | {one["key"].lower()}
    for name, inner in part.items():
        if name != "cte_map":
            yield from _strange(inner, tables, functions, own)


def _of_kind(part: dict[str, Any]) -> Iterator[str]:
    """Kinds of expressions, sources and queries that are not on the list."""
    kind = str(part.get("type", ""))
    if "class" in part and part["class"] not in _CLASSES:
        yield f"写法 {part['class']}"
    if kind.endswith("_NODE") and kind not in _QUERIES:
        yield f"写法 {kind}"
    if "sample" in part and "alias" in part and kind not in _SOURCES:
        yield f"来源 {kind}"
    if kind == "TABLE_FUNCTION" and part.get("function", {}).get("function_name", "").lower() != "unnest":
        yield f"表函数 {part.get('function', {}).get('function_name', '')}"
