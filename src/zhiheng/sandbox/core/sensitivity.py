"""What of a query is sensitive: fields it names, and ways by which it could take whole rows."""

from __future__ import annotations

from collections.abc import Collection

import sqlglot
from sqlglot import exp

from zhiheng.analysis import guard
from zhiheng.records.core.persons import identity_columns
from zhiheng.schema import DATASETS


def asks_purpose(datasets: Collection[str]) -> bool:
    """Whether a query of these datasets is run for a stated purpose alone."""
    return any(DATASETS[name].hidden_fields for name in datasets)


def takes_numbers_apart(sql: str, datasets: Collection[str]) -> bool:
    """Whether a checked query does more with identity numbers than to show, compare or count them: masks know whole numbers only."""
    tree = sqlglot.parse_one(sql, dialect=guard.DIALECT)
    names = {name for dataset in datasets for name in identity_columns(dataset)}
    aliases = [(one.alias.lower(), one.this) for one in tree.find_all(exp.Alias)]
    known = 0
    while known != len(names):
        known = len(names)
        names |= {alias for alias, made in aliases if _holds(made, names)}
    made = [part.this if isinstance(part, exp.Alias) else part for select in tree.find_all(exp.Select) for part in select.expressions]
    return any(_holds(one, names) for one in made if not isinstance(one, exp.Column | exp.Star))


def _holds(made: exp.Expression, names: set[str]) -> bool:
    """Whether one of these columns is in an expression, elsewhere than in what is only counted or in a query of its own."""
    return any(
        column.name.lower() in names and not isinstance(column.find_ancestor(exp.Count, exp.Subquery), exp.Count)
        for column in made.find_all(exp.Column)
    )


def sensitive_words(sql: str, datasets: Collection[str]) -> list[str]:
    """Words of a checked query that bring sensitive values: names of such fields, `*` and names of whole tables; sorted."""
    fields = {field for name in datasets for field in DATASETS[name].hidden_fields}
    if not fields:
        return []
    tree = sqlglot.parse_one(sql, dialect=guard.DIALECT)
    tables = {table.alias_or_name.lower() for table in tree.find_all(exp.Table, exp.Subquery)}
    named = {column.name.lower() for column in tree.find_all(exp.Column)} & (fields | tables)
    star = any(not isinstance(one.parent, exp.Count) for one in tree.find_all(exp.Star))
    return sorted(named | ({"*"} if star else set()))
