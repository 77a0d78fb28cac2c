"""From the rows of a model's SELECT to clues: columns checked, evidence located, rows of one clue put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from zhiheng.analysis.clues import FoundClue, digest_of
from zhiheng.catalog import digest
from zhiheng.catalog.models import ALWAYS, ModelSpec
from zhiheng.catalog.parameters import Value
from zhiheng.catalog.spoken import said
from zhiheng.catalog.template import fill
from zhiheng.schema.errors import UnusableInputError

Locate = Callable[[Sequence[int]], Mapping[int, Any]]

EVIDENCE = "evidence"
OPTIONAL = ("level", "cites")


class WrongColumnsError(UnusableInputError):
    """A model's SELECT does not give what its front matter declares."""


@dataclass(frozen=True)
class _Row:
    subject: str
    occurrence: str
    organ: str
    level: str
    cites: tuple[str, ...]
    values: dict[str, Any]
    refs: frozenset[int]

    def order(self) -> str:
        return digest.canonical_json([self.values, self.organ, self.level, self.cites])


def clues_from(table: pa.Table, model: ModelSpec, locate: Locate, *, as_of: date, parameters: Mapping[str, Value]) -> list[FoundClue]:
    """Give one clue per subject and occurrence, in that order.

    Rows of one clue (two organs may each hold a record) are put together: the first in canonical order speaks, all give evidence.
    """
    _check_columns(table, model)
    together: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for record in table.to_pylist():
        row = _row(record, model)
        together[(row.subject, row.occurrence)].append(row)
    located = locate(sorted({ref for rows in together.values() for row in rows for ref in row.refs})) if together else {}
    return [_clue(model, rows, located, as_of, parameters) for _, rows in sorted(together.items())]


def _check_columns(table: pa.Table, model: ModelSpec) -> None:
    given = set(table.column_names)
    evidence = {name for name in given if _is_evidence(name, model)}
    declared = {*ALWAYS, *model.columns} - {EVIDENCE}
    missing = sorted(declared - given) + ([] if evidence else [EVIDENCE])
    foreign = sorted(given - declared - evidence - set(OPTIONAL))
    if missing:
        raise WrongColumnsError(f"模型 {model.id}", str(model.path), f"SELECT 没有给出 {'、'.join(missing)}", "在 SELECT 中补上这些列。")
    if foreign:
        raise WrongColumnsError(f"模型 {model.id}", str(model.path), f"没有说明列 {'、'.join(foreign)}", "在 columns 中写明其含义。")


def _is_evidence(name: str, model: ModelSpec) -> bool:
    return name == EVIDENCE or (name.startswith(f"{EVIDENCE}_") and name not in model.columns)


def _row(record: Mapping[str, Any], model: ModelSpec) -> _Row:
    for name in ("subject", "occurrence", "organ"):
        if not isinstance(record[name], str) or not record[name]:
            raise WrongColumnsError(f"模型 {model.id}", str(model.path), f"{name} 不是文字", f"让 {name} 总有文字值。")
    return _Row(
        subject=record["subject"],
        occurrence=record["occurrence"],
        organ=record["organ"],
        level=record.get("level") or model.level,
        cites=tuple(record.get("cites") or model.source),
        values={name: _value(record[name]) for name in model.columns},
        refs=frozenset(_refs(record, model)),
    )


def _refs(record: Mapping[str, Any], model: ModelSpec) -> Iterable[int]:
    for name, value in record.items():
        if _is_evidence(name, model):
            yield from (ref for ref in (value if isinstance(value, list) else [value]) if ref is not None)


def _value(value: Any) -> Any:
    """Whole decimals of scale 0 are integers: engines differ in the width of a sum."""
    return int(value) if isinstance(value, Decimal) and value.as_tuple().exponent == 0 else value


def _clue(model: ModelSpec, rows: list[_Row], located: Mapping[int, Any], as_of: date, parameters: Mapping[str, Value]) -> FoundClue:
    speaks = rows[0] if len(rows) == 1 else min(rows, key=_Row.order)
    evidence = _evidence(located[ref] for ref in frozenset().union(*(row.refs for row in rows)))
    named = {"subject": speaks.subject, "occurrence": speaks.occurrence, "organ": speaks.organ, "as_of": as_of}
    values = digest.plain(speaks.values)
    words = {name: said(model.spoken.get(name), value) for name, value in speaks.values.items()}
    return FoundClue(
        model=model.id,
        subject=speaks.subject,
        occurrence=speaks.occurrence,
        as_of=as_of,
        level=speaks.level,
        summary=fill(model.summary, {**parameters, **words, **named}),
        values=values,
        evidence=evidence,
        cites=list(speaks.cites),
        organ=speaks.organ,
        digest=digest_of(model, (speaks.subject, speaks.occurrence), as_of, values, evidence, parameters),
    )


def _evidence(records: Iterable[Any]) -> list[dict[str, Any]]:
    found = [
        {"dataset": record.dataset, "key": record.key, "batch": str(record.batch), "received_at": digest.plain(record.received_at)}
        for record in records
    ]
    return sorted(found, key=lambda item: (item["dataset"], item["key"], item["batch"]))
