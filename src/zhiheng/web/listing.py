"""A list on a page: its columns, how it is sorted and cut into pages, and the same rows as an Excel file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict

from zhiheng.web.counting import CountedPaginator

SIZES = (20, 50, 100, 200)


@dataclass(frozen=True)
class Column:
    """A column: `sort` is the field it is ordered by (empty: not sortable), `value` gives the cell of the Excel file."""

    title: str
    value: Callable[[Any], object]
    sort: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Head:
    """A column as the table head shows it: the address parameter its link sets, and how it is sorted now."""

    column: Column
    link: str
    state: str


@dataclass(frozen=True)
class Listing:
    """One page of a list, with everything its partials show."""

    page: Page[Any]
    columns: Sequence[Column]
    sort: str
    size: int

    @property
    def count(self) -> int:
        """The exact number of rows under the filters."""
        return self.page.paginator.count

    @property
    def heads(self) -> list[Head]:
        """The table head: a second click on the sorted column turns it round."""
        return [head_of(column, self.sort) for column in self.columns]

    @property
    def numbers(self) -> Iterable[Any]:
        """Page numbers with gaps."""
        return self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The page sizes on offer."""
        return SIZES


def head_of(column: Column, sort: str) -> Head:
    """How a column stands in the head while the list is sorted by `sort`."""
    if sort == column.sort and sort:
        return Head(column, f"-{column.sort}", "ascending")
    if sort == f"-{column.sort}":
        return Head(column, column.sort, "descending")
    return Head(column, column.sort, "none")


def listing(rows: Any, columns: Sequence[Column], asked: QueryDict, *, sort: str) -> Listing:
    """Cut sorted rows into the page asked for; what is not understood falls back to the first page and the default order."""
    ordered, by = in_order(rows, columns, asked.get("sort", ""), sort)
    size = int(asked["size"]) if asked.get("size", "") in map(str, SIZES) else SIZES[0]
    return Listing(CountedPaginator(ordered, size).get_page(asked.get("page")), columns, by, size)


def in_order(rows: Any, columns: Sequence[Column], wanted: str, default: str) -> tuple[Any, str]:
    """Rows of a query or a plain list, sorted by a column's field, with the order taken."""
    known = {column.sort for column in columns if column.sort}
    by = wanted if wanted.lstrip("-") in known else default
    if hasattr(rows, "order_by"):
        return rows.order_by(by, "pk"), by
    name = by.lstrip("-")
    return sorted(rows, key=lambda row: sortable(reach(row, name)), reverse=by.startswith("-")), by


def reach(row: Any, path: str) -> Any:
    """The value at `a__b` of a row, by attribute or key."""
    for part in path.split("__"):
        row = row.get(part) if isinstance(row, dict) else getattr(row, part, None)
    return row


def sortable(value: Any) -> tuple[bool, Any]:
    """A key under which missing values come first and never meet another type."""
    return (value is not None, value if value is not None else 0)
