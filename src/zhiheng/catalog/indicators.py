"""An indicator: one SQL file whose rows are its denominator, each with a flag, so that the number opens to its records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from zhiheng.catalog import cases as case_files
from zhiheng.catalog import digest, parameters, shared_texts, sources, spoken
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.parameters import Parameter
from zhiheng.catalog.yaml_strict import read_text
from zhiheng.schema import DATASETS

KINDS = ("share", "count", "ratio")
"""share: rows with `hit` over all rows, with a Wilson interval; count: rows with `hit`; ratio: sum of `part_count` over `whole_count`."""

WRITTEN = ("", "one_to", "times", "mean")
"""How a ratio is written: in percent where nothing is said; `one_to` 1:1.20; `times` 2.22; `mean` 4.00分钟 (with its unit)."""

OF_THE_DAY = re.compile(r":as_of\s+as\s+day\b", re.IGNORECASE)

PLATFORM_TABLES = ("clues", "documents", "deliveries", "rejections", "organs", "items")
"""Tables of the platform itself; their columns are in `analysis.platform_tables`."""


@dataclass(frozen=True)
class Target:
    """What the number should reach (`better: up`) or not exceed (`better: down`), and who says so: an article or the house's own policy."""

    value: Decimal
    source: str = ""
    policy: str = ""


@dataclass(frozen=True)
class IndicatorSpec:
    """An indicator as its file says it.

    reads        datasets of the library and tables of the platform (clues, documents, deliveries, rejections)
    columns      columns of the SELECT besides `label`, `organ`, `day`, `link` and what is counted → what they mean
    group_by     column by which the number is also given in parts (a model, an organ), empty for none
    better       `up`, `down` or `none`: which way is better; organs are ranked by it
    target       what the number should reach
    spoken       column → how its codes are said
    written_as   how a ratio is written: one of `WRITTEN`; middle: it is the median of its rows' quotients, not the quotient of their sums
    sql          with the pack's shared opening (`opening: served` is `indicators/openings/served.sql`) before the file's own SELECT; the
                 digest is of both
    """

    id: str
    pack: str
    title: str
    grain: str
    purpose: str
    logic: str
    source: tuple[str, ...]
    reads: tuple[str, ...]
    leaves_out: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    columns: Mapping[str, str]
    kind: str
    unit: str
    group_by: str
    better: str
    written_as: str
    middle: bool
    caveat: str
    sql: str
    sql_line: int
    path: Path
    text: str
    digest: str
    cases: case_files.Cases | None
    target: Target | None = None
    spoken: Mapping[str, spoken.Words] = field(default_factory=dict)

    @property
    def is_of_the_day(self) -> bool:
        """Whether it counts how things stand on the day of counting (each of its rows bears that day): it has no earlier period."""
        return OF_THE_DAY.search(self.sql) is not None


def read(path: Path, pack: str, faults: Faults) -> IndicatorSpec:
    """Read `indicators/<id>.sql` and the cases beside it when there are any."""
    file = shared_texts.read(path, faults)
    name = path.name.removesuffix(".sql")
    fields = Fields(file.front, faults, f"指标 {name}")
    if fields.text("indicator") not in {name, ""}:
        fields.fault("indicator", f"与文件名 {name} 不符", f"写 indicator: {name}，或给文件改名。")
    opening = _opening(path, fields)
    spec = IndicatorSpec(
        id=name,
        pack=pack,
        title=fields.text("title"),
        grain=fields.text("grain"),
        purpose=fields.text("purpose"),
        logic=fields.text("logic"),
        source=fields.texts("source"),
        reads=fields.texts("reads", required=True),
        leaves_out=fields.texts("leaves_out"),
        parameters=parameters.read(fields),
        columns={key: str(meaning) for key, meaning in fields.mapping("columns").items()},
        kind=fields.one_of("kind", KINDS),
        unit=fields.text("unit", default=""),
        group_by=fields.text("group_by", default=""),
        better=fields.one_of("better", ("up", "down", "none"), default="none"),
        written_as=fields.one_of("written_as", WRITTEN, default=""),
        middle=fields.flag("middle"),
        caveat=fields.text("caveat", default=""),
        sql=opening + file.sql,
        sql_line=file.sql_line - opening.count("\n"),
        path=path,
        text=file.text,
        digest=digest.of_text(opening + file.text),
        cases=_cases(path, name, faults),
        target=_target(fields) if "target" in fields else None,
        spoken=spoken.read(fields, [str(name) for name in fields.mapping("columns")], fields.texts("reads")),
    )
    fields.only()
    sources.check(fields, spec.source)
    sources.check_reads(fields, spec.reads, {*DATASETS, *PLATFORM_TABLES})
    return spec


def _target(fields: Fields) -> Target:
    """`target: {value: 1, source: …}` or `policy:`; a share is written as a share (1 is 100 %)."""
    inner = fields.inner("target")
    found = Target(inner.number("value"), inner.text("source", default=""), inner.text("policy", default=""))
    inner.only()
    if not (found.source or found.policy):
        fields.fault("target", "目标值没有依据", "写 source: 条文，或 policy: 内部要求。")
    if fields.text("better", default="none") == "none":
        fields.fault("target", "有目标值而没有写明哪个方向为好", "写 better: up 或 better: down。")
    return found


def _opening(path: Path, fields: Fields) -> str:
    """The WITH that several figures of a pack begin with; empty where the file names none."""
    name = fields.text("opening", default="")
    if not name:
        return ""
    shared = path.parent / "openings" / f"{name}.sql"
    if not name.isidentifier() or not shared.is_file():
        known = sorted(one.stem for one in shared.parent.glob("*.sql"))
        fields.fault("opening", f"本包没有开头 {name}", did_you_mean(name, known))
        return ""
    return read_text(shared, fields.faults).replace("\r\n", "\n").strip() + "\n"


def _cases(path: Path, name: str, faults: Faults) -> case_files.Cases | None:
    beside = path.with_name(f"{name}.cases.yaml")
    return case_files.read(beside, name, read_text(beside, faults), faults) if beside.is_file() else None
