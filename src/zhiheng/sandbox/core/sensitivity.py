"""What of a query is sensitive: fields it names, and ways by which it could take whole rows."""

from __future__ import annotations

from collections.abc import Collection

import sqlglot
from sqlglot import exp

from zhiheng.analysis import guard
from zhiheng.schema import DATASETS


def asks_purpose(datasets: Collection[str]) -> bool:
    """Whether a query of these datasets is run for a stated purpose alone."""
    return any(DATASETS[name].hidden_fields for name in datasets)


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
