"""A second table below the first: rows under headings that stand in another order are no rows of the first headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhiheng.exchange.core.blocks import ASIDE, Block
from zhiheng.schema.checking import Checked
from zhiheng.schema.headings import other_names, own_names, plain
from zhiheng.schema.rejections import MOVED_HEADINGS, Rejection
from zhiheng.schema.standard import Dataset

_FEWEST = 2
"""So many headings in one row make it a row of headings."""
REMEDY = "请把两张表分成两个文件（两张工作表），或者统一为一行表头"


class FurtherHeadings:
    """Follows a file's blocks in order. A row of headings is itself always rejected, for no date, number or name is written so."""

    def __init__(self, dataset: Dataset) -> None:
        self._names = {**other_names(dataset), **own_names(dataset)}
        self._place: str | None = None
        self._moved = False

    def settle(self, block: Block, checked: Checked) -> Checked:
        """The block's checks with every row rejected that stands below headings in another order than the file's first."""
        if block.place != self._place:
            self._place, self._moved = block.place, False
        moved = np.zeros(block.table.num_rows, dtype=np.bool_)
        begins = 0 if self._moved else block.table.num_rows
        named: dict[int, bool] = {}
        for place, is_same in self._headings(block, {one.row for one in checked.rejected}):
            named[int(block.row_numbers[place])] = is_same
            if is_same and self._moved:
                moved[begins:place] = True
            if not is_same and not self._moved:
                begins = place + 1
            self._moved = not is_same
        if self._moved:
            moved[begins:] = True
        return _judged(checked, block.row_numbers[moved], named) if named or moved.any() else checked

    def _headings(self, block: Block, rejected: Iterable[int]) -> Iterator[tuple[int, bool]]:
        """Places of rows of headings among the rejected ones, each with whether its headings are those of the columns they stand in."""
        names = [name for name in block.table.column_names if not name.startswith(ASIDE)]
        for place in np.searchsorted(block.row_numbers, sorted(rejected)).tolist():
            cells = {name: plain(block.table[name][place].as_py() or "") for name in names}
            meant = {name: self._names[cell] for name, cell in cells.items() if cell in self._names}
            filled = sum(bool(cell) for cell in cells.values())
            if len(meant) >= _FEWEST and 2 * len(meant) > filled:
                yield place, all(name == field for name, field in meant.items())


def _judged(checked: Checked, rows: NDArray[np.int64], named: Mapping[int, bool]) -> Checked:
    """The checks without these rows; a row of headings has one fault, that it is one."""
    kept = ~np.isin(checked.row_numbers, rows)
    faulty = {one.row for one in checked.rejected}
    rejected = [one for one in checked.rejected if one.row not in named]
    rejected += [_heading(row, is_same=is_same) for row, is_same in named.items()]
    rejected += [_moved(int(row)) for row in rows if int(row) not in faulty]
    rejected.sort(key=lambda one: one.row)
    return replace(checked, table=checked.table.filter(pa.array(kept)), row_numbers=checked.row_numbers[kept], rejected=rejected)


def _heading(row: int, *, is_same: bool) -> Rejection:
    if is_same:
        return Rejection(row, "", "", "本行是重复的表头，不是数据", "请只保留第一行表头", MOVED_HEADINGS)
    return Rejection(row, "", "", "本行是另一行表头，列的次序或者内容与第一行不同", REMEDY, MOVED_HEADINGS)


def _moved(row: int) -> Rejection:
    reason = "上面另有一行表头，列的次序或者内容与第一行表头不同，不能确定各格属于哪一列"
    return Rejection(row, "", "", reason, REMEDY, MOVED_HEADINGS)
