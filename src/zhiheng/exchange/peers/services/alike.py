"""Many rows that get the same values are updated with one statement each lot, which is far quicker than a case for every row."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from django.db import models
from django.db.models import QuerySet


def update_alike(table: QuerySet[Any], rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of the rows of a table, those with the same values together."""
    lots: dict[tuple[Hashable, ...], list[Any]] = {}
    for row in rows:
        lots.setdefault(tuple(getattr(row, name) for name in fields), []).append(row.pk)
    for values, keys in lots.items():
        table.filter(pk__in=keys).update(**dict(zip(fields, values, strict=True)))
