"""From the rows of a model's SELECT to clues: columns checked, evidence located, rows of one clue put together."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.analysis.clues import FoundClue, digest_of
from zhiheng.catalog import digest
from zhiheng.catalog.models import ALWAYS, LEVELS, ModelSpec
from zhiheng.catalog.parameters import Value
from zhiheng.catalog.spoken import spoken_value
from zhiheng.catalog.template import fill, placeholders
from zhiheng.law.texts import editions_by
from zhiheng.schema.errors import UnusableInputError

Locate = Callable[[Sequence[int]], Mapping[int, Any]]

EVIDENCE = "evidence"
OPTIONAL = ("level", "cites")


class WrongColumnsError(UnusableInputError):
    """A model's SELECT does not give what its front matter declares."""


@dataclass(slots=True)
class _Row:
    subject: str
    occurrence: str
    organ: str
    level: str
    cites: tuple[str, ...]
    values: dict[str, Any]
    refs: frozenset[int]

    def says_what(self, other: _Row) -> bool:
        """Whether another row of the clue says the same, if of other records."""
        return (self.values, self.organ, self.level, self.cites) == (other.values, other.organ, other.level, other.cites)

    def order(self) -> str:
        return digest.canonical_json([self.values, self.organ, self.level, self.cites])


def clues_from(table: pa.Table, model: ModelSpec, locate: Locate, *, as_of: date, parameters: Mapping[str, Value]) -> list[FoundClue]:
    """Give one clue per subject and occurrence, in that order.

    Rows of one clue (two organs may each hold a record) are put together: the first in canonical order speaks, all give evidence.
    """
    _check_columns(table, model)
    if not table.num_rows:
        return []
    pointing = [name for name in table.column_names if _is_evidence(name, model)]
    with _without_collections():
        together: dict[tuple[str, str], list[_Row]] = defaultdict(list)
        for record in table.to_pylist():
            row = _row(record, model, pointing)
            together[(row.subject, row.occurrence)].append(row)
        located = locate(_all_refs(table, pointing))
        asked = _Asked(model, as_of, parameters, {ref: _named(record) for ref, record in located.items()})
        return [_clue(rows, asked) for _, rows in sorted(together.items())]


@contextmanager
def _without_collections() -> Iterator[None]:
    """No search for cycles meanwhile: there are none among clues, and looking through all packs for each few took as long as the clues."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


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


def _row(record: Mapping[str, Any], model: ModelSpec, pointing: Iterable[str]) -> _Row:
    for name in ("subject", "occurrence", "organ"):
        if not isinstance(record[name], str) or not record[name]:
            raise WrongColumnsError(f"模型 {model.id}", str(model.path), f"{name} 不是文字", f"让 {name} 总有文字值。")
    level = record.get("level") or model.level
    if level not in LEVELS:
        raise WrongColumnsError(
            f"模型 {model.id}", str(model.path), f"level 是“{level}”", f"只能是 {'、'.join(LEVELS)}；别的等级请用别的列名。"
        )
    return _Row(
        subject=record["subject"],
        occurrence=record["occurrence"],
        organ=record["organ"],
        level=level,
        cites=tuple(record.get("cites") or model.source),
        values={name: value if type(value := record[name]) is not Decimal else _value(value) for name in model.columns},
        refs=frozenset(_refs(record[name] for name in pointing)),
    )


def _all_refs(table: pa.Table, pointing: Iterable[str]) -> list[int]:
    """Every record that some row points to."""
    found: set[int] = set()
    for column in map(table.column, pointing):
        found.update(pc.unique(pc.drop_null(pc.list_flatten(column) if pa.types.is_list(column.type) else column)).to_pylist())
    return sorted(found)


def _refs(pointing: Iterable[Any]) -> Iterable[int]:
    for value in pointing:
        if isinstance(value, list):
            yield from (ref for ref in value if ref is not None)
        elif value is not None:
            yield value


def _value(value: Decimal) -> Decimal | int:
    """Whole decimals of scale 0 are integers: engines differ in the width of a sum."""
    return int(value) if value.as_tuple().exponent == 0 else value


@dataclass(frozen=True)
class _Asked:
    """What all clues of a run of a model share. located: `_ref` → its evidence; plain: the parameters as JSON knows them."""

    model: ModelSpec
    as_of: date
    parameters: Mapping[str, Value]
    located: Mapping[int, dict[str, Any]]

    @cached_property
    def spoken_columns(self) -> list[str]:
        """Columns that the summary speaks of."""
        return [name for name in placeholders(self.model.summary) if name in self.model.columns]

    @cached_property
    def plain(self) -> dict[str, Any]:
        found: dict[str, Any] = digest.plain(self.parameters)
        return found


def _clue(rows: list[_Row], asked: _Asked) -> FoundClue:
    model = asked.model
    speaks = rows[0] if all(map(rows[0].says_what, rows)) else min(rows, key=_Row.order)
    refs = speaks.refs if len(rows) == 1 else frozenset().union(*(row.refs for row in rows))
    evidence = sorted((asked.located[ref] for ref in refs), key=itemgetter("dataset", "key", "batch"))
    named = {"subject": speaks.subject, "occurrence": speaks.occurrence, "organ": speaks.organ, "as_of": asked.as_of}
    values = digest.plain(speaks.values)
    words = {name: spoken_value(model.spoken.get(name), speaks.values[name]) for name in asked.spoken_columns}
    return FoundClue(
        model=model.id,
        subject=speaks.subject,
        occurrence=speaks.occurrence,
        as_of=asked.as_of,
        level=speaks.level,
        summary=fill(model.summary, {**asked.parameters, **words, **named}),
        values=values,
        evidence=evidence,
        cites=list(editions_by(speaks.cites, asked.as_of)),
        organ=speaks.organ,
        digest=digest_of(model, (speaks.subject, speaks.occurrence), asked.as_of, values, evidence, asked.plain),
    )


def _named(record: Any) -> dict[str, Any]:
    """A record as evidence names it."""
    received_at = digest.plain(record.received_at)
    return {"dataset": record.dataset, "key": record.key, "batch": str(record.batch), "received_at": received_at}
