"""Facts of one person for a rule, out of the theme library, each with the records it came from; on DuckDB and Spark alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.analysis.selects import Engine, demand_columns, refs_in, rows_of
from zhiheng.catalog import digest
from zhiheng.catalog.facts import EVIDENCE, FactsSpec
from zhiheng.schema.errors import UnusableInputError


@dataclass(frozen=True)
class Fact:
    """A fact and where it stands in the records; None where no record says it: not known, never false.

    others   what other records say instead, where they do not agree; then the value is not certain and None
    """

    value: Any
    records: tuple[Any, ...]
    others: tuple[Any, ...] = ()


def gather(spec: FactsSpec, engine: Engine, id_number: str, *, as_of: date) -> dict[str, Fact]:
    """The facts by name. Rows that say different things of a fact leave it unknown and are shown all."""
    rows = rows_of(spec, engine, as_of=as_of, given={"id_number": id_number})
    demand_columns(f"事实 {spec.id}", str(spec.path), list(rows[0]) if rows else spec.columns, spec.columns)
    foreign = [name for row in rows[:1] for name in row if name not in spec.columns and not name.startswith(EVIDENCE)]
    if foreign:
        raise UnusableInputError(f"事实 {spec.id}", str(spec.path), f"没有说明列 {'、'.join(foreign)}", "在 columns 中写明其含义。")
    refs = {ref for row in rows for name, value in row.items() if name.startswith(EVIDENCE) for ref in refs_in(value)}
    located = engine.locate(sorted(refs))
    return {name: _fact(name, rows, located) for name in spec.columns}


def _fact(name: str, rows: list[dict[str, Any]], located: Mapping[int, Any]) -> Fact:
    said = [row for row in rows if row[name] is not None]
    refs = sorted({ref for row in said for ref in refs_in(row.get(f"{EVIDENCE}_{name}", row.get(EVIDENCE)))})
    records = tuple(located[ref] for ref in refs if ref in located)
    values = list({digest.canonical_json(row[name]): row[name] for row in said}.values())
    if len(values) == 1:
        return Fact(values[0], records)
    return Fact(None, records, tuple(values))


def digest_of(found: Mapping[str, Fact]) -> str:
    """One digest of the facts and their records, the same on every engine."""
    content = {
        name: [fact.value, [[one.dataset, one.key, one.batch] for one in fact.records], list(fact.others)] for name, fact in found.items()
    }
    return digest.of_value(content)
