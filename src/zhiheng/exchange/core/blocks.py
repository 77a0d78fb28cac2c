"""What every reader gives: the file's rows in blocks of raw text under field names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhiheng.exchange.core.source import Source, unusable
from zhiheng.schema.headings import Columns, match_columns
from zhiheng.schema.rejections import Rejection
from zhiheng.schema.standard import Dataset

BLOCK_ROWS = 50_000
MOST_ROWS = 20_000_000


@dataclass(frozen=True, eq=False)
class Block:
    """Some rows of a file.

    table        a text column for each field the file has
    row_numbers  (rows,) int64, 1 = first data row of the file
    unreadable   rows that could not be cut into columns, not in `table`
    """

    table: pa.Table
    row_numbers: NDArray[np.int64]
    unreadable: Sequence[Rejection] = ()


@dataclass(frozen=True, eq=False)
class Reading:
    """A file being read: its blocks, in order, and the headings of columns kept aside (complete once the blocks are read)."""

    blocks: Iterator[Block]
    unknown: list[str]


def columns_of(source: Source, headings: Sequence[str], dataset: Dataset) -> Columns:
    """The file's columns; raises UnusableInputError where none is known or two are the same."""
    columns = match_columns(headings, dataset)
    if columns.doubled:
        raise unusable(source.path, f"表头重复：{'、'.join(columns.doubled)}", "请只保留其中一列")
    if not columns.places:
        raise no_heading(source, dataset)
    return columns


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
