"""An indicator counted by organ and month: what the number of every period and organ is added up from, with no record in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiheng.analysis.indicators import Figure, counted, counted_part, figure_from, figure_of
from zhiheng.analysis.periods import Period
from zhiheng.catalog.indicators import IndicatorSpec

MONTH = 7
"""Signs of a day in ISO form that name its month."""


@dataclass(frozen=True)
class Monthly:
    """Hits and all by (organ, month), of every row where the middle one counts; a row without an organ counts under the empty name."""

    spec: IndicatorSpec
    counts: Mapping[tuple[str, str], Sequence[tuple[Any, Any]]]

    @classmethod
    def of(cls, spec: IndicatorSpec, rows: Iterable[Mapping[str, Any]]) -> Monthly:
        """Count the rows of an indicator."""
        parted: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            parted[str(row["organ"] or ""), str(row["day"])[:MONTH]].append(row)
        if spec.middle:
            return cls(spec, {key: [(row["part_count"], row["whole_count"]) for row in some] for key, some in parted.items()})
        return cls(spec, {key: [counted(spec, some)] for key, some in parted.items()})

    def figure(self, period: Period, organ: str | None = None) -> Figure:
        """The number of whole months, of one organ or of all."""
        return self._figure([both for (own, _), some in self._within(period) if organ in (None, own) for both in some])

    def by_organ(self, period: Period) -> dict[str, Figure]:
        """The number of each organ that has a row in the period."""
        parted: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
        for (own, _), some in self._within(period):
            if own:
                parted[own] += some
        return {own: self._figure(some) for own, some in parted.items()}

    def _within(self, period: Period) -> Iterator[tuple[tuple[str, str], Sequence[tuple[Any, Any]]]]:
        first, last = str(period.first_on)[:MONTH], str(period.last_on)[:MONTH]
        return ((key, some) for key, some in self.counts.items() if first <= key[1] <= last)

    def _figure(self, some: Sequence[tuple[Any, Any]]) -> Figure:
        if self.spec.middle:
            return figure_of(self.spec, [{"part_count": part, "whole_count": whole} for part, whole in some])
        return figure_from(self.spec, sum(hits for hits, _ in some), sum(total for _, total in some))

    def to_json(self) -> list[list[Any]]:
        """Organ, month, hits and all of each; amounts as text."""
        return [[*key, *map(_plain, both)] for key in sorted(self.counts) for both in self.counts[key]]

    @classmethod
    def from_json(cls, spec: IndicatorSpec, kept: Iterable[Sequence[Any]]) -> Monthly:
        """What `to_json` wrote."""
        found: dict[tuple[str, str], list[tuple[Any, Any]]] = defaultdict(list)
        for organ, month, hits, total in kept:
            found[organ, month].append((counted_part(hits), counted_part(total)))
        return cls(spec, found)


def _plain(number: Any) -> Any:
    return str(number) if isinstance(number, Decimal) else number
