"""A page of a list: how many there are, and some of them."""

from typing import Any, Generic, TypeVar

from ninja import Field, Schema

T = TypeVar("T")


class Cut(Schema):
    """Which part of a list is asked for."""

    offset: int = Field(0, ge=0, le=10**9)
    limit: int = Field(50, ge=1, le=500)


class Page(Schema, Generic[T]):
    """The exact count, and the items asked for."""

    count: int
    items: list[T]


def page(rows: Any, cut: Cut) -> dict[str, Any]:
    """Cut a query or a list."""
    count = rows.count() if hasattr(rows, "query") else len(rows)
    return {"count": count, "items": list(rows[cut.offset : cut.offset + cut.limit])}
