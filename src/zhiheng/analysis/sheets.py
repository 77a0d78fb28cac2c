"""Working out a sheet: points of every criterion from figures and what raters gave, vetoes, deductions, grade.

Pure: the same evidence gives the same number for ever, and what is not known leaves the sheet open instead of giving points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from zhiheng.catalog import digest
from zhiheng.catalog.sheets import Criterion, Each, SheetShape, Veto
from zhiheng.schema.errors import UnusableInputError

PLACES = Decimal("0.01")
Given = Mapping[str, Any]
"""What raters gave of a part: `rated`: [{by, points}], `choice`, `reason`, `evidence`: [texts or references], `count`, `holds`."""


@dataclass(frozen=True)
class Figure:
    """A figure read from records: hits over all where it is a share, hits where it is a count; all None: nothing was to be counted."""

    hits: Decimal | None
    all: Decimal | None = None
    refs: tuple[str, ...] = ()
    explanation: str = ""

    @property
    def value(self) -> Decimal | None:
        """The figure itself."""
        if self.hits is None:
            return None
        if self.all is None:
            return self.hits
        return self.hits / self.all if self.all else None

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"hits": _text(self.hits), "all": _text(self.all), "refs": list(self.refs), "told": self.explanation}


@dataclass(frozen=True)
class Line:
    """One part worked out. points: None where it is not known yet, with what is missing."""

    id: str
    title: str
    weight: Decimal
    points: Decimal | None
    how: str
    missing: str = ""


@dataclass(frozen=True)
class SheetResult:
    """A sheet worked out. points and grade are given once nothing is missing; a veto gives its grade at once."""

    lines: tuple[Line, ...]
    more: tuple[Line, ...]
    less: tuple[Line, ...]
    vetoes: tuple[str, ...]
    points: Decimal | None
    grade: str

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still missing, in words."""
        return tuple(f"{line.title}：{line.missing}" for line in (*self.lines, *self.more, *self.less) if line.missing)

    def to_json(self) -> dict[str, Any]:
        """Plain values, as they are stored."""
        parts = {name: [_line(line) for line in getattr(self, name)] for name in ("lines", "more", "less")}
        return {**parts, "vetoes": list(self.vetoes), "points": _text(self.points), "grade": self.grade, "missing": list(self.missing)}


@dataclass(frozen=True)
class Evidence:
    """All a sheet is worked out from; kept with the rating, so that it can be worked out again."""

    figures: Mapping[str, Figure] = field(default_factory=dict)
    given: Mapping[str, Given] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"figures": {name: one.to_json() for name, one in self.figures.items()}, "given": digest.plain(dict(self.given))}

    @staticmethod
    def of(kept: Mapping[str, Any]) -> Evidence:
        """Evidence as it was kept."""
        figures = {
            name: Figure(_number(one["hits"]), _number(one["all"]), tuple(one["refs"]), one["told"])
            for name, one in kept["figures"].items()
        }
        return Evidence(figures, kept["given"])


def work_out(shape: SheetShape, evidence: Evidence) -> SheetResult:
    """The sheet from its evidence."""
    lines = tuple(_criterion(one, evidence) for one in shape.criteria)
    more = tuple(_each(one, evidence) for one in shape.more)
    less = tuple(_each(one, evidence) for one in shape.less)
    held, open_vetoes = _vetoes(shape.vetoes, evidence)
    known = not any(line.missing for line in (*lines, *more, *less)) and not open_vetoes
    less = (*less, *open_vetoes)
    points = max(Decimal(0), _sum(lines) + _sum(more) - _sum(less)).quantize(PLACES, ROUND_HALF_UP) if known else None
    worst = [grade.title for grade in shape.grades if grade.title in {one.grade for one in held}]
    grade = worst[-1] if worst else shape.grade_of(points) if points is not None else ""
    return SheetResult(lines, more, less, tuple(one.title for one in held), points, grade)


def _criterion(one: Criterion, evidence: Evidence) -> Line:
    given = evidence.given.get(one.id, {})
    if one.from_ is not None:
        points, how, missing = _from_figure(one, evidence.figures.get(one.id), given)
    elif one.choices:
        points, how, missing = _chosen(one, given)
    else:
        points, how, missing = _rated(one, given)
    if one.evidence == "required" and not given.get("evidence") and not (one.from_ and evidence.figures.get(one.id, Figure(None)).refs):
        points, missing = Decimal(0), missing or "没有佐证"
    if one.reason and points is not None and not str(given.get("reason") or "").strip():
        missing = missing or "没有写明理由"
    return Line(one.id, one.title, one.weight, points, how, missing)


