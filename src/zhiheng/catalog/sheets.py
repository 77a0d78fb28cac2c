"""A sheet (评定、评估、评查、考核): weighted criteria, vetoes, deductions, additions, grades; read from records or filled in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from zhiheng.catalog import declared_files
from zhiheng.catalog.declared import Condition, Flag, Shape, Texts, wrong
from zhiheng.catalog.declared_files import NAME, FileSpec, note
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.registers import Every, Mark

PERIODS = ("month", "quarter", "half_year", "year")


class From(Shape):
    """Where a figure is read: an indicator, entries of a register (count or share), the coverage of a catalogue, clues of a model
    (or of several together).

    when    which entries of the register count
    of      which entries of the register are the whole, where a share is wanted
    rows    the field of rows whose rows are counted instead of entries
    covered_by   the register (with a field that names items), or nothing: what the catalogue's own columns name
    group   of the catalogue
    """

    indicator: str = ""
    register_: str = Field(default="", alias="register")
    when: Condition = Field(default_factory=dict)
    of: Condition | None = None
    rows: str = ""
    items: str = ""
    covered_by: str = ""
    group: str = ""
    model: Texts = ()

    @model_validator(mode="after")
    def _one(self) -> From:
        if sum(map(bool, (self.indicator, self.register_, self.items, self.model))) != 1:
            raise wrong("应写明一个来源", "写 indicator、register、items、model 之一。")
        return self


class Part(Shape):
    """What a criterion, a veto and an occurrence have in common."""

    id: str = Field(pattern=NAME)
    title: str
    from_: From | None = Field(default=None, alias="from")


class Criterion(Part):
    """One criterion.

    weight      most points it can give
    from        the figure it is read from; `scale`: [[at least, points], …] from the highest down, else weight × figure (a share)
    choices     code → [title, points]: chosen
    filled      points filled in, between least and most
    raters      so many persons rate it apart; their mean counts; `differs`: share of the weight they may lie apart before one more rates
    evidence    `required`: without evidence it gives nothing and the sheet is not complete
    unused      `full`: where nothing occurred in the period (0 of 0, which is known) it gives all its points once a rater says why
    """

    group: str = ""
    weight: Decimal = Field(gt=0)
    scale: tuple[tuple[Decimal, Decimal], ...] = ()
    choices: Mapping[str, tuple[str, Decimal]] = Field(default_factory=dict)
    filled: Flag = False
    least: Decimal = Decimal(0)
    most: Decimal | None = None
    raters: Annotated[int, Field(ge=1, le=9)] = 1
    differs: Decimal | None = None
    evidence: Literal["", "required"] = ""
    unused: Literal["", "full"] = ""
    reason: Flag = False
    source: Texts = ()
    mark: Mark = ""
    note: str = ""

    @property
    def highest(self) -> Decimal:
        """Most points it can give."""
        return self.weight if self.most is None else self.most

    @model_validator(mode="after")
    def _one_way(self) -> Criterion:
        if sum(map(bool, (self.from_, self.choices, self.filled))) != 1:
            raise wrong("应写明怎样得分", "写 from（取数）、choices（选择）、filled: true（填分）之一。")
        if self.unused and not self.from_:
            raise wrong("没有取数，不能写 unused", "去掉 unused，或改用 from 取数。")
        steps = [least for least, _ in self.scale]
        if steps != sorted(steps, reverse=True):
            raise wrong("分档没有从高到低写", "把 scale 按下限从高到低排列。")
        over = [points for points in (*(p for _, p in self.scale), *(p for _, p in self.choices.values())) if points > self.weight]
        if over or self.highest > self.weight:
            raise wrong(f"得分高于分值 {self.weight}", "改 weight，或改 scale、choices、most。")
        return self


class Veto(Part):
    """一票否决: where it holds the grade is the one named (`grade`: its title)."""

    grade: str
    source: Texts = ()
    mark: Mark = ""


class Each(Part):
    """Points for each occurrence, to a most: read from records, or a number filled in."""

    each: Decimal = Field(gt=0)
    most: Decimal | None = None
    filled: Flag = False
    source: Texts = ()
    mark: Mark = ""


class Grade(Shape):
    """A grade from so many points on."""

    least: Decimal
    title: str


class Whom(Shape):
    """Whom it rates: organs of these kinds, units of this kind, persons or cases."""

    organ: Texts = ()
    unit: str = ""
    person: Flag = False
    case: str = ""


class SheetShape(Shape):
    """`sheets/<id>.yaml`."""

    sheet: str = Field(pattern=NAME)
    title: str
    source: Texts = ()
    version: str = ""
    mark: Mark = ""
    of: Whom = Field(default_factory=Whom)
    every: Every | Literal[""] = ""
    full: Decimal = Decimal(100)
    rated_in: str = ""
    never_sole_ground: Flag = False
    right: str = "sheet.rate"
    criteria: tuple[Criterion, ...]
    vetoes: tuple[Veto, ...] = ()
    less: tuple[Each, ...] = ()
    more: tuple[Each, ...] = ()
    grades: tuple[Grade, ...] = ()

    @model_validator(mode="after")
    def _adds_up(self) -> SheetShape:
        total = sum((one.weight for one in self.criteria), Decimal(0))
        if total != self.full:
            raise wrong(f"各项分值合计 {total}，满分 {self.full}", "改各项 weight，或改 full。")
        names = [one.id for one in self.parts]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise wrong(f"{'、'.join(twice)} 写了两次", "每项用不同的 id。")
        steps = [grade.least for grade in self.grades]
        if steps != sorted(steps, reverse=True):
            raise wrong("等级没有从高到低写", "把 grades 按 least 从高到低排列。")
        if self.grades and self.grades[-1].least > 0:
            raise wrong("低分没有等级", "最后一级写 least: 0。")
        odd = sorted({one.grade for one in self.vetoes} - {one.title for one in self.grades})
        if odd:
            raise wrong(f"没有等级 {'、'.join(odd)}", "veto 的 grade 写 grades 中的名称。")
        return self

    @property
    def parts(self) -> tuple[Part, ...]:
        """Criteria, vetoes, deductions and additions."""
        return (*self.criteria, *self.vetoes, *self.less, *self.more)

    def grade_of(self, points: Decimal) -> str:
        """The title of the grade for so many points; empty where the sheet has no grades."""
        return next((grade.title for grade in self.grades if points >= grade.least), "")


SheetSpec = FileSpec[SheetShape]


def read(path: Path, pack: str, faults: Faults) -> SheetSpec | None:
    """Read `sheets/<id>.yaml`."""
    spec = declared_files.read(path, pack, faults, SheetShape, "sheet", "评定")
    if spec is not None and not spec.shape.criteria:
        note(spec, faults, ("criteria",), f"评定 {spec.id}", "没有评定项", "写 criteria: [{id: …, title: …, weight: …}]。")
    return spec


def figures_of(shape: SheetShape) -> Mapping[str, From]:
    """What the sheet reads from records: id of criterion, veto or occurrence → where."""
    return {part.id: part.from_ for part in shape.parts if part.from_ is not None}
