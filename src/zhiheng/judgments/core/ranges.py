"""The range of outcomes of similar cases: what stands outside it is pointed out for review, never decided by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from zhiheng.judgments.core.building import NO_DAY
from zhiheng.judgments.core.index import Index
from zhiheng.judgments.core.searching import Filters, Question, admitted
from zhiheng.law.clocks import months_after

LEAST: Final = 20
"""Cases below which no colour is shown (our own figure)."""
MONTHS_BACK: Final = 36
Z_RED: Final = 3.0
LEVELS: Final = {"few": "样本不足", "inside": "在区间", "yellow": "黄", "red": "红"}


@dataclass(frozen=True)
class Range:
    """Outcomes in months of `count` cases; numbers are None where there are none.

    courts  how many courts they come from: one alone is told as 样本来源单一
    left_out  cases found that do not count: law changed since, not effective, same case
    """

    count: int
    median: float | None = None
    low: float | None = None
    high: float | None = None
    low_wide: float | None = None
    high_wide: float | None = None
    spread: float | None = None
    bars: tuple[tuple[int, int], ...] = ()
    courts: int = 0
    left_out: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain values, for traces and reports."""
        names = ("count", "median", "low", "high", "low_wide", "high_wide", "courts", "left_out")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Standing:
    """Where a planned outcome stands: level (few, inside, yellow, red), the robust z (None: not to be had), the reason in words."""

    level: str
    z: float | None
    explanation: str

    @property
    def title(self) -> str:
        """The level in words."""
        return LEVELS[self.level]


def range_of(months: Iterable[float], *, courts: int = 0, left_out: int = 0) -> Range:
    """The range of these outcomes: median, P10 to P90, P5 to P95, the median of distances from the median."""
    values = np.array(sorted(months), np.float64)
    if not len(values):
        return Range(0, left_out=left_out)
    wide_low, low, median, high, wide_high = (round(float(one), 2) for one in np.percentile(values, (5, 10, 50, 90, 95)))
    spread = float(np.median(np.abs(values - median)))
    counted, often = np.unique(values.astype(int), return_counts=True)
    bars = tuple((int(one), int(many)) for one, many in zip(counted, often, strict=True))
    return Range(len(values), median, low, high, wide_low, wide_high, round(spread, 2), bars, courts, left_out)


def standing_of(value: float, known: Range) -> Standing:
    """Whether an outcome lies within the range; too few cases show no colour."""
    bounds = (known.low_wide, known.low, known.high, known.high_wide)
    wide_low, low, high, wide_high = (bound or 0.0 for bound in bounds)
    if known.count < LEAST or known.median is None or None in bounds:
        return Standing("few", None, f"类案{known.count}件，不足{LEAST}件，不作提示")
    z = robust_z(value, known.median, known.spread or 0)
    if not wide_low <= value <= wide_high or (z is not None and z >= Z_RED):
        return Standing("red", z, f"超出类案 P5—P95 区间（{_n(wide_low)}—{_n(wide_high)}个月），请说明理由")
    if not low <= value <= high:
        return Standing("yellow", z, f"超出类案 P10—P90 区间（{_n(low)}—{_n(high)}个月），请核对")
    return Standing("inside", z, f"在类案区间内（{_n(low)}—{_n(high)}个月）")


def robust_z(value: float, median: float, spread: float) -> float | None:
    """|x − median| / (1.4826 × MAD); None where all cases are the same."""
    return round(abs(value - median) / (1.4826 * spread), 4) if spread else None


def _n(value: float) -> str:
    return f"{value:g}"


def population(index: Index, question: Question, *, on: date) -> Range:
    """The range of effective decisions of the same kind, charges and tiers within 36 months before a day.

    Cases under a law changed since, and co-accused of one case beyond the first, do not count.
    """
    asked = question.filters
    filters = Filters(
        charges=question.elements.charges or asked.charges, kinds=asked.kinds, tiers=asked.tiers, courts=asked.courts, levels=asked.levels,
        circumstances=asked.circumstances, since=months_after(on, -MONTHS_BACK), until=on, effective=False, sealed=asked.sealed,
    )  # fmt: skip
    everything = admitted(index, Question(elements=question.elements, filters=filters, own=question.own, searcher=question.searcher))
    months = index.column("months")
    found = everything & (index.column("effective") != NO_DAY) & ~index.having("flag", ["law_changed"]) & ~np.isnan(months)
    numbers = _one_a_case(index, np.flatnonzero(found))
    courts = {index.judgment(one).court for one in numbers[:500]}
    return range_of(months[numbers], courts=len(courts), left_out=int(everything.sum()) - len(numbers))


def _one_a_case(index: Index, numbers: Any) -> Any:
    """Of several judgments of one case (co-accused) the first alone."""
    if len(numbers) > 20_000:
        return numbers
    seen: set[str] = set()
    kept = []
    for number in numbers:
        one = index.judgment(int(number))
        if one.judgment_no not in seen:
            kept.append(int(number))
        seen |= {one.judgment_no, *one.related}
    return np.array(kept, np.int64)
