"""A supervision model: one SQL file that says what it finds, on which articles, from which datasets, and what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from zhiheng.catalog import cases as case_files
from zhiheng.catalog import digest, front_matter, parameters, shared_texts, sources, spoken
from zhiheng.catalog import why as why_rows
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.parameters import Parameter
from zhiheng.catalog.template import placeholders
from zhiheng.catalog.yaml_strict import read_text
from zhiheng.schema import DATASETS

LEVELS = ("high", "medium", "low")
ALWAYS = ("subject", "occurrence", "organ", "evidence")
"""What every model's SELECT returns: who or what it concerns, which occasion, the organ that must answer, the `_ref`s it rests on."""


@dataclass(frozen=True)
class ModelSpec:
    """A model as its file says it.

    occurrence   names of what `occurrence` joins with "|"
    columns      value columns of the SELECT (besides subject, occurrence, organ, evidence) → what they mean
    duty         columns that hold the last day of a duty, the plainest first
    why          rows of what is required and what is so, for the page of a clue
    spoken       column → how its codes are said
    summary      Chinese sentence with {column} places
    answers      which organ must answer and why it is that one
    clears       what would clear the person or organ
    demand       what a supervision document asks of the organ, one sentence (may be empty)
    caveat       what the reader must know of the basis: policy defaults, texts not read in the original
    digest       sha256 of the canonical file text, front matter included
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
    occurrence: tuple[str, ...]
    columns: Mapping[str, str]
    duty: tuple[str, ...]
    spoken: Mapping[str, spoken.Words]
    level: str
    summary: str
    answers: str
    clears: str
    demand: str
    caveat: str
    sql: str
    sql_line: int
    path: Path
    text: str
    digest: str
    cases: case_files.Cases | None
    why: tuple[why_rows.Why, ...] = ()

    @cached_property
    def tells_sensitive(self) -> bool:
        """Whether what it finds tells something sensitive: its SQL names a field that a dataset it reads marks so."""
        named = {name for dataset in self.reads if dataset in DATASETS for name in DATASETS[dataset].hidden_fields}
        return not named.isdisjoint(re.findall(r"[a-z_][a-z0-9_]*", self.sql.lower()))


def read(path: Path, pack: str, faults: Faults) -> ModelSpec:
    """Read `models/<id>.sql` and the cases beside it; a model without cases is a fault."""
    name = path.name.removesuffix(".sql")
    return _spec(shared_texts.read(path, faults), pack, _cases(path, name, faults), faults)


def of_text(name: str, pack: str, text: str, cases: str, faults: Faults) -> ModelSpec:
    """Read a model from the texts of its two files; faults name `<name>.sql` and `<name>.cases.yaml`."""
    path = Path(f"{name}.sql")
    beside = case_files.read(path.with_name(f"{name}.cases.yaml"), name, cases, faults)
    return _spec(front_matter.of_text(text, path, faults), pack, beside, faults)


def _spec(file: front_matter.SqlFile, pack: str, cases: case_files.Cases | None, faults: Faults) -> ModelSpec:
    path = file.path
    name = path.name.removesuffix(".sql")
    fields = Fields(file.front, faults, f"模型 {name}")
    if fields.text("model") not in {name, ""}:
        fields.fault("model", f"与文件名 {name} 不符", f"写 model: {name}，或给文件改名。")
    spec = ModelSpec(
        id=name,
        pack=pack,
        title=fields.text("title"),
        grain=fields.text("grain"),
        purpose=fields.text("purpose"),
        logic=fields.text("logic"),
        source=fields.texts("source", required=True),
        reads=fields.texts("reads", required=True),
        leaves_out=fields.texts("leaves_out"),
        parameters=parameters.read(fields),
        occurrence=fields.texts("occurrence", required=True),
        columns={key: str(meaning) for key, meaning in fields.mapping("columns").items()},
        duty=fields.texts("duty"),
        spoken=spoken.read(fields, [str(name) for name in fields.mapping("columns")], fields.texts("reads")),
        level=fields.one_of("level", LEVELS, default="medium"),
        summary=fields.text("summary"),
        answers=fields.text("answers"),
        clears=fields.text("clears"),
        demand=fields.text("demand", default=""),
        caveat=fields.text("caveat", default=""),
        sql=file.sql,
        sql_line=file.sql_line,
        path=path,
        text=file.text,
        digest=digest.of_text(file.text),
        cases=cases,
        why=why_rows.read(fields, fields.mapping("columns"), fields.mapping("parameters")),
    )
    fields.only()
    _check_summary(spec, fields)
    _check_duty(spec, fields)
    sources.check(fields, spec.source)
    sources.check_reads(fields, spec.reads, DATASETS)
    return spec


def _cases(path: Path, name: str, faults: Faults) -> case_files.Cases | None:
    beside = path.with_name(f"{name}.cases.yaml")
    if not beside.is_file():
        faults.add(path, 1, f"模型 {name}", "没有用例文件", f"在旁边写 {beside.name}。")
        return None
    return case_files.read(beside, name, read_text(beside, faults), faults)


def _check_summary(spec: ModelSpec, fields: Fields) -> None:
    known = {"subject", "occurrence", "organ", "as_of", *spec.columns, *spec.parameters}
    for place in placeholders(spec.summary):
        if place not in known:
            fields.fault("summary", f"没有 {{{place}}} 这一列", did_you_mean(place, known))


def _check_duty(spec: ModelSpec, fields: Fields) -> None:
    for column in spec.duty:
        if column not in spec.columns:
            fields.fault("duty", f"没有“{column}”这一列", did_you_mean(column, spec.columns))
