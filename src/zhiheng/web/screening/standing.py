"""How a number stands: against the period before, against the target that its pack declares, and among the organs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhiheng.analysis.indicators import Figure, Filters, IndicatorResult
from zhiheng.analysis.monthly import Monthly
from zhiheng.analysis.periods import Period
from zhiheng.analysis.written import written_unit
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.web.periods import before

PLACES = {"share": 1}
"""Decimals of a chart, as the table beside it has them."""


@dataclass(frozen=True)
class Standing:
    """An indicator's number (without its rows) with what it is held against; each in words, empty where it is not known.

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


def standing_of(monthly: Monthly, period: Period, organ: str | None, own: str, today: date) -> Standing:
    """From an indicator counted by organ and month: the number of one organ or of all, and how it stands."""
    spec, figure = monthly.spec, monthly.figure(period, organ)
    result = IndicatorResult(spec, Filters(period, organ), today, figure, {}, (), "")
    last, moved = ("", "") if spec.is_of_the_day else movement(spec, monthly.figure(before(period), organ), figure, period, today)
    return Standing(result, target_text(spec), met(spec, figure), moved, last, rank_text(monthly, period, organ or own))


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


def rank_text(monthly: Monthly, period: Period, organ: str) -> str:
    """The place of an organ among those that have a number; nothing where no way is better, or fewer than two have one."""
    if monthly.spec.better == "none":
        return ""
    numbers = {name: one.value for name, one in monthly.by_organ(period).items() if one.value is not None}
    if organ not in numbers or len(numbers) < 2:
        return ""
    sign = -1 if monthly.spec.better == "up" else 1
    place = 1 + sum(sign * value < sign * numbers[organ] for value in numbers.values())
    return _("第 %(place)s 位，共 %(all)s 家") % {"place": place, "all": len(numbers)}


def unit_of(spec: IndicatorSpec) -> str:
    """What is written at the axis."""
    return spec.unit if spec.kind == "count" else written_unit(spec) if spec.written_as else "%"


def drawn(spec: IndicatorSpec, figure: Figure) -> float | None:
    """A number as the chart draws it: shares in percent."""
    if figure.value is None:
        return None
    return figure.value if spec.kind == "count" else round((1 if spec.written_as else 100) * figure.value, PLACES.get(spec.kind, 2))
