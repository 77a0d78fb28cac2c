"""Bounds over the entries of a ledger that are alike, before an act is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.catalog.field_values import EMPTY
from zhiheng.catalog.register_caps import Cap, Gap, Once
from zhiheng.catalog.register_parts import BORN
from zhiheng.law.clocks import months_after
from zhiheng.register.core.entry import CORRECT, Act
from zhiheng.schema import identity

Alike = tuple[str, Mapping[str, Any]]
"""State and values of another entry."""
Others = Callable[[Cap | Gap, Mapping[str, Any]], Iterable[Alike]]
"""Gives the other entries of the ledger that may be alike, for a bound and the values of the entry at hand."""


def none_other(_cap: Cap | Gap, _after: Mapping[str, Any]) -> Iterable[Alike]:
    """A ledger with no other entry."""
    return ()


def over(cap: Cap, after: Mapping[str, Any], others: Iterable[Alike]) -> Decimal | None:
    """What the entries alike come to where that is over the bound; None where it is not, or the entry does not say whose it is."""
    if any(after.get(name) in EMPTY for name in cap.same):
        return None
    alike = [values for state, values in others if state not in cap.not_in and _same(cap, after, values)]
    total = sum((_figure(cap, values) for values in (after, *alike)), Decimal())
    return total if total > cap.most else None


def too_soon(gap: Gap, after: Mapping[str, Any], others: Iterable[Alike]) -> str | None:
    """The day an entry alike ended where this one begins too soon after it; empty where it has not ended; None where none is against it."""
    if any(after.get(name) in EMPTY for name in (*gap.same, gap.until)):
        return None
    begins = day_in(after[gap.until])
    for _state, values in others:
        if not _same(gap, after, values) or values.get(gap.until) in EMPTY or day_in(values[gap.until]) > begins:
            continue
        ended = values.get(gap.start)
        if ended in EMPTY or months_after(day_in(ended), gap.months) > begins:
            return "" if ended in EMPTY else str(ended)
    return None


def given_before(once: Once, name: str, value: object, acts: Iterable[Act]) -> bool:
    """Whether an earlier act of that name gave the same, as it was corrected since."""
    given: dict[int, object] = {}
    for act in acts:
        if act.name == name:
            given[act.seq] = act.values.get(once.field)
        elif act.name == CORRECT and given and once.field in act.values:
            given[act.corrects if act.corrects in given else max(given)] = act.values[once.field]
    length = len("2026-06") if once.every == "month" else None
    return value not in EMPTY and str(value)[:length] in {str(one)[:length] for one in given.values()}


def _same(bound: Cap | Gap, after: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    return all(str(values.get(name)) == str(after[name]) for name in bound.same)


def day_in(value: object) -> date:
    """The day of a date or an instant, as fields keep them."""
    return date.fromisoformat(str(value)[: len("2026-06-30")])


def day_named(name: str, values: Mapping[str, Any]) -> date | None:
    """The day of a value, or of the birth that an identity number in it states; None where it is not known."""
    value = values.get(name.removesuffix(BORN))
    if value in EMPTY:
        return None
    if not name.endswith(BORN):
        return day_in(value)
    number = identity.to_18(str(value).strip().upper())
    return identity.birth_date(number) if identity.is_valid(number) else None


def _figure(cap: Cap, values: Mapping[str, Any]) -> Decimal:
    found = next((values[name] for name in cap.sum if values.get(name) not in EMPTY), 0)
    return Decimal(str(found))
