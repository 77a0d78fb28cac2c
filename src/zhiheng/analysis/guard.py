"""The guard before every statement: one SELECT, its declared tables, the allowed functions, and nothing else.

Checked on the syntax tree, by allow-list: what is not known to be harmless is refused, whatever DuckDB would make of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import sqlglot
from sqlglot import exp

from zhiheng.analysis.errors import Breach, RefusedStatementError
from zhiheng.analysis.functions import LAW_PREFIX, PLAIN
from zhiheng.catalog.errors import did_you_mean

DIALECT: Final = "duckdb"

_FORMS: Final[tuple[type[exp.Expression], ...]] = (
    *(exp.Select, exp.With, exp.CTE, exp.Table, exp.TableAlias, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order),
    *(exp.Ordered, exp.Limit, exp.Offset, exp.Qualify, exp.Window, exp.WindowSpec, exp.Union, exp.Except, exp.Intersect, exp.Subquery),
    *(exp.Column, exp.Identifier, exp.Alias, exp.Star, exp.Literal, exp.Boolean, exp.Null, exp.Placeholder, exp.Paren, exp.Tuple),
    *(exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between, exp.Like, exp.ILike),
    *(exp.NullSafeEQ, exp.NullSafeNEQ, exp.Exists, exp.Case, exp.If, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod),
    *(exp.Neg, exp.DPipe, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Array, exp.Unnest, exp.Distinct, exp.Values, exp.Var),
    *(exp.Filter, exp.Bracket, exp.IgnoreNulls, exp.PropertyEQ),
)


def check_sql(
    sql: str,
    reads: Iterable[str],
    functions: Iterable[str] = (),
    *,
    names: Iterable[str] = (),
    place: str = "",
    plain: frozenset[str] = PLAIN,
) -> exp.Query:
    """Parse a statement and refuse what it may not do.

    reads      the tables it declares; functions: the law functions there are (`law_…`); names: the parameters (`:name`)
    plain      the functions without side effects that it may call
    returns    its syntax tree, for binding and for other dialects
    raises     `RefusedStatementError` with everything found
    """
    tree = _parse(sql, place)
    breaches = [*_forms(tree), *_tables(tree, set(reads)), *_functions(tree, set(functions), plain), *_places(tree, set(names))]
    if breaches:
        raise RefusedStatementError(place, list(dict.fromkeys(breaches)))
    return tree


def _parse(sql: str, place: str) -> exp.Query:
    try:
        found = [tree for tree in sqlglot.parse(sql, dialect=DIALECT) if tree is not None]
    except sqlglot.errors.SqlglotError as error:
        reason = str(error).splitlines()[0]
        raise RefusedStatementError(place, [Breach("语法", f"无法解析（{reason}）", "检查括号、引号和逗号")]) from error
    except RecursionError as error:
        raise RefusedStatementError(place, [Breach("语句", "嵌套太深", "拆成几个 WITH")]) from error
    if len(found) != 1:
        raise RefusedStatementError(place, [Breach("语句数", f"写了 {len(found)} 条语句", "只写一条 SELECT")])
    if not isinstance(found[0], exp.Query):
        raise RefusedStatementError(place, [Breach(found[0].key.upper(), "不是查询", "只写一条 SELECT")])
    return found[0]


def start_of(node: exp.Expr) -> int:
    """Where in the text the first word of a node begins; -1 where the parser did not keep it."""
    return min((int(part.meta["start"]) for part in node.walk() if "start" in part.meta), default=-1)


def _forms(tree: exp.Query) -> Iterator[Breach]:
    for node in tree.walk():
        if not isinstance(node, _FORMS) and not isinstance(node, exp.Func):
            yield Breach(node.key.upper(), "不允许这种写法", "改用 SELECT、WITH、JOIN、WHERE、GROUP BY、CASE 等基本写法", start_of(node))
        elif isinstance(node, exp.Select) and node.args.get("into"):
            yield Breach("SELECT INTO", "不允许写入", "去掉 INTO", start_of(node))
        elif isinstance(node, exp.With) and node.args.get("recursive"):
            yield Breach("WITH RECURSIVE", "不允许递归", "去掉 RECURSIVE", start_of(node))


def _tables(tree: exp.Query, reads: set[str]) -> Iterator[Breach]:
    for table in tree.find_all(exp.Table):
        plain = isinstance(table.this, exp.Identifier) and not table.args.get("db") and not table.args.get("catalog")
        if not plain:
            yield Breach(table.sql(DIALECT), "不是已声明的数据表", "只从 reads 所列的数据表和本语句的 WITH 中读取", start_of(table))
            continue
        known = reads | {name for cte in ctes_in_sight(table) for name in (cte.alias, cte.alias.lower())}
        if table.name not in known and table.name.lower() not in known:
            yield Breach(f"表 {table.name}", "没有在 reads 中声明", did_you_mean(table.name, known), start_of(table))


def ctes_in_sight(table: exp.Expr) -> Iterator[exp.CTE]:
    """What a name can mean here beside a table: the WITH of every query around it, and of its own WITH only what stands before."""
    node: exp.Expr = table
    while parent := node.parent:
        if isinstance(parent, exp.With):
            yield from parent.expressions[: node.index]
        elif not isinstance(node, exp.With) and (own := parent.args.get("with_")):
            yield from own.expressions
        node = parent


def _functions(tree: exp.Query, law: set[str], plain: frozenset[str]) -> Iterator[Breach]:
    for call in tree.find_all(exp.Func):
        if isinstance(call, _FORMS):
            continue
        name = (call.name if isinstance(call, exp.Anonymous) else call.sql_name()).lower()
        if name.startswith(LAW_PREFIX):
            if name not in law:
                yield Breach(f"函数 {name}", "法律规则中没有这个函数", did_you_mean(name, law), start_of(call))
        elif name not in plain:
            yield Breach(f"函数 {name}", "不在允许的函数之列", did_you_mean(name, plain), start_of(call))


def _places(tree: exp.Query, names: set[str]) -> Iterator[Breach]:
    for place in tree.find_all(exp.Placeholder):
        if place.name not in names | {"as_of"}:
            yield Breach(f"参数 :{place.name}", "没有声明", did_you_mean(place.name, names | {"as_of"}), start_of(place))
