"""Cells of lists whose columns a pack declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import template

from zhiheng.web.listing import Column

register = template.Library()


class Cell(NamedTuple):
    """A cell: its column's title and kind, its value, and that as text."""

    title: str
    kind: str
    value: Any
    text: str


@register.filter
def entry_cells(row: Any, columns: Sequence[Column]) -> Iterator[Cell]:
    """The cells of a row under the columns of its list."""
    for column in columns:
        value = column.value(row)
        yield Cell(str(column.title), column.kind, value, "" if value is None else str(value))
