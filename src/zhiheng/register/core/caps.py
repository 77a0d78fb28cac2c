"""Bounds over the entries of a ledger that are alike, before an act is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from zhiheng.catalog.field_values import EMPTY
from zhiheng.catalog.register_caps import Cap

Alike = tuple[str, Mapping[str, Any]]
"""State and values of another entry."""
Others = Callable[[Cap, Mapping[str, Any]], Iterable[Alike]]
"""Gives the other entries of the ledger that may be alike, for a bound and the values of the entry at hand."""


def none_other(_cap: Cap, _after: Mapping[str, Any]) -> Iterable[Alike]:
    """A ledger with no other entry."""
    return ()


def over(cap: Cap, after: Mapping[str, Any], others: Iterable[Alike]) -> Decimal | None:
    """What the entries alike come to where that is over the bound; None where it is not, or the entry does not say whose it is."""
    if any(after.get(name) in EMPTY for name in cap.same):
        return None
    alike = [
        values
        for state, values in others
        if state not in cap.not_in and all(str(values.get(name)) == str(after[name]) for name in cap.same)
    ]
    total = sum((_figure(cap, values) for values in (after, *alike)), Decimal())
    return total if total > cap.most else None


def _figure(cap: Cap, values: Mapping[str, Any]) -> Decimal:
    found = next((values[name] for name in cap.sum if values.get(name) not in EMPTY), 0)
    return Decimal(str(found))
