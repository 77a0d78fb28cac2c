"""Figures of quality: numerator over denominator, summed over batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

GOOD, FAIR = 0.98, 0.9
GRADES = {"normal": "良好", "near": "一般", "overdue": "较差", "plain": "无数据"}


@dataclass(frozen=True)
class Figure:
    """A share; grade: normal from 98 %, near from 90 %, else overdue; plain where there is nothing to share. The bounds are practice."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def grade(self) -> str:
        """How it stands; a share short of the bound never counts as reached by rounding."""
        if self.value is None:
            return "plain"
        return "normal" if self.value >= GOOD else "near" if self.value >= FAIR else "overdue"

    @property
    def word(self) -> str:
        """The grade in Chinese."""
        return GRADES[self.grade]


@dataclass(frozen=True)
class QualityRow:
    """The quality of what an organ sent of a dataset, in a month or in all of a range.

    complete  filled cells of those that ought to be filled; timely: records told within the days of practice
    valid     rows accepted of rows sent (corrections count for the delivery they mend: mended_rows, not here)
    sound     records in which nothing impossible was known when they came
    first_sent  all of it came in the month in which the organ first sent the dataset: years at once, which nobody can tell in time any more
    mended, explained, open  breaches of those records by what became of them
    """

    organ: str
    organ_id: int
    dataset: str
    month: date | None
    deliveries: int
    records: int
    complete: Figure
    timely: Figure
    valid: Figure
    sound: Figure
    median_days: int | None = None
    mended_rows: int = 0
    first_sent: bool = False
    breaches: Mapping[str, int] = field(default_factory=dict)

    @property
    def figures(self) -> tuple[tuple[str, Figure], ...]:
        """The four figures by name."""
        return (("complete", self.complete), ("timely", self.timely), ("valid", self.valid), ("sound", self.sound))

    @property
    def valid_after_mending(self) -> Figure:
        """Rows accepted, counting those mended afterwards."""
        return Figure(min(self.valid.numerator + self.mended_rows, self.valid.denominator), self.valid.denominator)


def median_days(histograms: Iterable[Mapping[str, int]]) -> int | None:
    """The median of days, from counts by day (lower of the two middle ones); None where nothing is counted."""
    counted: Counter[int] = Counter()
    for one in histograms:
        for days, count in one.items():
            counted[int(days)] += count
    half, seen = (sum(counted.values()) + 1) // 2, 0
    for late in sorted(counted):
        seen += counted[late]
        if seen >= half:
            return late
    return None
