"""Facts (`facts/<id>.sql`): one SELECT that gives a rule's facts for one person, each with the record it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiheng.catalog import digest, front_matter, parameters, sources
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.front_matter import SqlFile
from zhiheng.catalog.parameters import Parameter
from zhiheng.schema import DATASETS

EVIDENCE = "evidence"


@dataclass(frozen=True)
class FactsSpec:
    """A SELECT that asks about `:id_number`.

    columns   facts it gives → what they mean; `evidence_<fact>` (or `evidence`) are the `_ref`s of the records a fact came from
    rule      the rule the facts are for, where they are for one
    """

    id: str
    pack: str
    title: str
    rule: str
    source: tuple[str, ...]
    reads: tuple[str, ...]
    columns: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    sql: str
    sql_line: int
    path: Path
    digest: str


def read(path: Path, pack: str, faults: Faults) -> FactsSpec:
    """Read `facts/<id>.sql`; one that says `takes: name` has its SELECT, reads, columns and parameters from `facts/shared/<name>.sql`."""
    file = front_matter.read(path, faults)
    name = path.name.removesuffix(".sql")
    fields = Fields(file.front, faults, f"事实 {name}")
    if fields.text("facts") not in {name, ""}:
        fields.fault("facts", f"与文件名 {name} 不符", f"写 facts: {name}，或给文件改名。")
    shared = _shared(path, file, fields) if "takes" in fields else None
    text, asked = (shared or file), (Fields(shared.front, faults, f"共用事实 {shared.path.stem}") if shared else fields)
    spec = FactsSpec(
        name, pack, fields.text("title"), fields.text("rule", default=""), fields.texts("source"), asked.texts("reads", required=True),
        {key: str(meaning) for key, meaning in asked.mapping("columns").items()}, parameters.read(asked), text.sql, text.sql_line, path,
        digest.of_text(file.text + shared.text) if shared else digest.of_text(file.text),
    )  # fmt: skip
    if shared and asked.text("shared") not in {shared.path.stem, ""}:
        asked.fault("shared", f"与文件名 {shared.path.stem} 不符", f"写 shared: {shared.path.stem}，或给文件改名。")
    for part in {id(one): one for one in (fields, asked)}.values():
        part.only()
    if not spec.columns:
        asked.fault("columns", "没有写明给出哪些事实", "写 columns: {事实: 含义}。")
    sources.check(fields, spec.source)
    sources.check_reads(asked, spec.reads, DATASETS)
    return spec


def _shared(path: Path, file: SqlFile, fields: Fields) -> SqlFile | None:
    """The text that several facts have in common, of whatever pack; a fault where there is none of that name."""
    name = fields.text("takes")
    known = {one.stem: one for one in sorted(path.parent.parent.parent.glob("*/facts/shared/*.sql"))}
    if name not in known:
        fields.fault("takes", f"没有共用的事实 {name}", did_you_mean(name, known))
        return None
    if file.sql:
        fields.fault("takes", "写了 takes，又写了 SELECT", "只留其一。")
    return front_matter.read(known[name], fields.faults)
