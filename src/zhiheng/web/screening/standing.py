"""How a number stands: against the period before, against the target that its pack declares, and among the organs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhiheng.analysis.indicators import Figure, IndicatorResult, figure_of
from zhiheng.analysis.periods import Period
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.web.periods import before, within

PLACES = {"share": 1}
"""Decimals of a chart, as the table beside it has them."""


@dataclass(frozen=True)
class Standing:
    """An indicator's number with what it is held against; each in words, empty where it is not known.

    met     whether the target is reached; None without a target or a number
    moved   how the number moved against the period before; last: that period and its number
    rank    of the organ asked for among those that have a number (第3位，共12家)
    """

    result: IndicatorResult
    target: str = ""
    met: bool | None = None
    moved: str = ""
    last: str = ""
    rank: str = ""

    @property
    def spec(self) -> IndicatorSpec:
        """The indicator."""
        return self.result.spec


def standing_of(wide: IndicatorResult, period: Period, organ: str | None, own: str, today: date) -> Standing:
    """From a result that covers the period and the one before, of all organs seen: the number of one organ or of all, and how it stands."""
    rows = [row for row in wide.rows if within(row, period)]
    result = of_organ(replace(wide, rows=rows), organ)
    past = [row for row in wide.rows if within(row, before(period)) and organ in (None, row["organ"])]
    last, moved = movement(wide.spec, figure_of(wide.spec, past), result.figure, period, today)
    return Standing(result, target_text(wide.spec), met(wide.spec, result.figure), moved, last, rank_text(wide.spec, rows, organ or own))


def of_organ(result: IndicatorResult, organ: str | None) -> IndicatorResult:
    """The result counted from the rows of this organ, or of all."""
    rows = [row for row in result.rows if organ in (None, row["organ"])]
    return replace(result, rows=rows, figure=figure_of(result.spec, rows), filters=replace(result.filters, organ=organ))


def movement(spec: IndicatorSpec, was: Figure, now: Figure, period: Period, today: date) -> tuple[str, str]:
    """The period before with its number, and how the number moved; nothing where one of both has none."""
    earlier, later = drawn(spec, was), drawn(spec, now)
    if earlier is None or later is None:
        return "", ""
    moved = round(later - earlier, 2)
    unit = unit_of(spec) if spec.kind == "count" or spec.written_as else _(" 个百分点")
    sign = "▲" if moved > 0 else "▼"
    running = _("（本期尚未结束）") if period.last_on > today else ""
    return f"{before(period).zh}{running} {earlier:g}{unit_of(spec)}", f"{sign} {abs(moved):g}{unit}" if moved else _("持平")


def target_text(spec: IndicatorSpec) -> str:
    """The target as officials write it: 100%, 不高于 5 件."""
    if spec.target is None:
        return ""
    value = drawn(spec, Figure(0, 1, float(spec.target.value), None))
    return f"{_('不高于 ') if spec.better == 'down' else _('不低于 ')}{value:g}{unit_of(spec)}"


def met(spec: IndicatorSpec, figure: Figure) -> bool | None:
    """Whether the number reaches the target."""
    if spec.target is None or figure.value is None:
        return None
    aim = float(spec.target.value)
    return figure.value <= aim if spec.better == "down" else figure.value >= aim


def rank_text(spec: IndicatorSpec, rows: Sequence[Mapping[str, Any]], organ: str) -> str:
    """The place of an organ among those that have a number; nothing where no way is better, or fewer than two have one."""
    if spec.better == "none":
        return ""
    by_organ: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_organ.setdefault(str(row["organ"] or ""), []).append(row)
    numbers = {name: value for name, own in by_organ.items() if name and (value := figure_of(spec, own).value) is not None}
    if organ not in numbers or len(numbers) < 2:
        return ""
    sign = -1 if spec.better == "up" else 1
    place = 1 + sum(sign * value < sign * numbers[organ] for value in numbers.values())
    return _("第 %(place)s 位，共 %(all)s 家") % {"place": place, "all": len(numbers)}


def unit_of(spec: IndicatorSpec) -> str:
    """What is written at the axis."""
    return spec.unit if spec.kind == "count" else "" if spec.written_as else "%"


def drawn(spec: IndicatorSpec, figure: Figure) -> float | None:
    """A number as the chart draws it: shares in percent."""
    if figure.value is None:
        return None
    return figure.value if spec.kind == "count" else round((1 if spec.written_as else 100) * figure.value, PLACES.get(spec.kind, 2))
