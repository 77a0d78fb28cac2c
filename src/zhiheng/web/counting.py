"""How many rows a list has: exact; a large number, or one long to count, is kept a minute, so that a province's list opens at once."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from time import perf_counter
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.utils.functional import cached_property

LARGE = 10_000
SLOW_SECONDS = 0.1
KEPT_SECONDS = 60
Found = TypeVar("Found")


def count_of(rows: Any) -> int:
    """The number of rows of a query or a list; one above LARGE, or one that took long to find, may be a minute old."""
    if not hasattr(rows, "query"):
        return len(rows)
    plain = rows.order_by()
    try:
        name = f"count:{sha256(str(plain.query).encode()).hexdigest()}"
    except EmptyResultSet:
        return 0
    return int(kept(name, plain.count, always=lambda known: known >= LARGE))


def kept(name: str, find: Callable[[], Found], always: Callable[[Found], bool] = lambda _found: False) -> Found:
    """What is found, or was found up to a minute ago where finding it took long, or where it is always to be kept."""
    known: Found | None = cache.get(name)
    if known is None:
        began = perf_counter()
        known = find()
        if always(known) or (settings.SLOW_COUNTS_KEPT and perf_counter() - began >= SLOW_SECONDS):
            cache.set(name, known, KEPT_SECONDS)
    return known


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # it takes no argument when the program runs
    """Pages of rows counted so."""

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return count_of(self.object_list)
