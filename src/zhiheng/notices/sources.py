"""Where notices come from: the rooms above name it when the program starts, as the bell and the lists are theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from zhiheng.notices.core.texts import Counted, OutsideNotice

Find = Callable[[Any, datetime, datetime], Iterable[OutsideNotice]]
"""Officer, since, now → what came, saved views aside."""
Count = Callable[[Any, Any], Counted | None]
"""Officer, saved view → how it stands; None where its filters are no longer understood."""
_named: dict[str, Callable[..., Any]] = {}


def find_with(find: Find) -> None:
    """Name what finds an officer's notices."""
    _named["find"] = find


def count_with(count: Count) -> None:
    """Name what counts a watched view."""
    _named["count"] = count


def found(officer: Any, since: datetime, now: datetime) -> Iterable[OutsideNotice]:
    """What came for an officer since then; nothing where no room was named."""
    find: Find | None = _named.get("find")
    return find(officer, since, now) if find else ()


def counted(officer: Any, view: Any) -> Counted | None:
    """How a watched view of the officer stands."""
    count: Count | None = _named.get("count")
    return count(officer, view) if count else None
