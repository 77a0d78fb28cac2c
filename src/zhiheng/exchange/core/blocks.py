"""What every reader gives: the file's rows in blocks of raw text under field names, and what of the file was not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from zhiheng.exchange.core.source import Source, unusable
from zhiheng.schema.checking import Faults
from zhiheng.schema.cleaning import clean
from zhiheng.schema.headings import Columns, match_columns
from zhiheng.schema.rejections import DOUBLED, Rejection
from zhiheng.schema.standard import Dataset

BLOCK_ROWS = 50_000
FIRST_ROWS = 12_000
"""The first rows of a file come alone: they show whether it is a wrong file before its rest is looked at."""
MOST_ROWS = 20_000_000
ASIDE = "+"
"""What the name of a column begins with that is meant for no field: it is kept for the rejected rows only."""


@dataclass(frozen=True, eq=False)
class Block:
    """Some rows of a file.

    table        a text column for each field the file has, then those kept aside (`+` and the heading)
    row_numbers  (rows,) int64, 1 = first data row of the file
    unreadable   rows that could not be cut into columns, not in `table`
    doubts       field -> reason -> rows of the table whose value the reader cannot be certain of
    blank        rows passed over because nothing stands in them
    place        where the rows stand, where the file has several such places (a sheet); first: its first row's number in the file
    """

    table: pa.Table
    row_numbers: NDArray[np.int64]
    unreadable: Sequence[Rejection] = ()
    doubts: Mapping[str, Faults] = field(default_factory=dict)
    blank: int = 0
    place: str = ""
    first: int = 1


@dataclass(frozen=True, eq=False)
class Reading:
    """A file being read: its blocks, in order; what else is said is complete once the blocks are read.

    unknown  headings of columns kept aside
    unread   parts that are not read, each with the reason
    """

    blocks: Iterator[Block]
    unknown: list[str]
    unread: list[str] = field(default_factory=list)


def columns_of(source: Source, headings: Sequence[str], dataset: Dataset) -> Columns:
    """The file's columns; raises UnusableInputError where none is known or two are the same."""
    columns = match_columns(headings, dataset)
    if columns.doubled:
        raise unusable(source.path, f"表头重复：{'、'.join(columns.doubled)}", "请只保留其中一列")
    if not columns.places:
        raise no_heading(source, dataset)
    return columns


def aside_of(headings: Sequence[str], columns: Columns) -> dict[str, int]:
    """Names of the columns kept aside, each with its position; one without a heading is named by its position."""
    used, found = set(columns.places.values()), {}
    for position, heading in enumerate(headings):
        if position not in used:
            name = ASIDE + (clean(heading) or f"第 {position + 1} 列（没有列名）")
            found[name if name not in found else f"{name}（第 {position + 1} 列）"] = position
    return found


def agreed(table: pa.Table, columns: Columns, names: Mapping[int, str]) -> tuple[pa.Table, dict[str, Faults]]:
    """The table with what only a second column for a field says, and the rows in which two columns for one field differ.

    names  position of a column in the file -> its name in the table
    """
    doubts: dict[str, Faults] = {}
    for name, positions in columns.others.items():
        for position in positions:
            own, other = ([clean(text or "") for text in table[column].to_pylist()] for column in (name, names[position]))
            differ = np.array([bool(one and two and one != two) for one, two in zip(own, other, strict=True)], dtype=np.bool_)
            if differ.any():
                doubts[name] = {DOUBLED: differ | doubts.get(name, {}).get(DOUBLED, False)}
            filled = pa.array([one or two for one, two in zip(own, other, strict=True)], type=pa.string())
            table = table.set_column(table.column_names.index(name), name, filled)
    return table, doubts


def without_blanks(block: Block) -> Block:
    """The block without the rows in which no column holds anything."""
    lengths = np.zeros(block.table.num_rows, dtype=np.int64)
    for column in block.table.columns:
        for_rows = pc.fill_null(pc.binary_length(column), 0)
        lengths += for_rows.to_numpy()
    if lengths.all():
        return block
    kept = lengths > 0
    return Block(
        block.table.filter(pa.array(kept)),
        block.row_numbers[kept],
        block.unreadable,
        {name: {code: mask[kept] for code, mask in faults.items()} for name, faults in block.doubts.items()},
        block.blank + int((~kept).sum()),
        block.place,
        block.first,
    )


def cut(block: Block, rows: int) -> tuple[Block, Block]:
    """The block as its first rows and the rest; what is said of all of it goes with the rest."""
    head, rest = slice(rows), slice(rows, None)
    first = Block(block.table.slice(0, rows), block.row_numbers[head], (), _part(block.doubts, head), 0, block.place, block.first)
    left = replace(block, table=block.table.slice(rows), row_numbers=block.row_numbers[rest], doubts=_part(block.doubts, rest))
    return first, left


def _part(doubts: Mapping[str, Faults], rows: slice) -> dict[str, Faults]:
    return {name: {code: mask[rows] for code, mask in faults.items()} for name, faults in doubts.items()}


def no_heading(source: Source, dataset: Dataset) -> Exception:
    """The error for a file whose first row names no column of its dataset."""
    expected = "、".join(field.zh for field in list(dataset.fields.values())[:4])
    return unusable(
        source.path,
        f"第一行没有“{dataset.zh}”的任何列名",
        f"第一行应为列名，如：{expected}…；可用 zhiheng import --template {dataset.name} 取得模板",
    )


def no_rows(source: Source) -> Exception:
    """The error for a file that has headings only."""
    return unusable(source.path, "只有表头，没有数据行", "请确认导出的条件，没有数据时不必报送")
