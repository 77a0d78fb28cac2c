"""A file taken in: read block by block, each block checked while the next is read, so that raw text never fills the memory."""

from __future__ import annotations

import csv
import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from zhiheng.exchange.core.blocks import ASIDE, FIRST_ROWS, Block, cut, without_blanks
from zhiheng.exchange.core.further_headings import FurtherHeadings
from zhiheng.exchange.core.readers import read
from zhiheng.exchange.core.source import Source, unusable
from zhiheng.exchange.core.workbook import OWN_HEADINGS, RAW, REMEDY_HEADING, ROW_HEADING
from zhiheng.records.core.faults import raise_if_of_machine
from zhiheng.schema.checking import Checked, check, together
from zhiheng.schema.cleaning import Folded
from zhiheng.schema.rejections import Rejection, shortened_value
from zhiheng.schema.standard import Dataset, match_dataset

AT_ONCE = 2
MOST_ERRORS = 10_000
"""Errors after which a file is no file of records with some faults but a wrong file."""
ERRORS_KEPT = 100


@dataclass(frozen=True)
class RejectedRow:
    """A row that did not go in: its number, its cells as they were sent (by field name) and everything that is wrong with it."""

    row: int
    cells: dict[str, str | None]
    errors: Sequence[Rejection]


@dataclass(frozen=True, eq=False)
class Intake:
    """A whole file after the checks: rows counts its data rows, checked holds those that go in, unknown the headings kept aside.

    unread     parts of the file that were not read, each with the reason
    blank      rows passed over because nothing stands in them
    came_back  it is a workbook of this program, whose rows carry the numbers of the rows they mend
    stopped    why reading was given up before the end; then nothing of the file goes in
    keys       keys and digests of the rows that go in, where they were made ahead
    """

    source: Source
    dataset: Dataset
    rows: int
    checked: Checked
    rejected: Sequence[RejectedRow]
    unknown: Sequence[str]
    unread: Sequence[str] = ()
    blank: int = 0
    came_back: bool = False
    stopped: str = ""
    keys: pa.Table | None = None

    @property
    def accepted(self) -> int:
        """Rows that go in."""
        return 0 if self.stopped else int(self.checked.table.num_rows)

    @property
    def rejections(self) -> list[Rejection]:
        """Every wrong value, by row."""
        return [error for one in self.rejected for error in one.errors]

    @property
    def folded(self) -> Sequence[Folded]:
        """What was changed while it was read."""
        return self.checked.folded


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
    try:
        return _taken_in(source, dataset, on_rows)
    except (
        ValueError,
        KeyError,
        IndexError,
        RecursionError,
        OverflowError,
        pa.ArrowException,
        csv.Error,
        struct.error,
        zlib.error,
    ) as error:
        raise_if_of_machine(error)
        raise unusable(source.path, "内容不能读取，文件可能已损坏", "请重新导出后再报送") from error


def _taken_in(source: Source, dataset: Dataset, on_rows: Callable[[int], None] | None) -> Intake:
    reading = read(source, dataset)
    parts: list[Checked] = []
    rejected: list[RejectedRow] = []
    rows = blank = errors = 0
    nameless: dict[str, None] = {}
    headings = FurtherHeadings(dataset)
    for block, given in _checked(reading.blocks, dataset):
        checked = headings.settle(block, given)
        parts.append(replace(checked, rejected=[]))
        rejected.extend(_rejected_rows(block, [_placed(one, block) for one in checked.rejected]))
        errors += len(checked.rejected) + len(block.unreadable)
        rows += block.table.num_rows + len(block.unreadable)
        blank += block.blank
        nameless |= dict.fromkeys(_nameless(block))
        if on_rows:
            on_rows(rows)
        if errors > MOST_ERRORS:
            return _given_up(source, dataset, rows, rejected, reading.unknown)
    source.unchanged()
    came_back = is_own(reading.unknown)
    unknown = tuple(heading for heading in [*reading.unknown, *nameless] if not (came_back and heading in OWN_HEADINGS))
    return Intake(source, dataset, rows, together(parts, dataset), rejected, unknown, tuple(reading.unread), blank, came_back=came_back)


def _given_up(source: Source, dataset: Dataset, rows: int, rejected: list[RejectedRow], unknown: Sequence[str]) -> Intake:
    """A file with too many errors: nothing goes in, the first hundred errors are kept."""
    kept: list[RejectedRow] = []
    for one in rejected:
        kept.append(one)
        if sum(len(row.errors) for row in kept) >= ERRORS_KEPT:
            break
    stopped = f"读到第 {rows} 行已有超过 {MOST_ERRORS} 处错误，多半是选错了文件或者数据集，没有继续读取，任何一行都没有入库"
    return Intake(source, dataset, rows, together([], dataset), kept, tuple(unknown), stopped=stopped)


def _placed(one: Rejection, block: Block) -> Rejection:
    """The rejection with the sheet in which its row stands, where there are several."""
    if not block.place:
        return one
    return replace(one, reason=f"工作表“{block.place}”第 {one.row - block.first + 1} 行：{one.reason}")


def _nameless(block: Block) -> Iterator[str]:
    """Columns without a heading in which something stands."""
    for name in block.table.column_names:
        if name.startswith(f"{ASIDE}第 ") and name.endswith("（没有列名）") and any(block.table[name].to_pylist()):
            yield name.removeprefix(ASIDE)


def _checked(blocks: Iterator[Block], dataset: Dataset) -> Iterator[tuple[Block, Checked]]:
    """Blocks with their checks, in order; the first rows alone, then two blocks at a time."""
    waiting: deque[tuple[Block, Future[Checked]]] = deque()
    begun = False
    with ThreadPoolExecutor(AT_ONCE) as checkers:
        for whole in blocks:
            block = without_blanks(whole)
            if not begun and block.table.num_rows > FIRST_ROWS:
                head, block = cut(block, FIRST_ROWS)
                yield head, check(head.table, dataset, head.row_numbers, head.doubts)
            begun = True
            waiting.append((block, checkers.submit(check, block.table, dataset, block.row_numbers, block.doubts)))
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
    refused += [
        RejectedRow(one.row, {RAW: one.value.replace("\x00", "\ufffd")}, [replace(one, value=shortened_value(one.value))])
        for one in block.unreadable
    ]
    return sorted(refused, key=lambda one: one.row)


def _kept(cells: Mapping[str, str | None]) -> dict[str, str | None]:
    """The cells whole, as they were sent, but for NUL, which no database keeps."""
    return {name: value if value is None else value.replace("\x00", "\ufffd") for name, value in cells.items() if name != "_"}
