"""From the rows of a model's SELECT to clues: columns checked, evidence located, rows of one clue put together."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain
from operator import itemgetter
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.analysis.clue_words import ClueWriter, Row
from zhiheng.analysis.clues import FoundClue
from zhiheng.catalog import digest
from zhiheng.catalog.digest import quoted
from zhiheng.catalog.models import ALWAYS, LEVELS, ModelSpec
from zhiheng.catalog.parameters import Value
from zhiheng.schema.errors import UnusableInputError

Locate = Callable[[Sequence[int]], Mapping[int, Any]]

EVIDENCE = "evidence"
OPTIONAL = ("level", "cites")

_Named = tuple[str, str, str, dict[str, Any], str]
"""Dataset, key and batch of a record, by which evidence is sorted; the three and the instant as evidence names them; its canonical JSON."""
_PLACE: Final = itemgetter(0, 1, 2)


class WrongColumnsError(UnusableInputError):
    """A model's SELECT does not give what its front matter declares."""


def clues_from(table: pa.Table, model: ModelSpec, locate: Locate, *, as_of: date, parameters: Mapping[str, Value]) -> list[FoundClue]:
    """Give one clue per subject and occurrence, in that order.

    Rows of one clue (two organs may each hold a record) are put together: the first in canonical order speaks, all give evidence.
    """
    _check_columns(table, model)
    if not table.num_rows:
        return []
    with _without_collections():
        return _clues(table, model, locate, as_of, parameters)


def _clues(table: pa.Table, model: ModelSpec, locate: Locate, as_of: date, parameters: Mapping[str, Value]) -> list[FoundClue]:
    pointing = [name for name in table.column_names if _is_evidence(name, model)]
    together = _together(_rows(table, model), _pointed(table, pointing))
    located = _named(locate(_all_refs(table, pointing)))
    writer = ClueWriter(model, table.schema, as_of=as_of, parameters=parameters)
    return [_clue(*one, located, writer) for _, one in sorted(together.items(), key=itemgetter(0))]


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


def _rows(table: pa.Table, model: ModelSpec) -> Iterator[Row]:
    """What each row says, the records it rests on left out."""
    levels = [level or model.level for level in _listed(table, "level")]
    for level in sorted(set(levels) - {*LEVELS}):
        raise WrongColumnsError(
            f"模型 {model.id}", str(model.path), f"level 是“{level}”", f"只能是 {'、'.join(LEVELS)}；别的等级请用别的列名。"
        )
    texts = [_texts(table, name, model) for name in ("subject", "occurrence", "organ")]
    cites = [tuple(cites or model.source) for cites in _listed(table, "cites")]
    return zip(*texts, levels, cites, *(_listed(table, name) for name in model.columns), strict=True)


def _texts(table: pa.Table, name: str, model: ModelSpec) -> list[Any]:
    values = _listed(table, name)
    if not all(isinstance(value, str) and value for value in values):
        raise WrongColumnsError(f"模型 {model.id}", str(model.path), f"{name} 不是文字", f"让 {name} 总有文字值。")
    return values


def _listed(table: pa.Table, name: str) -> list[Any]:
    """A column's values, decimals of scale 0 as integers: engines differ in the width of a sum. Nothing in each row where there is none."""
    if name not in table.column_names:
        return [None] * table.num_rows
    column = table.column(name)
    values: list[Any] = column.to_pylist()
    if pa.types.is_decimal(column.type) and column.type.scale == 0:
        return [None if value is None else int(value) for value in values]
    return values


def _pointed(table: pa.Table, pointing: Iterable[str]) -> Iterator[Iterable[int | None]]:
    """The records that each row points to."""
    columns = [table.column(name) for name in pointing]
    if any(pa.types.is_list(column.type) for column in columns):
        return (
            chain.from_iterable(one if isinstance(one, list) else [one] for one in row) for row in zip(*map(_values, columns), strict=True)
        )
    return zip(*map(_values, columns), strict=True)


def _values(column: pa.ChunkedArray) -> list[Any]:
    values: list[Any] = column.to_pylist()
    return values


def _together(rows: Iterable[Row], pointed: Iterable[Iterable[int | None]]) -> dict[Row, tuple[list[Row], set[int | None]]]:
    """By subject and occurrence: what different rows say, and all records they rest on."""
    found: dict[Row, tuple[list[Row], set[int | None]]] = {}
    for row, refs in zip(rows, pointed, strict=True):
        one = found.get(row[:2])
        if one is None:
            found[row[:2]] = ([row], set(refs))
            continue
        one[1].update(refs)
        if row != one[0][0]:
            one[0].append(row)
    return found


def _all_refs(table: pa.Table, pointing: Iterable[str]) -> list[int]:
    """Every record that some row points to."""
    found: set[int] = set()
    for column in map(table.column, pointing):
        found.update(pc.unique(pc.drop_null(pc.list_flatten(column) if pa.types.is_list(column.type) else column)).to_pylist())
    return sorted(found)


def _clue(rows: list[Row], refs: set[int | None], located: Mapping[int, _Named], writer: ClueWriter) -> FoundClue:
    """One clue; where its rows say different things, the first in canonical order speaks."""
    row = rows[0] if len(rows) == 1 else min(rows, key=writer.order)
    records = sorted([located[ref] for ref in refs if ref is not None], key=_PLACE)
    return writer.clue(row, [record[3] for record in records], f"[{','.join([record[4] for record in records])}]")


def _named(records: Mapping[int, Any]) -> dict[int, _Named]:
    """Records as evidence names them; what those of a batch share is written once."""
    found: dict[int, _Named] = {}
    shared: dict[tuple[str, Any, datetime], tuple[str, str, str, str]] = {}
    for ref, record in records.items():
        dataset, key, whence = record.dataset, record.key, (record.dataset, record.batch, record.received_at)
        if whence not in shared:
            batch, received_at = str(record.batch), digest.plain(record.received_at)
            ends = f'{{"batch":{quoted(batch)},"dataset":{quoted(dataset)},"key":', f',"received_at":{quoted(received_at)}}}'
            shared[whence] = (batch, received_at, *ends)
        batch, received_at, before, after = shared[whence]
        named = {"dataset": dataset, "key": key, "batch": batch, "received_at": received_at}
        found[ref] = (dataset, key, batch, named, f"{before}{quoted(key)}{after}")
    return found
