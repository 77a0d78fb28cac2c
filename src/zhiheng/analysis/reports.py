"""A report drawn from its text: every figure taken from an indicator or a register, and listed at the end with where its rows open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiheng.analysis.indicators import IndicatorResult
from zhiheng.catalog.reports import PLACE, Place, ReportSpec, places_of
from zhiheng.schema.errors import UnusableInputError

NUMBERS: Mapping[str, str] = {"share": "{:.1%}", "ratio": "{:.2%}", "count": "{:.0f}"}
UNKNOWN = "无数据"


@dataclass(frozen=True)
class ReportFigure:
    """A figure in the report: its number, what it is, how it came about, where its rows open."""

    number: int
    title: str
    text: str
    ground: str
    address: str


@dataclass(frozen=True)
class Part:
    """A line of the report: heading, paragraph, or table with its rows (headings first)."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A report as drawn up: its parts and the figures in it."""

    title: str
    parts: tuple[Part, ...]
    figures: tuple[ReportFigure, ...]


@dataclass
class ReportSources:
    """What a report is drawn from. address: (kind, name) → where the rows of a figure open; before: the results of the period before."""

    words: Mapping[str, str]
    indicators: Mapping[str, IndicatorResult]
    before: Mapping[str, IndicatorResult]
    registers: Mapping[str, int]
    titles: Mapping[str, str]
    address: Callable[[str, str], str]
    figures: list[ReportFigure] = field(default_factory=list)


def draw_report(spec: ReportSpec, ground: ReportSources) -> Drawn:
    """Draw the report; a figure that nobody can give reads 无数据 and never zero.

    raises   UnusableInputError naming a figure for which nothing was given
    """
    parts = [part for line, text in spec.lines for part in _line(spec, line, text, ground)]
    rows = tuple((str(one.number), one.title, one.text, one.ground, one.address) for one in ground.figures)
    if rows:
        parts += [Part("heading", "附：数字的出处"), Part("table", rows=(("序号", "指标", "数值", "计算", "打开记录"), *rows))]
    return Drawn(_filled(spec, 0, spec.title, ground), tuple(parts), tuple(ground.figures))


def _line(spec: ReportSpec, line: int, text: str, ground: ReportSources) -> list[Part]:
    places = places_of(text)
    if len(places) == 1 and places[0].part == "parts" and places[0].text == text:
        return [_table(spec, line, places[0], ground)]
    if text.startswith("#"):
        return [Part("heading", _filled(spec, line, text.lstrip("# "), ground))]
    return [Part("paragraph", _filled(spec, line, text, ground))]


def _filled(spec: ReportSpec, line: int, text: str, ground: ReportSources) -> str:
    def figure_text(found: Any) -> str:
        place = places_of(found[0])[0]
        if place.kind == "indicator":
            return _indicator(spec, line, place, ground)
        if place.kind == "register":
            return _register(spec, line, place, ground)
        return ground.words.get(place.kind, "")

    return PLACE.sub(figure_text, text)


def _indicator(spec: ReportSpec, line: int, place: Place, ground: ReportSources) -> str:
    result = _result(spec, line, place, ground)
    figure, kind = result.figure, result.spec.kind
    if place.part in {"numerator", "denominator"}:
        text = str(getattr(figure, place.part))
    elif place.part in {"before", "change"}:
        text = _compared(place.part, result, ground.before.get(place.name))
    else:
        text = UNKNOWN if figure.value is None else NUMBERS[kind].format(figure.value) + (result.spec.unit if kind == "count" else "")
    how = f"{figure.numerator}/{figure.denominator}" if kind != "count" else f"{figure.numerator} 条记录"
    return _noted(result.spec.title, text, how, ground.address("indicator", place.name), ground)


def _compared(part: str, result: IndicatorResult, before: IndicatorResult | None) -> str:
    kind = result.spec.kind
    if before is None or before.figure.value is None or (part == "change" and result.figure.value is None):
        return UNKNOWN
    if part == "before":
        return NUMBERS[kind].format(before.figure.value)
    change = (result.figure.value or 0) - before.figure.value
    word = "上升" if change > 0 else "下降" if change < 0 else "持平"
    return word if not change else f"{word} {abs(change):.0f}" if kind == "count" else f"{word} {abs(change) * 100:.1f} 个百分点"


def _register(spec: ReportSpec, line: int, place: Place, ground: ReportSources) -> str:
    if place.name not in ground.registers:
        raise _missing(spec, line, place)
    count = ground.registers[place.name]
    title = ground.titles.get(place.name, place.name)
    return _noted(title, str(count), f"{count} 条登记", ground.address("register", place.name), ground)


def _noted(title: str, text: str, how: str, address: str, ground: ReportSources) -> str:
    known = next((one for one in ground.figures if (one.title, one.text, one.address) == (title, text, address)), None)
    if known is None:
        known = ReportFigure(len(ground.figures) + 1, title, text, how, address)
        ground.figures.append(known)
    return f"{text}〔{known.number}〕"


def _table(spec: ReportSpec, line: int, place: Place, ground: ReportSources) -> Part:
    result = _result(spec, line, place, ground)
    shown = [
        (name, UNKNOWN if one.value is None else NUMBERS[result.spec.kind].format(one.value), str(one.numerator), str(one.denominator))
        for name, one in result.parts.items()
    ]
    return Part("table", rows=((result.spec.title, "数值", "分子", "分母"), *shown))


def _result(spec: ReportSpec, line: int, place: Place, ground: ReportSources) -> IndicatorResult:
    if place.name not in ground.indicators:
        raise _missing(spec, line, place)
    return ground.indicators[place.name]


def _missing(spec: ReportSpec, line: int, place: Place) -> UnusableInputError:
    return UnusableInputError(f"报告 {spec.title}", f"{spec.path}:{line}", f"没有给出 {place.text} 的数字", "请核对指标或者台账")
