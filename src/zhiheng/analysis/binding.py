"""Putting `:as_of` and parameters into a statement: as typed literals, in the syntax tree, never as text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlglot import exp

from zhiheng.catalog.errors import did_you_mean
from zhiheng.catalog.parameters import Parameter, Scalar, Value
from zhiheng.schema.errors import UnusableInputError


def values_for(declared: Mapping[str, Parameter], given: Mapping[str, Value] | None, place: str) -> dict[str, Value]:
    """Give each declared parameter its given value or its default; an unknown name or a wrong kind is refused."""
    given = given or {}
    for name in given:
        if name not in declared:
            raise UnusableInputError(f"参数 {name}", place, "没有这个参数", did_you_mean(name, declared))
    return {name: _fitting(parameter, given.get(name), place) for name, parameter in declared.items()}


def _fitting(parameter: Parameter, value: Value | None, place: str) -> Value:
    if value is None:
        return parameter.default
    if isinstance(parameter.default, Mapping) and isinstance(value, Mapping):
        return {**parameter.default, **value}
    numbers = (int, Decimal)
    alike = isinstance(value, type(parameter.default)) or (isinstance(value, numbers) and isinstance(parameter.default, numbers))
    if not alike or isinstance(value, bool) != isinstance(parameter.default, bool):
        raise UnusableInputError(f"参数 {parameter.name}", place, f"{value} 与默认值 {parameter.default} 不是同一种值", "给出同一种值。")
    return value


def bind(tree: exp.Query, *, as_of: date, values: Mapping[str, Value]) -> exp.Query:
    """Give a copy of the statement with every place filled; a mapping becomes a table of that name with columns key, value."""
    scalars: dict[str, Scalar] = {"as_of": as_of, **{name: value for name, value in values.items() if not isinstance(value, Mapping)}}

    def fill(node: exp.Expression) -> exp.Expression:
        return literal(scalars[node.name]) if isinstance(node, exp.Placeholder) else node

    bound: exp.Query = tree.transform(fill)  # type: ignore[assignment]
    for name, value in values.items():
        if isinstance(value, Mapping):
            bound = _with_first(bound, name, value)
    return bound


def literal(value: Scalar) -> exp.Expression:
    """Write one value as a typed literal."""
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, (int, Decimal)):
        number = exp.Literal.number(f"{abs(value):f}" if isinstance(value, Decimal) else str(abs(value)))
        return exp.Neg(this=number) if value < 0 else number
    return exp.Literal.string(value)


def _with_first(tree: exp.Query, name: str, table: Mapping[str, Scalar]) -> exp.Query:
    rows = [exp.Tuple(expressions=[literal(key), _money(value)]) for key, value in table.items()]
    columns = exp.TableAlias(this=exp.to_identifier("t"), columns=[exp.to_identifier("key"), exp.to_identifier("value")])
    select = exp.select("key", "value").from_(exp.Values(expressions=rows, alias=columns))
    cte = exp.CTE(this=select, alias=exp.TableAlias(this=exp.to_identifier(name)))
    own = tree.args.get("with_")
    following = own.expressions if own else []
    tree.set("with_", exp.With(expressions=[cte, *following]))
    return tree


def _money(value: Scalar) -> exp.Expression:
    number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return exp.cast(literal(value), "decimal(18, 2)") if number else literal(value)
