"""A number as people write it: shares in percent with two decimals (rounded half up), 1:1.20, counts as they are."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from zhiheng.analysis.indicators import Figure
from zhiheng.catalog.indicators import IndicatorSpec

CENT: Final = Decimal("0.01")


def written(spec: IndicatorSpec, figure: Figure) -> str:
    """The figure in words of its kind; empty where there is none."""
    number = rounded(spec, figure)
    if number is None:
        return ""
    if spec.kind == "count":
        return f"{figure.numerator}{spec.unit}"
    if spec.written_as:
        return f"1:{number}" if spec.written_as == "one_to" else f"{number}{written_unit(spec)}"
    return f"{number}%"


def written_unit(spec: IndicatorSpec) -> str:
    """The unit a ratio is written with: that of a mean; a share and a proportion have none."""
    return spec.unit if spec.written_as == "mean" else ""


def rounded(spec: IndicatorSpec, figure: Figure) -> Decimal | None:
    """The number as it is shown: percent or quotient with two decimals, a count whole; None where nothing was to be counted."""
    if spec.kind == "count":
        return Decimal(figure.numerator) if figure.denominator else None
    if not figure.denominator:
        return None
    quotient = Decimal(str(figure.numerator)) / Decimal(str(figure.denominator))
    return (quotient if spec.written_as else 100 * quotient).quantize(CENT, ROUND_HALF_UP)


def changed(spec: IndicatorSpec, now: Figure, before: Figure) -> str:
    """The change against an earlier figure: counts in their unit, shares in percentage points; empty where one of them is unknown."""
    new, old = rounded(spec, now), rounded(spec, before)
    if new is None or old is None:
        return ""
    if new == old:
        return "持平"
    counted = spec.kind == "count"
    word = ("增加" if counted else "上升") if new > old else ("减少" if counted else "下降")
    return f"{word}{abs(new - old)}{spec.unit if counted else written_unit(spec) if spec.written_as else '个百分点'}"


def grown(spec: IndicatorSpec, now: Figure, before: Figure) -> str:
    """The change against the same period of the year before: counts in percent of it, all else as `changed` says it."""
    new, old = rounded(spec, now), rounded(spec, before)
    if spec.kind != "count" or new is None or not old or new == old:
        return changed(spec, now, before)
    share = (100 * abs(new - old) / old).quantize(CENT, ROUND_HALF_UP)
    return f"{'上升' if new > old else '下降'}{share}%"


def plain(number: object) -> str:
    """A sum or a count without zeros behind the point."""
    text = str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text
