"""A report filled in for a viewer: its sentences with figures of indicators and registers, each with where its rows stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhiheng.analysis.indicators import IndicatorResult
from zhiheng.analysis.periods import Period, parse
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.reports import Place, ReportSpec, places_of
from zhiheng.dossier.core.blocks import Block, column_widths
from zhiheng.law.clocks import add_days, months_after
from zhiheng.oversight.selectors.indicators import indicator_results
from zhiheng.register.selectors.entries import EntryFilter, entries_seen_by
from zhiheng.registry.selectors import Officer

NOTHING = "（无可计算的数据）"
LENGTHS = {4: 12, 6: 3, 7: 1}
"""Length of a period's name → its months: 2026, 2026Q2, 2026-06."""


@dataclass(frozen=True)
class Piece:
    """A piece of a line: words, or a figure with what opens its rows (`indicator:reply_rate`, `register:seized_items`)."""

    text: str
    opens: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a report: `title`, `heading`, `paragraph`, or `table` with its rows."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    opens: str = ""

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Report:
    """A report filled in."""

    spec: ReportSpec
    period: Period
    organ: str
    today: date
    lines: tuple[Line, ...]

    def blocks(self) -> tuple[Block, ...]:
        """The report as blocks for Word and PDF."""
        made = []
        for line in self.lines:
            if line.kind == "table":
                made.append(Block("table", rows=line.rows, widths=column_widths(line.rows)))
            else:
                made.append(Block(line.kind, line.text))
        day = self.today
        return (Block("title", self.spec.title), *made, Block("sign", self.organ), Block("date", f"{day.year}年{day.month}月{day.day}日"))


def report_for(viewer: Officer, spec: ReportSpec, catalog: Catalog, *, period: str, organ: str = "", today: date) -> Report:
    """The report of a period, about one organ where one is named, with the figures the viewer may see."""
    within = parse(period)
    before = before_of(within)
    now, then = (_results(viewer, spec, catalog, one, organ, today) for one in (within, before))
    filling = _Filling(viewer, catalog, within, organ or viewer.organ.name, organ, today, now, then, spec.title)
    lines = tuple(line for _number, text in spec.lines for line in filling.lines_of(text))
    return Report(spec, within, organ or viewer.organ.name, today, lines)


def before_of(period: Period) -> Period:
    """The period of the same length before."""
    first = months_after(period.first_on, -LENGTHS[len(period.name)])
    name = {4: f"{first.year:04d}", 6: f"{first.year:04d}Q{(first.month + 2) // 3}", 7: f"{first:%Y-%m}"}[len(period.name)]
    return Period(name, first, add_days(period.first_on, -1))


def _results(viewer: Officer, spec: ReportSpec, catalog: Catalog, period: Period, organ: str, today: date) -> Mapping[str, IndicatorResult]:
    if not spec.indicators:
        return {}
    found = indicator_results(viewer, period, organ or None, indicators=spec.indicators, catalog=catalog, today=today)
    return {one.spec.id: one for one in found}


@dataclass(frozen=True)
class _Filling:
    viewer: Officer
    catalog: Catalog
    period: Period
    organ: str
    only: str
    today: date
    now: Mapping[str, IndicatorResult]
    then: Mapping[str, IndicatorResult]
    title: str

    def lines_of(self, text: str) -> list[Line]:
        """The lines a line of the text becomes: a table of parts stands by itself."""
        kind, text = ("heading", text.lstrip("# ")) if text.startswith("#") else ("paragraph", text)
        found: list[Line] = []
        pieces: list[Piece] = []
        at = 0
        for place in places_of(text):
            start = text.index(place.text, at)
            if text[at:start]:
                pieces.append(Piece(text[at:start]))
            at = start + len(place.text)
            if place.kind == "indicator" and place.part == "parts":
                found += [*([Line(kind, tuple(pieces))] if pieces else []), self._parts(self.now[place.name])]
                pieces = []
            else:
                pieces.append(self._piece(place))
        if text[at:]:
            pieces.append(Piece(text[at:]))
        return [*found, *([Line(kind, tuple(pieces))] if pieces else [])]

    def _piece(self, place: Place) -> Piece:
        if place.kind == "indicator":
            return Piece(self._figure(place), f"indicator:{place.name}")
        if place.kind == "register":
            return Piece(str(self._entries(place)), f"register:{place.name}")
        day = self.today
        words = {"organ": self.organ, "period": self.period.zh, "today": f"{day.year}年{day.month}月{day.day}日", "title": self.title}
        return Piece(words[place.kind])

    def _figure(self, place: Place) -> str:
        result, before = self.now[place.name], self.then[place.name]
        spec = result.spec
        if place.part in {"numerator", "denominator"}:
            return f"{getattr(result.figure, place.part):,}"
        if place.part == "before":
            return said(spec, before.figure.value)
        if place.part == "change":
            return changed(spec, result.figure.value, before.figure.value)
        return said(spec, result.figure.value)

    def _parts(self, result: IndicatorResult) -> Line:
        titles = {name: one.title for name, one in self.catalog.models.items()} if result.spec.group_by == "model" else {}
        ordered = sorted(result.parts.items(), key=lambda item: (-item[1].denominator, item[0]))
        head = ("项目", result.spec.title, "计入", "总数")
        rows = [(titles.get(name, name), said(result.spec, one.value), str(one.numerator), str(one.denominator)) for name, one in ordered]
        return Line("table", rows=(head, *rows), opens=f"indicator:{result.spec.id}")

    def _entries(self, place: Place) -> int:
        spec = self.catalog.registers[place.name]
        wanted = EntryFilter(since=self.period.first_on, until=self.period.last_on, state=place.part, organ=self.only)
        return entries_seen_by(self.viewer, spec, wanted).count()


def said(spec: IndicatorSpec, value: float | None) -> str:
    """A value as a report writes it."""
    if value is None:
        return NOTHING
    if spec.kind == "count":
        return f"{value:,.0f}{spec.unit}"
    return f"{value:.1%}" if spec.kind == "share" else f"{value:.2%}"


def changed(spec: IndicatorSpec, value: float | None, before: float | None) -> str:
    """The change to the period before, in words."""
    if value is None or before is None:
        return "与上期无法比较"
    if value == before:
        return "与上期持平"
    word = "上升" if value > before else "下降"
    if spec.kind == "count":
        return f"比上期{word}{abs(value - before):,.0f}{spec.unit}"
    return f"比上期{word}{abs(value - before) * 100:.1f}个百分点"


__all__ = ["Line", "Piece", "Report", "before_of", "report_for"]
