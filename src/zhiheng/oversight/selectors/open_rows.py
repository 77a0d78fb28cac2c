"""Rows behind a number as a viewer is shown them: without those of persons who are closed to the viewer. The number stays whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhiheng.oversight.models import Clue
from zhiheng.oversight.services.closed import without_closed
from zhiheng.procedure.selectors import closed_cases
from zhiheng.register.selectors import closed_entries
from zhiheng.registry.core.named_numbers import names_any
from zhiheng.registry.selectors import barred_numbers

THING = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|clue:\d+")
"""How rows name a case or an entry of a ledger, and a clue."""


def open_rows(viewer: Any, rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows that name neither a closed person nor a case, an entry of a ledger or a clue about one."""
    barred = barred_numbers(viewer)
    if not barred:
        return list(rows)
    closed = _things(viewer)
    return [row for row in rows if not names_any(_texts(row), barred) and closed.isdisjoint(_named(row))]


def _things(viewer: Any) -> frozenset[str]:
    """Ids and numbers of what is about a closed person."""
    cases = [text for one in closed_cases(viewer).values_list("pk", "number") for text in map(str, one) if text]
    clues = [
        f"clue:{number}"
        for number in Clue.objects.exclude(pk__in=without_closed(Clue.objects.order_by(), viewer).values("pk")).values_list("pk", flat=True)
    ]
    return frozenset([*cases, *clues, *map(str, closed_entries(viewer))])


def _named(row: Mapping[str, Any]) -> Iterator[str]:
    for text in _texts(row):
        yield text
        yield from THING.findall(text)


def _texts(row: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(value) for value in row.values() if value is not None)
