"""A statement that runs on DuckDB, told to Spark: what sqlglot does not carry over by itself is rewritten here, rule by rule.

Each rule stands for one difference between the engines. What has no equal on Spark is refused, never passed on in another sense.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import sqlglot
from sqlglot import exp

from zhiheng.analysis.errors import Breach, RefusedStatementError
from zhiheng.analysis.functions import LAW_PREFIX
from zhiheng.analysis.guard import DIALECT
from zhiheng.analysis.law_functions import FUNCTIONS

SPARK: Final = "spark"
SQL_TYPES: Final = {"date": "date", "int": "bigint", "bool": "boolean", "str": "string"}
_WHOLE: Final = (exp.DataType.Type.TINYINT, exp.DataType.Type.SMALLINT, exp.DataType.Type.INT, exp.DataType.Type.BIGINT)
_SECONDS: Final = {"minute": 60, "hour": 3600}
_ROUNDED: Final = (exp.Floor, exp.Ceil, exp.Round)
Rule = Callable[[Any, str], exp.Expression]


def to_spark(statement: str, *, place: str) -> str:
    """Give the statement in Spark's dialect.

    statement   what DuckDB runs, from `statements.statement_for`: checked and bound
    place       whose it is, for errors
    raises      `RefusedStatementError` for what Spark cannot do in the same sense
    """
    tree: Any = sqlglot.parse_one(statement, dialect=DIALECT)
    for kind, rule in _RULES.items():
        for node in list(_inner_first(tree, kind)):
            node.replace(rule(node, place))
    return str(tree.sql(SPARK))


def _inner_first(node: exp.Expression, kind: type[exp.Expression]) -> Iterator[exp.Expression]:
    """Nodes of a kind, each after those within it and those before it, so that what a rule copies is rewritten already."""
    for part in node.iter_expressions():
        yield from _inner_first(part, kind)
    if isinstance(node, kind):
        yield node


def _epoch(node: exp.TimeToUnix, place: str) -> exp.Expression:  # noqa: ARG001 - one shape for all rules
    """Seconds with their fraction: Spark's own function drops it."""
    return exp.paren(exp.Div(this=exp.func("unix_micros", node.this.copy()), expression=exp.Literal.number(1_000_000)), copy=False)


def _difference(node: exp.DateDiff, place: str) -> exp.Expression:
    """Boundaries of days, hours or minutes between; Spark counts whole units of time instead, so other units are refused."""
    unit = node.text("unit").lower()
    if unit in _SECONDS:
        return _boundaries(node, _SECONDS[unit])
    if unit != "day":
        breach = Breach(f"date_diff('{unit}', …)", "Spark 没有同义的函数", "改用 date_diff('day', …) 或者 law_ 函数")
        raise RefusedStatementError(place, [breach])
    later, earlier = (exp.cast(node.args[name].copy(), "date") for name in ("this", "expression"))
    return exp.Anonymous(this="datediff", expressions=[later, earlier])


def _boundaries(node: exp.DateDiff, seconds: int) -> exp.Expression:
    """How many hours or minutes begin between two instants, wherever the clocks stand: offsets in China are whole hours."""
    micros = exp.Literal.number(seconds * 1_000_000)
    later, earlier = (
        exp.Anonymous(this="floor", expressions=[exp.Div(this=exp.func("unix_micros", node.args[name].copy()), expression=micros.copy())])
        for name in ("this", "expression")
    )
    return exp.cast(exp.Sub(this=later, expression=earlier), "bigint")


def _cast(node: exp.Cast, place: str) -> exp.Expression:  # noqa: ARG001
    """Quotients become decimals half away from zero and whole numbers half to even; Spark takes their shortest text, or cuts off."""
    if not node.find(exp.Div):
        return node
    if node.to.is_type(exp.DataType.Type.DECIMAL):
        return _decimal_of_quotient(node)
    if node.to.this in _WHOLE and not isinstance(node.this, _ROUNDED):
        return exp.Cast(this=exp.Anonymous(this="bround", expressions=[node.this.copy(), exp.Literal.number(0)]), to=node.to.copy())
    return node


