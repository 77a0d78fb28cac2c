"""How many rows a list has: exact; a large number is kept for a minute, so that a list of a province opens at once."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.utils.functional import cached_property

LARGE = 10_000
KEPT_SECONDS = 60


def count_of(rows: Any) -> int:
    """The number of rows of a query or a list; one above LARGE may be a minute old."""
    if not hasattr(rows, "query"):
        return len(rows)
    plain = rows.order_by()
    try:
        name = f"count:{sha256(str(plain.query).encode()).hexdigest()}"
    except EmptyResultSet:
        return 0
    known = cache.get(name)
    if known is None:
        known = plain.count()
        if known >= LARGE:
            cache.set(name, known, KEPT_SECONDS)
    return int(known)


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # it takes no argument when the program runs
    """Pages of rows counted so."""

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return count_of(self.object_list)
