"""Facts (`facts/<id>.sql`): one SELECT that gives a rule's facts for one person, each with the record it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiheng.catalog import digest, front_matter, parameters, sources
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.fields import Fields
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
    """Read `facts/<id>.sql`."""
    file = front_matter.read(path, faults)
    name = path.name.removesuffix(".sql")
    fields = Fields(file.front, faults, f"事实 {name}")
    if fields.text("facts") not in {name, ""}:
        fields.fault("facts", f"与文件名 {name} 不符", f"写 facts: {name}，或给文件改名。")
    spec = FactsSpec(
        name, pack, fields.text("title"), fields.text("rule", default=""), fields.texts("source"), fields.texts("reads", required=True),
        {key: str(meaning) for key, meaning in fields.mapping("columns").items()}, parameters.read(fields), file.sql, file.sql_line, path,
        digest.of_text(file.text),
    )  # fmt: skip
    fields.only()
    if not spec.columns:
        fields.fault("columns", "没有写明给出哪些事实", "写 columns: {事实: 含义}。")
    sources.check(fields, spec.source)
    sources.check_reads(fields, spec.reads, DATASETS)
    return spec
