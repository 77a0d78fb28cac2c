"""From a SQL file to a statement that an engine runs: checked, bound, written in the engine's dialect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, Protocol

import sqlglot
from sqlglot import exp

from zhiheng.analysis import binding, guard, law_functions
from zhiheng.catalog.parameters import Parameter, Value

KEPT: Final = 512
"""So many texts are kept: a screening asks for those of all models on one day."""


class SqlSpec(Protocol):
    """What a model and an indicator have in common for running."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def sql(self) -> str:
        """Its SELECT, in DuckDB's dialect, with `:name` places."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The tables it declares."""

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Its declared parameters."""


@dataclass(frozen=True)
class _Given:
    """Values told apart as they are written: 1, 1.0 and true are three."""

    written: str
    values: Mapping[str, Value] = field(compare=False)


def statement_for(spec: SqlSpec, *, as_of: date, values: Mapping[str, Value], dialect: str = guard.DIALECT) -> str:
    """Give the text to run.

    values    every parameter's value, from `binding.values_for`
    raises    `RefusedStatementError` when the file's SELECT does what it may not
    """
    return _text(spec.id, spec.sql, tuple(spec.reads), as_of, _Given(repr(dict(values)), values), dialect)


@lru_cache(maxsize=KEPT)
def _text(place: str, sql: str, reads: tuple[str, ...], as_of: date, given: _Given, dialect: str) -> str:
    """The same question has the same text: checking and binding one takes longer than running it on a small library."""
    scalars = [name for name, value in given.values.items() if not isinstance(value, Mapping)]
    tables = [name for name, value in given.values.items() if isinstance(value, Mapping)]
    tree = guard.check_sql(sql, [*reads, *tables], law_functions.names(), names=scalars, place=place)
    return binding.bind(tree, as_of=as_of, values=given.values).sql(dialect, copy=False)


def names_in(sql: str, dialect: str = guard.DIALECT) -> frozenset[str]:
    """Every name a SELECT writes: columns, tables and what it calls them; none of its texts and comments."""
    return frozenset(name.name for name in sqlglot.parse_one(sql, read=dialect).find_all(exp.Identifier))