def _decimal_of_quotient(node: exp.Cast) -> exp.Expression:
    digits = [int(part.name) for part in node.to.expressions]
    scale = digits[1] if len(digits) > 1 else 0
    scaled = exp.Mul(this=exp.Paren(this=node.this.copy()), expression=exp.cast(exp.Literal.number(10**scale), "double"))
    rounded = exp.cast(exp.Anonymous(this="round", expressions=[scaled, exp.Literal.number(0)]), f"decimal({digits[0]}, 0)")
    unit = exp.cast(exp.Literal.string(f"{10**-scale:.{scale}f}"), f"decimal({scale + 1}, {scale})")
    return exp.Cast(this=exp.Mul(this=rounded, expression=unit), to=node.to.copy())


def _quotient(node: exp.Div, place: str) -> exp.Expression:  # noqa: ARG001
    """A quotient is a double, whatever is divided."""
    return exp.Div(this=exp.cast(node.this.copy(), "double"), expression=exp.cast(node.expression.copy(), "double"))


def _whole_part(node: exp.Floor | exp.Ceil, place: str) -> exp.Expression:  # noqa: ARG001
    """The whole part of a quotient is a double; Spark makes it a whole number."""
    return exp.cast(node.copy(), "double") if node.find(exp.Div) else node


def _inexact(node: exp.Func, place: str) -> exp.Expression:
    """Engines add doubles up in other orders and ways: the last digits would differ."""
    name = node.sql_name().lower()
    raise RefusedStatementError(place, [Breach(f"{name}(…)", "Spark 算出的末位数字不同", "改用 sum(…) / count(…) 等由精确的和得出的写法")])


def _law_call(node: exp.Anonymous, place: str) -> exp.Expression:  # noqa: ARG001
    """Arguments of the kinds that the law's function takes; within CASE, none in rows of other branches.

    Spark works a Python function out on all rows before it looks at the branches.
    """
    vector = FUNCTIONS.get(node.name.lower().removeprefix(LAW_PREFIX))
    if vector is None:
        return node
    arguments: list[exp.Expression] = [
        exp.cast(argument.copy(), SQL_TYPES[kind], dialect=SPARK) for argument, kind in zip(node.expressions, vector.arguments, strict=True)
    ]
    for case, branch, in_condition in _branches(node):
        arguments[0] = _only_in(case, branch, arguments[0], in_condition=in_condition)
    return exp.Anonymous(this=node.name.lower(), expressions=arguments)


def _branches(node: exp.Expression) -> Iterator[tuple[exp.Case, exp.Expression, bool]]:
    """Every CASE around a node within its SELECT, inner ones first, with the branch the node stands in and whether in its condition."""
    trail: list[Any] = [node]
    while trail[-1].parent is not None and not isinstance(trail[-1].parent, exp.Query):
        trail.append(trail[-1].parent)
        if isinstance(trail[-1], exp.Case) and trail[-2].arg_key != "this":
            yield trail[-1], trail[-2], isinstance(trail[-2], exp.If) and trail[-3].arg_key == "this"


def _only_in(case: exp.Case, branch: exp.Expression, value: exp.Expression, *, in_condition: bool) -> exp.Expression:
    """The value where this branch of the CASE is reached (for its condition: where it is asked), else NULL."""
    choice = exp.Case(this=case.this.copy() if case.this else None, ifs=[])
    for earlier in itertools.takewhile(lambda each: each is not branch, case.args["ifs"]):
        choice.append("ifs", exp.If(this=earlier.this.copy(), true=exp.Null()))
    if isinstance(branch, exp.If) and not in_condition:
        choice.append("ifs", exp.If(this=branch.this.copy(), true=value))
    else:
        choice.set("default", value)
    return choice if choice.args["ifs"] else value


_RULES: Final[Mapping[type[exp.Expression], Rule]] = {
    exp.TimeToUnix: _epoch,
    exp.DateDiff: _difference,
    exp.Cast: _cast,
    exp.Floor: _whole_part,
    exp.Ceil: _whole_part,
    exp.Div: _quotient,
    exp.Anonymous: _law_call,
    exp.Avg: _inexact,
    exp.Stddev: _inexact,
    exp.StddevSamp: _inexact,
    exp.PercentileCont: _inexact,
}
"""In this order: casts must still see the quotients as they were written."""