def _from_figure(one: Criterion, figure: Figure | None, given: Given) -> tuple[Decimal | None, str, str]:
    if one.unused and figure is not None and figure.hits is not None and figure.all == 0:
        return _unused(one, given)
    value = figure.value if figure else None
    if figure is None or value is None:
        return None, "", "没有可以计算的数据"
    how = figure.explanation or f"{_number_text(value)}"
    if one.scale:
        return next((points for least, points in one.scale if value >= least), Decimal(0)), how, ""
    return (one.weight * min(value, Decimal(1))).quantize(PLACES, ROUND_HALF_UP), how, ""


def _unused(one: Criterion, given: Given) -> tuple[Decimal | None, str, str]:
    reason = str(given.get("reason") or "").strip()
    if not reason:
        return None, "", "期间没有发生此类事项，须写明理由，按满分计"
    return one.weight, f"期间没有发生此类事项，按满分计。理由：{reason}", ""


def _chosen(one: Criterion, given: Given) -> tuple[Decimal | None, str, str]:
    choice = given.get("choice")
    if choice is None:
        return None, "", "尚未选择"
    if choice not in one.choices:
        raise UnusableInputError(one.title, str(choice), "没有这个选项", f"可选：{'、'.join(title for title, _ in one.choices.values())}")
    title, points = one.choices[choice]
    return points, title, ""


def _rated(one: Criterion, given: Given) -> tuple[Decimal | None, str, str]:
    rated = [_points(one, row) for row in given.get("rated", ())]
    wanted = one.raters
    if (
        one.differs is not None
        and len(rated) >= wanted
        and len(rated) > 1
        and max(rated[:wanted]) - min(rated[:wanted]) > one.differs * one.weight
    ):
        wanted += 1
    if len(rated) < wanted:
        return None, "", f"须由 {wanted} 人评分，已有 {len(rated)} 人"
    points = Decimal(median(rated)).quantize(PLACES, ROUND_HALF_UP)
    return points, "、".join(_number_text(number) for number in rated), ""


def _points(one: Criterion, row: Mapping[str, Any]) -> Decimal:
    number = Decimal(str(row["points"]))
    if not one.least <= number <= one.highest:
        raise UnusableInputError(one.title, str(number), f"应在 {one.least} 至 {one.highest} 之间", "请改正评分")
    return number


def _each(one: Each, evidence: Evidence) -> Line:
    given, figure = evidence.given.get(one.id, {}), evidence.figures.get(one.id)
    count = (
        Decimal(str(given["count"])) if one.filled and "count" in given else Decimal(0) if one.filled else figure.value if figure else None
    )
    if count is None:
        return Line(one.id, one.title, one.most or Decimal(0), None, "", "没有可以计算的数据")
    points = one.each * count
    return Line(
        one.id, one.title, one.most or points, min(points, one.most) if one.most is not None else points, f"{_number_text(count)} 次", ""
    )


def _vetoes(vetoes: Sequence[Veto], evidence: Evidence) -> tuple[list[Veto], tuple[Line, ...]]:
    """Vetoes that hold, and those whose figure is not known: these keep the sheet open."""
    held: list[Veto] = []
    unknown: list[Line] = []
    for one in vetoes:
        if evidence.given.get(one.id, {}).get("holds"):
            held.append(one)
        elif one.from_ is not None:
            value = evidence.figures.get(one.id, Figure(None)).value
            if value is None:
                unknown.append(Line(one.id, one.title, Decimal(0), None, "", "没有可以计算的数据"))
            elif value > 0:
                held.append(one)
    return held, tuple(unknown)


def _sum(lines: Sequence[Line]) -> Decimal:
    return sum((line.points or Decimal(0) for line in lines), Decimal(0))


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id, "title": line.title, "weight": _text(line.weight), "points": _text(line.points), "how": line.how,
        "missing": line.missing,
    }  # fmt: skip


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _number_text(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.0001'), ROUND_HALF_UP).normalize():f}"
