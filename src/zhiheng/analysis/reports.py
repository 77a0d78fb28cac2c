"""A report drawn from its text: every figure taken from an indicator or a register, and listed at the end with where its rows open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from zhiheng.analysis import few_persons
from zhiheng.analysis.indicators import Figure, IndicatorResult
from zhiheng.analysis.report_parts import Drawn, Part, Piece, ReportFigure
from zhiheng.analysis.written import changed, grown
from zhiheng.catalog.reports import PLACE, Place, ReportSpec, places_of
from zhiheng.schema.errors import UnusableInputError

SOURCES: Final = "数字的出处"
UNIT: Final = re.compile(r"^(?:件次|人次|张次|[件个次份所场起元]|人(?!民)|项(?!目)|条(?!例|文)|名(?!称|单)|本(?!院|期)|期(?!间|限|满))")
"""A measure word behind a figure: it goes with it, before the number of the source (12份〔3〕)."""
WORDINGS: Final = re.compile(r"\[\[(.+?)\]\]")
"""Wordings parted by `|`, of which one stands."""


@dataclass
class ReportSources:
    """What a report is drawn from.

    address   (kind, name, part of it, `before`, `lastyear` or nothing for the period itself) → where the rows of a figure open
    before    the results of the period before; lastyear: of the same period of the year before
    texts     what persons wrote for the places that ask it; notes: what must be known to read the figures
    """

    words: Mapping[str, str]
    indicators: Mapping[str, IndicatorResult]
    before: Mapping[str, IndicatorResult]
    registers: Mapping[str, int]
    titles: Mapping[str, str]
    address: Callable[[str, str, str, str], str]
    lastyear: Mapping[str, IndicatorResult] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    figures: list[ReportFigure] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    lacking: list[str] = field(default_factory=list)
    unwritten: list[str] = field(default_factory=list)


def draw_report(spec: ReportSpec, ground: ReportSources) -> Drawn:
    """Draw the report; a figure that nobody can give is named as lacking and never zero.

    raises   UnusableInputError naming a figure for which nothing was given
    """
    title = "".join(one.text for one in _pieces(spec, 0, spec.title, ground))
    parts = tuple(part for line, text in spec.lines for part in _line(spec, line, _worded(text, ground), ground))
    return Drawn(title, parts, tuple(ground.figures), tuple(dict.fromkeys(ground.lacking)), tuple(ground.unwritten), ground.notes)


def _worded(text: str, ground: ReportSources) -> str:
    """The line with one of its wordings: the first without a count of nothing and without an unknown figure, else the last."""
    return WORDINGS.sub(lambda found: _standing(found[1].split("|"), ground), text)


def _standing(wordings: list[str], ground: ReportSources) -> str:
    return next((one for one in wordings if all(_counts(place, ground) for place in places_of(one))), wordings[-1])


def _counts(place: Place, ground: ReportSources) -> bool:
    """Whether a figure is known and no count of nothing; a share of nothing is a share, a comparison is never asked."""
    if place.kind == "register":
        return bool(ground.registers.get(place.name))
    result = ground.indicators.get(place.name)
    if result is None or place.part in COMPARED:
        return True
    figure = _figure(result, place.group)
    counted = place.part == "numerator" or (result.spec.kind == "count" and place.part != "denominator")
    return bool(figure.numerator if counted else figure.denominator)


def _line(spec: ReportSpec, line: int, text: str, ground: ReportSources) -> Iterator[Part]:
    places = places_of(text)
    if len(places) == 1 and places[0].part == "parts" and places[0].text == text:
        yield from _table(spec, line, places[0], ground)
        return
    if len(places) == 1 and places[0].kind == "write" and places[0].text == text:
        yield from (Part("paragraph", (Piece(one),)) for one in _written_by_person(spec, places[0].name, ground).split("\n") if one.strip())
        return
    kind = "subheading" if text.startswith("##") else "heading" if text.startswith("#") else "paragraph"
    yield Part(kind, tuple(_pieces(spec, line, text if kind == "paragraph" else text.lstrip("# "), ground)))


def _pieces(spec: ReportSpec, line: int, text: str, ground: ReportSources) -> Iterator[Piece]:
    at = 0
    for found in PLACE.finditer(text):
        if text[at : found.start()]:
            yield Piece(text[at : found.start()])
        place, unit = places_of(found[0])[0], UNIT.match(text[found.end() :])
        piece = _filled(spec, line, place, ground, unit[0] if unit else "")
        at = found.end() + (unit.end() if unit and piece.figure else 0)
        yield piece if place.part in COMPARED else Piece(piece.text + text[found.end() : at], piece.figure)
    if text[at:]:
        yield Piece(text[at:])


def _filled(spec: ReportSpec, line: int, place: Place, ground: ReportSources, unit: str) -> Piece:
    if place.kind == "indicator":
        return _indicator(spec, line, place, ground, unit)
    if place.kind == "register":
        return _register(spec, line, place, ground)
    if place.kind == "write":
        return Piece(_written_by_person(spec, place.name, ground))
    if place.kind == "missing":
        return Piece(_lacking(spec.missing[place.name], ground))
    return Piece(ground.words.get(place.kind, ""))


def _lacking(title: str, ground: ReportSources, listed: str = "") -> str:
    ground.lacking.append(listed or title)
    return f"〔缺 {title}〕"


def _written_by_person(spec: ReportSpec, name: str, ground: ReportSources) -> str:
    text = ground.texts.get(name, "").strip()
    if not text:
        ground.unwritten.append(spec.writes[name])
    return text or f"〔待撰写：{spec.writes[name]}〕"


def _indicator(spec: ReportSpec, line: int, place: Place, ground: ReportSources, unit: str) -> Piece:
    result = _result(spec, line, place, ground)
    title = _titled(result, place.group, ground)
    against = COMPARED.get(place.part, "")
    earlier = {"before": ground.before, "lastyear": ground.lastyear}.get(against, {})
    now, before = _figure(result, place.group), _figure(earlier.get(place.name), place.group)
    text = _figure_text(spec, place, result, now, before)
    if unit and against and result.spec.kind == "count" and text.endswith(result.spec.unit):
        text = text.removesuffix(result.spec.unit) + unit
    if not text and against:
        text = _lacking(f"{_earlier(against, ground)}数据" if now.denominator else "本期数据", ground, f"{title}的比较")
    shown, when = (before, place.part) if place.part in EARLIER else (now, "")
    how = _how(spec, result, shown)
    if against and not when:
        how = f"{how}；{_earlier(against, ground)}{_how(spec, result, before)}"
    address = ground.address("indicator", place.name, place.group, when)
    title += NOTED.get(place.part, "").format(_earlier(against, ground)) if result.spec.kind != "count" or against else ""
    return _noted(title, text or _lacking(title, ground), how, address, ground)


def _titled(result: IndicatorResult, group: str, ground: ReportSources) -> str:
    """The indicator, and of which part of it."""
    return result.spec.title + (f"：{ground.titles.get(group, group)}" if group else "")


def _earlier(against: str, ground: ReportSources) -> str:
    """What the earlier period is called: 上年 for a year, 上年同期."""
    return ground.words.get("earlier", EARLIER["before"]) if against == "before" else EARLIER.get(against, "")


def _how(spec: ReportSpec, result: IndicatorResult, figure: Figure) -> str:
    """What a figure was counted from, in words."""
    if not figure.denominator:
        return "期间内没有可计入的记录"
    hits, total = (few_persons.number_of(spec, result, number) for number in (figure.numerator, figure.denominator))
    return (hits if hits == few_persons.SOME else f"{hits}条记录") if result.spec.kind == "count" else f"{hits}/{total}"


COMPARED: Final = {"before": "before", "change": "before", "lastyear": "lastyear", "yearly": "lastyear"}
"""Part of a figure → the earlier period it takes or is compared with."""
EARLIER: Final = {"before": "上期", "lastyear": "上年同期"}
NOTED: Final = {
    "before": "（{}）", "change": "（与{}相比）", "lastyear": "（{}）", "yearly": "（同比）",
    "numerator": "（分子）", "denominator": "（分母）",
}  # fmt: skip
NOTHING: Final = Figure(0, 0, None, None)


def _figure(result: IndicatorResult | None, group: str) -> Figure:
    if result is None:
        return NOTHING
    return result.parts.get(group, NOTHING) if group else result.figure


def _figure_text(spec: ReportSpec, place: Place, result: IndicatorResult, now: Figure, before: Figure) -> str:
    """The figure in words, empty where it is not known."""
    if place.part in {"numerator", "denominator"}:
        return few_persons.number_of(spec, result, getattr(now, place.part)) if now.denominator else ""
    if place.part in EARLIER:
        return few_persons.figure_of(spec, result, before)
    if place.part in COMPARED:
        if few_persons.hides(spec, result) and (few_persons.is_few(now) or few_persons.is_few(before)):
            return few_persons.UNCOMPARED
        return (grown if place.part == "yearly" else changed)(result.spec, now, before)
    return few_persons.figure_of(spec, result, now)


def _register(spec: ReportSpec, line: int, place: Place, ground: ReportSources) -> Piece:
    if place.name not in ground.registers:
        raise _missing(spec, line, place)
    count, title = ground.registers[place.name], ground.titles.get(place.name, place.name)
    how = f"{count}条登记" if count else "期间内没有登记"
    return _noted(title, str(count) if count else _lacking(title, ground), how, ground.address("register", place.name, "", ""), ground)


def _noted(title: str, text: str, how: str, address: str, ground: ReportSources) -> Piece:
    known = next((one for one in ground.figures if (one.title, one.text, one.address) == (title, text, address)), None)
    if known is None:
        known = ReportFigure(len(ground.figures) + 1, title, text, how, address)
        ground.figures.append(known)
    return Piece(text, known)


def _table(spec: ReportSpec, line: int, place: Place, ground: ReportSources) -> Iterator[Part]:
    result = _result(spec, line, place, ground)
    if not result.parts:
        yield Part("paragraph", (Piece(_lacking(f"{result.spec.title}的分项", ground)),))
        return
    named = sorted(result.parts.items(), key=lambda one: -one[1].numerator)
    heads = ("项目", result.spec.title) + (() if result.spec.kind == "count" else ("分子", "分母"))
    cells = [_row(spec, place, result, name, one, ground) for name, one in named]
    yield Part("table", cells=(tuple(map(Piece, heads)), *cells))


def _row(spec: ReportSpec, place: Place, result: IndicatorResult, name: str, one: Figure, ground: ReportSources) -> tuple[Piece, ...]:
    """A part with its figure, which opens its rows; of a share what it was counted from too."""
    text, address = few_persons.figure_of(spec, result, one) or "无数据", ground.address("indicator", place.name, name, "")
    shown = _noted(_titled(result, name, ground), text, _how(spec, result, one), address, ground)
    counted = () if result.spec.kind == "count" else (one.numerator, one.denominator)
    return (Piece(ground.titles.get(name, name)), shown, *(Piece(few_persons.number_of(spec, result, number)) for number in counted))


def _result(spec: ReportSpec, line: int, place: Place, ground: ReportSources) -> IndicatorResult:
    if place.name not in ground.indicators:
        raise _missing(spec, line, place)
    return ground.indicators[place.name]


def _missing(spec: ReportSpec, line: int, place: Place) -> UnusableInputError:
    return UnusableInputError(f"报告 {spec.title}", f"{spec.path}:{line}", f"没有给出 {place.text} 的数字", "请核对指标或者台账")
