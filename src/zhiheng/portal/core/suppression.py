"""Small counts of published tables: a cell below five is hidden, and the total is rounded so that it cannot be worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5
STEP = 10


@dataclass(frozen=True)
class Published:
    """A table as it is published: cell → number or None (hidden); the total, rounded where a cell is hidden."""

    cells: Mapping[str, int | None]
    total: int | None
    rounded: bool = False

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(value is None for value in self.cells.values())


def published(counts: Mapping[str, int]) -> Published:
    """The table with every cell from 1 to 4 hidden; a nought says nothing of anybody and stays."""
    cells = {name: count if count == 0 or count >= LEAST else None for name, count in counts.items()}
    total, rounded = sum(counts.values()), None in cells.values()
    if not rounded:
        return Published(cells, None if 0 < total < LEAST else total)
    near = STEP * round(total / STEP)
    return Published(cells, near if near >= STEP else None, rounded=True)
