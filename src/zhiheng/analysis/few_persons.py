"""What a published report does not count out: fewer than five persons, and what would tell how many they are."""

from __future__ import annotations

from typing import Final

from zhiheng.analysis.indicators import Figure, IndicatorResult
from zhiheng.analysis.written import plain, written
from zhiheng.catalog.reports import ReportSpec

FEW: Final = 5
PERSONS: Final = frozenset({"人", "名", "人次"})
"""Units of persons."""
SOME: Final = "个别"
NO_SHARE: Final = "人数不足五人不列"
UNCOMPARED: Final = "人数不足五人不作比较"


def hides(spec: ReportSpec, result: IndicatorResult) -> bool:
    """Whether what is published tells of persons by this indicator."""
    return spec.public and result.spec.unit in PERSONS


def is_few(figure: Figure) -> bool:
    """Whether the figure, or what it is a share of, is one to four."""
    return any(0 < number < FEW for number in (figure.numerator, figure.denominator))


def number_of(spec: ReportSpec, result: IndicatorResult, number: float) -> str:
    """A number of rows in words."""
    return SOME if hides(spec, result) and 0 < number < FEW else plain(number)


def figure_of(spec: ReportSpec, result: IndicatorResult, figure: Figure) -> str:
    """The figure in words."""
    if hides(spec, result) and is_few(figure):
        return SOME if result.spec.kind == "count" else NO_SHARE
    return written(result.spec, figure)
