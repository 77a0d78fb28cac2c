"""A file taken in: read block by block, each block checked while the next is read, so that raw text never fills the memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from zhiheng.exchange.core.blocks import Block
from zhiheng.exchange.core.readers import read
from zhiheng.exchange.core.source import Source, unusable
from zhiheng.exchange.core.workbook import OWN_HEADINGS, REMEDY_HEADING, ROW_HEADING
from zhiheng.schema.checking import Checked, check, together
from zhiheng.schema.rejections import Rejection, shown
from zhiheng.schema.standard import Dataset, match_dataset

AT_ONCE = 2


@dataclass(frozen=True)
class RejectedRow:
    """A row that did not go in: its number, its cells as they were sent (by field name) and everything that is wrong with it."""

    row: int
    cells: dict[str, str | None]
    errors: Sequence[Rejection]


@dataclass(frozen=True, eq=False)
class Intake:
    """A whole file after the checks: rows counts its data rows, checked holds those that go in, unknown the headings kept aside.

    came_back  it is a workbook of this program, whose rows carry the numbers of the rows they mend
    """

    source: Source
    dataset: Dataset
    rows: int
    checked: Checked
    rejected: Sequence[RejectedRow]
    unknown: Sequence[str]
    came_back: bool = False

    @property
    def accepted(self) -> int:
        """Rows that go in."""
        return int(self.checked.table.num_rows)

    @property
    def rejections(self) -> list[Rejection]:
        """Every wrong value, by row."""
        return [error for one in self.rejected for error in one.errors]


def dataset_of(source: Source, wanted: Dataset | None) -> Dataset:
    """The dataset given, or the one the file is named after."""
    dataset = wanted or match_dataset(source.name)
    if dataset is None:
        remedy = "文件名应以数据集名称开头，如“生效裁判信息_0001.xlsx”；或者用 --dataset 指明"
        raise unusable(source.path, "从文件名看不出是哪个数据集", remedy)
    return dataset


def take_in(source: Source, dataset: Dataset, on_rows: Callable[[int], None] | None = None) -> Intake:
    """Read and check the file; raises UnusableInputError where it cannot be used.

    on_rows  told the number of rows done after each block
    """
    reading = read(source, dataset)
    parts: list[Checked] = []
    rejected: list[RejectedRow] = []
    rows = 0
    for block, checked in _checked(reading.blocks, dataset):
        parts.append(checked)
        rejected.extend(_rejected_rows(block, checked.rejected))
        rows += block.table.num_rows + len(block.unreadable)
        if on_rows:
            on_rows(rows)
    source.unchanged()
    came_back = is_own(reading.unknown)
    unknown = tuple(heading for heading in reading.unknown if not (came_back and heading in OWN_HEADINGS))
    return Intake(source, dataset, rows, together(parts, dataset), rejected, unknown, came_back=came_back)


def _checked(blocks: Iterator[Block], dataset: Dataset) -> Iterator[tuple[Block, Checked]]:
    """Blocks with their checks, in order; two are checked at a time."""
    waiting: deque[tuple[Block, Future[Checked]]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as checkers:
        for block in blocks:
            waiting.append((block, checkers.submit(check, block.table, dataset, block.row_numbers)))
            if len(waiting) > AT_ONCE:
                done, checked = waiting.popleft()
                yield done, checked.result()
        for done, checked in waiting:
            yield done, checked.result()


def is_own(headings: Sequence[str]) -> bool:
    """Whether the headings are of a workbook of this program with rows that were to be mended."""
    return {ROW_HEADING, REMEDY_HEADING} <= set(headings)


def _rejected_rows(block: Block, rejections: Iterable[Rejection]) -> list[RejectedRow]:
    by_row: dict[int, list[Rejection]] = {}
    for one in rejections:
        by_row.setdefault(one.row, []).append(one)
    cells = block.table.take(pa.array(np.searchsorted(block.row_numbers, list(by_row)))).to_pylist() if by_row else []
    refused = [RejectedRow(row, _kept(sent), errors) for (row, errors), sent in zip(by_row.items(), cells, strict=True)]
    refused += [RejectedRow(one.row, {}, [one]) for one in block.unreadable]
    return sorted(refused, key=lambda one: one.row)


def _kept(cells: dict[str, str | None]) -> dict[str, str | None]:
    return {field: value if value is None else shown(value) for field, value in cells.items() if field != "_"}
