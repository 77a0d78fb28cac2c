"""A duty: what must be done although nobody asks, by calendar or by data, and what proves that it was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from zhiheng.catalog import declared_files, digest, parameters, shared_texts, sources
from zhiheng.catalog.declared import Condition, Flag, Shape, Texts, one_or_many, wrong
from zhiheng.catalog.declared_files import NAME, FileSpec, note
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.parameters import Parameter
from zhiheng.catalog.registers import Due, Every, Mark
from zhiheng.schema import DATASETS

DATA_COLUMNS = ("subject", "due_on", "organ")
"""What the SELECT of a duty by data gives: whom or what it concerns, its last day, the organ that owes.

`evidence` may name records, `first_on` the first day of its period.
"""


class Owes(Shape):
    """Who owes it: organs of these kinds, or units of this kind; `related`: only those that have such a relation."""

    kinds: Texts
    unit: str = ""
    related: str = ""


class DutyDone(Shape):
    """What proves it: an act on an entry of a register (or closing its period: `close`), a case, a rating.

    also    other acts on an entry that prove it as well (a check that found something is a check)
    when    which entries or cases count
    rows    the field of rows in which `when` is looked for: each row that fits counts as one
    field   the day of the entry that falls in the period; the day of the act where none is said; of a duty by data what holds its subject
    least   so many of them
    in_period  of a duty by data: acts before the `first_on` of its row do not count
    """

    register_: str = Field(default="", alias="register")
    act: str = ""
    also: Texts = ()
    procedure: str = ""
    sheet: str = ""
    when: Condition = Field(default_factory=dict)
    rows: str = ""
    field: str = ""
    least: int = 1
    in_period: bool = False

    @model_validator(mode="after")
    def _one(self) -> DutyDone:
        if sum(map(bool, (self.register_, self.procedure, self.sheet))) != 1:
            raise wrong("应写明一件做什么的事", "写 register（加 act）、procedure、sheet 之一。")
        return self


class Escalation(Shape):
    """Who is told when it stays undone so long after its last day: `upper`, or a relation."""

    after: Due
    to: str


class DutyShape(Shape):
    """`duties/<id>.yaml`.

    lapses  of a duty by data: what is noted, undone and not yet due is taken back once its SELECT no longer gives it
    """

    duty: str = Field(pattern=NAME)
    title: str
    source: Texts = ()
    mark: Mark = ""
    every: Every | Literal[""] = ""
    from_: str = Field(default="", alias="from")
    since: str = ""
    of: Owes | None = None
    due: Due = Field(default_factory=Due)
    does: DutyDone
    nothing_to_report: Flag = False
    lapses: Flag = False
    escalates: Annotated[tuple[Escalation, ...], BeforeValidator(one_or_many)] = ()
    item: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _when_owed(self) -> DutyShape:
        if bool(self.every) == bool(self.from_):
            raise wrong("应写明何时到期", "写 every（按日历）或 from: <id>.sql（按数据）之一。")
        if self.every and self.of is None:
            raise wrong("没有写明由谁履行", "写 of: {kinds: […]}。")
        if self.from_ and self.does.register_ and not self.does.field:
            raise wrong("没有写明台账的哪个字段是查出的对象", "在 does 中写 field: 字段；否则别人的条目也会算作履行。")
        if (self.does.in_period or self.lapses) and not self.from_:
            raise wrong("按日历的职责本来只数当期的，也不会失效", "去掉 does 中的 in_period 和 lapses。")
        return self


@dataclass(frozen=True)
class DutyQuery:
    """The SELECT of a duty by data, as models are: checked, run on DuckDB and Spark alike."""

    id: str
    sql: str
    reads: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    path: Path
    digest: str


@dataclass(frozen=True)
class DutySpec(FileSpec[DutyShape]):
    """A duty and, where it comes by data, its query."""

    query: DutyQuery | None = None


def read(path: Path, pack: str, faults: Faults) -> DutySpec | None:
    """Read `duties/<id>.yaml` and the query it names."""
    spec = declared_files.read(path, pack, faults, DutyShape, "duty", "职责")
    if spec is None:
        return None
    query = None
    if spec.shape.from_:
        beside = path.parent / spec.shape.from_
        if not beside.is_file() or beside.suffix != ".sql" or beside.parent != path.parent:
            note(spec, faults, ("from",), f"职责 {spec.id}", f"旁边没有文件 {spec.shape.from_}", "把 SELECT 写在同一文件夹的 .sql 文件里。")
        else:
            query = query_of(beside, spec.id, faults)
    return DutySpec(spec.id, spec.pack, spec.path, spec.digest, spec.shape, spec.document, query)


def query_of(path: Path, name: str, faults: Faults) -> DutyQuery:
    """Read a SELECT with front matter `reads: […]` (and parameters)."""
    file = shared_texts.read(path, faults)
    fields = Fields(file.front, faults, f"职责 {name}")
    reads = fields.texts("reads", required=True)
    query = DutyQuery(name, file.sql, reads, parameters.read(fields), path, digest.of_text(file.text))
    fields.only()
    sources.check_reads(fields, reads, DATASETS)
    return query
